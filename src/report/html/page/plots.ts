import {
  createTextWatermark,
  type IChartApi,
  type ISeriesApi,
  LineStyle,
  type SeriesMarker,
  type Time,
} from 'lightweight-charts'
import type { PackedPlot, Payload } from '../payload.ts'
import { fade, plotColour } from './colour.ts'
import { readFloats, readSteps } from './decode.ts'
import { make } from './dom.ts'
import { lineOf, litBy, pointsOf } from './plot-points.ts'
import { LEVEL_STYLES, type PlotSeries, seriesOf, widthOf } from './plot-series.ts'
import { plotText, type Told } from './readout.ts'
import type { Slice } from './slice.ts'
import { colours } from './theme.ts'

type Drawn = {
  readonly plot: PackedPlot
  readonly colour: string
  readonly series: PlotSeries | undefined
  readonly bars: Float64Array
  readonly values: Float32Array
  isShown: boolean
}

/** The strategy's plots over and below the candles. */
export type Plots = {
  /** Fills the series for the candles on the chart. */
  fill(slice: Slice): void
  /** The series that have values to tell. */
  told(): Told[]
  /** Names the panes in the colours of the moment. */
  paint(): void
  /** Marks of shapes, and of labels the strategy wrote, on bars `from` to `to`. */
  marks(slice: Slice, from: number, to: number): SeriesMarker<Time>[]
}

/** Marks on the chart at once, beyond which none are drawn; and labels whose text has room. */
const MAX_MARKS = 300
const MAX_WORDED = 16

export function addPlots(
  chart: IChartApi,
  candles: ISeriesApi<'Candlestick'>,
  { plots, grids, labels, candles: packed }: Payload,
  legend: HTMLElement,
  onToggle: () => void,
): Plots {
  const barsOf = grids.map(readSteps)
  const every = packed?.every ?? 1
  const drawn: Drawn[] = plots.map((plot, i) => {
    const colour = plotColour(plot.color, i)
    const entry: Drawn = {
      plot,
      colour,
      series: seriesOf(chart, plot, colour),
      bars: barsOf[plot.grid] ?? new Float64Array(0),
      values: readFloats(plot.value),
      isShown: true,
    }
    legend.append(toggleOf(entry, onToggle))
    return entry
  })
  // A level needs a series of its pane to lie on.
  for (const { plot, colour } of drawn) {
    if (plot.kind !== 'hline' || plot.price === null) continue
    const host = drawn.find(
      ({ plot: other, series }) => other.pane === plot.pane && plot.pane > 0 && series,
    )
    const series = host?.series ?? candles
    series.createPriceLine({
      price: plot.price,
      color: colour,
      lineWidth: widthOf(plot),
      lineStyle: LEVEL_STYLES[plot.style] ?? LineStyle.Dashed,
      title: plot.name,
      axisLabelVisible: false,
    })
  }
  const panes = chart.panes()
  for (const [i, pane] of panes.entries()) pane.setStretchFactor(i === 0 ? 3.2 : 1)
  const titles = panes.slice(1).map((pane, i) => ({
    mark: createTextWatermark(pane, { horzAlign: 'left', vertAlign: 'top', lines: [] }),
    names: drawn.filter(({ plot }) => plot.pane === i + 1).map(({ plot }) => plot.name),
  }))
  return {
    fill(slice) {
      for (const { plot, series, bars, values, colour } of drawn) {
        if (series === undefined) continue
        if (plot.kind === 'background') {
          const lit = litBy(slice, bars, values, every, plot.every)
          const color = fade(colour, 0.16)
          series.setData(lit.map((time) => ({ time, value: 1, color })))
        } else series.setData(lineOf(pointsOf(slice, bars, values, every), colour))
      }
    },
    told: () =>
      drawn.flatMap(({ plot, series, colour, isShown }) =>
        plot.kind === 'line' && series !== undefined && isShown
          ? [{ name: plot.name, series, colour, format: plotText }]
          : [],
      ),
    paint() {
      const { soft } = colours()
      for (const { mark, names } of titles)
        mark.applyOptions({
          lines: [{ text: cut(names.join(', ')), color: soft, fontSize: 11, lineHeight: 16 }],
        })
    },
    marks(slice, from, to) {
      const marks: SeriesMarker<Time>[] = []
      for (const { plot, bars, values, colour, isShown } of drawn) {
        if (plot.kind !== 'shape' || !isShown) continue
        for (const { time, value, bar } of pointsOf(slice, bars, values, every))
          if (value > 0 && bar >= from && bar <= to)
            marks.push({ time, position: 'aboveBar', shape: 'square', size: 0.6, color: colour })
      }
      const inView = labels.filter(({ bar }) => bar >= from && bar <= to)
      for (const { bar, text } of inView) {
        const time = slice.timeOfBar(bar)
        if (time !== undefined)
          marks.push({
            time,
            position: 'aboveBar',
            shape: 'circle',
            size: 0.5,
            color: '#8a63d2',
            ...(inView.length <= MAX_WORDED ? { text: text.slice(0, 40) } : {}),
          })
      }
      return marks.length <= MAX_MARKS ? marks : []
    },
  }
}

const MAX_TITLE = 60

function cut(text: string): string {
  return text.length > MAX_TITLE ? `${text.slice(0, MAX_TITLE - 1)}…` : text
}

function toggleOf(entry: Drawn, onToggle: () => void): HTMLElement {
  const { plot, colour, series } = entry
  const swatch = make('span', { class: 'swatch' })
  swatch.style.background = colour
  if (plot.kind === 'hline') return make('span', { class: 'key-plot' }, swatch, plot.name)
  const box = make('input', { type: 'checkbox' })
  box.checked = true
  box.addEventListener('change', () => {
    entry.isShown = box.checked
    series?.applyOptions({ visible: box.checked })
    onToggle()
  })
  return make('label', { class: 'key-plot' }, box, swatch, plot.name)
}
