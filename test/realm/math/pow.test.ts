import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp, pow } from '../../../src/realm/math/pow.ts'

const bits = new Float64Array(1)
const word = new BigInt64Array(bits.buffer)

/** Doubles between two of the same sign. */
function unitsApart(a: number, b: number): number {
  bits[0] = a
  const first = word[0]!
  bits[0] = b
  return Math.abs(Number(first - word[0]!))
}

/** A positive double as a whole mantissa times a power of two. */
function split(x: number): [bigint, number] {
  bits[0] = x
  const exponent = Number((word[0]! >> 52n) & 0x7ffn)
  const fraction = word[0]! & ((1n << 52n) - 1n)
  return exponent === 0 ? [fraction, -1074] : [fraction | (1n << 52n), exponent - 1075]
}

/** The double nearest to above / below · 2^shift, ties to even: whole numbers only, so exact. */
function nearest(above: bigint, below: bigint, shift: number): number {
  const length = (n: bigint) => n.toString(2).length
  let unit = Math.max(-1074, shift + length(above) - length(below) - 53)
  for (; ; unit++) {
    const by = BigInt(Math.abs(unit - shift))
    const top = unit > shift ? above : above << by
    const bottom = unit > shift ? below << by : below
    let quotient = top / bottom
    const twice = (top % bottom) * 2n
    if (twice > bottom || (twice === bottom && (quotient & 1n) === 1n)) quotient++
    if (quotient > 1n << 53n) continue
    if (unit > 971) return Number.POSITIVE_INFINITY
    // Written as bits, so that no power function has a say.
    if (quotient === 1n << 53n) {
      quotient >>= 1n
      unit++
      if (unit > 971) return Number.POSITIVE_INFINITY
    }
    word[0] =
      quotient < 1n << 52n
        ? quotient
        : (BigInt(unit + 1075) << 52n) | (quotient & ((1n << 52n) - 1n))
    return bits[0]!
  }
}

function exactPower(x: number, y: number): number {
  const [mantissa, exponent] = split(x)
  const power = mantissa ** BigInt(Math.abs(y))
  return y >= 0 ? nearest(power, 1n, exponent * y) : nearest(1n, power, exponent * y)
}

describe('pow', () => {
  const special = [
    0,
    -0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    4,
    1e308,
    -1e308,
    5e-324,
    -5e-324,
    2 ** 53,
    2 ** 53 + 2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]
  it('follows IEEE and ECMAScript on every pair of special values', () => {
    for (const x of special)
      for (const y of special) expect([x, y, pow(x, y)]).toEqual([x, y, x ** y])
  })

  it.each([
    { says: 'a subnormal with all but one bit', x: 6886163, y: -45, want: 1.9544365074018806e-308 },
    { says: 'a whole power that fits is exact', x: 3, y: 33, want: 5559060566555523 },
    { says: 'a tie goes to even', x: 134217727, y: 2, want: 18014398241046528 },
    { says: 'a tie of a cube goes to even', x: 208065, y: 3, want: 9007351116674624 },
    { says: 'ten to a negative power', x: 10, y: -5, want: 1e-5 },
    { says: 'ten to the 22nd', x: 10, y: 22, want: 1e22 },
    { says: 'ten to the 308th', x: 10, y: 308, want: 1e308 },
    { says: 'a half is the square root', x: 2, y: 0.5, want: Math.SQRT2 },
    { says: 'a whole power of an exact root', x: 9, y: 1.5, want: 27 },
    { says: 'a root of a root', x: 16, y: -0.25, want: 0.5 },
    { says: 'the smallest double', x: 2, y: -1074, want: 5e-324 },
    { says: 'half the smallest double, a tie, is 0', x: 2, y: -1075, want: 0 },
    { says: 'from the smallest double', x: 5e-324, y: 0.5, want: 2.2227587494850775e-162 },
    { says: 'the last before infinity', x: 2, y: 1023, want: 8.98846567431158e307 },
    { says: 'an odd power keeps the sign', x: -2, y: 3, want: -8 },
    { says: 'a fraction of a negative number is na', x: -8, y: 1 / 3, want: Number.NaN },
    { says: 'where one engine was off by a bit', x: 2, y: 1.5, want: 2.8284271247461903 },
  ])('$says', ({ x, y, want }) => {
    expect(pow(x, y)).toBe(want)
  })

  const base = fc.oneof(
    fc.double({ min: 1e-5, max: 1e5, noNaN: true }),
    fc.integer({ min: 1, max: 1 << 27 }),
    fc.double({ min: 5e-324, max: 1.7e308, noNaN: true }),
  )

  it('is the nearest double for whole exponents, by whole-number arithmetic', () => {
    fc.assert(
      fc.property(base, fc.integer({ min: -90, max: 90 }), (x, y) => {
        expect(pow(x, y)).toBe(exactPower(x, y))
      }),
      { numRuns: 3000 },
    )
  })

  it('is within a unit of Math.pow for any exponent', () => {
    const exponent = fc.double({ min: -300, max: 300, noNaN: true })
    fc.assert(
      fc.property(base, exponent, (x, y) => {
        expect(unitsApart(pow(x, y), x ** y)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('exp', () => {
  it.each([
    [0, 1],
    [-0, 1],
    [1, Math.E],
    [Number.NaN, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, 0],
    [710, Number.POSITIVE_INFINITY],
    [-746, 0],
  ])('of %d is %d', (x, want) => {
    expect(exp(x)).toBe(want)
  })

  it('is within a unit of Math.exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -750, max: 712, noNaN: true }), (x) => {
        expect(unitsApart(exp(x), Math.exp(x))).toBeLessThanOrEqual(1)
      }),
      { numRuns: 5000 },
    )
  })
})
