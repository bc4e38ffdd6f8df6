import { formatMinute } from '../moment.ts'
import { explainNote } from '../notes.ts'
import { formatCount, formatExact, formatFixed, formatMoney } from '../numbers.ts'
import type { BacktestResult } from '../result.ts'
import { el, type Html } from './element.ts'
import { formatChange, toneOf } from './figures.ts'
import { themeSwitch } from './frame.ts'

/** What was run, in one line each, and how it ended. */
export function headline(result: BacktestResult): Html {
  const { strategy, data, equity } = result
  const main = data[0]
  const status = { ok: 'complete', failed: 'failed', stopped: 'stopped' }[result.status]
  return el(
    'header',
    { class: 'top' },
    el(
      'div',
      { class: 'what' },
      el('p', { class: 'kicker' }, 'Backtest report'),
      el('h1', {}, strategy.title || strategy.file),
      el(
        'p',
        { class: 'facts' },
        el('span', {}, strategy.file),
        main === undefined ? null : el('span', {}, `${main.symbol} ${main.timeframe}`.trim()),
        el('span', {}, `${formatCount(equity.bars)} bars`),
        main === undefined
          ? null
          : el('span', {}, `${main.from.slice(0, 10)} to ${main.to.slice(0, 10)}`),
        el('span', { class: `status ${result.status}` }, status),
      ),
    ),
    themeSwitch(),
  )
}

/** Where a run that ended early did so, and what to do. */
export function failureBox({ failure }: BacktestResult): Html | null {
  if (failure === null) return null
  const place = [
    failure.file === null
      ? null
      : `${failure.file}${failure.line === null ? '' : `:${failure.line}:${failure.column ?? 1}`}`,
    failure.bar === null ? null : `bar ${formatCount(failure.bar)}`,
    failure.time === null ? null : formatMinute(failure.time),
  ].filter((part) => part !== null)
  return el(
    'section',
    { class: 'failure', role: 'alert', 'aria-label': 'Failure' },
    el('p', {}, el('strong', {}, `${failure.code} `), failure.message),
    place.length === 0 ? null : el('p', { class: 'place' }, place.join(', ')),
    failure.source === null ? null : el('pre', {}, failure.source),
    el('p', {}, failure.hint),
  )
}

type Card = { label: string; value: string; note: string; tone?: string }

/** The figures that a reader wants first. */
export function cards({ metrics, why, strategy, symbol }: BacktestResult): Html {
  const { all, long, short } = metrics
  const currency = strategy.properties.currency || symbol.currency
  const show = (value: number | null | undefined, text: (value: number) => string): string =>
    value === null || value === undefined ? 'n/a' : text(value)
  const ratio = (value: number): string => formatFixed(value, 2)
  const percent = (value: number): string => `${formatFixed(value, 2)} %`
  const change = (value: number): string => formatChange(value, 'percent')
  const count = (value: number | null | undefined): string => show(value, formatCount)
  const list: readonly Card[] = [
    {
      label: 'Total profit',
      value: show(all.totalProfitPct, change),
      note: `${show(all.totalProfit, (value) => formatChange(value, 'money'))} ${currency}`.trim(),
      tone: toneOf(all.totalProfit ?? null),
    },
    {
      label: 'Max drawdown',
      value: show(all.maxDrawdownPct, percent),
      note: show(all.maxDrawdownDays, (days) => `longest ${formatFixed(days, 0)} days`),
    },
    {
      label: 'Buy & hold',
      value: show(all.buyHoldPct, change),
      note: 'from the first bar',
      tone: toneOf(all.buyHoldPct ?? null),
    },
    {
      label: 'Closed trades',
      value: count(all.trades),
      note: `${count(long.trades)} long, ${count(short.trades)} short`,
    },
    {
      label: 'Win rate',
      value: show(all.winRate, percent),
      note: `${count(all.winningTrades)} won, ${count(all.losingTrades)} lost`,
    },
    {
      label: 'Profit factor',
      value: show(all.profitFactor, ratio),
      note: why.profitFactor ?? 'gross profit / gross loss',
    },
    {
      label: 'Sharpe',
      value: show(all.sharpe, ratio),
      note: why.sharpe ?? `Sortino ${show(all.sortino, ratio)}`,
    },
    {
      label: 'CAGR',
      value: show(all.cagrPct, change),
      note: why.cagrPct ?? `Calmar ${show(all.calmar, ratio)}`,
    },
    {
      label: 'Exposure',
      value: show(all.exposurePct, percent),
      note: 'of the bars',
    },
    {
      label: 'Commission',
      value: show(all.commissionPaid, formatMoney),
      note: currency || `capital ${show(all.initialCapital, formatExact)}`,
    },
  ]
  return el(
    'dl',
    { class: 'cards' },
    list.map(({ label, value, note, tone }) =>
      el(
        'div',
        { class: 'card' },
        el('dt', {}, label),
        el('dd', { class: `big ${tone ?? ''}`.trim() }, value),
        el('dd', { class: 'note' }, note),
      ),
    ),
  )
}

export function noteList({ notes }: BacktestResult): Html {
  if (notes.length === 0) return el('p', { class: 'muted' }, 'None.')
  return el(
    'ul',
    { class: 'notes' },
    notes.map(({ code, text }) =>
      el(
        'li',
        {},
        el('code', {}, code),
        el('span', {}, text),
        el('span', { class: 'muted' }, explainNote(code)),
      ),
    ),
  )
}
