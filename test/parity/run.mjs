import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SHARED = new URL('../../../shared/parity/', import.meta.url)
const UTC_PLUS_8 = 480

const { symbol, data, rates, windows, cases } = JSON.parse(
  readFileSync(new URL('cases.json', import.meta.url), 'utf8'),
)

/** Every case, in order of name. */
export const CASES = cases

/** Whether the folder with TradingView's lists and the bars lies beside the repository. */
export const isPresent = existsSync(fileURLToPath(new URL('compare.mjs', SHARED)))

/**
 * Runs a case through the public API on the bars of its window alone, cold, with the account in US
 * dollars, and compares its trade list, read back from CSV, with TradingView's.
 *
 * @param product `{ backtest, tradesCsv }` of the package.
 */
export async function runCase({ backtest, tradesCsv }, { name, window, inputs = {} }) {
  const { first, last, end } = windows[window]
  const result = await backtest({
    strategy: fileURLToPath(new URL(`strategies/${name}.js`, import.meta.url)),
    data: fileURLToPath(new URL(data, SHARED)),
    from: first,
    to: end,
    warmup: false,
    symbol,
    inputs,
    fx: fileURLToPath(new URL(rates, SHARED)),
    isolation: 'process',
  })
  if (result.failure !== null) throw new Error(JSON.stringify(result.failure))
  let csv = ''
  tradesCsv(result, (text) => {
    csv += text
  })
  return compareLists(name, csv, Date.parse(first), Date.parse(last))
}

/** Trades of both lists that lie in the window, paired as the parity folder's own script does. */
async function compareLists(name, csv, from, to) {
  const { compare, parseCsv, readOurs, readTradingView } = await import(
    new URL('compare.mjs', SHARED).href
  )
  const isInside = ({ entry_time, exit_time }) => entry_time >= from && exit_time <= to
  const ours = readOurs(withSignals(parseCsv(csv)), name).closed.filter(isInside)
  const list = new URL(`cases/${name}/tv_trades.csv`, SHARED)
  const theirs = readTradingView(readFileSync(list, 'utf8'), UTC_PLUS_8).closed.filter(isInside)
  const { tick, lot } = symbol
  const { count, diffs, percent } = compare(ours, theirs, { tick, qtyStep: lot, rate: () => 1 })
  return {
    theirs: theirs.length,
    ours: ours.length,
    percent,
    count,
    differences: diffs,
    otherSignals: missing(theirs.map(signalsOf), ours.map(signalsOf)),
  }
}

/** Our CSV as JSON rows whose ids are the words shown for the orders, which is what TradingView lists. */
function withSignals([header, ...rows]) {
  const trades = rows.map((cells) => {
    const row = Object.fromEntries(header.map((column, i) => [column, cells[i]]))
    return { ...row, entry_id: row.entry_signal, exit_id: row.exit_signal }
  })
  return JSON.stringify(trades)
}

function signalsOf({ side, entry_time, entry_id, exit_time, exit_id }) {
  const moment = (ms) => new Date(ms).toISOString()
  return `${side} ${moment(entry_time)} "${entry_id}" to ${moment(exit_time)} "${exit_id}"`
}

/** The texts of `wanted` that `got` does not hold as often. */
function missing(wanted, got) {
  const left = new Map()
  for (const text of got) left.set(text, (left.get(text) ?? 0) + 1)
  return wanted.filter((text) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}
