import {
  createOrder,
  type Exit,
  endOrder,
  exitKey,
  type FilledEntry,
  type Order,
} from '../orders/index.ts'
import { COMMAND, KIND, OCA } from '../shared/layout.ts'
import { shareOfSteps, wholeSteps } from '../trades/index.ts'
import { decline, declineCommand } from './decline.ts'
import { setLevels } from './levels.ts'
import { arm } from './path.ts'
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

function createLeg(state: State, exit: Exit, entrySide: number): Order {
  const leg = createOrder(KIND.EXIT, exit.id, -entrySide, state.book.sequence++)
  leg.exit = exit
  leg.bar = state.bar
  leg.mark = exit.mark
  leg.ocaName = exit.ocaName
  leg.ocaType = exit.ocaName === 0 ? OCA.NONE : OCA.REDUCE
  exit.legs.push(leg)
  state.totals.orders++
  return leg
}

/** An exit given again keeps its trailing state unless the trailing parameters changed (BE-9.23, BE-9.24). */
function renewLeg(state: State, leg: Order, exit: Exit): void {
  const entry = leg.entry!
  const { activation, offset } = leg
  leg.bar = state.bar
  leg.mark = exit.mark
  leg.ocaName = exit.ocaName
  leg.ocaType = exit.ocaName === 0 ? OCA.NONE : OCA.REDUCE
  leg.lots = Math.min(requestOf(exit, entry), unreserved(entry, leg))
  setLevels(state, leg, exit, entry)
  if (leg.lots < 1) {
    endLeg(state, leg)
    return
  }
  if (!Object.is(leg.activation, activation) || leg.offset !== offset) {
    leg.isArmed = false
    armFromClose(state, leg)
  }
}

/** A trailing stop that first appears with the position open starts from this close (BE-9.23). */
function armFromClose({ close }: State, leg: Order): void {
  if (leg.side * (leg.activation - close) >= 0) arm(leg, close)
}

function requestOf(exit: Exit, entry: FilledEntry): number {
  return Number.isNaN(exit.lots) ? shareOfSteps(entry.original, exit.percent) : exit.lots
}

/** What the other legs of an entry, filled ones included, leave of it (BE-9.5). */
function unreserved(entry: FilledEntry, leg: Order): number {
  let left = entry.original
  for (const other of entry.legs) if (other !== leg) left -= other.lots
  return left
}

/** Binds a leg to its filled entry. False, and the leg is gone, where other legs reserve all of it. */
function bindLeg(state: State, leg: Order, entry: FilledEntry, isFresh: boolean): boolean {
  const exit = leg.exit!
  leg.entry = entry
  leg.lots = Math.min(requestOf(exit, entry), unreserved(entry, leg))
  if (!(leg.lots >= 1)) {
    if (entry.legs.some((other) => !other.isDone)) decline(state, 'N111', leg, exit.stop)
    endLeg(state, leg)
    return false
  }
  setLevels(state, leg, exit, entry)
  entry.legs.push(leg)
  state.book.legs.push(leg)
  if (isFresh) state.fresh.push(leg)
  return true
}

/** An entry has filled: the legs that waited for it and the exits for every entry become active (BE-9.2, BE-9.3). */
export function bindEntry(state: State, order: Order, entry: FilledEntry): void {
  const { book } = state
  for (const leg of order.waiting) if (!leg.isDone) bindLeg(state, leg, entry, true)
  order.waiting.length = 0
  if (book.exits.size === 0) return
  for (const exit of book.exits.values()) {
    if (!exit.isOpenEnded || (exit.side !== 0 && exit.side !== entry.side)) continue
    exit.side = entry.side
    if (entry.legs.some((leg) => leg.exit === exit)) continue
    bindLeg(state, createLeg(state, exit, entry.side), entry, true)
  }
}

/** Ends a leg that has not filled and gives its reservation back. */
export function endLeg({ book }: State, leg: Order): void {
  endOrder(book, leg)
  if (leg.entry === null) return
  const at = leg.entry.legs.indexOf(leg)
  if (at >= 0) leg.entry.legs.splice(at, 1)
}

export function cancelExit(state: State, key: number, exit: Exit): void {
  exit.isOpenEnded = false
  for (const leg of exit.legs) if (!leg.isDone) endLeg(state, leg)
  // While a filled leg's entry lives, the exit must be remembered: it fires once (BE-9.5).
  if (!exit.legs.some((leg) => leg.entry?.legs.includes(leg))) state.book.exits.delete(key)
}

/** The entry is spent: what was bound to it has nothing left to close. */
export function endEntry(state: State, entry: FilledEntry): void {
  entry.isDone = true
  state.book.isStale = true
  for (const leg of entry.legs) if (!leg.isDone && !leg.inBatch) endOrder(state.book, leg)
}

/** The position is closed or turned round: its entries, their legs and the exits for all of them go (BE-5.11). */
export function endEntries(state: State): void {
  const { book } = state
  for (const entry of book.entries) endEntry(state, entry)
  book.entries = []
  for (const exit of book.exits.values()) if (exit.side !== 0) exit.isOpenEnded = false
}

/** Takes `lots` off the entries, oldest first: all of them, those of one id, or one alone (BE-7.6). */
export function consumeEntries(
  state: State,
  lots: number,
  onlyId: number,
  only: FilledEntry | null,
): void {
  const { book } = state
  let left = lots
  for (const entry of book.entries) {
    if (left === 0) break
    if ((onlyId >= 0 && entry.id !== onlyId) || (only !== null && entry !== only)) continue
    const taken = Math.min(left, entry.remaining)
    entry.remaining -= taken
    left -= taken
    if (entry.remaining === 0) endEntry(state, entry)
  }
  book.entries = book.entries.filter((entry) => !entry.isDone)
}
