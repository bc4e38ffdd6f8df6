/** The part of a fill that is still open. Prices in ticks, quantity in lots of the symbol. */
export type Lot = {
  lots: number
  readonly price: number
  readonly bar: number
  readonly timeMs: number
  /** Text numbers. */
  readonly id: number
  readonly comment: number
  /** Serial number of the entry that opened it: what an exit under the ANY rule closes (BE-11.1). */
  readonly entry: number
  /** Entry fee of what is left, in account currency (BE-11.2). */
  fee: number
  /** Highest and lowest price since this lot was opened and before the next newer one was. */
  highest: number
  lowest: number
  /** Account currency per unit of quote currency when each was reached. */
  highestFx: number
  lowestFx: number
}
