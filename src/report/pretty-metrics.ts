import { formatCount, formatFixed, formatMoney, formatSigned } from './numbers.ts'
import type { Pen } from './pen.ts'
import { packItems } from './pretty-header.ts'
import type { BacktestResult } from './result.ts'
import { sparkline } from './sparkline.ts'
import { padEnd, padStart, widthOf } from './width.ts'

/** A figure with a name: a main value and, where there is one, a second form of it. */
type Row = {
  readonly label: string
  readonly main: string
  readonly second: string
  /** Sign by which it is coloured: gains green, losses red. */
  readonly sign?: number
}

const NOT_KNOWN = 'n/a'

/** The figures that a reader wants first, in two columns where they fit. */
export function metricLines(result: BacktestResult, pen: Pen, columns: number): readonly string[] {
  const left = block(leftRows(result))
  const right = block(rightRows(result))
  const width = widthOfBlock(left) + 4 + widthOfBlock(right) + 2
  const lines: string[] = []
  if (width <= columns) {
    const count = Math.max(left.rows.length, right.rows.length)
    for (let i = 0; i < count; i++) {
      const first = left.rows[i]
      const second = right.rows[i]
      const start = first ? paint(first, left, pen) : ' '.repeat(widthOfBlock(left))
      lines.push(`  ${start}${second ? `    ${paint(second, right, pen)}` : ''}`.trimEnd())
    }
  } else {
    const both = block([...left.rows, ...right.rows])
    for (const row of both.rows) lines.push(`  ${paint(row, both, pen)}`.trimEnd())
  }
  lines.push('')
  for (const [label, items] of ratioRows(result)) {
    const room = columns - 2 - RATIO_LABEL
    packItems(items, room).forEach((line, i) => {
      lines.push(`  ${pen.colour.dim(padEnd(i === 0 ? label : '', RATIO_LABEL))}${line}`)
    })
  }
  return lines
}

const RATIO_LABEL = 13

/** `equity  ▁▂▃▅█   10 000 -> 14 212`. */
export function equityLines(
  { equity, metrics }: BacktestResult,
  pen: Pen,
  { columns, unicode }: { readonly columns: number; readonly unicode: boolean },
): readonly string[] {
  const first = metrics.all.initialCapital ?? 0
  const last = metrics.all.equityFinal ?? 0
  const ends = `${formatCount(first)} -> ${formatCount(last)}`
  const room = Math.min(60, columns - 2 - 8 - 3 - widthOf(ends))
  const values = [first, ...equity.value]
  if (room < 8) {
    const line = sparkline(values, Math.min(60, columns - 10), { unicode })
    return [`  equity  ${line}`, `          ${ends}`]
  }
  return [`  ${pen.colour.dim('equity')}  ${sparkline(values, room, { unicode })}   ${ends}`]
}

type Block = {
  readonly rows: readonly Row[]
  readonly label: number
  readonly main: number
  readonly second: number
}

function block(rows: readonly Row[]): Block {
  const widest = (pick: (row: Row) => string): number =>
    Math.max(...rows.map((row) => widthOf(pick(row))))
  return {
    rows,
    label: widest((row) => row.label),
    main: widest((row) => row.main),
    second: widest((row) => row.second),
  }
}

function widthOfBlock({ label, main, second }: Block): number {
  return label + 2 + main + 2 + second
}

function paint({ label, main, second, sign = 0 }: Row, widths: Block, pen: Pen): string {
  const figures = `${padStart(main, widths.main)}  ${padStart(second, widths.second)}`
  const colour = sign > 0 ? pen.colour.green : sign < 0 ? pen.colour.red : String
  return `${padEnd(label, widths.label)}  ${colour(figures)}`
}

function leftRows({ metrics }: BacktestResult): readonly Row[] {
  const { all } = metrics
  const net = all.netProfit ?? 0
  const open = all.openProfit ?? null
  const hasOpen = (all.openTrades ?? 0) > 0
  return [
    {
      label: 'Net profit',
      main: signed(net),
      second: percent(all.netProfitPct, '+'),
      sign: net,
    },
    ...(hasOpen
      ? [
          {
            label: 'Open profit',
            main: signed(open),
            second: percent(all.openProfitPct, '+'),
            sign: open ?? 0,
          },
        ]
      : []),
    { label: 'CAGR', main: '', second: percent(all.cagrPct) },
    { label: 'Buy & hold', main: '', second: percent(all.buyHoldPct) },
    {
      label: 'Max drawdown',
      main: signed(negative(all.maxDrawdown)),
      second: percent(negative(all.maxDrawdownPct)),
    },
    { label: 'Longest drawdown', main: '', second: daysText(all.maxDrawdownDays) },
  ]
}

function rightRows({ metrics }: BacktestResult): readonly Row[] {
  const { all, long, short } = metrics
  const count = (value: number | null | undefined): string => formatCount(value ?? 0)
  const loss = negative(all.largestLoss)
  const average = all.avgLoss ?? null
  const lossR = loss === null || average === null || average === 0 ? null : loss / average
  return [
    {
      label: 'Trades',
      main: count(all.trades),
      second: `L ${count(long.trades)} / S ${count(short.trades)}`,
    },
    { label: 'Win rate', main: '', second: percent(all.winRate, '', 1) },
    { label: 'Profit factor', main: '', second: number(all.profitFactor) },
    {
      label: 'Average trade',
      main: signed(all.avgTrade),
      second: multiple(all.expectancyR ?? null),
    },
    { label: 'Largest loss', main: signed(loss), second: multiple(lossR) },
  ]
}

/** Ratios with the words that keep ours and TradingView's apart (RM-4.6). */
function ratioRows({ metrics }: BacktestResult): readonly (readonly [string, readonly string[]])[] {
  const { all, tv } = metrics
  return [
    [
      'annualized',
      [
        `Sharpe ${number(all.sharpe)}`,
        `Sortino ${number(all.sortino)}`,
        `Calmar ${number(all.calmar)}`,
        `Volatility ${percent(all.volatilityPct, '', 1)}`,
      ],
    ],
    [
      'TradingView',
      [
        `Sharpe ${number(tv.all.sharpe, 3)}`,
        `Sortino ${number(tv.all.sortino, 3)}`,
        `Max drawdown ${money(negative(tv.all.maxDrawdown))} ${percent(negative(tv.all.maxDrawdownPct))}`,
      ],
    ],
    [
      'market',
      [
        `Exposure ${percent(all.exposurePct, '', 1)}`,
        `Costs ${money(all.commissionPaid)}`,
        `Turnover ${number(all.turnover, 1)}x`,
      ],
    ],
  ]
}

type Value = number | null | undefined

function isKnown(value: Value): value is number {
  return value !== null && value !== undefined
}

function negative(value: Value): number | null {
  return isKnown(value) ? -value : null
}

function signed(value: Value): string {
  return isKnown(value) ? formatSigned(value) : NOT_KNOWN
}

function money(value: Value): string {
  return isKnown(value) ? formatMoney(value) : NOT_KNOWN
}

function number(value: Value, decimals = 2): string {
  return isKnown(value) ? formatFixed(value, decimals) : NOT_KNOWN
}

function percent(value: Value, plus: '+' | '' = '', decimals = 2): string {
  if (!isKnown(value)) return NOT_KNOWN
  const text = formatFixed(value, decimals)
  return `${value > 0 && /[1-9]/.test(text) ? plus : ''}${text}%`
}

/** In average losses. */
function multiple(value: Value): string {
  return isKnown(value) ? `${formatFixed(value, 2)} R` : NOT_KNOWN
}

function daysText(value: Value): string {
  if (!isKnown(value)) return NOT_KNOWN
  const days = Math.floor(value)
  return days < 1 ? '<1 day' : `${formatCount(days)} day${days === 1 ? '' : 's'}`
}
