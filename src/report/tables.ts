import { type Cell, type Write, writeCsv } from './csv.ts'
import { SIDES } from './metrics/sides.ts'
import type { BacktestResult } from './result.ts'
import { metricsOf, nameOf } from './table.ts'
import { TRADE_COLUMNS } from './trade-list.ts'

/** `trades.csv`: a line for each trade, open ones last with an empty `exit_time`. */
export function tradesCsv({ trades }: BacktestResult, write: Write): void {
  function* rows(): Generator<readonly Cell[]> {
    for (const trade of trades) yield TRADE_COLUMNS.map((column) => trade[column])
  }
  writeCsv(TRADE_COLUMNS, rows(), write)
}

/** `equity.csv`: the sampled bars with marked equity and close. */
export function equityCsv({ equity }: BacktestResult, write: Write): void {
  const rows = equity.bar.map((bar, i) => [
    bar,
    equity.time[i] ?? null,
    equity.value[i] ?? null,
    equity.close[i] ?? null,
  ])
  writeCsv(['bar', 'time', 'equity', 'close'], rows, write)
}

/** `metrics.csv`: our panel first, then TradingView's with ids that begin with `tv.`. */
export function metricsCsv({ metrics }: BacktestResult, write: Write): void {
  const rows = (['own', 'tv'] as const).flatMap((panel) =>
    metricsOf(panel).map(({ id, label, unit }) => {
      const values = (panel === 'tv' ? metrics.tv : metrics) as typeof metrics.tv
      return [
        nameOf(id, panel, 'all'),
        label,
        unit,
        ...SIDES.map((side) => values[side][id] ?? null),
      ]
    }),
  )
  writeCsv(['id', 'label', 'unit', ...SIDES], rows, write)
}

/** `orders.csv`: the declined orders, the first of each reason. Those that filled are in `trades.csv`. */
export function ordersCsv({ rejections }: BacktestResult, write: Write): void {
  const rows = rejections.map(({ bar, time, command, id, qty, price, code, line, column }) => [
    bar,
    time,
    'declined',
    command,
    id,
    qty,
    price,
    code,
    line,
    column,
  ])
  const header = [
    'bar',
    'time',
    'status',
    'command',
    'id',
    'qty',
    'price',
    'code',
    'line',
    'column',
  ]
  writeCsv(header, rows, write)
}
