import type { Order } from './order.ts'

/**
 * An entry that has filled, as orders are bound to it (BE-7.6). It occupies its pyramiding slot until
 * its own quantity was consumed, whichever physical lots that took; Σ `remaining` is the position.
 */
export type FilledEntry = {
  readonly serial: number
  readonly id: number
  /** Bar on which it filled. */
  readonly bar: number
  /** +1 long, −1 short. */
  readonly side: number
  /** Fill price in ticks. */
  readonly price: number
  /** Lots that it opened, the base of percentages (BE-9.5), and what is left of them. */
  readonly original: number
  remaining: number
  /** Exit legs, filled ones included: their reservation counts until the entry is spent (BE-9.5). */
  readonly legs: Order[]
  isDone: boolean
}
