import type { RunResult } from '../engine/index.ts'
import { QrunError } from '../errors/index.ts'
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
export function checkTrades(rows: Float64Array, bars: number, textCount: number): void {
  if (rows.length % TRADE_WIDTH !== 0) throw refuseMessage('list of trades')
  let before = 0
  const lastText = textCount - 1
  const lastReason = Math.max(...Object.values(EXIT_REASON))
  for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
    const field = (column: number): number => rows[at + column]!
    const entryBar = field(TRADE.ENTRY_BAR)
    const exitBar = field(TRADE.EXIT_BAR)
    const isSound =
      Math.abs(field(TRADE.SIDE)) === 1 &&
      field(TRADE.QTY) > 0 &&
      isIndex(entryBar, exitBar) &&
      isIndex(exitBar, bars - 1) &&
      exitBar >= before &&
      isIndex(field(TRADE.ENTRY_ID), lastText) &&
      isIndex(field(TRADE.ENTRY_COMMENT), lastText) &&
      isIndex(field(TRADE.EXIT_ID), lastText) &&
      isIndex(field(TRADE.EXIT_COMMENT), lastText) &&
      isIndex(field(TRADE.EXIT_REASON), lastReason) &&
      isIndex(field(TRADE.AMBIGUOUS), 1) &&
      MONEY.every((column) => Number.isFinite(field(column)))
    if (!isSound) throw refuseMessage('trade')
    before = exitBar
  }
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
  return Number.isInteger(value) && value >= 0 && value <= most
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
    for (const key of Object.keys(item)) {
      if (key === '__proto__') throw refuseMessage(what)
      walk((item as Record<string, unknown>)[key], depth + 1)
    }
  }
  walk(value, 0)
  return value
}
