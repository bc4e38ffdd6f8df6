import type { Definition } from '../../shared/kernel.ts'
import { alone } from './stage.ts'
import { rollingSum } from './sum.ts'
import { length, SOURCE, VARYING } from './values.ts'

/**
 * Simple moving average: the mean of the last `length` values, in the unit of the input.
 * Compensated sum divided by `length`; na inputs are skipped and repeat the last mean. NaN until
 * `length` values were seen. O(1) per bar. IN-2.1.
 */
export const sma: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => alone(rollingSum(length(values), maxBarsBack, { mean: true })),
}
