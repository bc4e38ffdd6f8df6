import type { Definition, Parameter } from '../../shared/kernel.ts'
import { alone, BLOCK, type Stage, scratch } from './stage.ts'
import { rollingSum } from './sum.ts'
import { flag, length, SOURCE, VARYING } from './values.ts'

/** Variance of `n` values from their sum `p` and sum of squares `q`, in the measured form. IN-3.3. */
export function varianceOf(p: number, q: number, n: number, biased: boolean): number {
  const m = p / n
  if (biased) return Math.max(0, q / n - m * m)
  return n > 1 ? Math.max(0, q / (n - 1) - (p * m) / (n - 1)) : Number.NaN
}

/**
 * Variance of the last `length` values from their sum p and their sum of squares q, with m = p / n:
 * biased max(0, q / n − m·m), else max(0, q / (n − 1) − p·m / (n − 1)), which is na for n = 1.
 * Both sums are compensated. With `root`, its square root. Warm-up: length − 1; na inputs are
 * skipped and repeat the last result. O(1) per bar. IN-3.3.
 */
export function varianceStage(
  length: number | undefined,
  maxBarsBack: number,
  { biased = true, root = false }: { readonly biased?: boolean; readonly root?: boolean } = {},
): Stage {
  const sum = rollingSum(length, maxBarsBack)
  const sumOfSquares = rollingSum(length, maxBarsBack)
  const sums = scratch()
  const squares = scratch()

  return (source, at, target, to, count, lengths, lengthsAt = 0) => {
    for (let done = 0; done < count; done += BLOCK) {
      const some = Math.min(BLOCK, count - done)
      for (let k = 0; k < some; k++) {
        const x = source[at + done + k]!
        squares[k] = x * x
      }
      sum(source, at + done, sums, 0, some, lengths, lengthsAt + done)
      sumOfSquares(squares, 0, squares, 0, some, lengths, lengthsAt + done)
      for (let k = 0; k < some; k++) {
        const n = length ?? Math.trunc(lengths![lengthsAt + done + k]!)
        const p = sums[k]!
        const q = squares[k]!
        const v = varianceOf(p, q, n, biased)
        target[to + done + k] = root ? Math.sqrt(v) : v
      }
    }
  }
}

const PARAMETERS: readonly Parameter[] = [
  SOURCE,
  VARYING,
  { kind: 'flag', name: 'biased', initial: true },
]

/** Variance, in the square of the input's unit; of the population unless `biased` is false. IN-3.3. */
export const variance: Definition = {
  parameters: PARAMETERS,
  start: (values, maxBarsBack) =>
    alone(varianceStage(length(values), maxBarsBack, { biased: flag(values, 'biased') })),
}

/** Standard deviation, in the unit of the input; of the population unless `biased` is false. IN-3.3. */
export const stdev: Definition = {
  parameters: PARAMETERS,
  start: (values, maxBarsBack) =>
    alone(
      varianceStage(length(values), maxBarsBack, { biased: flag(values, 'biased'), root: true }),
    ),
}
