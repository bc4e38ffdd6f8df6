import type { Samples } from '../shared/outcome.ts'
import { createSampler } from '../trades/index.ts'
import { numbersOrNull } from './numbers.ts'

/** The points of a strategy's plots. */
export type PlotTrack = {
  readonly isEmpty: boolean
  /**
   * Takes the points of `count` bars that are due, and that of the last bar of all, `last`. All of them or none: where
   * a stop from outside breaks it off, they can be given again.
   */
  take(bar: number, time: Float64Array, slot: number, count: number, last: number): void
  /** One curve per plot. */
  finish(): readonly Samples[]
}

const NO_PLOTS: PlotTrack = { isEmpty: true, take() {}, finish: () => [] }

/** @param rings Where the value of each plot stands, by slot. */
export function createPlotTrack(rings: readonly Float64Array[]): PlotTrack {
  if (rings.length === 0) return NO_PLOTS
  const sampler = createSampler(2 + rings.length)
  const row = new Float64Array(2 + rings.length)
  let taken = 0
  let isBegun = false

  function undo(): void {
    if (isBegun) sampler.rewind(taken)
  }

  return {
    isEmpty: false,
    take(bar, time, slot, count, last) {
      undo()
      isBegun = true
      for (let i = 0; i < count; i++) {
        if (!sampler.isDue() && bar + i !== last) {
          sampler.skip()
          continue
        }
        row[0] = bar + i
        row[1] = time[slot + i]!
        for (let k = 0; k < rings.length; k++) row[k + 2] = rings[k]![slot + i] ?? Number.NaN
        sampler.add(row)
      }
      taken += count
      isBegun = false
    },
    finish() {
      undo()
      const { every, columns } = sampler.columns()
      const [bar = [], time = [], ...values] = columns
      return values.map((value) => ({ every, bar, time, value: numbersOrNull(value) }))
    },
  }
}
