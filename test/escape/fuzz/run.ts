import vm from 'node:vm'
import fc from 'fast-check'
import { createRun } from '../../../src/engine/index.ts'
import { createRealm, type Realm, readScripts } from '../../../src/sandbox/index.ts'
import { DEFAULT_LIMITS, type Job } from '../../../src/shared/job.ts'
import { end } from '../run.ts'
import { programs, textOf } from './grammar.ts'

const MARK = 'PWNED-fuzz'
const BARS = 6
const TIME_MS = 400
const HOSTS = [Object, Array, Function, Error, RangeError, TypeError, Map, String, RegExp, Promise]

/** What one program was seen to reach; empty when it was contained. */
export type Escape = readonly string[]

const job = (source: string): Job => ({
  source,
  file: 'fuzz.js',
  inputs: {},
  properties: {},
  symbol: { name: 'X', tick: 0.01, lot: 1, pointValue: 1, currency: '', timezone: 'UTC' },
  timeframe: '60',
  volume: true,
  seed: 1,
  limits: { ...DEFAULT_LIMITS, logs: 200, orders: 1000 },
  tradeFromMs: null,
  fx: [],
})

/**
 * Runs a text in a realm of this process, with the engine around it, as layer 1 alone would, and tells
 * what it reached: a wire in the host's global that only code of the host can pull, a mark on the host's
 * prototypes, its own mark in the log.
 */
export function runInRealm(source: string, realm: Realm): Escape {
  const found = new Set<string>()
  Reflect.set(globalThis, 'fuzzWire', () => found.add('code ran in the host'))
  let told = ''
  const run = createRun(realm, job(source), { trades: () => {}, texts: () => {} })
  const column = (from: number): Float64Array =>
    Float64Array.from({ length: BARS }, (_, i) => from + i)
  const work = (): void => {
    const declared = run.declare()
    if (!('zones' in declared)) return
    run.start([])
    const [open, high, low, close] = [column(10), column(12), column(9), column(11)]
    const time = Float64Array.from({ length: BARS }, (_, i) => i * 3_600_000)
    run.bars({ count: BARS, time, open, high, low, close, volume: column(1) }, true)
  }
  Reflect.set(globalThis, 'fuzzWork', work)
  try {
    new vm.Script('fuzzWork()').runInThisContext({ timeout: TIME_MS, displayErrors: false })
  } catch {
    // H2: nothing is asked of it.
  }
  try {
    told = JSON.stringify(run.finish(undefined))
  } catch {
    found.add('the engine was left broken')
  }
  if (told.includes(MARK)) found.add('a foreign object')
  for (const host of HOSTS)
    if (Object.hasOwn(host.prototype, MARK)) {
      found.add('a mark on a prototype of the host')
      Reflect.deleteProperty(host.prototype, MARK)
    }
  Reflect.deleteProperty(globalThis, 'fuzzWire')
  Reflect.deleteProperty(globalThis, 'fuzzWork')
  return [...found]
}

/** Runs a text behind both layers and tells what its output shows. */
async function runBehindBoth(source: string): Promise<Escape> {
  const { code, text } = await end(source, { limits: { timeMs: TIME_MS, memoryMb: 128 } })
  const found = text.includes(MARK) ? ['its mark in the output'] : []
  return code.startsWith('X') ? [...found, `the code ${code}`] : found
}

export type Found = { readonly text: string; readonly escape: Escape; readonly after: number }

/**
 * Composes `count` programs and runs each; gives the smallest one that reached something, or undefined.
 *
 * @param newRealm A fresh realm for each program; by default that of the product.
 */
export async function fuzz(options: {
  readonly count: number
  readonly seed: number
  readonly layer?: 'realm' | 'both'
  readonly newRealm?: () => Realm
  readonly onProgress?: (done: number) => void
}): Promise<Found | undefined> {
  const { count, seed, layer = 'realm', onProgress } = options
  const newRealm = options.newRealm ?? (() => createRealm(vm, readScripts()))
  let done = 0
  const run = async (text: string): Promise<Escape> =>
    layer === 'both' ? runBehindBoth(text) : runInRealm(text, newRealm())
  const contained = fc.asyncProperty(programs(), async (program) => {
    onProgress?.(++done)
    return (await run(textOf(program, MARK))).length === 0
  })
  const details = await fc.check(contained, { numRuns: count, seed, endOnFailure: false })
  if (!details.failed || details.counterexample === null) return undefined
  const text = textOf(details.counterexample[0], MARK)
  return { text, escape: await run(text), after: details.numRuns }
}
