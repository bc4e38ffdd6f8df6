import {
  BaselineSeries,
  createChart,
  createSeriesMarkers,
  LineSeries,
  LineType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatFixed } from '../../numbers.ts'
import type { PackedCurve, PackedPair } from '../payload.ts'
import { fade } from './colour.ts'
import { readFloats, readSteps } from './decode.ts'
import { fitPrint } from './print.ts'
import { addReadout, type Told } from './readout.ts'
import { chartLook, colours, onTheme } from './theme.ts'
import { formatSeconds, formatTick } from './times.ts'

/** Two curves over the same time, and where the first trade differs. */
export function drawCurves(
  place: HTMLElement,
  read: HTMLElement,
  { names, curves, firstMs }: PackedPair,
): void {
  place.replaceChildren()
  const chart = createChart(place, {
    autoSize: true,
    localization: { locale: 'en-US', timeFormatter: (at: UTCTimestamp) => formatSeconds(at, 1) },
    timeScale: {
      timeVisible: true,
      tickMarkFormatter: formatTick,
      fixLeftEdge: true,
      fixRightEdge: true,
      minBarSpacing: 0.01,
    },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
    kineticScroll: { touch: false, mouse: false },
  })
  const quiet = {
    priceLineVisible: false,
    crosshairMarkerRadius: 3,
    priceFormat: { type: 'custom' as const, minMove: 0.01, formatter: moneyText },
  }
  // Money stays what it was until the next point. Where both agree, the dashes lie on the line.
  const now = chart.addSeries(LineSeries, {
    ...quiet,
    lineWidth: 2,
    lineType: LineType.WithSteps,
  })
  const before = chart.addSeries(LineSeries, {
    ...quiet,
    lineWidth: 2,
    lineType: LineType.WithSteps,
  })
  const [was, is] = curves.map(pointsOf) as [Point[], Point[]]
  before.setData(was)
  now.setData(is)
  const gap = chart.addSeries(
    BaselineSeries,
    {
      ...quiet,
      lineWidth: 1,
      lineType: LineType.WithSteps,
      baseValue: { type: 'price', price: 0 },
    },
    1,
  )
  gap.setData(gapOf(was, is))
  chart.panes()[0]?.setStretchFactor(3)
  chart.panes()[1]?.setStretchFactor(1)
  const at = firstMs === null ? undefined : nearest(is, firstMs / 1000)
  const marks = createSeriesMarkers<Time>(now, [])
  chart.timeScale().fitContent()
  chart.timeScale().subscribeSizeChange(() => chart.timeScale().fitContent())
  const told = (name: string, series: Told['series']): Told => ({
    name,
    series,
    colour: '',
    format: (value: number) => formatFixed(value, 2),
  })
  addReadout(chart, read, 1, () => [
    told(names[0], before),
    told(names[1], now),
    told('Difference', gap),
  ])
  onTheme(() => {
    const { accent, hold, ink, gain, loss } = colours()
    chart.applyOptions(chartLook())
    before.applyOptions({ color: hold, lineStyle: 2 })
    now.applyOptions({ color: accent })
    gap.applyOptions({
      topLineColor: gain,
      topFillColor1: fade(gain, 0.3),
      topFillColor2: fade(gain, 0.1),
      bottomLineColor: loss,
      bottomFillColor1: fade(loss, 0.1),
      bottomFillColor2: fade(loss, 0.3),
    })
    marks.setMarkers(
      at === undefined ? [] : [{ time: at, position: 'aboveBar', shape: 'arrowDown', color: ink }],
    )
  })
  fitPrint(chart, place)
}

type Point = { time: UTCTimestamp; value: number }

/** Points in order of time; of several at one second the last. */
function pointsOf(packed: PackedCurve): Point[] {
  const times = readSteps(packed.time)
  const values = readFloats(packed.value)
  const points: Point[] = []
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue
    const time = Math.floor(times[i]! / 1000) as UTCTimestamp
    const last = points.at(-1)
    if (last !== undefined && last.time >= time) last.value = values[i]!
    else points.push({ time, value: values[i]! })
  }
  return points
}

/** The second less the first, at every moment that either has a point; each holds until its next one. */
function gapOf(was: readonly Point[], is: readonly Point[]): Point[] {
  const points: Point[] = []
  let [i, k] = [0, 0]
  while (i < was.length || k < is.length) {
    const time = Math.min(
      was[i]?.time ?? Number.POSITIVE_INFINITY,
      is[k]?.time ?? Number.POSITIVE_INFINITY,
    )
    if (was[i]?.time === time) i++
    if (is[k]?.time === time) k++
    if (i > 0 && k > 0)
      points.push({ time: time as UTCTimestamp, value: is[k - 1]!.value - was[i - 1]!.value })
  }
  return points
}

function nearest(points: readonly Point[], seconds: number): UTCTimestamp | undefined {
  return (points.find(({ time }) => time >= seconds) ?? points.at(-1))?.time
}

function moneyText(value: number): string {
  return formatFixed(value, Math.abs(value) >= 1000 ? 0 : 2)
}
