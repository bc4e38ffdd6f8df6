import { formatCount, formatFixed } from '../numbers.ts'
import type { BacktestResult } from '../result.ts'
import type { Candles } from './candles.ts'
import { el, type Html } from './element.ts'

/** Stands where the page's script will draw. */
export function needsScript(what: string): Html {
  return el('p', { class: 'muted needs-script' }, `${what} needs the script of this page.`)
}

export function overviewChart(result: BacktestResult): Html {
  const { equity, metrics } = result
  const { all: figures } = metrics
  const says = [
    `Equity from ${formatCount(figures.initialCapital ?? 0)} to ${formatCount(figures.equityFinal ?? 0)}`,
    `highest ${formatCount(figures.equityPeak ?? 0)}`,
    `deepest fall ${formatFixed(figures.maxDrawdownPct ?? 0, 2)} %`,
    ...(equity.deepest === null
      ? []
      : [
          `from ${equity.deepest.peak.slice(0, 10)} to ${equity.deepest.trough.slice(0, 10)}, ${equity.deepest.recovered === null ? 'not made good' : `made good on ${equity.deepest.recovered.slice(0, 10)}`}`,
        ]),
  ].join(', ')
  return el(
    'figure',
    {},
    el(
      'div',
      { class: 'legend', 'aria-hidden': 'true' },
      el('span', { class: 'key equity' }, 'Equity'),
      el('span', { class: 'key hold' }, 'Buy & hold'),
      el('span', { class: 'key fall' }, 'Drawdown, %'),
    ),
    el('div', { id: 'overview-read', class: 'read', 'aria-hidden': 'true' }),
    el(
      'div',
      { id: 'overview-chart', class: 'chart', role: 'group', 'aria-label': says },
      needsScript('The chart'),
    ),
    el(
      'figcaption',
      { class: 'muted' },
      `${says}.`,
      equity.every > 1
        ? ` Drawn from one bar in ${formatCount(equity.every)}; figures are computed from every bar.`
        : '',
    ),
  )
}

export function priceChart(
  result: BacktestResult,
  candles: Candles | undefined,
  chartless = 'this report was made without the bars of the run',
): Html {
  if (candles === undefined || candles.count === 0)
    return el('p', { class: 'muted' }, `No price chart: ${chartless}.`)
  const plots = Object.values(result.plots)
  const every = Math.max(1, ...plots.map((plot) => plot.every))
  return el(
    'figure',
    {},
    el('div', { id: 'chart-tools', class: 'tools', role: 'toolbar', 'aria-label': 'Chart' }),
    el('div', { id: 'chart-legend', class: 'legend' }),
    el('div', { id: 'chart-read', class: 'read', 'aria-hidden': 'true' }),
    el(
      'div',
      {
        id: 'price-chart',
        class: 'chart',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'price chart',
        'aria-label':
          'Candles with trades. Arrow keys move, plus and minus zoom, Home shows everything, Page Up and Page Down go from trade to trade.',
      },
      needsScript('The chart'),
    ),
    el('p', { id: 'chart-said', class: 'muted said' }),
    el(
      'figcaption',
      { class: 'muted' },
      `Blue candles close higher, orange ones lower; arrows mark entries (up for long, down for short), circles exits. Lines are the levels at which orders waited to close a trade, from bar to bar: solid a stop, dashed a target, dotted a trailing stop. Once the chart is selected, the wheel zooms. `,
      candles.every > 1 ? `The finest candle holds ${formatCount(candles.every)} bars. ` : '',
      every > 1 ? `Plots were sampled on one bar in ${formatCount(every)}.` : '',
    ),
  )
}

export function excursions(): Html {
  return el(
    'figure',
    { class: 'wide' },
    el('h3', {}, 'Excursions: how far trades went for and against'),
    el(
      'div',
      { class: 'pair' },
      el('div', { id: 'mae', class: 'scatter' }),
      el('div', { id: 'mfe', class: 'scatter' }),
    ),
    el(
      'figcaption',
      { class: 'muted' },
      'One mark for each trade, in percent of its entry value: ● won, × lost. The diagonal is a trade that closed at its worst or its best point. Select a mark to see its trade.',
    ),
  )
}
