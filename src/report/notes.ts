import type { NoteCode } from '../shared/failure.ts'
import type { Note } from '../shared/outcome.ts'
import type { Facts } from './metrics/facts.ts'
import { netProfit } from './metrics/returns.ts'
import { formatCount, formatMoney } from './numbers.ts'
import type { RunRecord } from './record.ts'

/** Below these, a statistic says more about chance than about the strategy. */
const FEW_TRADES = 30
const FEW_DAYS = 20

/** What the figures themselves give reason to say (N4xx). */
export function statisticsNotes(facts: Facts, record: RunRecord): readonly Note[] {
  const notes: Note[] = []
  const note = (code: NoteCode, count: number, text: string): void => {
    notes.push({ code, count, text })
  }
  const { all } = facts.sides
  const { equity, capital } = facts
  // Without bars there are no figures to comment.
  if (equity.bars === 0) return notes

  if (record.status !== 'ok') {
    note('N408', 1, `the run ended early: the figures cover its first ${count(equity.bars, 'bar')}`)
  }
  if (all.trades === 0) {
    note('N407', 1, all.openTrades > 0 ? 'no trade was closed' : 'the strategy made no trades')
  } else if (all.trades < FEW_TRADES) {
    note('N401', all.trades, `only ${count(all.trades, 'closed trade')}`)
  }
  const days = facts.daily.returns.length
  if (days > 0 && days < FEW_DAYS) note('N402', days, `only ${count(days, 'day')} of returns`)
  if (equity.lowEquity <= 0) {
    note('N403', 1, `the equity fell to ${formatMoney(equity.lowEquity)}`)
  }
  // A stop from outside may come between two steps of a booking; every other run must balance.
  const books = capital + netProfit(facts, 'all') + facts.openProfit
  const scale = Math.abs(capital) + all.won + all.lost + Math.abs(facts.openProfit)
  if (record.status !== 'stopped' && !(Math.abs(books - equity.lastEquity) <= 1e-6 * scale)) {
    note(
      'N404',
      1,
      `capital, net and open profit make ${formatMoney(books)}, the equity is ${formatMoney(equity.lastEquity)}`,
    )
  }
  if (all.trades >= FEW_TRADES && all.maxWin > 0.5 * all.won) {
    const share = Math.round((all.maxWin / all.won) * 100)
    note('N405', 1, `one trade makes ${share} % of the gross profit`)
  }
  if (all.openTrades > 0) {
    note('N406', all.openTrades, `${count(all.openTrades, 'trade')} still open at the end`)
  }
  return notes
}

function count(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`
}

/** What to do about a note, in one line. */
const ADVICE: Readonly<Partial<Record<NoteCode, string>>> = {
  N101: 'lower the size, or raise initialCapital',
  N102: 'raise the size, or check the lot of the symbol',
  N103: 'size below all you have: the fill may cost more than the last close',
  N104: 'raise pyramiding if you mean to add; else test strategy.positionSize() === 0 first',
  N105: 'nothing if the lock of strategy.risk.allowEntryIn is meant',
  N106: 'nothing if the risk rule is meant; else raise its limit',
  N107: 'raise strategy.risk.maxPositionSize, or give smaller entries',
  N108: 'test the level before: if (!na(stop())) strategy.exit(...)',
  N109: 'look at what the quantity is computed from: it was 0, negative or na',
  N110: 'leave room: size below 100 % of equity, or give the order again on each bar',
  N111: 'give both levels in one exit, or share the quantity by qtyPercent',
  N113: 'write the close before the entry, or make the entry smaller',
  N114: 'nothing if the risk rule is meant; else give the orders again after the halt',
  N120: 'nothing if the bars before --from are to warm up only',
  N121: 'log less, or raise --limit-logs',
  N401: 'use more data before trusting ratios',
  N402: 'daily ratios and VaR mean little; use more data',
  N403: 'compounded figures stop there; lower the size',
  N404: 'a defect of qrun: please report it with the strategy',
  N405: 'look at that trade; the rest of the result may not hold',
  N406: 'counted as open profit, not in the closed statistics',
  N407: 'qrun explain tells what each order waited for',
  N408: 'see the failure; compare with complete runs only',
}

export function explainNote(code: NoteCode): string {
  return ADVICE[code] ?? `see qrun help ${code}`
}
