import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_SAMPLES } from '../../src/shared/outcome.ts'
import { createSampler } from '../../src/trades/index.ts'

function sampled(count: number) {
  const sampler = createSampler(2)
  const row = new Float64Array(2)
  for (let i = 0; i < count; i++) {
    row[0] = i
    row[1] = 10 * i
    sampler.add(row)
  }
  return sampler.columns()
}

describe('createSampler', () => {
  it.each([
    { says: 'is empty before the first point', count: 0, every: 1, length: 0 },
    { says: 'keeps a single point', count: 1, every: 1, length: 1 },
    { says: 'keeps all up to the limit', count: MAX_SAMPLES, every: 1, length: MAX_SAMPLES },
    {
      says: 'keeps every second point beyond the limit',
      count: MAX_SAMPLES + 1,
      every: 2,
      length: MAX_SAMPLES / 2 + 1,
    },
    {
      says: 'thins out once more where the last point would be one too many',
      count: 2 * MAX_SAMPLES,
      every: 4,
      length: MAX_SAMPLES / 2 + 1,
    },
  ])('$says', ({ count, every, length }) => {
    const { every: got, columns } = sampled(count)
    expect(got).toBe(every)
    expect(columns[0]).toHaveLength(length)
  })

  it('holds the points of the grid and the last one, in order, within the limit', () => {
    const lengths = fc.integer({ min: 1, max: 40_000 })
    fc.assert(
      fc.property(lengths, (count) => {
        const { every, columns } = sampled(count)
        const want = new Set<number>()
        for (let i = 0; i < count; i += every) want.add(i)
        want.add(count - 1)
        expect(columns[0]).toEqual([...want])
        expect(columns[1]).toEqual([...want].map((i) => 10 * i))
        expect(columns[0]!.length).toBeLessThanOrEqual(MAX_SAMPLES)
      }),
      { numRuns: 30 },
    )
  })

  it('gives the same points when those off the grid are skipped', () => {
    const full = createSampler(1)
    const lazy = createSampler(1)
    const row = new Float64Array(1)
    const count = 3 * MAX_SAMPLES + 7
    for (let i = 0; i < count; i++) {
      row[0] = i
      full.add(row)
      if (lazy.isDue() || i === count - 1) lazy.add(row)
      else lazy.skip()
    }
    expect(lazy.columns()).toEqual(full.columns())
  })

  it('makes up no last point after a skip', () => {
    const sampler = createSampler(1)
    const row = new Float64Array(1)
    for (let i = 0; i <= MAX_SAMPLES; i++) {
      row[0] = i
      sampler.add(row)
    }
    sampler.skip()
    const { columns } = sampler.columns()
    expect(columns[0]!.at(-1)).toBe(MAX_SAMPLES)
    expect(new Set(columns[0]).size).toBe(columns[0]!.length)
  })
})
