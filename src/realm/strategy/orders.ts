import {
  COMMAND,
  COMMAND_WIDTH,
  DIRECTION,
  KIND,
  MAX_COMMANDS_PER_BAR,
  OCA,
  UNIT,
} from '../../shared/layout.ts'
import { commandRows } from '../base.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { markNow } from '../mark.ts'
import * as cursor from '../series/cursor.ts'
import { readText } from '../text.ts'
import { readFlag, readNumber, readOptions } from './options.ts'

/** Commands of the current bar, in source order; the host reads the first `commandCount` rows. */
export const commands: Float64Array = commandRows
export let commandCount!: number
eachRun(clearCommands)
export function clearCommands(): void {
  commandCount = 0
}

/** A row being filled. It is copied and counted by the last statement of a call, never half (R11). */
const row = new Float64Array(COMMAND_WIDTH)

/** A row of which nothing is given. */
const BLANK = new Float64Array(COMMAND_WIDTH)
BLANK.fill(Number.NaN, COMMAND.QTY, COMMAND.OCA_NAME)
BLANK.fill(Number.NaN, COMMAND.QTY_PERCENT, COMMAND.COMMENT_PROFIT)

function open(what: string, kind: number, id: number): void {
  if (cursor.phase === 'setup')
    fail('S305', `${what} stands in the setup phase`, 'give orders inside onBar(() => { … })')
  begin(kind, id)
}

function begin(kind: number, id: number): void {
  if (commandCount >= MAX_COMMANDS_PER_BAR)
    fail(
      'L403',
      `the strategy gave more than ${MAX_COMMANDS_PER_BAR} order commands on one bar`,
      'give fewer orders per bar',
    )
  row.set(BLANK)
  row[COMMAND.KIND] = kind
  row[COMMAND.ID] = id
  row[COMMAND.MARK] = markNow()
}

function commit(): void {
  commands.set(row, commandCount * COMMAND_WIDTH)
  commandCount++
}

function readId(what: string, value: unknown): number {
  const id = readText(`${what}: id`, value)
  if (id === 0) fail('S306', `${what}: id was ${quote(value)}`, 'give each order a name')
  return id
}

function readSide(what: string, value: unknown): number {
  if (value === 'long') return 1
  if (value === 'short') return -1
  return fail('S306', `${what}: direction was ${quote(value)}`, "write 'long' or 'short'")
}

/** The text that is recorded as an alert when the order fills. */
function readAlert(what: string, o: Readonly<Record<string, unknown>>): number {
  const text = readText(`${what}: alertMessage`, o.alertMessage)
  return readFlag(`${what}: disableAlert`, o.disableAlert) ? 0 : text
}

function readOca(what: string, value: unknown): number {
  if (value === undefined || value === 'none') return OCA.NONE
  if (value === 'cancel') return OCA.CANCEL
  if (value === 'reduce') return OCA.REDUCE
  return fail('S306', `${what}: ocaType was ${quote(value)}`, "write 'none', 'cancel' or 'reduce'")
}

/** Largest order: sums of such quantities times prices stay far from infinity. An infinite one is none (N109). */
const MAX_QTY = 1e15

const ENTRY_OPTIONS = [
  'qty',
  'limit',
  'stop',
  'ocaName',
  'ocaType',
  'comment',
  'alertMessage',
  'disableAlert',
]

function place(
  what: string,
  kind: number,
  id: unknown,
  direction: unknown,
  options: unknown,
): void {
  const name = readId(what, id)
  const side = readSide(what, direction)
  // Most orders have none, and the row is made for that.
  if (options === undefined) {
    open(what, kind, name)
    row[COMMAND.SIDE] = side
    commit()
    return
  }
  const o = readOptions(what, options, ENTRY_OPTIONS)
  const qty = readNumber(`${what}: qty`, o.qty)
  if (qty > MAX_QTY && qty !== Number.POSITIVE_INFINITY)
    fail('S306', `${what}: qty was ${quote(qty)}`, `give at most ${MAX_QTY} contracts`)
  const limit = readNumber(`${what}: limit`, o.limit)
  const stop = readNumber(`${what}: stop`, o.stop)
  const ocaName = readText(`${what}: ocaName`, o.ocaName)
  const ocaType = readOca(what, o.ocaType)
  const comment = readText(`${what}: comment`, o.comment)
  const alert = readAlert(what, o)
  open(what, kind, name)
  row[COMMAND.SIDE] = side
  // An explicit na quantity is not the default one: it is an order for nothing (BE-1.6).
  row[COMMAND.QTY] = o.qty !== undefined && Number.isNaN(qty) ? 0 : qty
  row[COMMAND.LIMIT] = limit
  row[COMMAND.STOP] = stop
  row[COMMAND.OCA_NAME] = ocaName
  row[COMMAND.OCA_TYPE] = ocaType
  row[COMMAND.COMMENT] = comment
  row[COMMAND.ALERT] = alert
  commit()
}

/** `strategy.entry(id, direction, { qty, limit, stop, ocaName, ocaType, comment })`, BE-7. */
export function entry(id: unknown, direction: unknown, options?: unknown): void {
  place('strategy.entry', KIND.ENTRY, id, direction, options)
}

/** `strategy.order(id, direction, { … })`, BE-8. */
export function order(id: unknown, direction: unknown, options?: unknown): void {
  place('strategy.order', KIND.ORDER, id, direction, options)
}

const EXIT_NUMBERS = [
  ['qty', COMMAND.QTY],
  ['qtyPercent', COMMAND.QTY_PERCENT],
  ['profit', COMMAND.PROFIT],
  ['limit', COMMAND.LIMIT],
  ['loss', COMMAND.LOSS],
  ['stop', COMMAND.STOP],
  ['trailPrice', COMMAND.TRAIL_PRICE],
  ['trailPoints', COMMAND.TRAIL_POINTS],
  ['trailOffset', COMMAND.TRAIL_OFFSET],
] as const

const EXIT_TEXTS = [
  ['fromEntry', COMMAND.FROM_ENTRY],
  ['ocaName', COMMAND.OCA_NAME],
  ['comment', COMMAND.COMMENT],
  ['commentProfit', COMMAND.COMMENT_PROFIT],
  ['commentLoss', COMMAND.COMMENT_LOSS],
  ['commentTrailing', COMMAND.COMMENT_TRAILING],
] as const

const EXIT_OPTIONS = [
  ...EXIT_NUMBERS.map(([name]) => name),
  ...EXIT_TEXTS.map(([name]) => name),
  'alertMessage',
  'disableAlert',
]

const values = new Float64Array(EXIT_NUMBERS.length + EXIT_TEXTS.length)

/**
 * `strategy.exit(id, { fromEntry, qty, qtyPercent, profit, limit, loss, stop, trailPrice,
 * trailPoints, trailOffset, … })`, BE-9. `fromEntry` may also be the second argument.
 */
export function exit(id: unknown, fromEntryOrOptions?: unknown, rest?: unknown): void {
  const what = 'strategy.exit'
  const name = readId(what, id)
  const named = typeof fromEntryOrOptions === 'string'
  const o = readOptions(what, named ? rest : fromEntryOrOptions, EXIT_OPTIONS)
  for (let i = 0; i < EXIT_NUMBERS.length; i++)
    values[i] = readNumber(`${what}: ${EXIT_NUMBERS[i]![0]}`, o[EXIT_NUMBERS[i]![0]])
  for (let i = 0; i < EXIT_TEXTS.length; i++)
    values[EXIT_NUMBERS.length + i] = readText(
      `${what}: ${EXIT_TEXTS[i]![0]}`,
      o[EXIT_TEXTS[i]![0]],
    )
  const from = named ? readText(`${what}: fromEntry`, fromEntryOrOptions) : 0
  const alert = readAlert(what, o)
  open(what, KIND.EXIT, name)
  row[COMMAND.ALERT] = alert
  for (let i = 0; i < EXIT_NUMBERS.length; i++) row[EXIT_NUMBERS[i]![1]] = values[i]!
  for (let i = 0; i < EXIT_TEXTS.length; i++)
    row[EXIT_TEXTS[i]![1]] = values[EXIT_NUMBERS.length + i]!
  if (named) row[COMMAND.FROM_ENTRY] = from
  commit()
}

const CLOSE_OPTIONS = [
  'qty',
  'qtyPercent',
  'comment',
  'alertMessage',
  'immediately',
  'disableAlert',
]

/** `strategy.close(id, { qty, qtyPercent, comment, immediately })`, BE-10.1. */
export function close(id: unknown, options?: unknown): void {
  const what = 'strategy.close'
  const name = readId(what, id)
  if (options === undefined) {
    open(what, KIND.CLOSE, name)
    commit()
    return
  }
  const o = readOptions(what, options, CLOSE_OPTIONS)
  const qty = readNumber(`${what}: qty`, o.qty)
  const qtyPercent = readNumber(`${what}: qtyPercent`, o.qtyPercent)
  const comment = readText(`${what}: comment`, o.comment)
  const alert = readAlert(what, o)
  const immediately = readFlag(`${what}: immediately`, o.immediately)
  open(what, KIND.CLOSE, name)
  row[COMMAND.QTY] = qty
  row[COMMAND.QTY_PERCENT] = qtyPercent
  row[COMMAND.COMMENT] = comment
  row[COMMAND.ALERT] = alert
  row[COMMAND.IMMEDIATELY] = immediately ? 1 : 0
  commit()
}

/** `strategy.closeAll({ comment, immediately })`, BE-10.5. */
export function closeAll(options?: unknown): void {
  const what = 'strategy.closeAll'
  const o = readOptions(what, options, ['comment', 'alertMessage', 'immediately', 'disableAlert'])
  const comment = readText(`${what}: comment`, o.comment)
  const alert = readAlert(what, o)
  const immediately = readFlag(`${what}: immediately`, o.immediately)
  open(what, KIND.CLOSE_ALL, 0)
  row[COMMAND.COMMENT] = comment
  row[COMMAND.ALERT] = alert
  row[COMMAND.IMMEDIATELY] = immediately ? 1 : 0
  commit()
}

/** `strategy.cancel(id)`, BE-6.5. */
export function cancel(id: unknown): void {
  const name = readId('strategy.cancel', id)
  open('strategy.cancel', KIND.CANCEL, name)
  commit()
}

/** `strategy.cancelAll()`, BE-6.5. */
export function cancelAll(): void {
  open('strategy.cancelAll', KIND.CANCEL_ALL, 0)
  commit()
}

function rule(kind: number, value: number, unit: number, comment: number): void {
  begin(kind, 0)
  row[COMMAND.VALUE] = value
  row[COMMAND.UNIT] = unit
  row[COMMAND.ALERT] = comment
  commit()
}

function readLimit(name: string, value: unknown, whole: boolean): number {
  if (typeof value !== 'number' || !(value > 0) || (whole && value % 1 !== 0))
    fail(
      'S306',
      `strategy.risk.${name} was ${quote(value)}`,
      `give a ${whole ? 'whole ' : ''}number above 0`,
    )
  return value
}

function readUnit(name: string, value: unknown): number {
  if (value === 'cash') return UNIT.CASH
  if (value === 'percentOfEquity') return UNIT.PERCENT_OF_EQUITY
  return fail(
    'S306',
    `strategy.risk.${name}: type was ${quote(value)}`,
    "write 'cash' or 'percentOfEquity'",
  )
}

/** `strategy.risk.*`, BE-13: given in the setup phase or on any bar, in force from then on. */
export const risk = Object.freeze({
  allowEntryIn: Object.freeze((direction: unknown): void => {
    const value =
      direction === 'long'
        ? DIRECTION.LONG
        : direction === 'short'
          ? DIRECTION.SHORT
          : direction === 'all'
            ? DIRECTION.ALL
            : fail(
                'S306',
                `strategy.risk.allowEntryIn: direction was ${quote(direction)}`,
                "write 'all', 'long' or 'short'",
              )
    rule(KIND.RISK_ALLOW_ENTRY_IN, value, 0, 0)
  }),
  maxConsLossDays: Object.freeze((count: unknown, alertMessage?: unknown): void => {
    const value = readLimit('maxConsLossDays', count, true)
    const alert = readText('strategy.risk.maxConsLossDays: alertMessage', alertMessage)
    rule(KIND.RISK_MAX_CONS_LOSS_DAYS, value, 0, alert)
  }),
  maxDrawdown: Object.freeze((limit: unknown, type: unknown, alertMessage?: unknown): void => {
    const value = readLimit('maxDrawdown', limit, false)
    const unit = readUnit('maxDrawdown', type)
    const alert = readText('strategy.risk.maxDrawdown: alertMessage', alertMessage)
    rule(KIND.RISK_MAX_DRAWDOWN, value, unit, alert)
  }),
  maxIntradayFilledOrders: Object.freeze((count: unknown, alertMessage?: unknown): void => {
    const value = readLimit('maxIntradayFilledOrders', count, true)
    const alert = readText('strategy.risk.maxIntradayFilledOrders: alertMessage', alertMessage)
    rule(KIND.RISK_MAX_INTRADAY_FILLED_ORDERS, value, 0, alert)
  }),
  maxIntradayLoss: Object.freeze((limit: unknown, type: unknown, alertMessage?: unknown): void => {
    const value = readLimit('maxIntradayLoss', limit, false)
    const unit = readUnit('maxIntradayLoss', type)
    const alert = readText('strategy.risk.maxIntradayLoss: alertMessage', alertMessage)
    rule(KIND.RISK_MAX_INTRADAY_LOSS, value, unit, alert)
  }),
  maxPositionSize: Object.freeze((contracts: unknown): void => {
    const value = readLimit('maxPositionSize', contracts, false)
    rule(KIND.RISK_MAX_POSITION_SIZE, value, 0, 0)
  }),
})
