import type { BacktestResult } from '../result.ts'
import { tallyTrades } from './calendar.ts'
import type { Candles } from './candles.ts'
import type { HtmlOptions } from './document.ts'
import { excursions, needsScript, overviewChart, priceChart } from './drawings.ts'
import { all, el, type Html } from './element.ts'
import { announcer, footer } from './frame.ts'
import { performanceTable } from './performance.ts'
import { byCalendar, distribution, monthTable, yearBars } from './returns.ts'
import { costs, dataFacts, inputs, logLines, orders, properties, provenance } from './run.ts'
import { cards, failureBox, headline, noteList } from './summary.ts'

const SECTIONS = [
  ['overview', 'Overview'],
  ['chart', 'Price'],
  ['trades', 'Trades'],
  ['performance', 'Performance'],
  ['returns', 'Returns'],
  ['analysis', 'Analysis'],
  ['orders', 'Costs and orders'],
  ['run', 'Run'],
] as const

type SectionId = (typeof SECTIONS)[number][0]

function section(id: SectionId, title: string, ...children: readonly (Html | null)[]): Html {
  return el(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    el('h2', { id: `${id}-title` }, title),
    children,
  )
}

/** Everything between the body's tags but the data and the script. */
export function bodyOf(result: BacktestResult, { candles, chartless, command }: HtmlOptions): Html {
  // A run that failed before its first bar has nothing to report but its failure and what it was.
  const isEmpty = result.equity.bars === 0
  return all(
    el('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
    headline(result),
    isEmpty
      ? null
      : el(
          'nav',
          { 'aria-label': 'Sections' },
          SECTIONS.map(([id, name]) => el('a', { href: `#${id}` }, name)),
        ),
    el(
      'main',
      { id: 'main', tabindex: -1 },
      failureBox(result),
      isEmpty ? null : findings(result, candles, chartless),
      runSection(result, command),
    ),
    footer(result.run.qrun),
    announcer(),
  )
}

function findings(
  result: BacktestResult,
  candles: Candles | undefined,
  chartless: string | undefined,
): readonly Html[] {
  const facts = tallyTrades(result.trades)
  return [
    section(
      'overview',
      'Overview',
      cards(result),
      overviewChart(result),
      el('h3', {}, 'Notes'),
      noteList(result),
    ),
    section('chart', 'Price and trades', priceChart(result, candles, chartless)),
    section(
      'trades',
      'Trades',
      el('div', { id: 'trade-table' }, needsScript('The list of trades')),
    ),
    section(
      'performance',
      'Performance',
      el(
        'p',
        { class: 'muted' },
        'Select a name for its definition. Rows marked TradingView follow its definitions where they differ from ours; money is account currency.',
      ),
      performanceTable(result),
    ),
    section('returns', 'Returns', monthTable(result), yearBars(result)),
    section(
      'analysis',
      'Analysis of the trades',
      el('div', { class: 'figures' }, excursions(), distribution(result), byCalendar(facts)),
    ),
    section(
      'orders',
      'Costs and orders',
      el('h3', {}, 'Costs'),
      costs(result, facts),
      el('h3', {}, 'Orders'),
      orders(result, facts),
    ),
  ]
}

function runSection(result: BacktestResult, command: string | undefined): Html {
  return section(
    'run',
    'Inputs, data and provenance',
    provenance(result, command),
    el('h3', {}, 'Inputs'),
    inputs(result),
    el('h3', {}, 'Data'),
    dataFacts(result),
    el(
      'details',
      {},
      el('summary', {}, 'All properties of strategy and symbol'),
      properties(result),
    ),
    logLines(result),
  )
}
