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
import { checkOptions, readFlag, readNumber } from './options.ts'

/** Commands of the current bar, in source order; the host reads the first `commandCount` rows. */
export const commands: Float64Array = commandRows
export let commandCount!: number
eachRun(clearCommands)
export function clearCommands(): void {
  commandCount = 0
}

function open(what: string, kind: number, id: number): number {
  if (cursor.phase === 'setup')
    fail('S305', `${what} stands in the setup phase`, 'give orders inside onBar(() => { … })')
  return begin(kind, id)
}

/** Begins a row behind those that count, and tells where. The last statement of a call counts it, never half (R11). */
function begin(kind: number, id: number): number {
  if (commandCount >= MAX_COMMANDS_PER_BAR)
    fail(
      'L403',
      `the strategy gave more than ${MAX_COMMANDS_PER_BAR} order commands on one bar`,
      'give fewer orders per bar',
    )
  const at = commandCount * COMMAND_WIDTH
  // One by one: for so few numbers a copy by the engine costs twice as much.
  commands[at + COMMAND.KIND] = kind
  commands[at + COMMAND.ID] = id
  commands[at + COMMAND.SIDE] = 0
  commands[at + COMMAND.QTY] = Number.NaN
  commands[at + COMMAND.LIMIT] = Number.NaN
  commands[at + COMMAND.STOP] = Number.NaN
  commands[at + COMMAND.OCA_NAME] = 0
  commands[at + COMMAND.OCA_TYPE] = OCA.NONE
  commands[at + COMMAND.COMMENT] = 0
  commands[at + COMMAND.FROM_ENTRY] = 0
  commands[at + COMMAND.QTY_PERCENT] = Number.NaN
  commands[at + COMMAND.PROFIT] = Number.NaN
  commands[at + COMMAND.LOSS] = Number.NaN
  commands[at + COMMAND.TRAIL_PRICE] = Number.NaN
  commands[at + COMMAND.TRAIL_POINTS] = Number.NaN
  commands[at + COMMAND.TRAIL_OFFSET] = Number.NaN
  commands[at + COMMAND.COMMENT_PROFIT] = 0
  commands[at + COMMAND.COMMENT_LOSS] = 0
  commands[at + COMMAND.COMMENT_TRAILING] = 0
  commands[at + COMMAND.IMMEDIATELY] = 0
  commands[at + COMMAND.VALUE] = 0
  commands[at + COMMAND.UNIT] = UNIT.CASH
  commands[at + COMMAND.ALERT] = 0
  commands[at + COMMAND.MARK] = markNow()
  return at
}

function commit(): void {
  commandCount++
}

function readId(what: string, value: unknown): number {
  const id = readText(what, 'id', value)
  if (id === 0) fail('S306', `${what}: id was ${quote(value)}`, 'give each order a name')
  return id
}

function readSide(what: string, value: unknown): number {
  if (value === 'long') return 1
  if (value === 'short') return -1
  return fail('S306', `${what}: direction was ${quote(value)}`, "write 'long' or 'short'")
}

/** The text that is recorded as an alert when the order fills. */
function readAlert(what: string, alertMessage: unknown, disableAlert: unknown): number {
  const text = readText(what, 'alertMessage', alertMessage)
  return readFlag(what, 'disableAlert', disableAlert) ? 0 : text
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
  // Most orders have none.
  if (options === undefined) {
    const at = open(what, kind, name)
    commands[at + COMMAND.SIDE] = side
    commit()
    return
  }
  const o = checkOptions(what, options, ENTRY_OPTIONS)
  const { qty, limit, stop, ocaName, ocaType, comment, alertMessage, disableAlert } = o
  const contracts = readNumber(what, 'qty', qty)
  if (contracts > MAX_QTY && contracts !== Number.POSITIVE_INFINITY)
    fail('S306', `${what}: qty was ${quote(qty)}`, `give at most ${MAX_QTY} contracts`)
  const limitPrice = readNumber(what, 'limit', limit)
  const stopPrice = readNumber(what, 'stop', stop)
  const group = readText(what, 'ocaName', ocaName)
  const type = readOca(what, ocaType)
  const note = readText(what, 'comment', comment)
  const alert = readAlert(what, alertMessage, disableAlert)
  const at = open(what, kind, name)
  commands[at + COMMAND.SIDE] = side
  // An explicit na quantity is not the default one: it is an order for nothing (BE-1.6).
  commands[at + COMMAND.QTY] = qty !== undefined && Number.isNaN(contracts) ? 0 : contracts
  commands[at + COMMAND.LIMIT] = limitPrice
  commands[at + COMMAND.STOP] = stopPrice
  commands[at + COMMAND.OCA_NAME] = group
  commands[at + COMMAND.OCA_TYPE] = type
  commands[at + COMMAND.COMMENT] = note
  commands[at + COMMAND.ALERT] = alert
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

const EXIT_OPTIONS = [
  'qty',
  'qtyPercent',
  'profit',
  'limit',
  'loss',
  'stop',
  'trailPrice',
  'trailPoints',
  'trailOffset',
  'fromEntry',
  'ocaName',
  'comment',
  'commentProfit',
  'commentLoss',
  'commentTrailing',
  'alertMessage',
  'disableAlert',
]

/**
 * `strategy.exit(id, { fromEntry, qty, qtyPercent, profit, limit, loss, stop, trailPrice,
 * trailPoints, trailOffset, … })`, BE-9. `fromEntry` may also be the second argument.
 */
export function exit(id: unknown, fromEntryOrOptions?: unknown, rest?: unknown): void {
  const what = 'strategy.exit'
  const name = readId(what, id)
  const named = typeof fromEntryOrOptions === 'string'
  const o = checkOptions(what, named ? rest : fromEntryOrOptions, EXIT_OPTIONS)
  // Each read by its name, in the order of the list: by a name in a variable it would be looked up.
  const { qty, qtyPercent, profit, limit, loss, stop, trailPrice, trailPoints, trailOffset } = o
  const { fromEntry, ocaName, comment, commentProfit, commentLoss, commentTrailing } = o
  const { alertMessage, disableAlert } = o
  const contracts = readNumber(what, 'qty', qty)
  const percent = readNumber(what, 'qtyPercent', qtyPercent)
  const profitTicks = readNumber(what, 'profit', profit)
  const limitPrice = readNumber(what, 'limit', limit)
  const lossTicks = readNumber(what, 'loss', loss)
  const stopPrice = readNumber(what, 'stop', stop)
  const activation = readNumber(what, 'trailPrice', trailPrice)
  const activationTicks = readNumber(what, 'trailPoints', trailPoints)
  const offsetTicks = readNumber(what, 'trailOffset', trailOffset)
  const entryName = readText(what, 'fromEntry', fromEntry)
  const group = readText(what, 'ocaName', ocaName)
  const note = readText(what, 'comment', comment)
  const profitNote = readText(what, 'commentProfit', commentProfit)
  const lossNote = readText(what, 'commentLoss', commentLoss)
  const trailNote = readText(what, 'commentTrailing', commentTrailing)
  const from = named ? readText(what, 'fromEntry', fromEntryOrOptions) : entryName
  const alert = readAlert(what, alertMessage, disableAlert)
  const at = open(what, KIND.EXIT, name)
  commands[at + COMMAND.QTY] = contracts
  commands[at + COMMAND.QTY_PERCENT] = percent
  commands[at + COMMAND.PROFIT] = profitTicks
  commands[at + COMMAND.LIMIT] = limitPrice
  commands[at + COMMAND.LOSS] = lossTicks
  commands[at + COMMAND.STOP] = stopPrice
  commands[at + COMMAND.TRAIL_PRICE] = activation
  commands[at + COMMAND.TRAIL_POINTS] = activationTicks
  commands[at + COMMAND.TRAIL_OFFSET] = offsetTicks
  commands[at + COMMAND.FROM_ENTRY] = from
  commands[at + COMMAND.OCA_NAME] = group
  commands[at + COMMAND.COMMENT] = note
  commands[at + COMMAND.COMMENT_PROFIT] = profitNote
  commands[at + COMMAND.COMMENT_LOSS] = lossNote
  commands[at + COMMAND.COMMENT_TRAILING] = trailNote
  commands[at + COMMAND.ALERT] = alert
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
  const o = checkOptions(what, options, CLOSE_OPTIONS)
  const { qty, qtyPercent, comment, alertMessage, immediately, disableAlert } = o
  const contracts = readNumber(what, 'qty', qty)
  const percent = readNumber(what, 'qtyPercent', qtyPercent)
  const note = readText(what, 'comment', comment)
  const alert = readAlert(what, alertMessage, disableAlert)
  const isImmediate = readFlag(what, 'immediately', immediately)
  const at = open(what, KIND.CLOSE, name)
  commands[at + COMMAND.QTY] = contracts
  commands[at + COMMAND.QTY_PERCENT] = percent
  commands[at + COMMAND.COMMENT] = note
  commands[at + COMMAND.ALERT] = alert
  commands[at + COMMAND.IMMEDIATELY] = isImmediate ? 1 : 0
  commit()
}

const CLOSE_ALL_OPTIONS = ['comment', 'alertMessage', 'immediately', 'disableAlert']

/** `strategy.closeAll({ comment, immediately })`, BE-10.5. */
export function closeAll(options?: unknown): void {
  const what = 'strategy.closeAll'
  const o = checkOptions(what, options, CLOSE_ALL_OPTIONS)
  const { comment, alertMessage, immediately, disableAlert } = o
  const note = readText(what, 'comment', comment)
  const alert = readAlert(what, alertMessage, disableAlert)
  const isImmediate = readFlag(what, 'immediately', immediately)
  const at = open(what, KIND.CLOSE_ALL, 0)
  commands[at + COMMAND.COMMENT] = note
  commands[at + COMMAND.ALERT] = alert
  commands[at + COMMAND.IMMEDIATELY] = isImmediate ? 1 : 0
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
  const at = begin(kind, 0)
  commands[at + COMMAND.VALUE] = value
  commands[at + COMMAND.UNIT] = unit
  commands[at + COMMAND.ALERT] = comment
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
    const alert = readText('strategy.risk.maxConsLossDays', 'alertMessage', alertMessage)
    rule(KIND.RISK_MAX_CONS_LOSS_DAYS, value, 0, alert)
  }),
  maxDrawdown: Object.freeze((limit: unknown, type: unknown, alertMessage?: unknown): void => {
    const value = readLimit('maxDrawdown', limit, false)
    const unit = readUnit('maxDrawdown', type)
    const alert = readText('strategy.risk.maxDrawdown', 'alertMessage', alertMessage)
    rule(KIND.RISK_MAX_DRAWDOWN, value, unit, alert)
  }),
  maxIntradayFilledOrders: Object.freeze((count: unknown, alertMessage?: unknown): void => {
    const value = readLimit('maxIntradayFilledOrders', count, true)
    const alert = readText('strategy.risk.maxIntradayFilledOrders', 'alertMessage', alertMessage)
    rule(KIND.RISK_MAX_INTRADAY_FILLED_ORDERS, value, 0, alert)
  }),
  maxIntradayLoss: Object.freeze((limit: unknown, type: unknown, alertMessage?: unknown): void => {
    const value = readLimit('maxIntradayLoss', limit, false)
    const unit = readUnit('maxIntradayLoss', type)
    const alert = readText('strategy.risk.maxIntradayLoss', 'alertMessage', alertMessage)
    rule(KIND.RISK_MAX_INTRADAY_LOSS, value, unit, alert)
  }),
  maxPositionSize: Object.freeze((contracts: unknown): void => {
    const value = readLimit('maxPositionSize', contracts, false)
    rule(KIND.RISK_MAX_POSITION_SIZE, value, 0, 0)
  }),
})
