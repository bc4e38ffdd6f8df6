import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { attacks, end, outcomeOf } from './run.ts'

const ROOT = join(import.meta.dirname, '../..')
const SHARED = join(ROOT, '../shared/attacks')
const REFERENCE = `
  const fast = ta.sma(close, 3), slow = ta.sma(close, 8)
  const up = ta.crossover(fast, slow), down = ta.crossunder(fast, slow)
  onBar(() => { if (up()) strategy.entry('L', 'long'); if (down()) strategy.close('L'); log(fast()) })`

/** A short time only for what may run out of it: a busy machine is no reason to fail. */
function limitsFor(outcomes: readonly string[]): { timeMs: number; memoryMb: number } {
  return { timeMs: outcomes.includes('time') ? 1000 : 20_000, memoryMb: 192 }
}

function shape(): string {
  const hosts = [Object, Array, Function, Error, Promise, Map, String, RegExp]
  return hosts.map(({ prototype }) => Reflect.ownKeys(prototype).map(String).join()).join(';')
}

describe('attacks on what qrun built, behind both layers', () => {
  it.each(attacks())('$name: $technique ($rules)', async ({ name, outcomes, source }) => {
    const ended = await end(source, { limits: limitsFor(outcomes) })
    expect(outcomes).toContain(outcomeOf(ended))
    expect(ended.text).not.toContain(`PWNED-${name}`)
  })
})

describe('attacks on what qrun built, behind the realm alone', () => {
  // Without a jail nothing bounds memory, so files that may end by it stay out.
  const files = attacks().filter(({ outcomes }) => !outcomes.includes('memory'))

  it.each(files)('$name: $technique ($rules)', async ({ name, outcomes, source }) => {
    const before = shape()
    const ended = await end(source, { isolation: 'realm', limits: limitsFor(outcomes) })
    expect(outcomes).toContain(outcomeOf(ended))
    expect(ended.text).not.toContain(`PWNED-${name}`)
    expect(shape()).toBe(before)
  })

  it('leaves the next run in the same process as it was (R7)', async () => {
    const first = await end(REFERENCE, { isolation: 'realm' })
    for (const { source, outcomes } of files)
      if (outcomes.length === 1 && outcomes[0] === 'contained')
        await end(source, { isolation: 'realm', limits: limitsFor(outcomes) })
    expect(await end(REFERENCE, { isolation: 'realm' })).toEqual(first)
  })
})

type Column = {
  readonly title: string
  readonly results: readonly {
    readonly file: string
    readonly outcome: string
    readonly faults: readonly string[]
    readonly evidence?: readonly string[]
  }[]
  readonly faults: readonly string[]
}

/** What `npm run attacks` says with these arguments. */
function judgedBy(args: readonly string[]): readonly Column[] {
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

/** Programs that would act if they could, and those that lie in wait for what the jail hands about. */
const POWERS = attacks()
  .map(({ name }) => name)
  .filter((name) => name.startsWith('power-') || name.startsWith('hook-'))

describe('attacks behind the jail alone', () => {
  const only = POWERS.flatMap((name) => ['--only', name])
  let jail: Column
  let none: Column
  beforeAll(() => {
    ;[jail, none] = judgedBy([
      join(ROOT, 'scripts/attacks.mjs'),
      ...['--dir', join(ROOT, 'test/fixtures/attacks'), '--layer', 'jail,none', '--json'],
      ...only,
    ]) as [Column, Column]
  })

  it('reach no file, network, process, environment and not the process object (J1 to J4, H6)', () => {
    expect(jail.results).toHaveLength(POWERS.length)
    expect(jail.results.filter(({ faults }) => faults.length > 0)).toEqual([])
  })

  it.each([
    { file: 'power-file.js', evidence: 'the file PWNED-power-file' },
    { file: 'power-process.js', evidence: 'the file PWNED-power-process' },
    { file: 'power-network.js', evidence: 'a connection' },
    { file: 'power-environment.js', evidence: 'the secret in result' },
  ])('are seen to escape where there is no layer: $file', ({ file, evidence }) => {
    expect(none.results.find((result) => result.file === file)?.evidence).toContain(evidence)
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
    const args = [script, '--dir', SHARED, '--layer', 'both', '--no-api', '--json', ...only]
    const { results } = judgedBy(args)[0]!
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([])
    expect(results).toHaveLength(SMOKE.length)
  })
})
