import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attacks, end, outcomeOf } from './run.ts'

const ROOT = join(import.meta.dirname, '../..')
const SHARED = join(ROOT, '../shared/attacks')
const REFERENCE = `
  const fast = ta.sma(close, 3), slow = ta.sma(close, 8)
  const up = ta.crossover(fast, slow), down = ta.crossunder(fast, slow)
  onBar(() => { if (up()) strategy.entry('L', 'long'); if (down()) strategy.close('L'); log(fast()) })`

function shape(): string {
  const hosts = [Object, Array, Function, Error, Promise, Map, String, RegExp]
  return hosts.map(({ prototype }) => Reflect.ownKeys(prototype).map(String).join()).join(';')
}

describe('attacks on what qrun built, behind both layers', () => {
  it.each(attacks())('$name: $technique ($rules)', async ({ name, outcomes, source }) => {
    const ended = await end(source)
    expect(outcomes).toContain(outcomeOf(ended))
    expect(ended.text).not.toContain(`PWNED-${name}`)
  })
})

describe('attacks on what qrun built, behind the realm alone', () => {
  // Without a jail nothing bounds memory, so files that may end by it stay out.
  const files = attacks().filter(({ outcomes }) => !outcomes.includes('memory'))

  it.each(files)('$name: $technique ($rules)', async ({ name, outcomes, source }) => {
    const before = shape()
    const ended = await end(source, { isolation: 'realm' })
    expect(outcomes).toContain(outcomeOf(ended))
    expect(ended.text).not.toContain(`PWNED-${name}`)
    expect(shape()).toBe(before)
  })

  it('leaves the next run in the same process as it was (R7)', async () => {
    const first = await end(REFERENCE, { isolation: 'realm' })
    for (const { source, outcomes } of files)
      if (outcomes.length === 1 && outcomes[0] === 'contained')
        await end(source, { isolation: 'realm' })
    expect(await end(REFERENCE, { isolation: 'realm' })).toEqual(first)
  })
})

/** One file for each thing that a sandbox of this kind has to hold; all of them take minutes. */
const SMOKE = [
  'callsite-this',
  'stack-symbol-name',
  'graph-walk',
  'import-call',
  'fn-ctor-hidden',
  'env-secret',
  'throw-inspect',
  'throw-spoof-output',
]

describe('attacks on sandboxes in general', () => {
  it.skipIf(!existsSync(SHARED))('contains a choice of the shared set', () => {
    const script = join(ROOT, 'scripts/attacks.mjs')
    const only = SMOKE.flatMap((name) => ['--only', name])
    const args = [script, '--dir', SHARED, '--isolation', 'process', '--json', ...only]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stderr).toBe('')
    const results = JSON.parse(stdout) as { file: string; faults: string[] }[]
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([])
    expect(results).toHaveLength(SMOKE.length)
  })
})
