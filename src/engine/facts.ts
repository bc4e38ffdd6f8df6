import { EVENT, type Fill, type WorkingOrder } from '../broker/index.ts'
import { FILL_HOW, type FillFacts, type PendingOrder, type SentCommand } from '../shared/explain.ts'
import { COMMAND, EXIT_REASON, KIND } from '../shared/layout.ts'
import { commandName } from './declined.ts'

/** Options that a command was given numbers for, by the names of the API. */
const VALUES = [
  ['qty', COMMAND.QTY],
  ['qtyPercent', COMMAND.QTY_PERCENT],
  ['limit', COMMAND.LIMIT],
  ['stop', COMMAND.STOP],
  ['profit', COMMAND.PROFIT],
  ['loss', COMMAND.LOSS],
  ['trailPrice', COMMAND.TRAIL_PRICE],
  ['trailPoints', COMMAND.TRAIL_POINTS],
  ['trailOffset', COMMAND.TRAIL_OFFSET],
] as const

export function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** A row in COMMAND layout in the words of the API. */
export function commandFacts(
  rows: Float64Array,
  at: number,
  texts: readonly string[],
): SentCommand {
  const field = (column: number): number => rows[at + column]!
  const kind = field(COMMAND.KIND)
  const isRule = kind >= KIND.RISK_ALLOW_ENTRY_IN
  const given = isRule
    ? [['value', field(COMMAND.VALUE)] as const]
    : VALUES.map(([name, column]) => [name, field(column)] as const)
  return {
    command: isRule ? 'risk' : commandName(kind),
    id: texts[field(COMMAND.ID)] ?? '',
    side: field(COMMAND.SIDE) || 0,
    values: given.filter(([, value]) => Number.isFinite(value)),
    fromEntry: texts[field(COMMAND.FROM_ENTRY)] ?? '',
    comment: texts[field(COMMAND.COMMENT)] ?? '',
    mark: field(COMMAND.MARK),
  }
}

export function pendingFacts(order: WorkingOrder, texts: readonly string[]): PendingOrder {
  return {
    command: commandName(order.kind),
    id: texts[order.id] ?? '',
    side: order.side,
    qty: numberOrNull(order.qty),
    stop: numberOrNull(order.stop),
    limit: numberOrNull(order.limit),
    activation: numberOrNull(order.activation),
    trail: numberOrNull(order.trail),
    fromEntry: texts[order.from] ?? '',
    isWaiting: order.isWaiting,
    bar: order.bar,
    mark: order.mark,
  }
}

/** @param slippage Ticks by which all but limit fills are worse (BE-4.6). */
export function fillFacts(fill: Fill, slippage: number, texts: readonly string[]): FillFacts {
  const how = howOf(fill)
  return {
    id: texts[fill.id] ?? '',
    comment: texts[fill.comment] ?? '',
    command: fill.kind === 0 ? '' : commandName(fill.kind),
    how: FILL_HOW.indexOf(how),
    side: fill.side,
    qty: fill.qty,
    closed: fill.closed,
    opened: fill.opened,
    price: fill.price,
    slippage: how === 'limit' ? 0 : slippage,
    fee: fill.fee,
    position: fill.position,
  }
}

function howOf({ kind, event, reason }: Fill): (typeof FILL_HOW)[number] {
  if (kind === 0) return reason === EXIT_REASON.MARGIN_CALL ? 'margin' : 'risk'
  if (event === EVENT.STOP) return 'stop'
  if (event === EVENT.TRAIL) return 'trail'
  return event === EVENT.LIMIT ? 'limit' : 'market'
}
