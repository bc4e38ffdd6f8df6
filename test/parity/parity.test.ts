import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { type BacktestResult, backtest, compareTradingView, tradesCsv } from '../../src/index.ts'
import { isPresent, readCases, runCase, SHARED } from './run.mjs'

const product = { backtest, compareTradingView }
const cases = readCases()

it('has a strategy and its facts for every case', () => {
  expect(cases.length).toBeGreaterThan(0)
  for (const { path } of cases) expect(readdirSync(path)).toEqual(['case.json', 'strategy.js'])
})

if (!isPresent) console.warn('parity cases skipped: there is no ../shared/parity beside the repo')

describe.skipIf(!isPresent)("matches TradingView's list trade for trade", () => {
  it.each(cases)('$name: $trades trades', async (parityCase) => {
    const { result, isWhole, theirs, matched, differences, otherSignals } = await runCase(
      product,
      parityCase,
    )
    expect(differences.slice(0, 3)).toEqual([])
    expect(theirs).toBe(parityCase.trades)
    expect(matched).toBe(theirs)
    expect(isWhole).toBe(true)
    if (parityCase.signals) expect(otherSignals).toBe(0)
    // A judge of other hands comes to the same.
    expect(await judgedByOthers(result, parityCase)).toEqual({ matched: theirs, differences: 0 })
  })
})

/** The same comparison by the parity folder's own script, from our CSV. */
async function judgedByOthers(
  result: BacktestResult,
  { name, window }: { readonly name: string; readonly window: { from: string; to: string } },
): Promise<{ matched: number; differences: number }> {
  const { compare, readOurs, readTradingView } = await import(
    pathToFileURL(join(SHARED, 'compare.mjs')).href
  )
  let csv = ''
  tradesCsv(result, (text) => {
    csv += text
  })
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)]
  const isInside = (trade: { entry_time: number; exit_time: number }): boolean =>
    trade.entry_time >= from && trade.exit_time <= to
  const ours = readOurs(csv, name).closed.filter(isInside)
  const list = readFileSync(join(SHARED, 'cases', name, 'tv_trades.csv'), 'utf8')
  const theirs = readTradingView(list, 8 * 60).closed.filter(isInside)
  const { tick, lot } = result.symbol
  const { count, diffs } = compare(ours, theirs, { tick, qtyStep: lot, rate: () => 1 })
  return { matched: count.matched, differences: diffs.length }
}

describe.skipIf(!isPresent)('a case with a digest in the place of a list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qrun-cases-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const NAME = 'timeframe-digest-01'
  const original = cases.find(({ name }) => name === 'risk-max-contracts-held-gate-pyramid-01')!

  async function outcome(change: (digest: Record<string, unknown>) => void) {
    const { digest, readTradingView } = await import(
      pathToFileURL(join(SHARED, 'compare.mjs')).href
    )
    const path = join(folder, NAME)
    cpSync(original.path, path, { recursive: true })
    const list = readFileSync(join(SHARED, 'cases', original.name, 'tv_trades.csv'), 'utf8')
    const from = Date.parse(original.window.from)
    const to = Date.parse(original.window.to)
    const closed = readTradingView(list, 8 * 60).closed.filter(
      (trade: { entry_time: number; exit_time: number }) =>
        trade.entry_time >= from && trade.exit_time <= to,
    )
    const expected = digest(closed)
    change(expected)
    writeFileSync(join(path, 'expected.json'), JSON.stringify(expected))
    return runCase(product, readCases(folder)[0]!)
  }

  it('passes when count, profit and rows are the same', async () => {
    expect(await outcome(() => {})).toMatchObject({ isWhole: true, percent: 100 })
  })

  it.each([
    {
      says: 'another count',
      change: (d: Record<string, unknown>) => Object.assign(d, { closed_trades: 0 }),
    },
    {
      says: 'another profit',
      change: (d: Record<string, unknown>) => Object.assign(d, { net_profit: 1e9 }),
    },
    {
      says: 'other rows',
      change: (d: Record<string, unknown>) => Object.assign(d, { rows_sha256: '00' }),
    },
  ])('fails for $says', async ({ change }) => {
    expect(await outcome(change)).toMatchObject({ isWhole: false, percent: 0 })
  })
})
