import { EXIT_REASON, TRADE } from '../shared/layout.ts'
import type { RunRecord } from './record.ts'

/**
 * What a trade cost to enter: entry price × quantity × point value, without fees. The base of every
 * per-trade percent (RM-1.2).
 */
export function costOf(rows: Float64Array, at: number, pointValue: number): number {
  return rows[at + TRADE.ENTRY_PRICE]! * rows[at + TRADE.QTY]! * pointValue
}

/** Bars in trade, first and last included (RM-1.5). */
export function barsOf(rows: Float64Array, at: number): number {
  return rows[at + TRADE.EXIT_BAR]! - rows[at + TRADE.ENTRY_BAR]! + 1
}

const REASON_NAMES = {
  [EXIT_REASON.OPEN]: 'open',
  [EXIT_REASON.ORDER]: 'order',
  [EXIT_REASON.STOP]: 'stop',
  [EXIT_REASON.LIMIT]: 'limit',
  [EXIT_REASON.TRAIL]: 'trail',
  [EXIT_REASON.MARGIN_CALL]: 'margin_call',
  [EXIT_REASON.RISK]: 'risk',
  [EXIT_REASON.CLOSE]: 'close',
  [EXIT_REASON.REVERSAL]: 'reversal',
  [EXIT_REASON.HALT]: 'risk',
} as const

export type ExitReason = (typeof REASON_NAMES)[keyof typeof REASON_NAMES]

export function exitReasonOf(rows: Float64Array, at: number): ExitReason {
  const reason = rows[at + TRADE.EXIT_REASON] as keyof typeof REASON_NAMES
  return REASON_NAMES[reason] ?? 'order'
}

/** The comment if the order had one, else its id (RM-1.6). */
export function entrySignalOf({ texts }: Pick<RunRecord, 'texts'>, rows: Float64Array, at: number) {
  return texts[rows[at + TRADE.ENTRY_COMMENT]!] || texts[rows[at + TRADE.ENTRY_ID]!] || ''
}

/** The exit's signal text (RM-1.7). */
export function exitSignalOf(
  { texts }: Pick<RunRecord, 'texts'>,
  rows: Float64Array,
  at: number,
): string {
  const id = texts[rows[at + TRADE.EXIT_ID]!] ?? ''
  const comment = texts[rows[at + TRADE.EXIT_COMMENT]!] ?? ''
  switch (exitReasonOf(rows, at)) {
    case 'open':
      return 'Open'
    case 'margin_call':
      return 'Margin call'
    case 'risk':
      return rows[at + TRADE.EXIT_REASON] === EXIT_REASON.HALT
        ? 'Close Position (risk rule)'
        : 'Close Position (Max number of filled orders in one day)'
    case 'close':
      return comment || (id === '' ? 'Close position order' : `Close entry(s) order ${id}`)
    default:
      return comment || id
  }
}
