import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ceilSteps,
  createGrid,
  floorSteps,
  fromSteps,
  nearestStep,
  shareOfSteps,
  stepAbove,
  stepBelow,
  wholeSteps,
} from '../../src/trades/index.ts'

describe('a grid of steps', () => {
  it.each([
    { step: 0.01, value: 1802.75, steps: 180_275 },
    { step: 0.25, value: 4501.75, steps: 18_007 },
    { step: 0.05, value: 19.85, steps: 397 },
    { step: 0.00001, value: 1.08431, steps: 108_431 },
    { step: 5, value: 12_345, steps: 2469 },
    { step: 2.5, value: 117.5, steps: 47 },
    { step: 0.03125, value: 110.65625, steps: 3541 },
    { step: 1e-8, value: 0.00000123, steps: 123 },
  ])('BE-1.1 $value on a grid of $step is $steps steps, and back', ({ step, value, steps }) => {
    const grid = createGrid(step)
    expect(nearestStep(grid, value)).toBe(steps)
    expect(fromSteps(grid, steps)).toBe(value)
  })

  it('BE-1.1 every count of steps prints as its shortest decimal', () => {
    const grid = createGrid(0.01)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (steps) => {
        const whole = Math.floor(steps / 100)
        const cents = String(steps % 100).padStart(2, '0')
        expect(fromSteps(grid, steps)).toBe(Number(`${whole}.${cents}`))
        expect(nearestStep(grid, fromSteps(grid, steps))).toBe(steps)
      }),
    )
  })

  it('BE-1.2 rounds to the nearest step, half up', () => {
    const grid = createGrid(1)
    expect([2.4, 2.5, 2.6, -2.5].map((x) => nearestStep(grid, x))).toEqual([2, 3, 3, -2])
  })

  it.each([
    { says: 'on the grid', steps: 5, above: 5, below: 5 },
    { says: '9.6e-5 above it', steps: 5.000096, above: 5, below: 5 },
    { says: '1e-4 above it', steps: 5.0001, above: 6, below: 5 },
    { says: '1e-4 below it', steps: 4.9999, above: 5, below: 4 },
    { says: '9.6e-5 below it', steps: 4.999904, above: 5, below: 5 },
    { says: 'between', steps: 5.5, above: 6, below: 5 },
    { says: 'infinite', steps: Infinity, above: Infinity, below: Infinity },
    { says: 'missing', steps: Number.NaN, above: Number.NaN, below: Number.NaN },
  ])('BE-1.4 a level $says', ({ steps, above, below }) => {
    expect([ceilSteps(steps), floorSteps(steps)]).toEqual([above, below])
    const grid = createGrid(1)
    expect([stepAbove(grid, steps), stepBelow(grid, steps)]).toEqual([above, below])
  })

  it('holds a step that is no short decimal as it is', () => {
    const third = createGrid(1 / 3)
    expect(nearestStep(third, 2)).toBe(6)
    expect(fromSteps(third, 6)).toBeCloseTo(2, 12)
  })

  it('BE-1.6 whole steps are the largest count that is not above the value', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0.0001, 0.01, 1e-5, 1, 0.001),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (lot, value) => {
          const grid = createGrid(lot)
          const steps = wholeSteps(grid, value)
          expect(fromSteps(grid, steps)).toBeLessThanOrEqual(value)
          expect(fromSteps(grid, steps + 1)).toBeGreaterThan(value)
        },
      ),
    )
  })

  it.each([
    { steps: 10_000, percent: 33.3, want: 3330 },
    { steps: 3, percent: 50, want: 1 },
    { steps: 7, percent: 100, want: 7 },
    { steps: 1, percent: 99.99, want: 0 },
    { steps: 1000, percent: 70.1, want: 701 },
  ])('BE-1.6 $percent % of $steps steps are $want', ({ steps, percent, want }) => {
    expect(shareOfSteps(steps, percent)).toBe(want)
  })
})
