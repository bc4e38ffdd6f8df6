import type { Facts } from './facts.ts'
import type { Side } from './sides.ts'

/** percent is on the 0 to 100 scale; money is account currency. */
export type Unit =
  | 'money'
  | 'percent'
  | 'ratio'
  | 'count'
  | 'contracts'
  | 'bars'
  | 'days'
  | 'per day'

/** One row of the report. */
export type Metric = {
  /** Unique within its panel; what `--fail-on` and the JSON call it. */
  readonly id: string
  readonly label: string
  readonly unit: Unit
  /** Row of the metrics specification that gives the formula. */
  readonly rule: string
  /**
   * `tv`: a row of TradingView's panel, read as `tv.<id>`. `own`: ours. `both`: means the same in
   * both, so it stands in both.
   */
  readonly panel: 'tv' | 'own' | 'both'
  /** Whether long and short have a value of their own. */
  readonly columns: 'all' | 'sides'
  /** The value, or null (or a number that is not finite) where it is not defined. */
  readonly compute: (facts: Facts, side: Side) => number | null
  /** Why it is null. */
  readonly why: string
}

/** numerator / denominator, or null where the denominator is 0. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator
}

export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (part / whole) * 100
}

/** As `ratio`, for the rows where TradingView prints 0. */
export function ratioOrZero(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator
}

/** As `percentOf`, for the rows where TradingView prints 0. */
export function percentOrZero(part: number, whole: number): number {
  return ratioOrZero(part, whole) * 100
}
