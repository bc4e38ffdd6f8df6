import { formatCount, formatFixed } from '../numbers.ts'
import type { BacktestResult } from '../result.ts'
import { type Bar, barChart } from './bars.ts'
import { MONTHS, type Slot, type TradeFacts } from './calendar.ts'
import { el, type Html } from './element.ts'
import { formatChange } from './figures.ts'

/** Months as a table of years, shaded by size: the sign stands in the text as well. */
export function monthTable({ returns }: BacktestResult): Html {
  if (returns.months.length === 0) return el('p', { class: 'muted' }, 'No returns: no bars.')
  const byMonth = new Map(returns.months.map(({ period, returnPct }) => [period, returnPct]))
  const cell = (value: number | undefined): Html =>
    value === undefined
      ? el('td', { class: 'none' }, el('span', { class: 'hidden' }, 'no bars'))
      : el('td', { class: shadeOf(value) }, formatChange(value, 'percent').replace(' %', ''))
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Returns by month' },
    el(
      'table',
      { class: 'months' },
      el('caption', {}, 'Returns in percent by UTC month and year, of the equity at day ends'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ['Year', ...MONTHS, 'Total'].map((name) => el('th', { scope: 'col' }, name)),
        ),
      ),
      el(
        'tbody',
        {},
        returns.years.map(({ period, returnPct }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, period),
            MONTHS.map((_, i) => cell(byMonth.get(`${period}-${String(i + 1).padStart(2, '0')}`))),
            cell(returnPct),
          ),
        ),
      ),
    ),
  )
}

/** Five steps of colour for either direction. */
function shadeOf(value: number): string {
  const size = Math.abs(value)
  const step = size >= 10 ? 5 : size >= 5 ? 4 : size >= 2 ? 3 : size >= 0.5 ? 2 : size > 0 ? 1 : 0
  return step === 0 ? 'num' : `num ${value > 0 ? 'up' : 'down'}${step}`
}

export function yearBars({ returns }: BacktestResult): Html | null {
  if (returns.years.length < 2) return null
  return figure(
    'Returns by year',
    barChart(
      'Returns by year in percent',
      returns.years.map(({ period, returnPct }) => ({
        name: period,
        value: returnPct,
        says: `${period}: ${formatChange(returnPct, 'percent')}`,
        tone: toneFor(returnPct),
      })),
      { unit: ' %', every: Math.ceil(returns.years.length / 12) },
    ),
  )
}

/** Distribution of the per-trade percents. */
export function distribution({ histogram }: BacktestResult): Html {
  if (histogram === null)
    return figure('Distribution of returns', el('p', { class: 'muted' }, 'No closed trades.'))
  const { counts, start, width } = histogram
  const decimals = width >= 1 ? 0 : width >= 0.1 ? 1 : 2
  const edge = (i: number): string => formatFixed(start + i * width, decimals)
  return figure(
    'Distribution of returns',
    barChart(
      `Closed trades by return, in bins of ${width} %`,
      counts.map((count, i) => ({
        name: edge(i),
        value: count,
        says: `${edge(i)} to ${edge(i + 1)} %: ${formatCount(count)} trades`,
        tone: start + (i + 0.5) * width > 0 ? 'gain' : 'loss',
      })),
      { every: Math.ceil(counts.length / 8), isEdge: true },
    ),
    `Closed trades by their return in percent, bins of ${width} %`,
  )
}

/** Profit by hour, weekday and month of entry. */
export function byCalendar(facts: TradeFacts): readonly Html[] {
  const chart = (title: string, slots: readonly Slot[], every: number): Html =>
    figure(
      title,
      barChart(title, slots.map(barOf), { every }),
      'Net profit of closed trades by their entry, UTC',
      slotTable(title, slots),
    )
  return [
    chart('Profit by hour', facts.hours, 3),
    chart('Profit by weekday', facts.weekdays, 1),
    chart('Profit by month', facts.months, 1),
  ]
}

function barOf({ name, profit, trades, wins }: Slot): Bar {
  return {
    name,
    value: profit,
    says: `${name}: ${formatChange(profit, 'money')}, ${formatCount(trades)} trades, ${formatCount(wins)} won`,
    tone: toneFor(profit),
  }
}

function slotTable(title: string, slots: readonly Slot[]): Html {
  return el('details', {}, el('summary', {}, 'As a table'), slotRows(title, slots))
}

/** The slots that have trades, as a table. */
export function slotRows(title: string, slots: readonly Slot[]): Html {
  return el(
    'table',
    { class: 'plain' },
    el('caption', { class: 'hidden' }, title),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('td', {}),
        ['Profit', 'Trades', 'Won'].map((name) => el('th', { scope: 'col', class: 'num' }, name)),
      ),
    ),
    el(
      'tbody',
      {},
      slots
        .filter(({ trades }) => trades > 0)
        .map(({ name, profit, trades, wins }) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, name),
            el('td', { class: `num ${toneFor(profit)}` }, formatChange(profit, 'money')),
            el('td', { class: 'num' }, formatCount(trades)),
            el('td', { class: 'num' }, `${formatFixed((wins / trades) * 100, 0)} %`),
          ),
        ),
    ),
  )
}

function figure(title: string, drawing: Html, caption = '', more: Html | null = null): Html {
  return el(
    'figure',
    {},
    el('h3', {}, title),
    drawing,
    caption === '' ? null : el('figcaption', { class: 'muted' }, caption),
    more,
  )
}

function toneFor(value: number): 'gain' | 'loss' | 'even' {
  return value > 0 ? 'gain' : value < 0 ? 'loss' : 'even'
}
