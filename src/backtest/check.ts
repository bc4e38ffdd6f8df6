import type { RunResult } from '../engine/index.ts'
import { QrunError } from '../errors/index.ts'
import { CODES, DATA_CODES, NOTE_CODES } from '../shared/failure.ts'
import { EXIT_REASON, TRADE, TRADE_WIDTH } from '../shared/layout.ts'

/** What the jail says is hostile input (P4). One sentence for all of it: a defect here is a defect of qrun or an attack. */
export function refuseMessage(what: string): QrunError {
  return new QrunError({
    code: 'X502',
    message: `the sandbox process sent a ${what} that makes no sense`,
    hint: 'run again; if it happens again, report the strategy file',
  })
}

/** Checks rows of closed trades: sides, whole bar numbers in order, finite money, known texts. */
export function checkTrades(rows: Float64Array, lastBar: number, textCount: number): void {
  if (rows.length % TRADE_WIDTH !== 0) throw refuseMessage('list of trades')
  let before = 0
  const reasons = Object.keys(EXIT_REASON).length
  for (let at = 0; at < rows.length; at += TRADE_WIDTH) {
    const field = (column: number): number => rows[at + column]!
    const entryBar = field(TRADE.ENTRY_BAR)
    const exitBar = field(TRADE.EXIT_BAR)
    const isSound =
      Math.abs(field(TRADE.SIDE)) === 1 &&
      field(TRADE.QTY) > 0 &&
      isIndex(entryBar, exitBar) &&
      isIndex(exitBar, lastBar) &&
      exitBar >= before &&
      isIndex(field(TRADE.ENTRY_ID), textCount) &&
      isIndex(field(TRADE.ENTRY_COMMENT), textCount) &&
      isIndex(field(TRADE.EXIT_ID), textCount) &&
      isIndex(field(TRADE.EXIT_COMMENT), textCount) &&
      isIndex(field(TRADE.EXIT_REASON), reasons) &&
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

const MAX_ITEMS = 1_000_000
const MAX_DEPTH = 8

/**
 * Parses the jail's JSON. What comes out is plain data of bounded depth and size, without the names
 * that would reach a prototype, and the fields that decide about the run have the right types.
 */
export function readResult(text: string): RunResult {
  const value = parse(text, 'result')
  const result = value as RunResult
  if (typeof value !== 'object' || value === null || typeof result.end !== 'object')
    throw refuseMessage('result')
  const { end } = result
  const isSound =
    ['ok', 'failed', 'stopped'].includes(end.status) &&
    isIndex(end.bars, Number.MAX_SAFE_INTEGER) &&
    (end.status === 'ok') === (end.failure === undefined) &&
    (end.failure === undefined || isFailureRecord(end.failure)) &&
    [result.account, result.openTrades, result.declined, result.logs, result.plots].every(
      Array.isArray,
    ) &&
    result.declined.every(
      ({ code, count }) => Object.hasOwn(NOTE_CODES, code) && isIndex(count, MAX_ITEMS * 1000),
    ) &&
    isIndex(result.droppedLines, Number.MAX_SAFE_INTEGER) &&
    typeof result.equity === 'object' &&
    result.equity !== null
  if (!isSound) throw refuseMessage('result')
  return result
}

function isFailureRecord(failure: { code: unknown; message: unknown; hint: unknown }): boolean {
  const { code, message, hint } = failure
  return (
    typeof code === 'string' &&
    (Object.hasOwn(CODES, code) || Object.hasOwn(DATA_CODES, code)) &&
    typeof message === 'string' &&
    message.length < 20_000 &&
    typeof hint === 'string' &&
    hint.length < 20_000
  )
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
