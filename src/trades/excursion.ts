import type { Lot } from './lot.ts'

/**
 * Excursions (BE-11.5) at a cost that does not depend on the number of lots: only the newest lot
 * follows the price, and a lot's own extremes are those of its segment and of all newer ones.
 */
export function followPrice(newest: Lot, price: number): void {
  if (price > newest.highest) newest.highest = price
  if (price < newest.lowest) newest.lowest = price
}

/** Hands the segment of a lot that leaves from between others to the next older one. */
export function bequeathSegment(leaving: Lot, older: Lot): void {
  if (leaving.highest > older.highest) older.highest = leaving.highest
  if (leaving.lowest < older.lowest) older.lowest = leaving.lowest
}

export type Extremes = { highest: number; lowest: number }

/** Extremes since the lot at `index` was opened, written into `into`. */
export function extremesSince(lots: readonly Lot[], index: number, into: Extremes): Extremes {
  into.highest = Number.NEGATIVE_INFINITY
  into.lowest = Number.POSITIVE_INFINITY
  for (let i = index; i < lots.length; i++) {
    const { highest, lowest } = lots[i]!
    if (highest > into.highest) into.highest = highest
    if (lowest < into.lowest) into.lowest = lowest
  }
  return into
}
