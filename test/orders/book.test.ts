import { describe, expect, it } from 'vitest'
import {
  addOrder,
  type Book,
  createBook,
  createOrder,
  endOrder,
  exitKey,
  moveOrder,
  newOrder,
  type Order,
  sweepBook,
} from '../../src/orders/index.ts'
import { KIND } from '../../src/shared/layout.ts'

function add(book: Book, id: number, isMarket: boolean, kind: number = KIND.ENTRY): Order {
  const order = createOrder(kind, id, 1, book.sequence++)
  order.isMarket = isMarket
  addOrder(book, order)
  return order
}
const ids = (orders: readonly Order[]): number[] => orders.map(({ id }) => id)

describe('the book', () => {
  it('keeps market orders and resting ones apart, and finds entries by id', () => {
    const book = createBook()
    add(book, 1, true)
    add(book, 2, false)
    add(book, 3, true, KIND.CLOSE)
    expect([ids(book.market), ids(book.resting)]).toEqual([[1, 3], [2]])
    expect([...book.byId.values()].map(({ id }) => id)).toEqual([1, 2])
  })

  it('BE-6.2 an order that becomes a market order takes its older place in the queue', () => {
    const book = createBook()
    const old = add(book, 1, false)
    add(book, 2, true)
    old.isMarket = true
    moveOrder(book, old, false)
    expect([ids(book.market), ids(book.resting)]).toEqual([[1, 2], []])
  })

  it('and one that gets a price leaves the queue', () => {
    const book = createBook()
    const order = add(book, 1, true)
    order.isMarket = false
    moveOrder(book, order, true)
    expect([ids(book.market), ids(book.resting)]).toEqual([[], [1]])
  })

  it('uses a market order that is swept again, and nothing of it is left', () => {
    const book = createBook()
    const first = newOrder(book, KIND.ENTRY, 1, 1)
    const fresh = structuredClone(first)
    Object.assign(first, {
      comment: 2,
      mark: 3,
      bar: 4,
      lots: 5,
      budget: 6,
      explicit: true,
      reverse: 7,
      closeOnly: true,
      immediate: true,
      isMarket: true,
      insideBar: 8,
      isDormant: true,
      stop: 9,
      limit: 10,
      isLive: false,
      ocaName: 11,
      ocaType: 12,
      activation: 13,
      offset: 14,
      isArmed: true,
      best: 15,
      inBatch: true,
    })
    addOrder(book, first)
    first.waiting.push(createOrder(KIND.EXIT, 5, -1, 9))
    endOrder(book, first)
    sweepBook(book)
    const again = newOrder(book, KIND.ENTRY, 1, 1)
    expect(again).toBe(first)
    expect(again).toEqual({ ...fresh, sequence: 1 })
    expect(newOrder(book, KIND.CLOSE, 2, -1)).not.toBe(first)
  })

  it('sweeps only what is done, so that walks over its arrays stay valid', () => {
    const book = createBook()
    const [a] = [add(book, 1, false), add(book, 2, false)]
    endOrder(book, a)
    expect([ids(book.resting), book.byId.get(1) !== undefined, book.isStale]).toEqual([
      [1, 2],
      false,
      true,
    ])
    sweepBook(book)
    expect([ids(book.resting), book.isStale]).toEqual([[2], false])
  })

  it('an order that ends takes the exits that wait for it along', () => {
    const book = createBook()
    const entry = add(book, 1, false)
    const leg = createOrder(KIND.EXIT, 5, -1, book.sequence++)
    entry.waiting.push(leg)
    endOrder(book, entry)
    expect([leg.isDone, entry.waiting]).toEqual([true, []])
  })

  it('a replaced order stays findable when an older one of its id ends', () => {
    const book = createBook()
    const old = add(book, 1, false)
    const next = add(book, 1, false)
    endOrder(book, old)
    expect(book.byId.get(1)).toBe(next)
  })

  it('BE-6.4 keys of exits are distinct for every pair of texts', () => {
    expect(new Set([exitKey(1, 2), exitKey(2, 1), exitKey(0, 1), exitKey(1, 0)]).size).toBe(4)
  })
})
