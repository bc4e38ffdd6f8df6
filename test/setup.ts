import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The scripts that run inside the sandbox are bundles: they are built afresh before any test reads them. */
export function setup(): void {
  const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))
  try {
    execFileSync(process.execPath, [build, '--scripts'], { stdio: 'ignore' })
  } catch {}
}
