import type { Exit } from './exit.ts'
import type { FilledEntry } from './filled-entry.ts'
import { createOrder, type Order, renewOrder } from './order.ts'
import { createPending, type Pending } from './pending.ts'

/** Most texts are far fewer than this, so that a pair of them is one whole number. */
const PAIR = 2 ** 24

/** More market orders than this are seldom in the queue of one bar. */
const MOST_SPARE = 8

/** All that waits for a price: the queue of market orders, resting orders, exit legs, and what binds them. */
export type Book = {
  /** Market orders in creation order (BE-5.2). */
  market: Order[]
  /** Entries and raw orders with a price, in creation order except for replacements. */
  resting: Order[]
  /** Legs of exits whose entry has filled. */
  legs: Order[]
  /** Pending entries and raw orders by id (BE-6.1). */
  readonly byId: Pending
  readonly exits: Map<number, Exit>
  /** Entries of the open position, oldest first. */
  entries: FilledEntry[]
  sequence: number
  /** Whether something is done and waits to be swept. */
  isStale: boolean
  /** Market orders that are out of the game, to be used again: most of what a trade would allocate. */
  readonly spare: Order[]
}

export function createBook(): Book {
  return {
    market: [],
    resting: [],
    legs: [],
    byId: createPending(),
    exits: new Map(),
    entries: [],
    sequence: 0,
    isStale: false,
    spare: [],
  }
}

/** An order of the script, behind all others in the queue. */
export function newOrder(book: Book, kind: number, id: number, side: number): Order {
  const order = book.spare.pop()
  if (order === undefined) return createOrder(kind, id, side, book.sequence++)
  renewOrder(order, kind, id, side, book.sequence++)
  return order
}

/** Puts an order where its kind belongs; among market orders its place in the queue decides. */
export function addOrder(book: Book, order: Order): void {
  if (order.kind <= 2) book.byId.set(order)
  if (!order.isMarket) {
    book.resting.push(order)
    return
  }
  const { market } = book
  let at = market.length
  while (at > 0 && market[at - 1]!.sequence > order.sequence) at--
  if (at === market.length) market.push(order)
  else market.splice(at, 0, order)
}

/** Puts a replaced order where its new kind belongs. */
export function moveOrder(book: Book, order: Order, wasMarket: boolean): void {
  if (wasMarket) book.market = book.market.filter((other) => other !== order)
  else book.resting = book.resting.filter((other) => other !== order)
  addOrder(book, order)
}

/** Takes an order out of the game; the arrays are swept later, so that walks over them stay valid. */
export function endOrder(book: Book, order: Order): void {
  order.isDone = true
  book.isStale = true
  if (order.kind <= 2) book.byId.delete(order)
  if (order.waiting.length === 0) return
  for (const leg of order.waiting) leg.isDone = true
  order.waiting.length = 0
}

/** Ends the only order there is, a market order to which nothing is bound: nothing is left to be swept. */
export function endOnlyOrder(book: Book, order: Order): void {
  const { market, byId, spare } = book
  order.isDone = true
  byId.delete(order)
  market.pop()
  book.isStale = false
  if (spare.length < MOST_SPARE) spare.push(order)
}

export function exitKey(id: number, from: number): number {
  return id * PAIR + from
}

/** Drops what is done. */
export function sweepBook(book: Book): void {
  book.isStale = false
  sweepMarket(book)
  sweep(book.resting)
  sweep(book.legs)
  if (book.exits.size === 0) return
  for (const [key, exit] of book.exits) {
    sweepLegs(exit.legs)
    if (exit.legs.length === 0 && !isAwaited(book, exit)) book.exits.delete(key)
  }
}

/** An exit for every entry lives on while there is a position, or an entry that may open one (BE-9.3). */
function isAwaited({ entries, byId }: Book, { isOpenEnded, side }: Exit): boolean {
  if (!isOpenEnded) return false
  if (entries.length > 0) return side === 0 || entries[0]!.side === side
  return side === 0 && byId.size() > 0
}

/** Nothing refers to a market order once it is out of the queue. */
function sweepMarket({ market, spare }: Book): void {
  for (const order of market) if (order.isDone && spare.length < MOST_SPARE) spare.push(order)
  sweep(market)
}

function sweep(orders: Order[]): void {
  let kept = 0
  for (const order of orders) if (!order.isDone) orders[kept++] = order
  // Taken off one by one: to set the length costs more than all the rest of a fill's bookkeeping.
  while (orders.length > kept) orders.pop()
}

/** A filled leg stays known to its exit while its entry lives, lest it be armed again (BE-9.5). */
function sweepLegs(legs: Order[]): void {
  let kept = 0
  for (const leg of legs) {
    if (!leg.isDone || (leg.entry !== null && !leg.entry.isDone && leg.entry.legs.includes(leg))) {
      legs[kept++] = leg
    }
  }
  while (legs.length > kept) legs.pop()
}
