import { formatExact, formatSigned } from '../../numbers.ts'
import { LEVEL_NAMES } from './level-lines.ts'
import type { Resting } from './resting.ts'
import { formatSeconds } from './times.ts'
import type { Trades } from './trades.ts'

/** A trade in one sentence, with the stops and targets that it had. */
export function wordsOf(trades: Trades, row: number, resting: Resting, barMs: number): string {
  return [
    `Trade ${trades.number[row]}, ${trades.isLong(row) ? 'long' : 'short'}`,
    `in at ${formatExact(trades.entryPrice[row]!)} on ${formatSeconds(trades.entryTime[row]!, barMs)}`,
    trades.isOpen(row)
      ? 'still open'
      : `out at ${formatExact(trades.exitPrice[row]!)} on ${formatSeconds(trades.exitTime[row]!, barMs)} by ${trades.reason(row).replace('_', ' ')}`,
    `profit ${formatSigned(trades.profit[row]!)}`,
    ...levelWords(resting, row),
  ].join(', ')
}

/** `stop 41 000`, `trailing stop 40 000 to 43 500 in 12 steps`: each order that stood, equal ones once. */
function levelWords(resting: Resting, trade: number): string[] {
  const words = resting.chains(resting.ofTrade(trade)).map((rows) => {
    const prices = rows.map((row) => resting.price[row]!)
    const first = `${LEVEL_NAMES[resting.kind(rows[0]!)]} ${formatExact(prices[0]!)}`
    return rows.length === 1
      ? first
      : `${first} to ${formatExact(prices.at(-1)!)} in ${rows.length} steps`
  })
  const list = [...new Set(words)]
  const rest = list.length - MAX_LEVELS
  return rest > 0 ? [...list.slice(0, MAX_LEVELS), `${rest} further levels`] : list
}

const MAX_LEVELS = 6
