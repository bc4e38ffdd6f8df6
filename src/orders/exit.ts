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
  /** An exit for every entry: whether later entries of `side` are covered too, 0 for either (BE-9.3). */
  isOpenEnded: boolean
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
