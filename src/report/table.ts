import { ANNUAL } from './metrics/annual.ts'
import { BENCHMARK } from './metrics/benchmark.ts'
import { CAPITAL } from './metrics/capital.ts'
import { DAYS } from './metrics/days.ts'
import { DRAWDOWNS } from './metrics/drawdowns.ts'
import type { Facts } from './metrics/facts.ts'
import { GROWTH } from './metrics/growth.ts'
import { HELD } from './metrics/held.ts'
import type { Metric } from './metrics/metric.ts'
import { QUALITY } from './metrics/quality.ts'
import { RETURNS } from './metrics/returns.ts'
import { RISK } from './metrics/risk.ts'
import { SIDES, type Side } from './metrics/sides.ts'
import { TRADES } from './metrics/trades.ts'
import { UNDERWATER } from './metrics/underwater.ts'

/** Every metric by family, in the order in which a full report prints them. */
export const METRIC_GROUPS: readonly {
  readonly title: string
  readonly metrics: readonly Metric[]
}[] = [
  { title: 'Returns', metrics: RETURNS },
  { title: 'Benchmark', metrics: BENCHMARK },
  { title: 'Risk-adjusted', metrics: RISK },
  { title: 'Trades', metrics: TRADES },
  { title: 'Run-ups and drawdowns, as TradingView has them', metrics: DRAWDOWNS },
  { title: 'Capital efficiency', metrics: CAPITAL },
  { title: 'Growth and exposure', metrics: GROWTH },
  { title: 'Annualized ratios', metrics: ANNUAL },
  { title: 'Drawdowns of the marked equity', metrics: UNDERWATER },
  { title: 'Days, months and years', metrics: DAYS },
  { title: 'Quality of the trades', metrics: QUALITY },
  { title: 'Against buy & hold', metrics: HELD },
]

export const METRICS: readonly Metric[] = METRIC_GROUPS.flatMap(({ metrics }) => metrics)

const PANELS = {
  tv: METRICS.filter(({ panel }) => panel !== 'own'),
  own: METRICS.filter(({ panel }) => panel !== 'tv'),
}

/** Those of one panel: TradingView's rows, or ours. */
export function metricsOf(panel: 'tv' | 'own'): readonly Metric[] {
  return PANELS[panel]
}

export type MetricValues = Readonly<Record<string, number | null>>

/** The values of one panel by column; metrics without sides stand under `all` only. */
export type Panel = Readonly<Record<Side, MetricValues>>

/** `all`, `long` and `short` of our panel, and TradingView's panel as it stands in its report. */
export type MetricsBlock = Panel & { readonly tv: Panel }

/** A metric in one of its columns. */
type Figure = { readonly metric: Metric; readonly side: Side }

const FIGURES: readonly Figure[] = METRICS.flatMap((metric) =>
  (metric.columns === 'sides' ? SIDES : (['all'] as const)).map((side) => ({ metric, side })),
)

/** Where a figure stands in a panel, and what it is called there. */
type Cell = {
  readonly figure: number
  readonly side: Side
  readonly id: string
  readonly name: string
  readonly why: string
}

/** The cells of a panel, and its columns without values. */
type Form = { readonly cells: readonly Cell[]; readonly columns: Panel }

const FORMS = { own: formOf('own'), tv: formOf('tv') }

function formOf(panel: 'tv' | 'own'): Form {
  const cells = FIGURES.flatMap(({ metric: { panel: at, id, why }, side }, figure) =>
    at === panel || at === 'both'
      ? [{ figure, side, id, name: nameOf(id, panel, side), why: why || 'not a finite number' }]
      : [],
  )
  const column = (wanted: Side): MetricValues => {
    const ids = cells.flatMap(({ side, id }) => (side === wanted ? [id] : []))
    // The engine makes a copy a plain object where the original is a hash table: copies of it are made fast.
    return { ...Object.fromEntries(ids.map((id) => [id, null])) }
  }
  return { cells, columns: { all: column('all'), long: column('long'), short: column('short') } }
}

/** Values of `FIGURES`; NaN for those that are not defined. */
const found = new Float64Array(FIGURES.length)

/**
 * Computes every metric. Each null has its reason in `why`, under the name by which conditions call
 * it: `sharpe`, `long.winRate`, `tv.sharpe`, `tv.short.avgWin`.
 */
export function computeMetrics(facts: Facts): {
  readonly metrics: MetricsBlock
  readonly why: Readonly<Record<string, string>>
} {
  for (let i = 0; i < FIGURES.length; i++) {
    const { metric, side } = FIGURES[i]!
    found[i] = metric.compute(facts, side) ?? Number.NaN
  }
  const why: Record<string, string> = {}
  const own = fill(FORMS.own, why)
  return { metrics: { ...own, tv: fill(FORMS.tv, why) }, why }
}

function fill({ cells, columns }: Form, reasons: Record<string, string>): Panel {
  const values = { all: { ...columns.all }, long: { ...columns.long }, short: { ...columns.short } }
  for (let i = 0; i < cells.length; i++) {
    const { figure, side, id, name, why } = cells[i]!
    const value = found[figure]!
    // -0 is 0 in JSON; it shall be 0 here as well.
    if (Number.isFinite(value)) (values[side] as Record<string, number | null>)[id] = value + 0
    else reasons[name] = why
  }
  return values
}

/** The name of a metric in conditions and in `why`. */
export function nameOf(id: string, panel: 'tv' | 'own', side: Side): string {
  return `${panel === 'tv' ? 'tv.' : ''}${side === 'all' ? '' : `${side}.`}${id}`
}
