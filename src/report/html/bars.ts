import { formatFixed } from '../numbers.ts'
import { el, type Html } from './element.ts'

export type Bar = {
  readonly name: string
  readonly value: number
  /** All that the bar says, for a tooltip and for readers of screens. */
  readonly says: string
  readonly tone: 'gain' | 'loss' | 'even'
}

const HEIGHT = 150
const TOP = 10
const BOTTOM = 22
const LEFT = 14
const AXIS = 48

type BarOptions = {
  readonly width?: number
  /** One name in so many. */
  readonly every?: number
  readonly unit?: string
  /** Whether a name is that of the left edge of its bar. */
  readonly isEdge?: boolean
}

/** A bar chart as a drawing; a table with the same numbers stands beside it. */
export function barChart(
  title: string,
  bars: readonly Bar[],
  { width = 440, every = 1, unit = '', isEdge = false }: BarOptions = {},
): Html {
  const high = Math.max(0, ...bars.map(({ value }) => value))
  const low = Math.min(0, ...bars.map(({ value }) => value))
  const span = high - low || 1
  const room = HEIGHT - TOP - BOTTOM
  const y = (value: number): number => TOP + ((high - value) / span) * room
  const step = (width - LEFT - AXIS) / Math.max(1, bars.length)
  const gap = Math.min(6, step * 0.18)
  const zero = y(0)
  const marks: Html[] = []
  bars.forEach(({ name, value, says, tone }, i) => {
    const x = LEFT + i * step
    const top = Math.min(zero, y(value))
    const size = Math.abs(y(value) - zero)
    if (value !== 0)
      marks.push(
        el('rect', {
          class: `bar ${tone}`,
          x: round(x + gap / 2),
          y: round(top),
          width: round(Math.max(0.5, step - gap)),
          height: round(Math.max(1, size)),
          rx: step > 8 ? 1.5 : 0,
        }),
      )
    if (i % every === 0)
      marks.push(
        el(
          'text',
          {
            class: 'tick',
            x: round(isEdge ? x : x + step / 2),
            y: HEIGHT - 6,
            'text-anchor': 'middle',
          },
          name,
        ),
      )
    // Last, so that the whole column answers to the pointer.
    marks.push(
      el(
        'g',
        { class: 'hit' },
        el('title', {}, says),
        el('rect', { x: round(x), y: TOP, width: round(step), height: room }),
      ),
    )
  })
  const levels = [...new Set([high, 0, low])].map((value) =>
    el(
      'g',
      {},
      el('line', {
        class: value === 0 ? 'zero' : 'grid',
        x1: LEFT,
        x2: width - AXIS,
        y1: round(y(value)),
        y2: round(y(value)),
      }),
      el(
        'text',
        { class: 'tick', x: width - AXIS + 6, y: round(y(value) + 4) },
        `${short(value)}${unit}`,
      ),
    ),
  )
  return el(
    'svg',
    {
      class: 'bars',
      viewBox: `0 0 ${width} ${HEIGHT}`,
      role: 'img',
      'aria-label': title,
      preserveAspectRatio: 'xMidYMid meet',
    },
    levels,
    marks,
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** 12 345 as `12.3k`. */
function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e9) return `${formatFixed(value / 1e9, 1)}G`
  if (size >= 1e6) return `${formatFixed(value / 1e6, 1)}M`
  if (size >= 1e4) return `${formatFixed(value / 1e3, 1)}k`
  return formatFixed(value, size >= 100 || Number.isInteger(value) ? 0 : 2)
}
