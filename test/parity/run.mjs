// Runs parity cases: a case is a folder with strategy.js, case.json and TradingView's trades, either as
// its list (tv_trades.csv) or as a digest of it (expected.json).
//
// case.json:
//   data     file of bars
//   window   first and last bar of the run, both included: { "from": ISO, "to": ISO }; cold start
//   symbol   tick, lot, currency, …                                    (optional)
//   fx       daily rates: account currency per unit of quote currency  (optional)
//   inputs, properties, timeframe                                      (optional)
//   trades   closed trades in TradingView's list                       (optional: checked when there)
//   signals  whether the list shows words that the strategy knows too  (optional)
//
// Files are looked for in the case's folder, then in the shared parity folder beside the repository.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The parity folder beside the repository: bars, rates and TradingView's lists. */
export const SHARED = fileURLToPath(new URL('../../../shared/parity', import.meta.url))
/** Our own cases. */
export const CASES = fileURLToPath(new URL('cases', import.meta.url))

export const isPresent = existsSync(join(SHARED, 'compare.mjs'))

/** Every case of a folder, in order of name. */
export function readCases(folder = CASES) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'case.json')))
    .map(({ name }) => {
      const path = join(folder, name)
      return { name, path, ...JSON.parse(readFileSync(join(path, 'case.json'), 'utf8')) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The first of the places where a file of a case may lie. */
function find({ name, path }, file) {
  const places = [join(path, file), join(SHARED, 'data', file), join(SHARED, 'cases', name, file)]
  return places.find((place) => existsSync(place))
}

function need(parityCase, file) {
  const place = find(parityCase, file)
  if (place === undefined) throw new Error(`"${file}" of case "${parityCase.name}" is not there`)
  return place
}

/**
 * Runs a case through the public API on the bars of its window alone, cold, and compares.
 *
 * @param product `{ backtest, compareTradingView }` of the package.
 */
export async function runCase({ backtest, compareTradingView }, parityCase) {
  const { window, symbol, inputs = {}, properties = {}, fx, timeframe, trades } = parityCase
  const [fromMs, toMs] = [Date.parse(window.from), Date.parse(window.to)]
  const result = await backtest({
    strategy: join(parityCase.path, 'strategy.js'),
    data: need(parityCase, parityCase.data),
    from: window.from,
    // The window of a run ends before its second bound.
    to: new Date(toMs + 1).toISOString(),
    warmup: false,
    inputs,
    properties,
    ...(symbol === undefined ? {} : { symbol }),
    ...(timeframe === undefined ? {} : { timeframe }),
    ...(fx === undefined ? {} : { fx: need(parityCase, fx) }),
    isolation: 'process',
  })
  if (result.failure !== null) {
    const { code, message, line } = result.failure
    throw new Error(`${code} ${message}${line === null ? '' : ` (line ${line})`}`)
  }
  const list = find(parityCase, 'tv_trades.csv')
  if (list === undefined) return { result, ...compareDigest(result, parityCase, fromMs, toMs) }
  const text = readFileSync(list, 'utf8')
  const comparison = compareTradingView(result, { text, name: 'tv_trades.csv' }, { fromMs, toMs })
  const isWhole =
    comparison.isEqual &&
    comparison.theirs > 0 &&
    (trades === undefined || trades === comparison.theirs)
  return { result, isWhole, ...comparison }
}

/** Our closed trades of the window against the count, profit and SHA-256 of TradingView's. */
function compareDigest(result, parityCase, fromMs, toMs) {
  const expected = JSON.parse(readFileSync(need(parityCase, 'expected.json'), 'utf8'))
  const rows = []
  let profit = 0
  for (const trade of result.trades) {
    if (trade.exit_time === null) continue
    if (Date.parse(trade.entry_time) < fromMs || Date.parse(trade.exit_time) > toMs) continue
    profit += trade.profit
    rows.push(rowOf(trade))
  }
  rows.sort()
  const hash = createHash('sha256')
  for (const row of rows) hash.update(`${row}\n`)
  const isSame = hash.digest('hex') === expected.rows_sha256
  // Each exported profit is rounded to a cent, and their sum is compared.
  const slack = Math.max(0.01, 0.001 * Math.abs(expected.net_profit)) + 0.005 * rows.length
  const isProfitSame = Math.abs(profit - expected.net_profit) <= slack
  const differing = [
    ...expected.first.filter((row, i) => row !== rows[i]),
    ...expected.last.filter((row, i) => row !== rows.at(i - expected.last.length)),
  ]
  const isWhole = isSame && isProfitSame && rows.length === expected.closed_trades
  return {
    isWhole,
    ours: rows.length,
    theirs: expected.closed_trades,
    // A digest tells whether all rows are the same, not how many are.
    matched: isWhole ? rows.length : 0,
    percent: isWhole ? 100 : 0,
    counts: isProfitSame ? {} : { profit: 1 },
    differences: [],
    firstRow: differing[0],
  }
}

const minute = (iso) => new Date(iso).toISOString().replace(':00.000Z', 'Z')

function rowOf({ side, qty, entry_time, entry_price, exit_time, exit_price }) {
  return [
    minute(entry_time),
    entry_price.toFixed(2),
    minute(exit_time),
    exit_price.toFixed(2),
    side,
    qty.toFixed(4),
  ].join(',')
}
