import { formatMoney } from '../../report/index.ts'
import { formatTime } from '../../shared/timeframe.ts'

export type Point = { readonly timeMs: number; readonly value: number }

const WIDTH = 900
const HEIGHT = 240
const EDGE = 20

/** Two curves over the same time as one drawing: the baseline grey, the run of now blue. */
export function drawCurves(before: readonly Point[], now: readonly Point[]): string {
  const points = [...before, ...now]
  if (points.length === 0) return '<p>neither has a closed trade</p>'
  const range = (of: (point: Point) => number, ...more: number[]): readonly [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const value of [...points.map(of), ...more]) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
    return [low, high > low ? high : low + 1]
  }
  const [first, last] = range(({ timeMs }) => timeMs)
  const [low, high] = range(({ value }) => value, 0)
  const x = (timeMs: number): string => place(timeMs, first, last, EDGE, WIDTH - EDGE)
  const y = (value: number): string => place(value, low, high, HEIGHT - EDGE, EDGE)
  const line = (curve: readonly Point[], kind: string): string => {
    let [at, height] = [x(first), y(0)]
    const steps = curve.map(({ timeMs, value }) => {
      const step = `${x(timeMs)},${height} ${x(timeMs)},${y(value)}`
      ;[at, height] = [x(timeMs), y(value)]
      return step
    })
    return `<polyline class="${kind}" fill="none" stroke-width="1.5" points="${x(first)},${y(0)} ${steps.join(' ')} ${at},${height}"/>`
  }
  const day = (timeMs: number): string => formatTime(timeMs).slice(0, 10)
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="closed profit, baseline grey, now blue">
${line(before, 'before')}
${line(now, 'now')}
<text class="axis" x="${EDGE}" y="14">closed profit: baseline grey, now blue; ${formatMoney(low)} to ${formatMoney(high)}</text>
<text class="axis" x="${EDGE}" y="${HEIGHT - 4}">${day(first)}</text>
<text class="axis" x="${WIDTH - EDGE}" y="${HEIGHT - 4}" text-anchor="end">${day(last)}</text>
</svg>`
}

function place(value: number, low: number, high: number, from: number, to: number): string {
  return (from + ((value - low) / (high - low)) * (to - from)).toFixed(1)
}
