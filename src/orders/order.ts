import type { Exit } from './exit.ts'
import type { FilledEntry } from './filled-entry.ts'

/**
 * A working order: of the script, or one leg of an exit. Prices in ticks, quantities in lots, texts as
 * numbers, NaN for "none". Levels were rounded when the order was made (BE-1.3).
 */
export type Order = {
  /** KIND of the command: ENTRY, ORDER, EXIT, CLOSE or CLOSE_ALL. */
  kind: number
  id: number
  comment: number
  /** Source position of the call. */
  mark: number
  /** +1 buys, −1 sells. */
  side: number
  /** Place in the queue; a replacement keeps it (BE-6.2). */
  sequence: number
  /** Bar on which it was last given. */
  bar: number
  /** Own quantity; NaN while it is still money (BE-12.4). */
  lots: number
  /** Account currency that the fill price turns into lots; NaN where `lots` is known. */
  budget: number
  /** Whether the script named the quantity (BE-14.3). */
  explicit: boolean
  /** Lots on top of its own that were opposite when it was given (BE-7.2). */
  reverse: number
  /** May only reduce the position (BE-7.7). */
  closeOnly: boolean
  /** A close that fills at the close of its own bar (BE-2.7). */
  immediate: boolean
  isMarket: boolean
  /** Bar inside which it was given, by a script that ran after a fill; −1 for the close of a bar (BE-2.10). */
  insideBar: number
  /** Not looked at on the rest of this bar (BE-2.10). */
  isDormant: boolean
  stop: number
  limit: number
  /** A stop-limit order whose stop was reached (BE-4.4); true for every other order. */
  isLive: boolean
  ocaName: number
  ocaType: number
  /** Filled, cancelled or dropped: to be swept out of the book. */
  isDone: boolean
  /** Exit legs that wait for this entry to fill (BE-9.2). */
  waiting: Order[]

  /** The rest is for exit legs only. */
  exit: Exit | null
  entry: FilledEntry | null
  /** Trailing stop (BE-9.20): activation level, distance, whether it is armed, best price since. */
  activation: number
  offset: number
  isArmed: boolean
  best: number
  /** Hit at the open together with others, and so not cancelled by them (BE-9.13). */
  inBatch: boolean
}

export function createOrder(kind: number, id: number, side: number, sequence: number): Order {
  return {
    kind,
    id,
    comment: 0,
    mark: 0,
    side,
    sequence,
    bar: 0,
    lots: Number.NaN,
    budget: Number.NaN,
    explicit: false,
    reverse: 0,
    closeOnly: false,
    immediate: false,
    isMarket: false,
    insideBar: -1,
    isDormant: false,
    stop: Number.NaN,
    limit: Number.NaN,
    isLive: true,
    ocaName: 0,
    ocaType: 0,
    isDone: false,
    waiting: [],
    exit: null,
    entry: null,
    activation: Number.NaN,
    offset: 0,
    isArmed: false,
    best: Number.NaN,
    inBatch: false,
  }
}

/** Makes an order that is out of the game one that was just created. */
export function renewOrder(
  order: Order,
  kind: number,
  id: number,
  side: number,
  sequence: number,
): void {
  order.kind = kind
  order.id = id
  order.comment = 0
  order.mark = 0
  order.side = side
  order.sequence = sequence
  order.bar = 0
  order.lots = Number.NaN
  order.budget = Number.NaN
  order.explicit = false
  order.reverse = 0
  order.closeOnly = false
  order.immediate = false
  order.isMarket = false
  order.insideBar = -1
  order.isDormant = false
  order.stop = Number.NaN
  order.limit = Number.NaN
  order.isLive = true
  order.ocaName = 0
  order.ocaType = 0
  order.isDone = false
  if (order.waiting.length > 0) order.waiting.length = 0
  order.exit = null
  order.entry = null
  order.activation = Number.NaN
  order.offset = 0
  order.isArmed = false
  order.best = Number.NaN
  order.inBatch = false
}
