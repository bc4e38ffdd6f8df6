import type {
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesApi,
  ISeriesPrimitive,
  Logical,
  Time,
} from 'lightweight-charts'
import { make } from './dom.ts'
import type { Resting, RestingKind } from './resting.ts'
import type { Slice } from './slice.ts'
import { colours } from './theme.ts'

/** Told apart by their strokes as well as by their colours. */
const STROKES: Readonly<Record<RestingKind, readonly number[]>> = {
  stop: [],
  target: [7, 4],
  trail: [2, 3],
}
export const LEVEL_NAMES: Readonly<Record<RestingKind, string>> = {
  stop: 'stop',
  target: 'target',
  trail: 'trailing stop',
}

export type LevelLines = {
  /** Draws these rows faintly, and those of a chosen trade strongly and with their names. */
  show(slice: Slice, faint: readonly number[], strong: readonly number[]): void
  /** The prices that the scale must hold besides the candles; null for none. */
  widen(range: { low: number; high: number } | null): void
}

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

/** Steps of stops and targets over the candles. */
export function addLevelLines(
  chart: IChartApi,
  candles: ISeriesApi<'Candlestick'>,
  resting: Resting,
  every: number,
): LevelLines {
  let slice: Slice | undefined
  let faint: readonly number[] = []
  let strong: readonly number[] = []
  let range: { low: number; high: number } | null = null
  let update = (): void => {}

  /** The middle of the candle with a bar. */
  function xOf(bar: number): number {
    const { join, first } = slice!
    const at = Math.floor(bar / every / join) - first
    return chart.timeScale().logicalToCoordinate(at as Logical) ?? Number.NaN
  }

  function stroke(pen: CanvasRenderingContext2D, rows: readonly number[], isStrong: boolean): void {
    const { loss, gain, paper } = colours()
    const half = Math.max(1.5, chart.timeScale().options().barSpacing / 2)
    pen.lineWidth = isStrong ? 2 : 1
    pen.globalAlpha = isStrong ? 1 : 0.7
    const named = new Set<RestingKind>()
    for (const chain of isStrong ? resting.chains(rows) : rows.map((row) => [row])) {
      const kind = resting.kind(chain[0]!)
      const color = kind === 'target' ? gain : loss
      let start = Number.NaN
      let height = Number.NaN
      pen.strokeStyle = color
      pen.setLineDash([...STROKES[kind]])
      pen.beginPath()
      // A moved level is one line of steps.
      for (const row of chain) {
        const y = candles.priceToCoordinate(resting.price[row]!)
        if (y === null) continue
        let [left, right] = [xOf(resting.from[row]!), xOf(resting.to[row]!)]
        if (right - left < 2 * half) {
          const middle = (left + right) / 2
          left = middle - half
          right = middle + half
        }
        if (Number.isNaN(start)) {
          start = left
          height = y
          pen.moveTo(left, y)
        } else pen.lineTo(left, y)
        pen.lineTo(right, y)
      }
      pen.stroke()
      if (!isStrong || named.has(kind) || Number.isNaN(start)) continue
      named.add(kind)
      pen.textAlign = 'right'
      pen.textBaseline = 'middle'
      // The ground around the word, which stands over candles.
      pen.setLineDash([])
      pen.strokeStyle = paper
      pen.lineWidth = 4
      pen.strokeText(LEVEL_NAMES[kind], start - 6, height)
      pen.fillStyle = color
      pen.fillText(LEVEL_NAMES[kind], start - 6, height)
      pen.lineWidth = 2
    }
    pen.setLineDash([])
    pen.globalAlpha = 1
  }

  const renderer: IPrimitivePaneRenderer = {
    draw(target: Target) {
      if (slice === undefined) return
      target.useMediaCoordinateSpace(({ context }) => {
        context.font = `${chart.options().layout.fontSize}px ${getComputedStyle(document.body).fontFamily}`
        stroke(context, faint, false)
        stroke(context, strong, true)
      })
    },
  }
  const views = [{ renderer: () => renderer }]
  const primitive: ISeriesPrimitive<Time> = {
    attached: ({ requestUpdate }) => {
      update = requestUpdate
    },
    paneViews: () => views,
    autoscaleInfo: () =>
      range === null ? null : { priceRange: { minValue: range.low, maxValue: range.high } },
  }
  candles.attachPrimitive(primitive)
  return {
    show(next, some, chosen) {
      slice = next
      strong = chosen
      faint = chosen.length === 0 ? some : some.filter((row) => !chosen.includes(row))
      update()
    },
    widen(next) {
      range = next
      update()
    },
  }
}

/** What the strokes mean, with a switch. */
export function levelKey(onToggle: (isShown: boolean) => void): HTMLElement {
  const box = make('input', { type: 'checkbox' })
  box.checked = true
  box.addEventListener('change', () => onToggle(box.checked))
  return make(
    'label',
    { class: 'key-plot levels' },
    box,
    ...(['stop', 'target', 'trail'] as const).map((kind) =>
      make('span', { class: `level ${kind}` }, LEVEL_NAMES[kind]),
    ),
  )
}
