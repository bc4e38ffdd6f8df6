/**
 * The part of a fill that is still open. Prices in ticks, quantity in lots of the symbol. The record of a lot that
 * is closed is used again for a later one.
 */
export type Lot = {
  lots: number
  price: number
  bar: number
  timeMs: number
  /** Text numbers. */
  id: number
  comment: number
  /** Serial number of the entry that opened it: what an exit under the ANY rule closes (BE-11.1). */
  entry: number
  /** Entry fee of what is left, in account currency (BE-11.2). */
  fee: number
  /** Highest and lowest price since this lot was opened and before the next newer one was. */
  highest: number
  lowest: number
  /** Account currency per unit of quote currency when each was reached. */
  highestFx: number
  lowestFx: number
}
