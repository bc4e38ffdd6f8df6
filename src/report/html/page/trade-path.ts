import {
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineSeries,
  LineStyle,
} from 'lightweight-charts'
import type { Slice } from './slice.ts'
import { colours } from './theme.ts'
import type { Trades } from './trades.ts'

/** The selected trade on the chart; −1 is none. */
export type TradePath = {
  /** A line from its entry to its exit. */
  draw(slice: Slice, row: number): void
  /** Its entry and its exit on the price scale, in the colours of the moment. */
  name(row: number): void
}

export function addTradePath(
  chart: IChartApi,
  candles: ISeriesApi<'Candlestick'>,
  trades: Trades,
): TradePath {
  const path = chart.addSeries(LineSeries, {
    lineWidth: 2,
    lineStyle: LineStyle.Dashed,
    priceLineVisible: false,
    lastValueVisible: false,
    crosshairMarkerVisible: false,
    autoscaleInfoProvider: () => null,
  })
  let lines: IPriceLine[] = []
  return {
    draw(slice, row) {
      const entry = row < 0 ? undefined : slice.timeOfBar(trades.entryBar[row]!)
      const exit = row < 0 ? undefined : slice.timeOfBar(trades.exitBar[row]!)
      if (entry === undefined || exit === undefined || entry === exit) path.setData([])
      else
        path.setData([
          { time: entry, value: trades.entryPrice[row]! },
          { time: exit, value: trades.exitPrice[row]! },
        ])
    },
    name(row) {
      for (const line of lines) candles.removePriceLine(line)
      lines = []
      if (row < 0) return
      const { gain, loss, ink } = colours()
      const tone = trades.profit[row]! >= 0 ? gain : loss
      const add = (price: number, title: string, color: string, lineStyle: LineStyle): void => {
        if (Number.isFinite(price))
          lines.push(candles.createPriceLine({ price, title, color, lineStyle, lineWidth: 1 }))
      }
      add(trades.entryPrice[row]!, 'entry', ink, LineStyle.Dotted)
      add(trades.exitPrice[row]!, trades.isOpen(row) ? 'last' : 'exit', tone, LineStyle.Dashed)
      path.applyOptions({ color: tone })
    },
  }
}
