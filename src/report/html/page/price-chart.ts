import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { formatCount, formatFixed } from '../../numbers.ts'
import type { Payload } from '../payload.ts'
import { addControls } from './chart-controls.ts'
import { readCandles } from './decode.ts'
import { make, say } from './dom.ts'
import { addLevelLines, levelKey } from './level-lines.ts'
import { createLevels } from './levels.ts'
import { addPlots } from './plots.ts'
import { fitPrint } from './print.ts'
import { addReadout } from './readout.ts'
import { readResting } from './resting.ts'
import { levelFor, type Slice, sliceAround } from './slice.ts'
import { chartLook, colours, onTheme } from './theme.ts'
import { formatSeconds, formatTick } from './times.ts'
import { marksOf, rowsIn } from './trade-marks.ts'
import { addTradePath } from './trade-path.ts'
import { wordsOf } from './trade-words.ts'
import type { Trades } from './trades.ts'

export type PriceChart = {
  /** Shows a trade: its bars in the middle, its entry, its exit and what closed it. */
  show(row: number): void
}

/** Trades whose marks are drawn at once, and of which the marks have words. */
const MAX_MARKED = 250
const MAX_WORDED = 24
/** Room that the marks of a trade take, and a small one of its entry alone. */
const PIXELS_PER_TRADE = 9
const PIXELS_PER_MARK = 4
/** Trades whose stops and targets have room to be told apart. */
const MAX_LEVELLED = 60

export type ChartPlaces = {
  readonly chart: HTMLElement
  readonly tools: HTMLElement
  readonly legend: HTMLElement
  readonly read: HTMLElement
  readonly said: HTMLElement
}

export function drawPrice(
  places: ChartPlaces,
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
  const path = addTradePath(chart, candles, trades)
  const marks = createSeriesMarkers<Time>(candles, [])
  const resting = readResting(payload.levels, trades)
  const levelLines = addLevelLines(chart, candles, resting, every)
  let hasLevels = true
  if (resting.count > 0)
    places.legend.append(
      levelKey((isShown) => {
        hasLevels = isShown
        mark()
      }),
    )
  const plots = addPlots(chart, candles, payload, places.legend, () => mark())
  const scale = chart.timeScale()
  if (chart.panes().length > 1)
    places.chart.classList.add(`panes${Math.min(4, chart.panes().length - 1)}`)

  let slice: Slice = sliceAround(levels.at(0), 0, every, 0, total)
  let selected = -1
  /** What the chart was told to show and has not painted yet: until then it still tells the old range. */
  let target: { from: number; to: number } | undefined

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
    path.draw(slice, selected)
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

  function mark(): void {
    const { from, to } = visible()
    const rows = rowsIn(trades, from * every, to * every)
    const list = plots.marks(slice, from * every, to * every)
    const isFew = rows.length <= Math.min(MAX_MARKED, room() / PIXELS_PER_MARK)
    if (isFew) {
      const detail =
        rows.length <= MAX_WORDED
          ? 'words'
          : rows.length <= room() / PIXELS_PER_TRADE
            ? 'marks'
            : 'entry'
      for (const row of rows)
        list.push(...marksOf(trades, row, slice, row === selected ? 'words' : detail))
    } else if (selected >= 0) list.push(...marksOf(trades, selected, slice, 'words'))
    marks.setMarkers(list.sort((a, b) => Number(a.time) - Number(b.time)))
    levelLines.show(
      slice,
      hasLevels && rows.length <= MAX_LEVELLED ? resting.between(from * every, to * every) : [],
      hasLevels && selected >= 0 ? resting.ofTrade(selected) : [],
    )
    const candle = every * slice.join
    places.said.textContent = [
      !isFew
        ? `${formatCount(rows.length)} trades in view: zoom in to see their marks`
        : `${formatCount(rows.length)} ${rows.length === 1 ? 'trade' : 'trades'} in view`,
      ...(candle > 1 ? [`one candle is ${formatCount(candle)} bars`] : []),
      ...(resting.dropped > 0
        ? [
            `stops and targets are kept of the first and the last ${formatCount(resting.count / 2)} steps`,
          ]
        : []),
    ].join('; ')
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
    const by = (to - from) * share
    if (from + by < total && to + by > 0) view(from + by, to + by)
  }
  const showAll = (): void => view(-0.5, total - 0.5 + total * 0.01)

  function show(row: number): void {
    if (row < 0 || row >= trades.count) return
    selected = row
    const from = trades.entryBar[row]! / every
    const to = trades.exitBar[row]! / every
    const margin = Math.max(30, (to - from) * 0.6)
    path.name(selected)
    levelLines.widen(rangeOf(row, from - margin, to + margin))
    view(from - margin, to + margin)
    const says = wordsOf(trades, row, resting, barMs)
    picked.textContent = says
    onPick(row)
    say(says)
  }

  /** The levels of a trade that are not so far away that they would flatten its candles. */
  function rangeOf(row: number, from: number, to: number): { low: number; high: number } | null {
    const { high, low, count } = levels.at(0)
    let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let i = Math.max(0, Math.floor(from)); i < Math.min(count, to); i++) {
      lowest = Math.min(lowest, low[i]!)
      highest = Math.max(highest, high[i]!)
    }
    const room = highest - lowest
    const near = resting
      .ofTrade(row)
      .map((level) => resting.price[level]!)
      .filter((price) => price >= lowest - room && price <= highest + room)
    return near.length === 0 ? null : { low: Math.min(...near), high: Math.max(...near) }
  }

  const step = (by: 1 | -1): void => {
    if (trades.count === 0) return
    const first = by > 0 ? 0 : trades.count - 1
    show(selected < 0 ? first : Math.max(0, Math.min(trades.count - 1, selected + by)))
  }

  addControls(places.chart, places.tools, { showAll, zoom, move, step })
  const picked = make('span', { class: 'picked' })
  places.tools.append(picked)
  addReadout(chart, places.read, barMs, () => [
    {
      name: '',
      series: candles,
      colour: '',
      format: (price) => formatFixed(price, decimals),
    },
    ...plots.told(),
  ])
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
    plots.paint()
    path.name(selected)
    mark()
  })
  fitPrint(chart, places.chart)
  showAll()
  return { show }
}
