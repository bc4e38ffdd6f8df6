import { describe, expect, it } from 'vitest'
import { createPlotTrack } from '../../src/engine/plots.ts'
import { MAX_SAMPLES } from '../../src/shared/outcome.ts'

const COUNT = 40

/** A ring whose slots are read until `left` are: then a stop comes. */
function stopping(ring: Float64Array, left: number): Float64Array {
  let reads = left
  return new Proxy(ring, {
    get(target, key) {
      if (reads-- === 0) throw new Error('stopped')
      return Reflect.get(target, key)
    },
  })
}

describe('the points of plots', () => {
  it.each([0, MAX_SAMPLES - 1, 2 * MAX_SAMPLES - 3])(
    'R12: are all there once, wherever a stop comes, behind %i bars',
    (before) => {
      const time = Float64Array.from({ length: before + COUNT }, (_, i) => i * 1000)
      const ring = Float64Array.from(time, (_, i) => i % 7)
      const whole = createPlotTrack([ring])
      whole.take(0, time, 0, before, -1)
      const early = whole.finish()
      whole.take(before, time, before, COUNT, -1)
      let stops = 0
      for (let isStopped = true; isStopped; stops++) {
        isStopped = false
        const times = stopping(time, stops)
        const track = createPlotTrack([ring])
        track.take(0, time, 0, before, -1)
        try {
          track.take(before, times, before, COUNT, -1)
        } catch {
          isStopped = true
          const [{ bar } = { bar: [] }] = track.finish()
          expect(bar.length).toBeLessThanOrEqual(early[0]!.bar.length)
          expect(bar.at(-1) ?? -1).toBeLessThan(Math.max(before, 1))
          track.take(before, time, before, COUNT, -1)
        }
        expect(track.finish()).toEqual(whole.finish())
      }
      expect(stops).toBeGreaterThan(5)
    },
  )
})
