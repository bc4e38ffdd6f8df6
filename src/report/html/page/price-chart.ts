import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  type IPriceLine,
  LineSeries,
  LineStyle,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatCount, formatExact, formatFixed, formatSigned } from '../../numbers.ts'
import type { Payload } from '../payload.ts'
import { readCandles } from './decode.ts'
import { button, say } from './dom.ts'
import { createLevels } from './levels.ts'
import { addPlots } from './plots.ts'
import { fitPrint } from './print.ts'
import { levelFor, type Slice, sliceAround } from './slice.ts'
import { chartLook, colours, onTheme } from './theme.ts'
import { formatSeconds, formatTick } from './times.ts'
import type { Trades } from './trades.ts'

export type PriceChart = {
  /** Shows a trade: its bars in the middle, its entry, its exit and what closed it. */
  show(row: number): void
}

/** Trades whose marks are drawn at once, and of which the marks have words. */
const MAX_MARKED = 250
const MAX_WORDED = 24

const LEVELS: Readonly<Record<string, string>> = {
  stop: 'stop',
  limit: 'target',
  trail: 'trailing stop',
}

export function drawPrice(
  places: { chart: HTMLElement; tools: HTMLElement; legend: HTMLElement; said: HTMLElement },
  payload: Payload,
  trades: Trades,
  onPick: (row: number) => void,
): PriceChart | undefined {
  if (payload.candles === null) return undefined
  const { every } = payload.candles
  const { barMs, decimals } = payload
  const levels = createLevels(readCandles(payload.candles))
  const total = payload.candles.count
  places.chart.replaceChildren()
  const chart = createChart(places.chart, {
    autoSize: true,
    localization: {
      locale: 'en-US',
      timeFormatter: (at: UTCTimestamp) => formatSeconds(at, barMs),
    },
    timeScale: { timeVisible: barMs < 86_400_000, tickMarkFormatter: formatTick, rightOffset: 4 },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
    kineticScroll: { touch: false, mouse: false },
  })
  const candles = chart.addSeries(CandlestickSeries, {
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: Number(`1e-${decimals}`),
      formatter: (price: number) => formatFixed(price, decimals),
    },
  })
  const path = chart.addSeries(LineSeries, {
    lineWidth: 2,
    lineStyle: LineStyle.Dashed,
    priceLineVisible: false,
    lastValueVisible: false,
    crosshairMarkerVisible: false,
    autoscaleInfoProvider: () => null,
  })
  const marks = createSeriesMarkers<Time>(candles, [])
  const plots = addPlots(chart, candles, payload, places.legend, () => mark())
  const scale = chart.timeScale()
  if (chart.panes().length > 1)
    places.chart.classList.add(`panes${Math.min(4, chart.panes().length - 1)}`)

  let slice: Slice = sliceAround(levels.at(0), 0, every, 0, total)
  let selected = -1
  /** What the chart was told to show and has not painted yet: until then it still tells the old range. */
  let target: { from: number; to: number } | undefined
  let lines: IPriceLine[] = []

  /** Puts the candles around finest candles `from` to `to` on the chart and shows just these. */
  function load(from: number, to: number, level: number): void {
    const columns = levels.at(level)
    slice = sliceAround(columns, level, every, from, to)
    const rows = []
    for (let i = slice.first; i < slice.first + slice.count; i++)
      rows.push({
        time: columns.time[i] as UTCTimestamp,
        open: columns.open[i]!,
        high: columns.high[i]!,
        low: columns.low[i]!,
        close: columns.close[i]!,
      })
    candles.setData(rows)
    plots.fill(slice)
    drawPath()
    const mine = { from, to }
    target = mine
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (target === mine) target = undefined
      }),
    )
    scale.setVisibleLogicalRange({
      from: from / slice.join - slice.first,
      to: to / slice.join - slice.first,
    })
    mark()
  }

  /** What is visible, in finest candles; may reach beyond the data. */
  function visible(): { from: number; to: number } {
    if (target !== undefined) return target
    const range = scale.getVisibleLogicalRange()
    if (range === null) return { from: 0, to: total }
    return {
      from: (range.from + slice.first) * slice.join,
      to: (range.to + slice.first) * slice.join,
    }
  }

  /** One candle for each pixel at most. */
  const room = (): number => Math.max(150, places.chart.clientWidth - 70)

  function view(from: number, to: number): void {
    load(from, to, levelFor(to - from, room()))
  }

  let isHeld = false
  let isAsked = false
  /** After a move: other candles where these are too fine, too coarse or at their end; and the marks. */
  function follow(): void {
    isAsked = false
    if (isHeld || target !== undefined) return
    const { from, to } = visible()
    const span = to - from
    const wanted = levelFor(span, room())
    const first = slice.first * slice.join
    const end = (slice.first + slice.count) * slice.join
    const isTooCoarse = wanted < slice.level && span / slice.join < room() / 3
    const isShort = (from < first && first > 0) || (to > end && end < total)
    if (wanted > slice.level || isTooCoarse || isShort) load(from, to, wanted)
    else mark()
  }
  const ask = (): void => {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(follow)
  }
  scale.subscribeVisibleLogicalRangeChange(ask)
  // While the pointer drags, the chart keeps its candles: a change would tear them from the pointer.
  places.chart.addEventListener('pointerdown', () => {
    isHeld = true
  })
  for (const end of ['pointerup', 'pointercancel'])
    addEventListener(end, () => {
      isHeld = false
      ask()
    })

  function rowsIn(fromBar: number, toBar: number): number[] {
    const rows: number[] = []
    for (let row = 0; row < trades.count; row++)
      if (trades.exitBar[row]! >= fromBar && trades.entryBar[row]! <= toBar) rows.push(row)
    return rows
  }

  function mark(): void {
    const { from, to } = visible()
    const rows = rowsIn(from * every, to * every)
    const list = plots.marks(slice, from * every, to * every)
    if (rows.length <= MAX_MARKED) {
      const isWorded = rows.length <= MAX_WORDED
      for (const row of rows) list.push(...marksOf(row, isWorded))
    } else if (selected >= 0) list.push(...marksOf(selected, true))
    marks.setMarkers(list.sort((a, b) => Number(a.time) - Number(b.time)))
    const candle = every * slice.join
    places.said.textContent = [
      rows.length > MAX_MARKED
        ? `${formatCount(rows.length)} trades in view: zoom in to see their marks`
        : `${formatCount(rows.length)} ${rows.length === 1 ? 'trade' : 'trades'} in view`,
      ...(candle > 1 ? [`one candle is ${formatCount(candle)} bars`] : []),
    ].join('; ')
  }

  function marksOf(row: number, isWorded: boolean): SeriesMarker<Time>[] {
    const { gain, loss, ink } = colours()
    const isLong = trades.isLong(row)
    const list: SeriesMarker<Time>[] = []
    const entry = slice.timeOfBar(trades.entryBar[row]!)
    const exit = slice.timeOfBar(trades.exitBar[row]!)
    if (entry !== undefined)
      list.push({
        time: entry,
        position: isLong ? 'belowBar' : 'aboveBar',
        shape: isLong ? 'arrowUp' : 'arrowDown',
        color: ink,
        ...(isWorded ? { text: cut(trades.entrySignal(row)) } : {}),
      })
    if (exit !== undefined && !trades.isOpen(row) && Number.isFinite(trades.exitPrice[row]))
      list.push({
        time: exit,
        position: 'atPriceMiddle',
        price: trades.exitPrice[row]!,
        shape: 'circle',
        size: 0.7,
        color: trades.profit[row]! >= 0 ? gain : loss,
      })
    // Words would be lost inside the candle.
    if (exit !== undefined && isWorded && !trades.isOpen(row))
      list.push({
        time: exit,
        position: isLong ? 'aboveBar' : 'belowBar',
        shape: 'circle',
        size: 0,
        color: trades.profit[row]! >= 0 ? gain : loss,
        text: cut(trades.exitSignal(row)),
      })
    return list
  }

  /** The selected trade from its entry to its exit. */
  function drawPath(): void {
    const entry = selected < 0 ? undefined : slice.timeOfBar(trades.entryBar[selected]!)
    const exit = selected < 0 ? undefined : slice.timeOfBar(trades.exitBar[selected]!)
    if (entry === undefined || exit === undefined || entry === exit) path.setData([])
    else
      path.setData([
        { time: entry, value: trades.entryPrice[selected]! },
        { time: exit, value: trades.exitPrice[selected]! },
      ])
  }

  function drawLines(): void {
    for (const line of lines) candles.removePriceLine(line)
    lines = []
    if (selected < 0) return
    const { gain, loss, ink } = colours()
    const add = (price: number, title: string, color: string, lineStyle: LineStyle): void => {
      if (Number.isFinite(price))
        lines.push(candles.createPriceLine({ price, title, color, lineStyle, lineWidth: 1 }))
    }
    const isGain = trades.profit[selected]! >= 0
    add(trades.entryPrice[selected]!, 'entry', ink, LineStyle.Dotted)
    add(
      trades.exitPrice[selected]!,
      trades.isOpen(selected) ? 'last' : (LEVELS[trades.reason(selected)] ?? 'exit'),
      isGain ? gain : loss,
      LineStyle.Dashed,
    )
    path.applyOptions({ color: isGain ? gain : loss })
  }

  const zoom = (factor: number): void => {
    const { from, to } = visible()
    const middle = (from + to) / 2
    const half = Math.max(5, ((to - from) / 2) * factor)
    if (half * 2 < total * 1.5) view(middle - half, middle + half)
    else showAll()
  }
  const move = (share: number): void => {
    const { from, to } = visible()
    const step = (to - from) * share
    if (from + step < total && to + step > 0) view(from + step, to + step)
  }
  const showAll = (): void => view(-0.5, total - 0.5 + total * 0.01)

  function show(row: number): void {
    if (row < 0 || row >= trades.count) return
    selected = row
    const from = trades.entryBar[row]! / every
    const to = trades.exitBar[row]! / every
    const margin = Math.max(30, (to - from) * 0.6)
    drawLines()
    view(from - margin, to + margin)
    const side = trades.isLong(row) ? 'long' : 'short'
    const says = [
      `Trade ${trades.number[row]}, ${side}`,
      `in at ${formatExact(trades.entryPrice[row]!)} on ${formatSeconds(trades.entryTime[row]!, barMs)}`,
      trades.isOpen(row)
        ? 'still open'
        : `out at ${formatExact(trades.exitPrice[row]!)} on ${formatSeconds(trades.exitTime[row]!, barMs)} by ${trades.reason(row).replace('_', ' ')}`,
      `profit ${formatSigned(trades.profit[row]!)}`,
    ].join(', ')
    picked.textContent = says
    onPick(row)
    say(says)
  }
  const step = (by: number): void => {
    if (trades.count === 0) return
    show(
      selected < 0
        ? by > 0
          ? 0
          : trades.count - 1
        : Math.max(0, Math.min(trades.count - 1, selected + by)),
    )
  }

  const picked = document.createElement('span')
  picked.className = 'picked'
  places.tools.append(
    button('Everything', 'Show all bars', showAll),
    button('+', 'Zoom in', () => zoom(0.5)),
    button('−', 'Zoom out', () => zoom(2)),
    button('◀', 'Earlier', () => move(-0.5)),
    button('▶', 'Later', () => move(0.5)),
    button('Previous trade', 'Previous trade', () => step(-1)),
    button('Next trade', 'Next trade', () => step(1)),
    picked,
  )
  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => move(-0.2),
    ArrowRight: () => move(0.2),
    '+': () => zoom(0.5),
    '=': () => zoom(0.5),
    '-': () => zoom(2),
    Home: showAll,
    PageUp: () => step(-1),
    PageDown: () => step(1),
  }
  // The wheel scrolls the page until somebody has chosen the chart.
  places.chart.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && document.activeElement !== places.chart) return
      event.preventDefault()
      zoom(event.deltaY > 0 ? 1.25 : 0.8)
    },
    { passive: false },
  )
  places.chart.addEventListener('keydown', (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  })
  onTheme(() => {
    const { gain, loss } = colours()
    chart.applyOptions(chartLook())
    candles.applyOptions({
      upColor: gain,
      downColor: loss,
      wickUpColor: gain,
      wickDownColor: loss,
      borderVisible: false,
    })
    drawLines()
    mark()
  })
  fitPrint(chart, places.chart)
  showAll()
  return { show }
}

function cut(text: string): string {
  return text.length > 16 ? `${text.slice(0, 15)}…` : text
}
