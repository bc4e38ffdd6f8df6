import type { Definition } from '../../shared/kernel.ts'
import { alone } from '../ta/stage.ts'
import { rollingSum } from '../ta/sum.ts'
import { length, SOURCE, VARYING } from '../ta/values.ts'

/**
 * Sum of the last `length` values that are not na, compensated. NaN until `length` values were seen;
 * a na bar repeats the sum before it. O(1) per bar. IN-1.1.
 */
const sum: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => alone(rollingSum(length(values), maxBarsBack)),
}

/** The functions of Pine's `math` that need bar history; the others are JavaScript's own `Math`. */
export const MATH: Readonly<Record<string, Definition>> = { sum }
