import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Tests run the command and the scripts of the sandbox as they are shipped: bundled afresh first. All that they write
 * goes into one folder, which is gone when they are over.
 */
export function setup(): () => void {
  const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))
  try {
    execFileSync(process.execPath, [build, '--quick'], { stdio: 'ignore' })
  } catch {}
  const folder = mkdtempSync(join(tmpdir(), 'qrun-tests-'))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
