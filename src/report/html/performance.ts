import type { Metric } from '../metrics/metric.ts'
import { SIDES, type Side } from '../metrics/sides.ts'
import type { BacktestResult } from '../result.ts'
import { METRIC_GROUPS, nameOf } from '../table.ts'
import { DEFINITIONS } from './definitions.ts'
import { el, type Html } from './element.ts'
import { formatValue, toneOf } from './figures.ts'

const SIGNED = /profit|payoff|expectanc|outperform|return|cagr|buyHold|avgTrade/i

/** Every metric of both panels, All / Long / Short, each with its definition behind its name. */
export function performanceTable(result: BacktestResult): Html {
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Performance table' },
    el(
      'table',
      { class: 'performance' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Metric'),
          SIDES.map((side) =>
            el('th', { scope: 'col', class: 'num' }, side[0]!.toUpperCase() + side.slice(1)),
          ),
        ),
      ),
      METRIC_GROUPS.map(({ title, metrics }) =>
        el(
          'tbody',
          {},
          el(
            'tr',
            { class: 'group' },
            el('th', { scope: 'rowgroup', colspan: 1 + SIDES.length }, title),
          ),
          metrics.map((metric) => row(metric, result)),
        ),
      ),
    ),
  )
}

function row(metric: Metric, { metrics, why }: BacktestResult): Html {
  const panel = metric.panel === 'tv' ? 'tv' : 'own'
  const values = panel === 'tv' ? metrics.tv : metrics
  const sides: readonly Side[] = metric.columns === 'sides' ? SIDES : ['all']
  const reasons = new Map<string, string[]>()
  for (const side of sides) {
    const reason = why[nameOf(metric.id, panel, side)]
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), side])
  }
  return el(
    'tr',
    {},
    el(
      'th',
      { scope: 'row' },
      el(
        'details',
        {},
        el(
          'summary',
          {},
          metric.label,
          panel === 'tv' ? el('span', { class: 'tag' }, 'TradingView') : null,
        ),
        el(
          'p',
          { class: 'definition' },
          definitionOf(metric),
          ' ',
          el('span', { class: 'muted' }, `${metric.rule}, ${nameOf(metric.id, panel, 'all')}`),
        ),
      ),
      [...reasons].map(([reason, names]) =>
        el(
          'p',
          { class: 'why' },
          names.length === sides.length
            ? `n/a: ${reason}`
            : `${names.join(' and ')} n/a: ${reason}`,
        ),
      ),
    ),
    SIDES.map((side) => {
      if (!sides.includes(side))
        return el('td', { class: 'num none' }, el('span', { class: 'hidden' }, 'for all only'))
      const value = values[side][metric.id] ?? null
      if (value === null) return el('td', { class: 'num none' }, 'n/a')
      const tone = SIGNED.test(metric.id) && metric.unit !== 'ratio' ? toneOf(value) : ''
      return el('td', { class: `num ${tone}`.trim() }, formatValue(value, metric.unit))
    }),
  )
}

export function definitionOf({ id, panel }: Pick<Metric, 'id' | 'panel'>): string {
  return (panel === 'tv' ? DEFINITIONS[`tv.${id}`] : undefined) ?? DEFINITIONS[id]!
}
