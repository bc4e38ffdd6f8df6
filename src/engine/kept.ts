import { type Broker, NOTE_WIDTH } from '../broker/index.ts'
import { ACCOUNT, ACCOUNT_WIDTH } from '../shared/layout.ts'
import type { EquitySummary } from '../trades/index.ts'

/** The account that a run falls back on after a stop in the middle of a booking. */
export type KeptAccount = {
  /** Keeps the account as it is after a bar, before the curve takes the bar's point. */
  bar(bar: number, broker: Pick<Broker, 'changes' | 'note'>): void
  /** The account of the last bar that the curve has taken, marked as the curve is. */
  at(
    lastBar: number,
    broker: Pick<Broker, 'writeNoted'>,
    initialCapital: number,
    summary: EquitySummary,
  ): Float64Array
}

/**
 * Keeps what only fills and rates change, and of the last two of them: a stop may come before the curve
 * has taken the bar, and while a row is written.
 */
export function createKeptAccount(): KeptAccount {
  const notes = [new Float64Array(NOTE_WIDTH), new Float64Array(NOTE_WIDTH)] as const
  const bars = new Float64Array([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  let newest: 0 | 1 = 1
  let changes = -1
  return {
    bar(bar, broker) {
      if (broker.changes === changes) return
      const next = newest === 0 ? 1 : 0
      bars[next] = Number.POSITIVE_INFINITY
      broker.note(notes[next])
      bars[next] = bar
      newest = next
      changes = broker.changes
    },
    at(lastBar, broker, initialCapital, { lastEquity }) {
      const older = newest === 0 ? 1 : 0
      const row = new Float64Array(ACCOUNT_WIDTH)
      broker.writeNoted(notes[bars[newest]! <= lastBar ? newest : older], row)
      row[ACCOUNT.EQUITY] = lastEquity
      row[ACCOUNT.OPENPROFIT] =
        row[ACCOUNT.OPENTRADES] === 0 ? 0 : lastEquity - initialCapital - row[ACCOUNT.NETPROFIT]!
      return row
    },
  }
}
