import { pathOf } from '../compare/index.ts'
import type { BacktestResult } from '../report/index.ts'
import {
  type BarAccount,
  type Explanation,
  FILL_HOW,
  SITE,
  TRACK,
  TRACK_WIDTH,
  VALUE,
} from '../shared/explain.ts'
import { NOTE_CODES } from '../shared/failure.ts'
import { formatTime } from '../shared/timeframe.ts'
import { seriesName } from './orders.ts'
import type { Places } from './places.ts'
import type { BarSeries, BarTest, ExplainedBar } from './report.ts'

/** What happened at a bar, in the words of the report. */
export function explainBar(
  told: BarAccount,
  why: string,
  explanation: Explanation,
  places: Places,
  source: string,
  { plots }: BacktestResult,
): ExplainedBar {
  const { bar, open, high, low, close, volume, detail, before, after, isWarmup, dropped } = told
  return {
    why,
    bar,
    time: formatTime(told.timeMs),
    open,
    high,
    low,
    close,
    volume,
    path: pathOf({ open, high, low, close }).prices,
    smallerBars: detail,
    isWarmup,
    before,
    after,
    waiting: told.pending.map(({ side, activation, mark, ...order }) => ({
      ...order,
      ...places.lineAt(mark),
      side: tradeSide(side),
      trailFrom: activation,
    })),
    fills: told.fills.map(({ how, side, ...fill }) => ({
      ...fill,
      side: tradeSide(side),
      how: FILL_HOW[how]!,
    })),
    rejections: told.declined.map(({ mark, ...order }) => ({
      ...order,
      ...places.lineAt(mark),
      title: NOTE_CODES[order.code],
    })),
    sent: told.commands.map(({ side, values, mark, ...order }) => ({
      ...order,
      ...places.lineAt(mark),
      side: side === 0 ? null : side > 0 ? 'long' : 'short',
      given: Object.fromEntries(values),
    })),
    series: told.series.map((pair, i) => seriesAt(explanation, source, i, pair)),
    plots: Object.fromEntries(
      Object.keys(plots).map((name, i) => [name, told.plots[i] ?? null] as const),
    ),
    tests: testsAt(told, explanation, places),
    dropped,
  }
}

function tradeSide(side: number): 'buy' | 'sell' {
  return side > 0 ? 'buy' : 'sell'
}

function seriesAt(
  explanation: Explanation,
  source: string,
  index: number,
  [now, before]: readonly [number | null, number | null],
): BarSeries {
  const { site, output } = explanation.series[index]!
  const isBoolean = explanation.tracks[index * TRACK_WIDTH + TRACK.IS_BOOLEAN] === 1
  const value = (number: number | null): number | boolean | null =>
    isBoolean && number !== null ? number === 1 : number
  return {
    name: seriesName(explanation, source, site, output),
    now: value(now),
    before: value(before),
  }
}

/** The tests that ran on the bar, each with its operands and what they read below it. */
function testsAt(
  { tests }: BarAccount,
  { sites }: Explanation,
  { textOf, childrenOf }: Places,
): readonly BarTest[] {
  const byPlace = new Map(tests.map((test) => [test[0], test]))
  const rows: BarTest[] = []
  const add = (site: number, depth: number): void => {
    const found = byPlace.get(site)
    if (found !== undefined) {
      const [, runs, kind, number] = found
      rows.push({ ...textOf(site), value: valueAt(kind, number), runs, depth })
    }
    for (const kind of [SITE.PART, SITE.READ])
      for (const child of childrenOf(site, kind)) add(child, depth + 1)
  }
  sites.forEach(({ kind }, site) => {
    if (kind === SITE.TEST) add(site, 0)
  })
  return rows
}

function valueAt(kind: number, number: number | null): BarTest['value'] {
  switch (kind) {
    case VALUE.NA:
      return null
    case VALUE.NUMBER:
      return number
    default:
      return kind === VALUE.TRUE || kind === VALUE.TRUTHY
  }
}
