/**
 * Numbers of twice the precision, each an unevaluated sum `hi + lo` of two doubles. Only + − × ÷,
 * so every engine gives the same bits. The functions leave their result in {@link HI} and
 * {@link LO}: nothing is allocated.
 */
const result = new Float64Array(2)

/** The high half of the last result. */
export function HI(): number {
  return result[0]!
}

/** The low half of the last result. */
export function LO(): number {
  return result[1]!
}

/** 2^27 + 1: splits a double into two halves whose products are exact (Dekker). */
const SPLITTER = 134217729

/** The rounding error of `product` = a · b, for |a|, |b| below 2^990. */
export function productError(a: number, b: number, product: number): number {
  const a1 = SPLITTER * a
  const aHigh = a1 - (a1 - a)
  const aLow = a - aHigh
  const b1 = SPLITTER * b
  const bHigh = b1 - (b1 - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

/** a + b; relative error about 2^-104. */
export function add(aHi: number, aLo: number, bHi: number, bLo: number): void {
  const sum = aHi + bHi
  const back = sum - aHi
  let error = aHi - (sum - back) + (bHi - back)
  const low = aLo + bLo
  const lowBack = low - aLo
  const lowError = aLo - (low - lowBack) + (bLo - lowBack)
  error += low
  const hi = sum + error
  const rest = error - (hi - sum) + lowError
  result[0] = hi + rest
  result[1] = rest - (result[0] - hi)
}

/** a · b; relative error about 2^-104, none where the product fits 106 bits and a, b are doubles. */
export function multiply(aHi: number, aLo: number, bHi: number, bLo: number): void {
  const product = aHi * bHi
  const error = productError(aHi, bHi, product) + (aHi * bLo + aLo * bHi)
  const hi = product + error
  result[0] = hi
  result[1] = error - (hi - product)
}

/** a / b; relative error about 2^-104. */
export function divide(aHi: number, aLo: number, bHi: number, bLo: number): void {
  const first = aHi / bHi
  multiply(first, 0, bHi, bLo)
  add(aHi, aLo, -result[0]!, -result[1]!)
  const restHi = result[0]!
  const restLo = result[1]!
  const second = restHi / bHi
  multiply(second, 0, bHi, bLo)
  add(restHi, restLo, -result[0]!, -result[1]!)
  const third = result[0]! / bHi
  add(first, second, third, 0)
}
