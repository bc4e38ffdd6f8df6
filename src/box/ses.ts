import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SandboxConfig } from './errors.ts'

/** The script of the `ses` package that locks a realm down. It is only ever run inside a realm. */
export function readSes(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('ses/package.json')
    return readFileSync(join(dirname(manifest), 'dist/lockdown.umd.min.js'), 'utf8')
  } catch (cause) {
    throw new SandboxConfig(
      'freeze was "ses", and the package ses cannot be read',
      'npm install ses@2, or leave freeze out: qrun has a pass of its own',
      { cause },
    )
  }
}
