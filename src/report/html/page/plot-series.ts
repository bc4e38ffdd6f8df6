import {
  AreaSeries,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  LineType,
  type LineWidth,
} from 'lightweight-charts'
import type { PackedPlot } from '../payload.ts'
import { fade } from './colour.ts'
import { plotText } from './readout.ts'

export type PlotSeries = ISeriesApi<'Line'> | ISeriesApi<'Histogram'> | ISeriesApi<'Area'>

/** What a level's line looks like, and of a plot what it is made of. */
export const LEVEL_STYLES: Readonly<Record<string, LineStyle>> = {
  solid: LineStyle.Solid,
  dashed: LineStyle.Dashed,
  dotted: LineStyle.Dotted,
}

export function widthOf({ width }: PackedPlot): LineWidth {
  return Math.max(1, Math.min(4, Math.round(width))) as LineWidth
}

/** The series of a plot or a background; shapes, levels and labels have none. */
export function seriesOf(
  chart: IChartApi,
  plot: PackedPlot,
  colour: string,
): PlotSeries | undefined {
  if (plot.kind === 'background') return backgroundOf(chart, plot)
  if (plot.kind !== 'line') return undefined
  const common = {
    priceLineVisible: false,
    lastValueVisible: plot.pane > 0,
    title: '',
    ...(plot.pane > 0
      ? { priceFormat: { type: 'custom' as const, minMove: 1e-6, formatter: plotText } }
      : {}),
  }
  switch (plot.style) {
    case 'histogram':
    case 'columns':
      return chart.addSeries(HistogramSeries, { ...common, color: colour, base: 0 }, plot.pane)
    case 'area':
      return chart.addSeries(
        AreaSeries,
        {
          ...common,
          lineColor: colour,
          topColor: fade(colour, 0.35),
          bottomColor: fade(colour, 0.05),
          lineWidth: widthOf(plot),
          crosshairMarkerVisible: false,
        },
        plot.pane,
      )
    default: {
      const isPoints = plot.style === 'circles' || plot.style === 'cross'
      return chart.addSeries(
        LineSeries,
        {
          ...common,
          color: colour,
          lineWidth: widthOf(plot),
          crosshairMarkerVisible: false,
          lineType: plot.style === 'stepline' ? LineType.WithSteps : LineType.Simple,
          lineVisible: !isPoints,
          pointMarkersVisible: isPoints,
          pointMarkersRadius: 1.5 + widthOf(plot) / 2,
        },
        plot.pane,
      )
    }
  }
}

function backgroundOf(chart: IChartApi, plot: PackedPlot): ISeriesApi<'Histogram'> {
  const series = chart.addSeries(
    HistogramSeries,
    {
      priceScaleId: `background ${plot.name}`,
      priceLineVisible: false,
      lastValueVisible: false,
      autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 1 } }),
    },
    plot.pane,
  )
  // Behind the candles.
  series.setSeriesOrder(0)
  series.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 }, visible: false })
  return series
}
