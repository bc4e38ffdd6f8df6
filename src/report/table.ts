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

/**
 * Computes every metric. Each null has its reason in `why`, under the name by which conditions call
 * it: `sharpe`, `long.winRate`, `tv.sharpe`, `tv.short.avgWin`.
 */
export function computeMetrics(facts: Facts): {
  readonly metrics: MetricsBlock
  readonly why: Readonly<Record<string, string>>
} {
  const why: Record<string, string> = {}
  const fill = (panel: 'tv' | 'own'): Panel => {
    const values: Record<Side, Record<string, number | null>> = { all: {}, long: {}, short: {} }
    for (const metric of metricsOf(panel)) {
      for (const side of metric.columns === 'sides' ? SIDES : (['all'] as const)) {
        const value = metric.compute(facts, side)
        // -0 is 0 in JSON; it shall be 0 here as well.
        const sound = value !== null && Number.isFinite(value) ? value + 0 : null
        values[side][metric.id] = sound
        if (sound === null)
          why[nameOf(metric.id, panel, side)] = metric.why || 'not a finite number'
      }
    }
    return values
  }
  const own = fill('own')
  return { metrics: { ...own, tv: fill('tv') }, why }
}

/** The name of a metric in conditions and in `why`. */
export function nameOf(id: string, panel: 'tv' | 'own', side: Side): string {
  return `${panel === 'tv' ? 'tv.' : ''}${side === 'all' ? '' : `${side}.`}${id}`
}
