import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Tests run the command and the scripts of the sandbox as they are shipped: bundled afresh first. */
export function setup(): void {
  const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))
  try {
    execFileSync(process.execPath, [build, '--quick'], { stdio: 'ignore' })
  } catch {}
}
