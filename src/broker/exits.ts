import { type Exit, exitKey, type Order } from '../orders/index.ts'
import { COMMAND } from '../shared/layout.ts'
import { wholeSteps } from '../trades/index.ts'
import { declineCommand } from './decline.ts'
import { armFromClose, bindLeg, createLeg, endLeg, renewLeg } from './legs.ts'
import { isHalted } from './risk.ts'
import { type State, touchBook } from './state.ts'

/** `strategy.exit` (BE-9): makes the exit or changes it in place, with one leg per entry it is for. */
export function placeExit(state: State, rows: Float64Array, at: number): void {
  const { book } = state
  const id = rows[at + COMMAND.ID]!
  const from = rows[at + COMMAND.FROM_ENTRY]!
  const key = exitKey(id, from)
  const known = book.exits.get(key)
  if (isHalted(state.risk)) {
    declineCommand(state, 'N106', rows, at)
    return
  }
  if (!hasLevels(rows, at)) {
    if (known !== undefined) cancelExit(state, key, known)
    declineCommand(state, 'N108', rows, at)
    return
  }
  const qty = rows[at + COMMAND.QTY]!
  if (qty <= 0 || rows[at + COMMAND.QTY_PERCENT]! <= 0) {
    declineCommand(state, 'N109', rows, at)
    return
  }
  if (wholeSteps(state.scale.quantity, qty) < 1) {
    declineCommand(state, 'N102', rows, at)
    return
  }

  const pending = pendingFor(state, from)
  const entries = book.entries.filter((entry) => from === 0 || entry.id === from)
  if (entries.length === 0 && pending.length === 0 && known === undefined) return

  const exit = known ?? createExit(id, from, book.sequence++)
  readExit(state, exit, rows, at)
  exit.isOpenEnded = from === 0
  exit.side = state.ledger.side
  book.exits.set(key, exit)
  // Legs in place first, in their order, so that a new leg reserves only what they leave (BE-9.5).
  for (const leg of exit.legs) if (!leg.isDone && leg.entry !== null) renewLeg(state, leg, exit)
  for (const entry of entries) {
    if (exit.legs.some((leg) => leg.entry === entry && entry.legs.includes(leg))) continue
    const leg = createLeg(state, exit, entry.side)
    if (bindLeg(state, leg, entry, false)) armFromClose(state, leg)
  }
  for (const order of pending) {
    if (order.waiting.some((leg) => leg.exit === exit && !leg.isDone)) continue
    order.waiting.push(createLeg(state, exit, order.side))
  }
  if (exit.isOpenEnded && exit.side !== 0) dropOpposite(state, exit)
  touchBook(state)
}

/**
 * Pending orders that an exit is for: those of its entry id, or all of them, and with a position open
 * those that add to it (BE-9.4).
 */
function pendingFor({ book, ledger }: State, from: number): Order[] {
  if (from !== 0) {
    const order = book.byId.get(from)
    return order === undefined ? [] : [order]
  }
  return [...book.byId.values()].filter(({ side }) => ledger.side === 0 || side === ledger.side)
}

/** While a reversal is pending, an exit for every entry is for the position that is left (BE-9.4). */
function dropOpposite(state: State, exit: Exit): void {
  for (const leg of exit.legs) {
    if (leg.entry === null && leg.side === exit.side && !leg.isDone) endLeg(state, leg)
  }
}

function hasLevels(rows: Float64Array, at: number): boolean {
  return [
    COMMAND.PROFIT,
    COMMAND.LIMIT,
    COMMAND.LOSS,
    COMMAND.STOP,
    COMMAND.TRAIL_PRICE,
    COMMAND.TRAIL_POINTS,
  ].some((column) => !Number.isNaN(rows[at + column]!))
}

function createExit(id: number, from: number, sequence: number): Exit {
  return {
    id,
    from,
    sequence,
    isOpenEnded: false,
    side: 0,
    mark: 0,
    comment: 0,
    commentProfit: 0,
    commentLoss: 0,
    commentTrailing: 0,
    lots: Number.NaN,
    percent: 100,
    profit: Number.NaN,
    limit: Number.NaN,
    loss: Number.NaN,
    stop: Number.NaN,
    trailPrice: Number.NaN,
    trailPoints: Number.NaN,
    trailOffset: Number.NaN,
    ocaName: 0,
    legs: [],
  }
}

function readExit(state: State, exit: Exit, rows: Float64Array, at: number): void {
  const qty = rows[at + COMMAND.QTY]!
  const percent = rows[at + COMMAND.QTY_PERCENT]!
  exit.mark = rows[at + COMMAND.MARK]!
  exit.comment = rows[at + COMMAND.COMMENT]!
  exit.commentProfit = rows[at + COMMAND.COMMENT_PROFIT]!
  exit.commentLoss = rows[at + COMMAND.COMMENT_LOSS]!
  exit.commentTrailing = rows[at + COMMAND.COMMENT_TRAILING]!
  exit.lots = Number.isNaN(qty) ? Number.NaN : wholeSteps(state.scale.quantity, qty)
  exit.percent = Number.isNaN(percent) ? 100 : Math.min(percent, 100)
  exit.profit = rows[at + COMMAND.PROFIT]!
  exit.limit = rows[at + COMMAND.LIMIT]!
  exit.loss = rows[at + COMMAND.LOSS]!
  exit.stop = rows[at + COMMAND.STOP]!
  exit.trailPrice = rows[at + COMMAND.TRAIL_PRICE]!
  exit.trailPoints = rows[at + COMMAND.TRAIL_POINTS]!
  exit.trailOffset = rows[at + COMMAND.TRAIL_OFFSET]!
  exit.ocaName = rows[at + COMMAND.OCA_NAME]!
}

export function cancelExit(state: State, key: number, exit: Exit): void {
  exit.isOpenEnded = false
  for (const leg of exit.legs) if (!leg.isDone) endLeg(state, leg)
  // While a filled leg's entry lives, the exit must be remembered: it fires once (BE-9.5).
  if (!exit.legs.some((leg) => leg.entry?.legs.includes(leg))) state.book.exits.delete(key)
}
