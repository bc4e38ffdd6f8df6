import type { RunResult } from '../engine/index.ts'
import { QrunError } from '../errors/index.ts'
import { blocksOf, type TradeRows } from '../report/index.ts'
import { EXIT_REASON, TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import { RESULT } from './schema.ts'

/** What the jail says is hostile input (P4). One sentence for all of it: a defect here is a defect of qrun or an attack. */
export function refuseMessage(what: string): QrunError {
  return new QrunError({
    code: 'X502',
    message: `the sandbox process sent a ${what} that makes no sense`,
    hint: 'run again; if it happens again, report the strategy file',
  })
}

/**
 * Checks rows of closed trades: sides, whole bar numbers in order below `bars`, finite money, known
 * texts.
 */
export function checkTrades(trades: TradeRows, bars: number, textCount: number): void {
  let before = 0
  for (const rows of blocksOf(trades)) before = checkRows(rows, before, bars, textCount - 1)
}

/** Checks rows behind one that closed on bar `first`, and tells on which the last of them closed. */
function checkRows(rows: Float64Array, first: number, bars: number, lastText: number): number {
  let before = first
  for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
    const exitBar = rows[at + TRADE.EXIT_BAR]!
    const isSound =
      Math.abs(rows[at + TRADE.SIDE]!) === 1 &&
      rows[at + TRADE.QTY]! > 0 &&
      isIndex(rows[at + TRADE.ENTRY_BAR]!, exitBar) &&
      isIndex(exitBar, bars - 1) &&
      exitBar >= before &&
      isIndex(rows[at + TRADE.ENTRY_ID]!, lastText) &&
      isIndex(rows[at + TRADE.ENTRY_COMMENT]!, lastText) &&
      isIndex(rows[at + TRADE.EXIT_ID]!, lastText) &&
      isIndex(rows[at + TRADE.EXIT_COMMENT]!, lastText) &&
      isIndex(rows[at + TRADE.EXIT_REASON]!, LAST_REASON) &&
      isIndex(rows[at + TRADE.AMBIGUOUS]!, 1) &&
      isMoney(rows, at)
    if (!isSound) throw refuseMessage('trade')
    before = exitBar
  }
  return before
}

const LAST_REASON = Math.max(...Object.values(EXIT_REASON))

/** Each of these less itself is 0 where it is finite, and so is their sum: one comparison for all. */
function isMoney(rows: Float64Array, at: number): boolean {
  let rest = 0
  for (let i = 0; i < MONEY.length; i++) {
    const value = rows[at + MONEY[i]!]!
    rest += value - value
  }
  return rest === 0
}

const MONEY = [
  TRADE.QTY,
  TRADE.ENTRY_TIME,
  TRADE.ENTRY_PRICE,
  TRADE.ENTRY_FEE,
  TRADE.EXIT_TIME,
  TRADE.EXIT_PRICE,
  TRADE.EXIT_FEE,
  TRADE.PROFIT,
  TRADE.PROFIT_PERCENT,
  TRADE.MAX_RUNUP,
  TRADE.MAX_DRAWDOWN,
]

function isIndex(value: number, most: number): boolean {
  return value >= 0 && value <= most && Math.floor(value) === value
}

/** Whatever fits into one frame may come; the depth is that of the deepest field. */
const MAX_ITEMS = 16_000_000
const MAX_DEPTH = 8

/**
 * Parses the jail's JSON. What comes out is plain data of bounded depth and size, without the names
 * that would reach a prototype, each field of the type and within the bounds that the report counts on.
 */
export function readResult(text: string): RunResult {
  const value = parse(text, 'result')
  if (!RESULT(value)) throw refuseMessage('result')
  const result = value as RunResult
  if ((result.end.status === 'ok') !== (result.end.failure === undefined))
    throw refuseMessage('result')
  return result
}

/** JSON of the jail as plain data; refuses what is too deep, too long or named like a prototype. */
export function parse(text: string, what: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuseMessage(what)
  }
  let items = 0
  const walk = (item: unknown, depth: number): void => {
    if (++items > MAX_ITEMS || depth > MAX_DEPTH) throw refuseMessage(what)
    if (typeof item !== 'object' || item === null) return
    if (Array.isArray(item)) {
      // Its keys would be texts, each made only to be looked up.
      for (let i = 0; i < item.length; i++) walk(item[i], depth + 1)
      return
    }
    for (const key of Object.keys(item)) {
      if (key === '__proto__') throw refuseMessage(what)
      walk((item as Record<string, unknown>)[key], depth + 1)
    }
  }
  walk(value, 0)
  return value
}
