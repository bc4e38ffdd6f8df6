import type { Lot } from './lot.ts'

/**
 * The highest and the lowest price of a stretch, and the exchange rate in force when each was reached:
 * an excursion is money of that day, not of the exit's.
 */
export type Extremes = {
  highest: number
  lowest: number
  highestFx: number
  lowestFx: number
}

/**
 * Excursions (BE-11.5) at a cost that does not depend on the number of lots: only the newest lot
 * follows the price, and a lot's own extremes are those of its segment and of all newer ones.
 */
export function followPrice(newest: Lot, price: number, fx: number): void {
  if (price > newest.highest) {
    newest.highest = price
    newest.highestFx = fx
  }
  if (price < newest.lowest) {
    newest.lowest = price
    newest.lowestFx = fx
  }
}

/** Widens `into` by another stretch. */
export function widen(into: Extremes, { highest, lowest, highestFx, lowestFx }: Extremes): void {
  if (highest > into.highest) {
    into.highest = highest
    into.highestFx = highestFx
  }
  if (lowest < into.lowest) {
    into.lowest = lowest
    into.lowestFx = lowestFx
  }
}

/** Makes `into` a stretch without prices. */
export function clear(into: Extremes): void {
  into.highest = Number.NEGATIVE_INFINITY
  into.lowest = Number.POSITIVE_INFINITY
  into.highestFx = 1
  into.lowestFx = 1
}

/** Extremes since the lot at `index` was opened, written into `into`. */
export function extremesSince(lots: readonly Lot[], index: number, into: Extremes): void {
  clear(into)
  for (let i = index; i < lots.length; i++) widen(into, lots[i]!)
}
