import type { Ledger } from './ledger.ts'
import type { RowBlock } from './rows.ts'

/** Relative excess of a price over high or under low that is rounding and not a fault. */
const ROUNDING = 1e-9

/**
 * Whether the row at `i` is a bar: high on top, low at the bottom, prices above zero unless allowed,
 * no negative volume. Files what is wrong; mends rounding noise in high and low.
 */
export function isBar(rows: RowBlock, i: number, positive: boolean, ledger: Ledger): boolean {
  const open = rows.open[i]!
  const close = rows.close[i]!
  const high = rows.high[i]!
  const low = rows.low[i]!
  const row = rows.row[i]!
  const timeMs = rows.time[i]!
  const top = Math.max(open, close)
  const bottom = Math.min(open, close)
  if (high < top || low > bottom) {
    const slack = ROUNDING * Math.max(Math.abs(top), Math.abs(bottom))
    if (high < top - slack || low > bottom + slack) {
      const [name, value] = high < top - slack ? ['high', high] : ['low', low]
      const others = `open "${open}", high "${high}", low "${low}", close "${close}"`
      ledger.offend('D212', { row, timeMs, says: `${name} "${value}" contradicts ${others}` })
      return false
    }
    ledger.count('N321')
    rows.high[i] = Math.max(high, top)
    rows.low[i] = Math.min(low, bottom)
  }
  if (positive && !(rows.low[i]! > 0)) {
    ledger.offend('D213', { row, timeMs, says: `price "${low}" is zero or negative` })
    return false
  }
  if (rows.volume[i]! < 0) {
    ledger.offend('D214', { row, timeMs, says: `volume "${rows.volume[i]}" is negative` })
    return false
  }
  return true
}
