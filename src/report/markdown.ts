import type { Gate } from './gate.ts'
import { codeInMarkdown } from './markup.ts'
import { formatMinute } from './moment.ts'
import { explainNote } from './notes.ts'
import { formatCount, formatExact, formatFixed, formatMoney, formatSigned } from './numbers.ts'
import type { BacktestResult } from './result.ts'

/** Trades that stand in the comment. */
const TRADES = 10

type Show = (value: number) => string
const money: Show = (value) => formatMoney(value)
const percent: Show = (value) => `${formatFixed(value, 2)} %`
const ratio: Show = (value) => formatFixed(value, 2)

const FIGURES: readonly (readonly [name: string, id: string, show: Show])[] = [
  ['Net profit', 'netProfit', money],
  ['Net profit, %', 'netProfitPct', percent],
  ['Buy & hold', 'buyHoldPct', percent],
  ['Max drawdown', 'maxDrawdownPct', percent],
  ['Sharpe', 'sharpe', ratio],
  ['Sortino', 'sortino', ratio],
  ['Profit factor', 'profitFactor', ratio],
  ['Win rate', 'winRate', percent],
  ['Closed trades', 'trades', formatCount],
  ['Commission', 'commissionPaid', money],
]

/** A comment for a pull request: verdict, figures, the last trades and the notes. Whatever a strategy says stands in it as text. */
export function renderMarkdown(result: BacktestResult, gates: readonly Gate[] = []): string {
  const { strategy, data, failure, metrics, equity, trades, notes, status } = result
  const failing = gates.filter(({ fails }) => fails).length
  const verdict =
    failure !== null
      ? status
      : failing > 0
        ? `${failing} of ${gates.length} conditions failed`
        : 'ok'
  const [main] = data
  const lines = [
    `### qrun backtest: ${codeInMarkdown(strategy.file)} ${verdict}`,
    '',
    [
      strategy.title === '' ? '' : codeInMarkdown(strategy.title),
      main === undefined
        ? ''
        : `on ${codeInMarkdown(main.name)}, ${formatCount(equity.bars)} bars, ${main.from.slice(0, 10)} to ${main.to.slice(0, 10)}`,
    ]
      .filter((part) => part !== '')
      .join(' '),
    '',
  ]
  if (strategy.declared.length > 0)
    lines.push(
      `Inputs: ${strategy.declared.map(({ name }) => codeInMarkdown(`${name}=${strategy.inputs[name]}`)).join(' ')}`,
      '',
    )
  if (failure !== null) {
    const { code, message, hint, file, line, column } = failure
    const place =
      line === null
        ? ''
        : ` at ${codeInMarkdown(`${file ?? ''}:${line}${column === null ? '' : `:${column}`}`)}`
    lines.push(`**${code}**${place}: ${codeInMarkdown(message)}, ${codeInMarkdown(hint)}`, '')
  }
  if (gates.length > 0)
    lines.push(
      '| condition | verdict | figures |',
      '|---|---|---|',
      ...gates.map(
        ({ condition, fails, text }) =>
          `| ${codeInMarkdown(condition)} | ${fails ? '**fail**' : 'pass'} | ${codeInMarkdown(text)} |`,
      ),
      '',
    )
  if (equity.bars > 0) {
    lines.push('| figure | value |', '|---|---:|')
    for (const [name, id, show] of FIGURES) {
      const value = metrics.all[id] ?? null
      lines.push(`| ${name} | ${value === null ? 'n/a' : show(value)} |`)
    }
    lines.push('')
  }
  if (trades.length > 0) lines.push(...tradeTable(result), '')
  if (notes.length > 0)
    lines.push(
      '| note | what | what to do |',
      '|---|---|---|',
      ...notes.map(
        ({ code, text }) =>
          `| ${code} | ${codeInMarkdown(text)} | ${codeInMarkdown(explainNote(code))} |`,
      ),
      '',
    )
  return lines.join('\n')
}

function* tradeTable({ trades }: BacktestResult): Generator<string> {
  const from = Math.max(0, trades.length - TRADES)
  yield `<details><summary>The last ${trades.length - from} of ${formatCount(trades.length)} trades</summary>`
  yield ''
  yield '| # | side | entry | price | exit | price | qty | profit | signal |'
  yield '|---:|---|---|---:|---|---:|---:|---:|---|'
  for (let i = from; i < trades.length; i++) {
    const trade = trades.at(i)!
    const cells = [
      formatCount(trade.trade),
      trade.side,
      formatMinute(trade.entry_time),
      formatExact(trade.entry_price),
      trade.exit_time === null ? 'open' : formatMinute(trade.exit_time),
      trade.exit_price === null ? '' : formatExact(trade.exit_price),
      formatExact(trade.qty),
      trade.profit === null ? '' : formatSigned(trade.profit),
      trade.exit_signal === '' ? '' : codeInMarkdown(trade.exit_signal),
    ]
    yield `| ${cells.join(' | ')} |`
  }
  yield ''
  yield '</details>'
}
