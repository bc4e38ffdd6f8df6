import type { SeriesMarker, Time } from 'lightweight-charts'
import type { Slice } from './slice.ts'
import { colours } from './theme.ts'
import type { Trades } from './trades.ts'

const MAX_WORD = 16

/** What there is room for: entry and exit with their signals, the two alone, or a small entry. */
type MarkDetail = 'words' | 'marks' | 'entry'

/** The entry and the exit of a trade on the candles. */
export function marksOf(
  trades: Trades,
  row: number,
  slice: Slice,
  detail: MarkDetail,
): SeriesMarker<Time>[] {
  const { gain, loss, ink } = colours()
  const isLong = trades.isLong(row)
  const isWorded = detail === 'words'
  const list: SeriesMarker<Time>[] = []
  const entry = slice.timeOfBar(trades.entryBar[row]!)
  const exit = slice.timeOfBar(trades.exitBar[row]!)
  if (entry !== undefined)
    list.push({
      time: entry,
      position: isLong ? 'belowBar' : 'aboveBar',
      shape: isLong ? 'arrowUp' : 'arrowDown',
      color: ink,
      ...(detail === 'entry' ? { size: 0.5 } : {}),
      ...(isWorded ? { text: cut(trades.entrySignal(row)) } : {}),
    })
  if (detail === 'entry' || exit === undefined || trades.isOpen(row)) return list
  const color = trades.profit[row]! >= 0 ? gain : loss
  if (Number.isFinite(trades.exitPrice[row]))
    list.push({
      time: exit,
      position: 'atPriceMiddle',
      price: trades.exitPrice[row]!,
      shape: 'circle',
      size: 0.7,
      color,
    })
  // Words would be lost inside the candle.
  if (isWorded)
    list.push({
      time: exit,
      position: isLong ? 'aboveBar' : 'belowBar',
      shape: 'circle',
      size: 0,
      color,
      text: cut(trades.exitSignal(row)),
    })
  return list
}

/** The trades that have a bar of `from` to `to`. */
export function rowsIn(trades: Trades, from: number, to: number): number[] {
  const rows: number[] = []
  for (let row = 0; row < trades.count; row++)
    if (trades.exitBar[row]! >= from && trades.entryBar[row]! <= to) rows.push(row)
  return rows
}

function cut(text: string): string {
  return text.length > MAX_WORD ? `${text.slice(0, MAX_WORD - 1)}…` : text
}
