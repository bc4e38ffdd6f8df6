/** Plain statistics over columns of numbers. Empty or too short columns give NaN, never an error. */

export function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]!
  return total
}

export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length
}

/** Mean of the squared distances from the mean, with `n - lost` in the denominator. */
function variance(values: ArrayLike<number>, lost: 0 | 1): number {
  // A constant column has no spread, whatever the rounding of its mean says.
  if (values.length > lost && isConstant(values)) return 0
  const middle = mean(values)
  let total = 0
  for (let i = 0; i < values.length; i++) total += (values[i]! - middle) * (values[i]! - middle)
  return values.length > lost ? total / (values.length - lost) : Number.NaN
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}

/** Sample standard deviation, n − 1. */
export function sampleDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values, 1))
}

/** Population standard deviation, n. */
export function populationDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values, 0))
}

/** Root of the mean squared shortfall below `target`, over all values (RM-4.4, RM-9.12). */
export function downsideDeviation(values: ArrayLike<number>, target: number): number {
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const short = Math.min(0, values[i]! - target)
    total += short * short
  }
  return Math.sqrt(total / values.length)
}

/** Linear interpolation at rank (n − 1)·p of sorted values (RM-9.0). */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN
  const rank = (sorted.length - 1) * p
  const below = Math.floor(rank)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (rank - below) * (sorted[above]! - sorted[below]!)
}

/** Sample covariance, n − 1. */
export function covariance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const middleX = mean(x)
  const middleY = mean(y)
  let total = 0
  for (let i = 0; i < x.length; i++) total += (x[i]! - middleX) * (y[i]! - middleY)
  return x.length > 1 ? total / (x.length - 1) : Number.NaN
}

/** Bias-corrected skewness G1 (RM-9.30); NaN below three values or without spread. */
export function skewness(values: ArrayLike<number>): number {
  const n = values.length
  const spread = populationDeviation(values)
  if (n < 3 || spread === 0) return Number.NaN
  const third = centralMoment(values, 3) / (spread * spread * spread)
  return (Math.sqrt(n * (n - 1)) / (n - 2)) * third
}

/** Bias-corrected excess kurtosis G2 (RM-9.30); NaN below four values or without spread. */
export function excessKurtosis(values: ArrayLike<number>): number {
  const n = values.length
  const spread = populationDeviation(values)
  if (n < 4 || spread === 0) return Number.NaN
  const excess = centralMoment(values, 4) / (spread * spread * spread * spread) - 3
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * excess + 6)
}

function centralMoment(values: ArrayLike<number>, order: 3 | 4): number {
  const middle = mean(values)
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const d = values[i]! - middle
    total += order === 3 ? d * d * d : d * d * d * d
  }
  return total / values.length
}

/** base^exponent for a base of 0 or more. `Math.pow` is avoided: its last bit differs between engines. */
export function power(base: number, exponent: number): number {
  return base === 0 && exponent > 0 ? 0 : Math.exp(exponent * Math.log(base))
}

/** Standard normal distribution function; the series is exact to about 1e-15 within ±8. */
export function normalCdf(x: number): number {
  if (x > 8) return 1
  if (x < -8) return 0
  let term = x
  let total = x
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(total); k += 2) {
    term *= (x * x) / k
    total += term
  }
  return 0.5 + total * Math.exp((-x * x) / 2) * 0.3989422804014327
}
