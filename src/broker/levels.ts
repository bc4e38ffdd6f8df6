import type { Exit, FilledEntry, Order } from '../orders/index.ts'
import { ceilSteps, floorSteps, type Grid, stepAbove, stepBelow } from '../trades/index.ts'
import type { State } from './state.ts'

/** A stop rounds to the adverse side of its order (BE-1.3). */
export function stopLevel(grid: Grid, side: number, price: number): number {
  return side > 0 ? stepAbove(grid, price) : stepBelow(grid, price)
}

/** A limit rounds to the favourable side of its order (BE-1.3). */
export function limitLevel(grid: Grid, side: number, price: number): number {
  return side > 0 ? stepBelow(grid, price) : stepAbove(grid, price)
}

/**
 * Levels of an exit leg, from prices and from ticks off its own entry's fill (BE-9.7). Where both are
 * given, the one nearer to the entry counts (BE-9.8).
 */
export function setLevels(
  { scale: { price: grid } }: State,
  leg: Order,
  exit: Exit,
  entry: FilledEntry,
): void {
  const { side } = leg
  const away = (ticks: number): number => towards(-side, entry.price - side * ticks)
  leg.limit = nearer(-side, limitLevel(grid, side, exit.limit), away(exit.profit))
  leg.stop = nearer(
    side,
    stopLevel(grid, side, exit.stop),
    towards(side, entry.price + side * exit.loss),
  )
  // A trailing stop's activation rounds away from the entry, as a profit does (BE-9.20).
  leg.activation = nearer(-side, limitLevel(grid, side, exit.trailPrice), away(exit.trailPoints))
  leg.offset = exit.trailOffset > 0 ? Math.trunc(exit.trailOffset) : 0
}

/** Rounds ticks up for +1 and down for −1. */
function towards(way: number, ticks: number): number {
  return way > 0 ? ceilSteps(ticks) : floorSteps(ticks)
}

/** Of two levels on the way `way` from the entry the first to be reached; NaN is none. */
function nearer(way: number, a: number, b: number): number {
  if (Number.isNaN(a)) return b
  if (Number.isNaN(b)) return a
  return way > 0 ? Math.min(a, b) : Math.max(a, b)
}
