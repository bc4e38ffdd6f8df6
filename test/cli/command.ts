import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const MAIN = join(import.meta.dirname, '../../dist/cli/main.js')

export const SAMPLE = join(import.meta.dirname, '../../data/simulated-btc-1h.csv')
export const STRATEGY = join(import.meta.dirname, '../../strategies/sma-cross.js')

/** Runs the command as a user would, in `cwd`. */
export function qrun(
  args: readonly string[],
  options: {
    cwd?: string
    input?: string | Uint8Array
    env?: Readonly<Record<string, string>>
  } = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    cwd: options.cwd ?? folder(),
    input: options.input ?? '',
    env: { PATH: process.env.PATH ?? '', ...options.env },
    timeout: 60_000,
  })
}

/** A new folder with the given files in it. */
export function folder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'qrun-test-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return path
}
