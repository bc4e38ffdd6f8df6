import {
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type LineData,
  LineSeries,
  LineStyle,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import type { PackedPlot, Payload } from '../payload.ts'
import { fade, plotColour } from './colour.ts'
import { readFloats, readSteps } from './decode.ts'
import { make } from './dom.ts'
import type { Slice } from './slice.ts'

type Drawn = {
  readonly plot: PackedPlot
  readonly colour: string
  readonly series: ISeriesApi<'Line'> | ISeriesApi<'Histogram'> | undefined
  readonly bars: Float64Array
  readonly values: Float32Array
  isShown: boolean
}

/** The strategy's plots over and below the candles. */
export type Plots = {
  /** Fills the series for the candles on the chart. */
  fill(slice: Slice): void
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
      lineWidth: 1,
      lineStyle: LineStyle.Dashed,
      title: plot.name,
      axisLabelVisible: false,
    })
  }
  const panes = chart.panes()
  for (const [i, pane] of panes.entries()) pane.setStretchFactor(i === 0 ? 3.2 : 1)
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

function seriesOf(chart: IChartApi, plot: PackedPlot, colour: string): Drawn['series'] {
  if (plot.kind === 'line')
    return chart.addSeries(
      LineSeries,
      {
        color: colour,
        lineWidth: 1,
        priceLineVisible: false,
        lastValueVisible: plot.pane > 0,
        crosshairMarkerVisible: false,
        title: '',
      },
      plot.pane,
    )
  if (plot.kind !== 'background') return undefined
  const series = chart.addSeries(HistogramSeries, {
    priceScaleId: `background ${plot.name}`,
    priceLineVisible: false,
    lastValueVisible: false,
    autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 1 } }),
  })
  // Behind the candles.
  series.setSeriesOrder(0)
  series.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 }, visible: false })
  return series
}

function toggleOf(entry: Drawn, onToggle: () => void): HTMLElement {
  const { plot, colour, series } = entry
  const swatch = make('span', { class: 'swatch' })
  swatch.style.background = colour
  if (plot.kind === 'hline') return make('span', { class: 'key-plot' }, swatch, plot.name)
  const name = plot.every > 1 ? `${plot.name} (one bar in ${plot.every})` : plot.name
  const box = make('input', { type: 'checkbox' })
  box.checked = true
  box.addEventListener('change', () => {
    entry.isShown = box.checked
    series?.applyOptions({ visible: box.checked })
    onToggle()
  })
  return make('label', { class: 'key-plot' }, box, swatch, name)
}

type Point = { time: UTCTimestamp; value: number; bar: number }

/** The samples that fall on the slice: the last one of each candle. NaN where there was no value. */
function pointsOf(slice: Slice, bars: Float64Array, values: Float32Array, every: number): Point[] {
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
function litBy(
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
function lineOf(points: readonly Point[], colour: string): LineData<UTCTimestamp>[] {
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
