/**
 * A grid of steps (price ticks, quantity lots) as a fraction of whole numbers, so that a value on the
 * grid is a whole count of steps and `count × numerator / denominator` is the double that prints as
 * its shortest decimal (BE-1.1).
 */
export type Grid = {
  readonly numerator: number
  readonly denominator: number
  /** Steps per unit; exact where the step is one over a whole number. */
  readonly perUnit: number
}

/** Finest decimal step that is held as a fraction; a finer or odder one is held as it is. */
const FINEST = 1e12

/** Nearness in steps at which a level lies on the grid (BE-1.4); a hair below, for its own rounding noise. */
const ON_GRID = 1e-4 - 1e-9

export function createGrid(step: number): Grid {
  for (let denominator = 1; denominator <= FINEST; denominator *= 10) {
    const numerator = Math.round(step * denominator)
    if (numerator / denominator !== step) continue
    const common = greatestCommonDivisor(numerator, denominator)
    return fraction(numerator / common, denominator / common)
  }
  return fraction(step, 1)
}

function fraction(numerator: number, denominator: number): Grid {
  return { numerator, denominator, perUnit: denominator / numerator }
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}

/** The value of a count of steps; the count need not be whole. */
export function fromSteps(grid: Grid, steps: number): number {
  return (steps * grid.numerator) / grid.denominator
}

/** Nearest step, half up (BE-1.2). */
export function nearestStep(grid: Grid, value: number): number {
  return nearestOf(grid.perUnit, value)
}

/** The same with the steps per unit at hand, for loops: a number read from an object is read on every turn. */
export function nearestOf(perUnit: number, value: number): number {
  return Math.floor(value * perUnit + 0.5)
}

/** The step at or above a level (BE-1.3, BE-1.4). */
export function stepAbove(grid: Grid, value: number): number {
  return ceilSteps(value * grid.perUnit)
}

/** The step at or below a level (BE-1.3, BE-1.4). */
export function stepBelow(grid: Grid, value: number): number {
  return floorSteps(value * grid.perUnit)
}

/** As `stepAbove`, for a level already counted in steps. */
export function ceilSteps(steps: number): number {
  const below = Math.floor(steps)
  return steps - below < ON_GRID ? below : below + 1
}

/** As `stepBelow`, for a level already counted in steps. */
export function floorSteps(steps: number): number {
  const above = Math.ceil(steps)
  return above - steps < ON_GRID ? above : above - 1
}

/** Whole steps in a value: the floor of its shortest decimal (BE-1.6). */
export function wholeSteps(grid: Grid, value: number): number {
  const nearest = Math.round(value * grid.perUnit)
  return fromSteps(grid, nearest) <= value ? nearest : nearest - 1
}

/** Floor of a share of whole steps, forgiving a few units in the last place (BE-1.6). */
export function shareOfSteps(steps: number, percent: number): number {
  const share = (steps * percent) / 100
  const nearest = Math.round(share)
  return Math.abs(share - nearest) <= 1e-12 * nearest ? nearest : Math.floor(share)
}
