import { formatMinute } from '../moment.ts'
import { formatCount, formatExact, formatFixed, formatMoney } from '../numbers.ts'
import type { BacktestResult } from '../result.ts'
import { sanitize } from '../sanitize.ts'
import type { TradeFacts } from './calendar.ts'
import { all, el, type Html } from './element.ts'
import { formatChange, toneOf } from './figures.ts'
import { slotRows } from './returns.ts'

/** Log lines that the report shows; the JSON document has all of them. */
const MAX_LINES = 500
const MAX_REJECTIONS = 200

type Pair = readonly [name: string, value: string | Html | null]

export function pairs(list: readonly Pair[]): Html {
  return el(
    'dl',
    { class: 'pairs' },
    list
      .filter(([, value]) => value !== null)
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  )
}

/** What trading cost, and what would have been left without it. */
export function costs({ metrics, strategy, symbol }: BacktestResult, facts: TradeFacts): Html {
  const set = strategy.properties
  const money = set.currency || symbol.currency
  const values = metrics.all
  const paid = values.commissionPaid ?? 0
  const net = values.netProfit ?? 0
  const share = (part: number, whole: number): string =>
    whole === 0 ? 'n/a' : `${formatFixed((part / whole) * 100, 2)} %`
  const commission = {
    percent: `${formatExact(set.commissionValue)} % of the value`,
    cashPerContract: `${formatExact(set.commissionValue)} ${money} per contract`,
    cashPerOrder: `${formatExact(set.commissionValue)} ${money} per order`,
  }[set.commissionType]
  const trades = values.trades ?? 0
  return pairs([
    ['Commission', commission.trim()],
    ['Slippage', `${formatCount(set.slippage)} ticks of ${formatExact(symbol.tick)}`],
    ['Paid on entries', formatMoney(facts.costs.entry)],
    ['Paid on exits', formatMoney(facts.costs.exit)],
    ['Paid in all', formatMoney(paid)],
    [
      'Long / short',
      `${formatMoney(metrics.long.commissionPaid ?? 0)} / ${formatMoney(metrics.short.commissionPaid ?? 0)}`,
    ],
    ['Per closed trade', trades === 0 ? 'n/a' : formatMoney(paid / trades)],
    ['Of gross profit', share(paid, values.grossProfit ?? 0)],
    [
      'Net without commission',
      el('span', { class: toneOf(net + paid) }, formatChange(net + paid, 'money')),
    ],
    ['Net profit', el('span', { class: toneOf(net) }, formatChange(net, 'money'))],
  ])
}

/** What orders came to: closed trades by their exit, and the declined orders. */
export function orders({ rejections, notes }: BacktestResult, facts: TradeFacts): Html {
  const declined = notes.filter(({ code }) => /^N1[01]/.test(code))
  const total = declined.reduce((sum, { count }) => sum + count, 0)
  const shown = rejections.slice(0, MAX_REJECTIONS)
  return all(
    el(
      'p',
      {},
      `${formatCount(facts.longs + facts.shorts)} closed trades, ${formatCount(facts.longs)} long and ${formatCount(facts.shorts)} short. `,
      total === 0
        ? 'No order was declined.'
        : `${formatCount(total)} ${total === 1 ? 'order was' : 'orders were'} declined.`,
    ),
    el(
      'div',
      { class: 'columns' },
      el(
        'div',
        {},
        el('h3', {}, 'Exits'),
        facts.exits.length === 0
          ? el('p', { class: 'muted' }, 'No closed trades.')
          : slotRows('Closed trades by their exit', facts.exits),
      ),
      el(
        'div',
        {},
        el('h3', {}, 'Declined, by reason'),
        declined.length === 0
          ? el('p', { class: 'muted' }, 'None.')
          : el(
              'ul',
              { class: 'notes' },
              declined.map(({ code, count, text }) =>
                el(
                  'li',
                  {},
                  el('code', {}, code),
                  el('span', {}, `${formatCount(count)} × ${text}`),
                ),
              ),
            ),
      ),
    ),
    shown.length === 0
      ? null
      : el(
          'details',
          {},
          el(
            'summary',
            {},
            `Declined orders: the first ${formatCount(shown.length)} of ${formatCount(Math.max(total, shown.length))}`,
          ),
          el(
            'div',
            { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Declined orders' },
            el(
              'table',
              { class: 'plain' },
              el(
                'thead',
                {},
                el(
                  'tr',
                  {},
                  ['Bar', 'Time', 'Command', 'Id', 'Quantity', 'Price', 'Reason', 'Line'].map(
                    (name) => el('th', { scope: 'col' }, name),
                  ),
                ),
              ),
              el(
                'tbody',
                {},
                shown.map((order) =>
                  el(
                    'tr',
                    {},
                    el('td', { class: 'num' }, formatCount(order.bar)),
                    el('td', {}, formatMinute(order.time)),
                    el('td', {}, order.command),
                    el('td', {}, order.id),
                    el('td', { class: 'num' }, order.qty === null ? '' : formatExact(order.qty)),
                    el(
                      'td',
                      { class: 'num' },
                      order.price === null ? '' : formatExact(order.price),
                    ),
                    el('td', {}, el('code', {}, order.code)),
                    el(
                      'td',
                      { class: 'num' },
                      order.line === null ? '' : `${order.line}:${order.column ?? 1}`,
                    ),
                  ),
                ),
              ),
            ),
          ),
        ),
  )
}

export function inputs({ strategy }: BacktestResult): Html {
  if (strategy.declared.length === 0)
    return el('p', { class: 'muted' }, 'The strategy declares no inputs.')
  const overridden = new Set(strategy.overridden)
  const text = (value: unknown): string =>
    typeof value === 'number' ? formatExact(value) : String(value)
  return el(
    'table',
    { class: 'plain' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        ['Input', 'Value', 'Default', 'Type'].map((name) => el('th', { scope: 'col' }, name)),
      ),
    ),
    el(
      'tbody',
      {},
      strategy.declared.map(({ name, type, initial, title }) =>
        el(
          'tr',
          {},
          el(
            'th',
            { scope: 'row' },
            name,
            title === undefined || title === name
              ? null
              : el('span', { class: 'muted' }, ` ${title}`),
          ),
          el(
            'td',
            {},
            text(strategy.inputs[name]),
            overridden.has(name) ? el('span', { class: 'tag' }, 'set') : null,
          ),
          el('td', { class: 'muted' }, text(initial)),
          el('td', { class: 'muted' }, type),
        ),
      ),
    ),
  )
}

export function properties({ strategy, symbol }: BacktestResult): Html {
  return pairs([
    ...Object.entries(strategy.properties).map(
      ([name, value]): Pair => [
        name,
        typeof value === 'number' ? formatExact(value) : String(value),
      ],
    ),
    ...Object.entries(symbol).map(
      ([name, value]): Pair => [
        `symbol.${name}`,
        typeof value === 'number' ? formatExact(value) : value,
      ],
    ),
  ])
}

/** Where the bars came from and what was concluded about them. */
export function dataFacts({ data, equity, warmup }: BacktestResult): Html {
  return all(
    data.map(({ name, symbol, timeframe, bars, from, to, hash, inferred, quality }, i) =>
      pairs([
        ['File', name],
        ['Symbol', `${symbol} ${timeframe}`.trim()],
        ['Bars', formatCount(bars)],
        ['Tested', i === 0 ? `${formatCount(equity.bars)} bars` : null],
        ['From', formatMinute(from)],
        ['To', formatMinute(to)],
        ...Object.entries(inferred).map(([key, value]): Pair => [wordsOf(key), String(value)]),
        ...Object.entries(quality).map(([key, value]): Pair => [wordsOf(key), formatCount(value)]),
        ['Warm-up', warmup === null || i > 0 ? null : `${formatCount(warmup.bars)} bars`],
        ['SHA-256 of the bars', hash === '' ? null : el('code', { class: 'hash' }, hash)],
      ]),
    ),
  )
}

/** `missingBars` as `Missing bars`. */
function wordsOf(key: string): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Everything that names the run, and the command that repeats it. */
export function provenance(result: BacktestResult, command: string | undefined): Html {
  const { run, strategy, hashes } = result
  const hash = (text: string): Html | null =>
    text === '' ? null : el('code', { class: 'hash' }, text)
  return all(
    el('h3', {}, 'Run it again'),
    el(
      'div',
      { class: 'command' },
      el('pre', { id: 'command' }, el('code', {}, command ?? commandOf(result))),
      el('button', { type: 'button', class: 'quiet', id: 'copy', hidden: true }, 'Copy'),
    ),
    pairs([
      ['Run', el('code', {}, run.id)],
      ['qrun', run.qrun],
      [
        'Behaviour',
        `fills ${run.engine.fills}, metrics ${run.engine.metrics}, indicators ${run.engine.indicators}`,
      ],
      ['Seed', formatExact(run.seed)],
      ['Window from', run.window.from === null ? null : formatMinute(run.window.from)],
      ['Window to', run.window.to === null ? null : formatMinute(run.window.to)],
      ['Strategy', strategy.file],
      ['SHA-256 of the strategy', hash(strategy.hash)],
      ['SHA-256 of the trades', hash(hashes.trades)],
      ['SHA-256 of the equity', hash(hashes.equity)],
      ['SHA-256 of the result', hash(hashes.result)],
    ]),
  )
}

/** The command as far as a result tells it. */
function commandOf({ run, strategy, data }: BacktestResult): string {
  const set = strategy.overridden.map(
    (name) => ` --set ${word(`${name}=${strategy.inputs[name]}`)}`,
  )
  const { from, to } = run.window
  return [
    `qrun backtest ${word(strategy.file)} --data ${word(data[0]?.name ?? '')}`,
    ...set,
    from === null ? '' : ` --from ${from}`,
    to === null ? '' : ` --to ${to}`,
    run.seed === 1 ? '' : ` --seed ${run.seed}`,
  ].join('')
}

function word(text: string): string {
  const clean = sanitize(text)
  return /^[\w./:=+,@%-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", "'\\''")}'`
}

export function logLines({ logs }: BacktestResult): Html | null {
  const { lines, dropped } = logs
  if (lines.length === 0 && dropped === 0) return null
  const shown = lines.slice(0, MAX_LINES)
  const left = lines.length - shown.length
  return el(
    'details',
    {},
    el(
      'summary',
      {},
      `What the strategy said: ${formatCount(lines.length)} lines${dropped > 0 ? `, ${formatCount(dropped)} more dropped beyond the limit` : ''}`,
    ),
    el(
      'ol',
      { class: 'log' },
      shown.map(({ kind, time, text }) =>
        el(
          'li',
          {},
          el('time', { datetime: time }, formatMinute(time)),
          kind === 'log' ? null : el('span', { class: 'tag' }, kind),
          el('span', {}, text),
        ),
      ),
    ),
    left === 0
      ? null
      : el('p', { class: 'muted' }, `${formatCount(left)} further lines are in the JSON document.`),
  )
}
