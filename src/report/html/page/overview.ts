import {
  AreaSeries,
  type AutoscaleInfo,
  createChart,
  type IChartApi,
  LineSeries,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatFixed } from '../../numbers.ts'
import type { PackedEquity } from '../payload.ts'
import { readFloats, readSteps } from './decode.ts'
import { fitPrint } from './print.ts'
import { addReadout } from './readout.ts'
import { chartLook, colours, onTheme } from './theme.ts'
import { formatSeconds, formatTick } from './times.ts'

/** Equity and buy & hold, with the fall from the peak below. */
export function drawOverview(
  place: HTMLElement,
  read: HTMLElement,
  packed: PackedEquity,
  barMs: number,
): void {
  place.replaceChildren()
  const time = Array.from(readSteps(packed.time), (ms) => Math.floor(ms / 1000) as UTCTimestamp)
  const chart = createChart(place, {
    autoSize: true,
    localization: {
      locale: 'en-US',
      timeFormatter: (at: UTCTimestamp) => formatSeconds(at, barMs),
    },
    timeScale: {
      timeVisible: barMs < 86_400_000,
      tickMarkFormatter: formatTick,
      fixLeftEdge: true,
      fixRightEdge: true,
      minBarSpacing: 0.01,
    },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
    kineticScroll: { touch: false, mouse: false },
  })
  const money = { type: 'custom' as const, minMove: 0.01, formatter: moneyText }
  const quiet = { priceLineVisible: false, crosshairMarkerRadius: 3, priceFormat: money }
  const equity = chart.addSeries(LineSeries, { ...quiet, lineWidth: 2 })
  const hold =
    packed.hold === null ? undefined : chart.addSeries(LineSeries, { ...quiet, lineWidth: 1 })
  const fall = chart.addSeries(
    AreaSeries,
    {
      priceLineVisible: false,
      lineWidth: 1,
      invertFilledArea: true,
      // The peak is the upper edge, also where nothing ever fell.
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => ({
        priceRange: {
          minValue: Math.min(-0.1, original()?.priceRange?.minValue ?? 0),
          maxValue: 0,
        },
      }),
      priceFormat: {
        type: 'custom',
        minMove: 0.01,
        formatter: (value: number) => `${formatFixed(value, 1)} %`,
      },
    },
    1,
  )
  const points = (values: Float32Array): { time: UTCTimestamp; value: number }[] => {
    const list: { time: UTCTimestamp; value: number }[] = []
    for (let i = 0; i < values.length; i++)
      if (Number.isFinite(values[i]) && (i === 0 || time[i]! > time[i - 1]!))
        list.push({ time: time[i]!, value: values[i]! })
    return list
  }
  equity.setData(points(readFloats(packed.value)))
  if (packed.hold !== null) hold?.setData(points(readFloats(packed.hold)))
  fall.setData(points(readFloats(packed.fall)))
  fall.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.1 } })
  chart.panes()[0]?.setStretchFactor(3)
  chart.panes()[1]?.setStretchFactor(1)
  chart.timeScale().fitContent()
  onTheme(() => {
    const { accent, hold: grey, loss } = colours()
    chart.applyOptions(chartLook())
    equity.applyOptions({ color: accent })
    hold?.applyOptions({ color: grey, lineStyle: 2 })
    fall.applyOptions({ lineColor: loss, topColor: `${loss}18`, bottomColor: `${loss}59` })
  })
  addReadout(chart, read, barMs, () => {
    const money = (value: number): string => formatFixed(value, 2)
    const plain = { colour: '', format: money }
    return [
      { name: 'Equity', series: equity, ...plain },
      ...(hold === undefined ? [] : [{ name: 'Buy & hold', series: hold, ...plain }]),
      { name: 'Drawdown', series: fall, colour: '', format: (value) => `${money(value)} %` },
    ]
  })
  keepWhole(chart)
  fitPrint(chart, place)
}

/** A chart that shows everything keeps doing so when it becomes wider. */
function keepWhole(chart: IChartApi): void {
  chart.timeScale().subscribeSizeChange(() => chart.timeScale().fitContent())
}

function moneyText(value: number): string {
  const size = Math.abs(value)
  return size >= 1e6 ? `${formatFixed(value / 1e6, 2)}M` : formatFixed(value, size >= 1000 ? 0 : 2)
}
