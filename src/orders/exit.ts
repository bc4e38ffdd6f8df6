import type { Order } from './order.ts'

/**
 * A `strategy.exit` call, keyed by its id and `fromEntry` (BE-6.4). It fans out to one leg per entry
 * (BE-9.3). Prices and ticks are raw, because levels relative to an entry are known with its fill.
 */
export type Exit = {
  readonly id: number
  /** Text number of the entry id, 0: every entry. */
  readonly from: number
  readonly sequence: number
  /** Side of the position it covers; 0 until an exit for every entry has met its first (BE-9.4). */
  side: number
  mark: number
  comment: number
  commentProfit: number
  commentLoss: number
  commentTrailing: number
  /** Lots; NaN: `percent` of the entry. */
  lots: number
  percent: number
  profit: number
  limit: number
  loss: number
  stop: number
  trailPrice: number
  trailPoints: number
  trailOffset: number
  ocaName: number
  readonly legs: Order[]
}
