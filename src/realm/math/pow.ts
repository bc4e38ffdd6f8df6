import { add, divide, HI, LO, multiply, productError } from './doubleDouble.ts'

// ln 2 to 106 bits: what Math.LN2 leaves over.
const LN2_HI = Math.LN2
const LN2_LO = 2.3190468138462996e-17

const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)
bits[0] = 1
/** Which of the two words of a double holds sign and exponent. */
const TOP = words[1] === 0x3ff00000 ? 1 : 0

/** ln(i / 32) for i from 23 to 46, as high and low halves. */
const LOG_HI = new Float64Array(47)
const LOG_LO = new Float64Array(47)
/** 1 / (2k + 1). */
const ODD_HI = new Float64Array(26)
const ODD_LO = new Float64Array(26)
/** 1 / k!. */
const FACTORIAL_HI = new Float64Array(15)
const FACTORIAL_LO = new Float64Array(15)
fillTables()

/**
 * `x` to the power `y` by IEEE and ECMAScript rules, the same on every engine: only + − × ÷, square
 * root and floor of doubles. The true value is found to about 2^-94 and rounded once, so the
 * result is the nearest double unless the true value lies within 2^-40 units of a rounding border;
 * a power that is itself a double, and every tie, is exact. Under 0.1 µs for whole |y| ≤ 64, else
 * about 0.6 µs.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (y === 1) return x
  if (y === 2) return x * x
  if (y === -1) return 1 / x
  const size = x < 0 ? -x : x
  if (y - y !== 0)
    return size === 1 ? Number.NaN : size > 1 === y > 0 ? Number.POSITIVE_INFINITY : 0

  const whole = y === Math.floor(y)
  const odd = whole && y / 2 !== Math.floor(y / 2)
  const sign = odd && (x < 0 || 1 / x < 0) ? -1 : 1
  if (size === 0) return y > 0 ? sign * 0 : sign * Number.POSITIVE_INFINITY
  if (size === Number.POSITIVE_INFINITY) return y > 0 ? sign * size : sign * 0
  if (x < 0 && !whole) return Number.NaN
  if (size === 1) return sign
  return sign * positivePower(size, y, whole)
}

function positivePower(x: number, y: number, whole: boolean): number {
  if (y === 0.5) return Math.sqrt(x)
  // A power such as 9^1.5 may be a double or a tie: while the root is exact, take it.
  for (let i = 0; i < 5 && !whole && x > 1e-250 && x < 1e250; i++) {
    const root = Math.sqrt(x)
    if (root * root !== x || productError(root, root, x) !== 0) break
    x = root
    y *= 2
    whole = y === Math.floor(y)
  }
  if (y === 1) return x

  bits[0] = x
  let exponent = words[TOP]! >>> 20
  if (exponent === 0) {
    bits[0] = x * 18014398509481984 // 2^54: subnormal numbers get their full mantissa
    exponent = (words[TOP]! >>> 20) - 54
  }
  exponent -= 1023
  words[TOP] = (words[TOP]! & 0xfffff) | 0x3ff00000
  let mantissa = bits[0]!
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent++
  }
  return whole && y >= -64 && y <= 64
    ? wholePower(mantissa, exponent, y)
    : realPower(mantissa, exponent, y)
}

/** Repeated squaring in double-double: exact wherever the power fits 106 bits. */
function wholePower(mantissa: number, exponent: number, y: number): number {
  let hi = 1
  let lo = 0
  let squareHi = mantissa
  let squareLo = 0
  for (let left = y < 0 ? -y : y; ; ) {
    if (left & 1) {
      multiply(hi, lo, squareHi, squareLo)
      hi = HI()
      lo = LO()
    }
    left >>= 1
    if (left === 0) break
    multiply(squareHi, squareLo, squareHi, squareLo)
    squareHi = HI()
    squareLo = LO()
  }
  if (y < 0) {
    divide(1, 0, hi, lo)
    hi = HI()
    lo = LO()
  }
  return scale(hi, lo, exponent * y)
}

/** exp(y · ln x) in double-double. */
function realPower(mantissa: number, exponent: number, y: number): number {
  logOf(mantissa)
  const logHi = HI()
  const logLo = LO()
  multiply(LN2_HI, LN2_LO, exponent, 0)
  add(HI(), LO(), logHi, logLo)
  const power = y * HI()
  if (power > 800) return Number.POSITIVE_INFINITY
  if (power < -800) return 0
  if (power < 1e-18 && power > -1e-18) return 1
  multiply(HI(), LO(), y, 0)
  return expOf(HI(), LO())
}

/** e to the power `x`, rounded like {@link pow}. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 800) return Number.POSITIVE_INFINITY
  if (x < -800) return 0
  if (x < 1e-18 && x > -1e-18) return 1
  return expOf(x, 0)
}

/** ln m for √½ < m ≤ √2: 2 artanh((m − c) / (m + c)) + ln c with c the nearest 32nd. */
function logOf(mantissa: number): void {
  const nearest = Math.floor(mantissa * 32 + 0.5)
  const center = nearest / 32
  series(mantissa, center, 9)
  add(HI(), LO(), LOG_HI[nearest]!, LOG_LO[nearest]!)
}

/** 2 artanh(s) with s = (m − c) / (m + c), by `terms` terms of 2 (s + s³/3 + s⁵/5 + …). */
function series(mantissa: number, center: number, terms: number): void {
  const difference = mantissa - center // exact: the two are close, or few bits
  add(mantissa, 0, center, 0)
  divide(difference, 0, HI(), LO())
  const sHi = HI()
  const sLo = LO()
  multiply(sHi, sLo, sHi, sLo)
  const squareHi = HI()
  const squareLo = LO()
  let hi = ODD_HI[terms]!
  let lo = ODD_LO[terms]!
  for (let k = terms - 1; k >= 0; k--) {
    multiply(hi, lo, squareHi, squareLo)
    add(HI(), LO(), ODD_HI[k]!, ODD_LO[k]!)
    hi = HI()
    lo = LO()
  }
  multiply(hi, lo, 2 * sHi, 2 * sLo)
}

/** e^(hi + lo) for |hi| ≤ 800: 2^k · (e^(r / 32))^32 with r = x − k ln 2, |r| ≤ ½ ln 2. */
function expOf(xHi: number, xLo: number): number {
  const k = Math.floor(xHi / LN2_HI + 0.5)
  multiply(LN2_HI, LN2_LO, -k, 0)
  add(HI(), LO(), xHi, xLo)
  const rHi = HI() / 32
  const rLo = LO() / 32
  let hi = FACTORIAL_HI[14]!
  let lo = FACTORIAL_LO[14]!
  for (let i = 13; i >= 0; i--) {
    multiply(hi, lo, rHi, rLo)
    add(HI(), LO(), FACTORIAL_HI[i]!, FACTORIAL_LO[i]!)
    hi = HI()
    lo = LO()
  }
  for (let i = 0; i < 5; i++) {
    multiply(hi, lo, hi, lo)
    hi = HI()
    lo = LO()
  }
  return scale(hi, lo, k)
}

/** (hi + lo) · 2^k, rounded once even where the result is subnormal; 2^-40 < |hi| < 2^40. */
function scale(hi: number, lo: number, k: number): number {
  if (k > 1200) return Number.POSITIVE_INFINITY
  if (k < -1300) return 0
  const half = k >> 1
  bits[0] = hi
  const exponent = (words[TOP]! >>> 20) - 1023 + k
  if (exponent >= -1022) return hi * powerOfTwo(half) * powerOfTwo(k - half)

  // The result keeps fewer bits than hi: round hi + lo to multiples of `unit`, which becomes 2^-1074.
  const unit = powerOfTwo(-1074 - k)
  // 0 < hi < 2^52 units, so that the sum lies where doubles are one unit apart.
  const large = 4503599627370496 * unit // 2^52
  let rounded = hi + large - large
  const rest = hi - rounded
  if (rest === unit / 2 && lo > 0) rounded += unit
  else if (rest === -unit / 2 && lo < 0) rounded -= unit
  return rounded * powerOfTwo(half) * powerOfTwo(k - half)
}

/** 2^k for k from −1022 to 1023. */
function powerOfTwo(k: number): number {
  words[1 - TOP] = 0
  words[TOP] = (k + 1023) << 20
  return bits[0]!
}

function fillTables(): void {
  FACTORIAL_HI[0] = 1
  for (let k = 1; k < FACTORIAL_HI.length; k++) {
    divide(FACTORIAL_HI[k - 1]!, FACTORIAL_LO[k - 1]!, k, 0)
    FACTORIAL_HI[k] = HI()
    FACTORIAL_LO[k] = LO()
  }
  for (let k = 0; k < ODD_HI.length; k++) {
    divide(1, 0, 2 * k + 1, 0)
    ODD_HI[k] = HI()
    ODD_LO[k] = LO()
  }
  for (let i = 23; i < LOG_HI.length; i++) {
    series(i / 32, 1, ODD_HI.length - 1)
    LOG_HI[i] = HI()
    LOG_LO[i] = LO()
  }
}
