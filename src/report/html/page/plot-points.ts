import type { LineData, UTCTimestamp } from 'lightweight-charts'
import { fade } from './colour.ts'
import type { Slice } from './slice.ts'

export type Point = { time: UTCTimestamp; value: number; bar: number }

/** The samples that fall on the slice: the last one of each candle. NaN where there was no value. */
export function pointsOf(
  slice: Slice,
  bars: Float64Array,
  values: Float32Array,
  every: number,
): Point[] {
  const points: Point[] = []
  const first = slice.first * slice.join * every
  const end = (slice.first + slice.count) * slice.join * every
  for (let i = lowerBound(bars, first); i < bars.length && bars[i]! < end; i++) {
    const time = slice.timeOfBar(bars[i]!)
    if (time === undefined) continue
    const value = values[i] ?? Number.NaN
    const last = points.at(-1)
    if (last?.time === time) last.value = value
    else points.push({ time, value, bar: bars[i]! })
  }
  return points
}

/** The candles that a background lights: a sample stands for all bars up to the next one. */
export function litBy(
  slice: Slice,
  bars: Float64Array,
  values: Float32Array,
  every: number,
  sampled: number,
): UTCTimestamp[] {
  const candle = slice.join * every
  const step = Math.min(sampled, candle)
  const lit: UTCTimestamp[] = []
  const end = (slice.first + slice.count) * candle
  let i = lowerBound(bars, slice.first * candle - sampled)
  for (; i < bars.length && bars[i]! < end; i++) {
    if (!(values[i]! > 0)) continue
    for (let bar = bars[i]!; bar < bars[i]! + sampled; bar += step) {
      const time = slice.timeOfBar(bar)
      if (time !== undefined && time !== lit.at(-1)) lit.push(time)
    }
  }
  return lit
}

/** A line that is not drawn across bars without a value. */
export function lineOf(points: readonly Point[], colour: string): LineData<UTCTimestamp>[] {
  const line: LineData<UTCTimestamp>[] = []
  for (const [i, { time, value }] of points.entries()) {
    if (!Number.isFinite(value)) continue
    const before = line.at(-1)
    // The stretch that begins at a point has the point's colour.
    if (before !== undefined && !Number.isFinite(points[i - 1]!.value))
      line[line.length - 1] = { ...before, color: fade(colour, 0) }
    line.push({ time, value })
  }
  return line
}

function lowerBound(values: Float64Array, wanted: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}
