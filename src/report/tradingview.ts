import { DAY, parseTimeframe } from '../shared/timeframe.ts'
import { type Cell, type Digits, type Write, writeCsv } from './csv.ts'
import type { BacktestResult } from './result.ts'
import type { Trade } from './trade-list.ts'

const BYTE_ORDER_MARK = '\ufeff'

/**
 * TradingView's "List of trades" (RM-1.6): two lines for each trade, the exit first. Money is rounded
 * to two decimals, percents show two, adverse excursions are negative; times are bar openings in the
 * chart's zone, without a time of day from daily bars on.
 *
 * @param offsetMs The zone's wall-clock time minus UTC at a time, in ms; UTC when absent.
 */
export function tradingViewCsv(
  result: BacktestResult,
  write: Write,
  offsetMs: (timeMs: number) => number = () => 0,
): void {
  const { trades, symbol, strategy, data, equity } = result
  const quote = symbol.currency
  const account = strategy.properties.currency || quote
  const timeframe = parseTimeframe(data[0]?.timeframe ?? '')
  const isDaily = timeframe !== undefined && (timeframe.months > 0 || timeframe.ms >= DAY)
  const lastTime = equity.time.at(-1) ?? ''
  const wallTime = (iso: string): string => {
    const utc = Date.parse(iso)
    const text = new Date(utc + offsetMs(utc)).toISOString()
    return isDaily ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
  }
  function* rows(): Generator<readonly Cell[]> {
    for (const trade of trades) {
      const { side, exit_signal, exit_price, entry_time, entry_signal, entry_price } = trade
      const exitTime = wallTime(trade.exit_time ?? lastTime)
      const figures = figuresOf(trade, symbol.pointValue)
      yield [trade.trade, `Exit ${side}`, exitTime, exit_signal, exit_price, ...figures]
      yield [
        trade.trade,
        `Entry ${side}`,
        wallTime(entry_time),
        entry_signal,
        entry_price,
        ...figures,
      ]
    }
  }
  write(BYTE_ORDER_MARK)
  writeCsv(headerOf(quote, account), rows(), write)
}

function headerOf(quote: string, account: string): readonly string[] {
  const inMoney = (name: string): readonly string[] => [
    account === '' ? name : `${name} ${account}`,
    `${name} %`,
  ]
  return [
    'Trade #',
    'Type',
    'Date and time',
    'Signal',
    quote === '' ? 'Price' : `Price ${quote}`,
    'Size (qty)',
    'Size (value)',
    ...inMoney('Net P&L'),
    ...inMoney('Favorable excursion'),
    ...inMoney('Adverse excursion'),
    ...inMoney('Cumulative P&L'),
  ]
}

/** The cells that both lines of a trade repeat. */
function figuresOf(trade: Trade, pointValue: number): readonly Cell[] {
  return [
    trade.qty,
    // Twelve digits: a product of two short decimals shall not show the dust of the multiplication.
    Number((trade.entry_price * trade.qty * pointValue).toPrecision(12)),
    money(trade.profit),
    percent(trade.profit_percent),
    money(trade.run_up),
    percent(trade.run_up_percent),
    money(negative(trade.drawdown)),
    percent(negative(trade.drawdown_percent)),
    money(trade.cumulative_profit),
    percent(trade.cumulative_profit_percent),
  ]
}

function negative(value: number | null): number | null {
  return value === null ? null : -value
}

function money(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(2)) + 0
}

function percent(value: number | null): Digits | null {
  if (value === null) return null
  const digits = value.toFixed(2)
  return { digits: digits === '-0.00' ? '0.00' : digits }
}
