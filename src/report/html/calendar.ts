import { civilFromMs, DAY } from '../../shared/timeframe.ts'
import type { TradeList } from '../trade-list.ts'

/** Profit and number of closed trades by a part of their entry time, UTC. */
export type Slot = { readonly name: string; profit: number; trades: number; wins: number }

export type TradeFacts = {
  readonly hours: readonly Slot[]
  readonly weekdays: readonly Slot[]
  readonly months: readonly Slot[]
  readonly costs: { readonly entry: number; readonly exit: number }
  /** Closed trades by what closed them, in order of number. */
  readonly exits: readonly Slot[]
  readonly longs: number
  readonly shorts: number
}

export const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const WEEKDAYS = 'Mon Tue Wed Thu Fri Sat Sun'.split(' ')
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

/** Looks at every trade of the run once, whatever the page has room for. */
export function tallyTrades(trades: TradeList): TradeFacts {
  const hours = slots(HOURS)
  const weekdays = slots(WEEKDAYS)
  const months = slots(MONTHS)
  const exits = new Map<string, Slot>()
  const costs = { entry: 0, exit: 0 }
  let longs = 0
  let shorts = 0
  for (const trade of trades) {
    costs.entry += trade.entry_fee ?? 0
    costs.exit += trade.exit_fee ?? 0
    if (trade.exit_time === null) continue
    const time = Date.parse(trade.entry_time)
    const profit = trade.profit ?? 0
    if (trade.side === 'long') longs++
    else shorts++
    let exit = exits.get(trade.exit_reason)
    if (exit === undefined) {
      exit = { name: trade.exit_reason.replace('_', ' '), profit: 0, trades: 0, wins: 0 }
      exits.set(trade.exit_reason, exit)
    }
    const day = Math.floor(time / DAY)
    // Day 4 of the count from 1970, 5 January, was a Monday.
    const weekday = (((day - 4) % 7) + 7) % 7
    const hour = Math.floor((time - day * DAY) / 3_600_000)
    for (const slot of [
      hours[hour],
      weekdays[weekday],
      months[civilFromMs(time).month - 1],
      exit,
    ]) {
      if (slot === undefined) continue
      slot.profit += profit
      slot.trades++
      if (profit > 0) slot.wins++
    }
  }
  return {
    hours,
    weekdays,
    months,
    costs,
    exits: [...exits.values()].sort((a, b) => b.trades - a.trades || (a.name < b.name ? -1 : 1)),
    longs,
    shorts,
  }
}

function slots(names: readonly string[]): Slot[] {
  return names.map((name) => ({ name, profit: 0, trades: 0, wins: 0 }))
}
