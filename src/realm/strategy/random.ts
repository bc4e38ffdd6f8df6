import { eachRun } from '../each-run.ts'

/**
 * xoshiro128** seeded by splitmix32 (Blackman and Vigna): 32-bit integer arithmetic only, so the
 * same sequence on every engine.
 */
let a!: number
let b!: number
let c!: number
let d!: number
eachRun(() => seedRandom(0))

export function seedRandom(seed: number): void {
  // Both halves of the seed count, so that large seeds differ.
  let state = (seed ^ Math.floor(seed / 4_294_967_296)) | 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return z ^ (z >>> 15)
  }
  a = next()
  b = next()
  c = next()
  d = next()
}

/** `random()`: a number from 0 (inclusive) to 1 (exclusive), 32 bits of it random, by `--seed`. */
export const random = Object.freeze((): number => {
  const scaled = Math.imul(b, 5)
  const result = Math.imul((scaled << 7) | (scaled >>> 25), 9)
  const t = b << 9
  c ^= a
  d ^= b
  b ^= c
  a ^= d
  c ^= t
  d = (d << 11) | (d >>> 21)
  return (result >>> 0) / 4_294_967_296
})
