import { pow } from './pow.ts'

/**
 * What the gate writes for `a ** b`: the operator's meaning, with the realm's own power function for
 * numbers. Whole powers of bigints are exact on every engine.
 */
export const power = Object.freeze((base: unknown, exponent: unknown): number | bigint => {
  if (typeof base === 'number' && typeof exponent === 'number') return pow(base, exponent)
  if (typeof base === 'bigint' && typeof exponent === 'bigint') return bigPower(base, exponent)
  return pow(Number(base), Number(exponent))
})

function bigPower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new RangeError('Exponent must be non-negative')
  let result = 1n
  let square = base
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result *= square
    if (rest > 1n) square *= square
  }
  return result
}
