import { readdirSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type BacktestOptions, backtest, compareTradingView, explain } from '../../src/index.ts'
import { bars } from '../escape/run.ts'
import { isPresent, type ParityCase, readCases, runCase } from '../parity/run.mjs'

const ROOT = join(import.meta.dirname, '../..')
const DATA = join(ROOT, 'data/simulated-btc-1h.csv')
const STRATEGIES = readdirSync(join(ROOT, 'strategies')).filter((name) => name.endsWith('.js'))

/** Hashes of a run and of the same run explained, at a bar in the middle of its trades. */
async function hashesOf(options: BacktestOptions): Promise<readonly [string, string]> {
  const plain = await backtest(options)
  const middle = plain.trades.at(Math.floor(plain.trades.length / 2))?.entry_bar ?? 100
  const explained = await explain({ ...options, at: `bar:${middle}` })
  expect(explained.explained.map(({ bar }) => bar)).toEqual([middle])
  return [plain.hashes.result, explained.result]
}

describe('an explained run comes to the same result', () => {
  it.each(STRATEGIES)('of %s', async (name) => {
    const [plain, explained] = await hashesOf({
      strategy: join(ROOT, 'strategies', name),
      data: DATA,
      isolation: 'realm',
    })
    expect(explained).toBe(plain)
  })

  it('in the jail as well, also where a window and smaller bars are given', async () => {
    const [plain, explained] = await hashesOf({
      strategy: join(ROOT, 'strategies/sma-cross.js'),
      data: DATA,
      timeframe: '4h',
      detail: DATA,
      from: '2024-03-01',
    })
    expect(explained).toBe(plain)
  })

  it('where the file fails half way', async () => {
    const source =
      "onBar(() => { if (close() > 101) strategy.entry('L', 'long'); if (barIndex() === 150) nothing() })"
    const options = { strategy: { name: 's.js', source }, data: bars(300) }
    const [plain, explained] = await hashesOf({ ...options, isolation: 'realm' })
    expect(explained).toBe(plain)
  })

  const again = (
    type: string,
  ): string => `strategy('again', { calcOnOrderFills: true, pyramiding: 3 })
const fast${type} = ta.sma(close, 3)
onFill((fill) => { if (fill.qty > 0) log(fill.id) })
onBar(() => {
  const isUp${type} = fast() > 104 && close() ** 2 > 1
  if (isUp) strategy.entry('L', 'long', { stop: high() }); else strategy.close('L')
})`

  it('where it is run again after fills', async () => {
    const options = { strategy: { name: 's.js', source: again('') }, data: bars(300) }
    const [plain, explained] = await hashesOf({ ...options, isolation: 'realm' })
    expect(explained).toBe(plain)
  })

  it.skipIf(!('stripTypeScriptTypes' in nodeModule))('where it is TypeScript', async () => {
    const options = { strategy: { name: 's.ts', source: again(': any') }, data: bars(300) }
    const [plain, explained] = await hashesOf({ ...options, isolation: 'realm' })
    expect(explained).toBe(plain)
  })

  it('where it asks for other markets', async () => {
    const source = `const day = request.security('', '1D'), mean = ta.sma(day.close, 2)
onBar(() => { if (close() > mean()) strategy.entry('L', 'long'); else if (!na(mean())) strategy.close('L') })`
    const options = { strategy: { name: 's.js', source }, data: bars(300) }
    const [plain, explained] = await hashesOf({ ...options, isolation: 'realm' })
    expect(explained).toBe(plain)
  })

  it('finds the same arguments of the file', async () => {
    const source = `log(arguments.length, typeof arguments[arguments.length - 1])
onBar(() => { if (barIndex() === 0) log('ran') })`
    const options = { strategy: { name: 's.js', source }, data: bars(300) }
    const [plain, explained] = await hashesOf({ ...options, isolation: 'realm' })
    expect(explained).toBe(plain)
  })
})

describe.skipIf(!isPresent)('an explained run of a parity case comes to the same result', () => {
  // All of them hold; a few of them keep the test short.
  const cases = readCases().filter((_, i) => i % 8 === 0)

  it.each(cases.map((each) => [each.name, each] as const))(
    '%s',
    async (_, parityCase) => {
      expect(await hashesOf(await optionsOf(parityCase))).toSatisfy(
        ([plain, explained]: readonly [string, string]) => plain === explained,
      )
    },
    60_000,
  )
})

/** What a parity case is run with. */
async function optionsOf(parityCase: ParityCase): Promise<BacktestOptions> {
  let options: BacktestOptions | undefined
  const stop = (given: BacktestOptions): Promise<never> => {
    options = { ...given, isolation: 'realm' }
    return Promise.reject(new Error('not run'))
  }
  await runCase({ backtest: stop, compareTradingView }, parityCase).catch(() => {})
  return options!
}
