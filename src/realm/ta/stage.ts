import type { Kernel } from '../../shared/kernel.ts'

/**
 * One step of an indicator. Reads `count` values of `source` from slot `at` on and writes as many to
 * `target` from slot `to` on; `source` and `target` may be the same place. State lives in the stage,
 * so any division into calls gives the same bits. A value that is not finite counts as na.
 *
 * `lengths`, read from slot `lengthsAt` on, replaces the constant length of a stage made without
 * one. A length that is NaN, below 1 or above `maxBarsBack` gives NaN on that bar.
 */
export type Stage = (
  source: Float64Array,
  at: number,
  target: Float64Array,
  to: number,
  count: number,
  lengths?: Float64Array,
  lengthsAt?: number,
) => void

/** Bars that an indicator of several stages takes at a time: its scratch columns stay in the L1 cache. */
export const BLOCK = 256

/**
 * Bars that a loop takes before it puts its numbers back into typed arrays and takes them out again.
 * V8 enters machine code in the middle of a running loop, and numbers that live there it then boxes on
 * every bar; entered between two stretches, it knows what they are.
 */
export const STRETCH = 128

/** Where the stretch from `start` on ends. Compared by hand: nothing that a strategy could replace is asked (R9). */
export function stretchEnd(start: number, end: number): number {
  if (end < start + STRETCH) return end
  return start + STRETCH
}

/** Values this close are equal in Pine's comparisons (IN-0.3); the border counts. */
export const TOLERANCE = 1e-10

/** A scratch column of one block. */
export function scratch(): Float64Array {
  return new Float64Array(BLOCK)
}

/** A kernel that runs `run` over blocks of at most {@link BLOCK} bars, which begin at slot `at`. */
export function inBlocks(
  run: (
    inputs: readonly Float64Array[],
    outputs: readonly Float64Array[],
    at: number,
    count: number,
  ) => void,
): Kernel {
  return (inputs, outputs, from, to) => {
    for (let at = from; at < to; at += BLOCK) run(inputs, outputs, at, Math.min(BLOCK, to - at))
  }
}

/** A kernel that is one stage; a length column, where the length varies, is the second input. */
export function alone(stage: Stage): Kernel {
  return (inputs, outputs, from, to) => {
    stage(inputs[0]!, from, outputs[0]!, from, to - from, inputs[1], from)
  }
}

/** `above / below`, na where that is a division by zero (IN-0.6). */
export function ratio(above: number, below: number): number {
  return below === 0 ? Number.NaN : above / below
}

/** A length read from a column: truncated (1.5 is 1), 0 where it is NaN or outside 1 to `most`. */
export function wholeLength(value: number, most: number): number {
  const whole = Math.trunc(value)
  return whole >= 1 && whole <= most ? whole : 0
}

/** The smallest power of two that is at least `size`. */
export function powerOfTwo(size: number): number {
  let power = 1
  while (power < size) power *= 2
  return power
}

/** `value`, or na where it is infinite: Pine has no infinite results (IN-0.6). */
export function finite(value: number): number {
  return value - value === 0 ? value : Number.NaN
}
