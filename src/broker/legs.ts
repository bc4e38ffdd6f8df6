import { createOrder, type Exit, endOrder, type FilledEntry, type Order } from '../orders/index.ts'
import { KIND, OCA } from '../shared/layout.ts'
import { shareOfSteps } from '../trades/index.ts'
import { decline } from './decline.ts'
import { settleInside } from './dormant.ts'
import { setLevels } from './levels.ts'
import { arm } from './path.ts'
import type { State } from './state.ts'

export function createLeg(state: State, exit: Exit, entrySide: number): Order {
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
export function renewLeg(state: State, leg: Order, exit: Exit): void {
  const entry = leg.entry!
  const { activation, offset } = leg
  leg.bar = state.bar
  leg.mark = exit.mark
  leg.ocaName = exit.ocaName
  leg.ocaType = exit.ocaName === 0 ? OCA.NONE : OCA.REDUCE
  leg.lots = Math.min(requestOf(exit, entry), unreserved(entry, leg))
  setLevels(state, leg, exit, entry)
  settleInside(state, leg)
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
export function armFromClose({ close }: State, leg: Order): void {
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
export function bindLeg(state: State, leg: Order, entry: FilledEntry, isFresh: boolean): boolean {
  const exit = leg.exit!
  leg.entry = entry
  leg.lots = Math.min(requestOf(exit, entry), unreserved(entry, leg))
  if (!(leg.lots >= 1)) {
    if (entry.legs.some((other) => !other.isDone)) decline(state, 'N111', leg, exit.stop)
    endLeg(state, leg)
    return false
  }
  setLevels(state, leg, exit, entry)
  if (!isFresh) settleInside(state, leg)
  entry.legs.push(leg)
  state.book.legs.push(leg)
  state.bound.push(leg)
  if (isFresh) state.fresh.push(leg)
  return true
}

/** An entry has filled: the legs that waited for it and the exits for every entry become active (BE-9.2, BE-9.3). */
export function bindEntry(state: State, order: Order, entry: FilledEntry): void {
  const { book } = state
  if (order.waiting.length > 0) {
    for (const leg of order.waiting) if (!leg.isDone) bindLeg(state, leg, entry, true)
    order.waiting.length = 0
  }
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
  if (book.exits.size === 0) return
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
