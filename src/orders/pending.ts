import type { Order } from './order.ts'

/** Pending entries and raw orders by id (BE-6.1), oldest id first. */
export type Pending = {
  get(id: number): Order | undefined
  /** Takes the place of an order of the same id. */
  set(order: Order): void
  delete(order: Order): void
  values(): Iterable<Order>
  size(): number
}

/** Most orders that are looked through one by one. */
const FEW = 16

/**
 * A list while there are few, and a map from then on: a map of one or two that come and go is made anew on
 * every other order, which costs more than all else that is done with it.
 */
export function createPending(): Pending {
  const few: Order[] = []
  let many: Map<number, Order> | undefined

  function find(id: number): number {
    for (let i = 0; i < few.length; i++) if (few[i]!.id === id) return i
    return -1
  }

  return {
    get(id) {
      if (many !== undefined) return many.get(id)
      const at = find(id)
      return at < 0 ? undefined : few[at]
    },
    set(order) {
      if (many !== undefined) {
        many.set(order.id, order)
        return
      }
      const at = find(order.id)
      if (at >= 0) few[at] = order
      else few.push(order)
      if (few.length > FEW) many = new Map(few.map((each) => [each.id, each]))
    },
    delete(order) {
      if (many !== undefined) {
        if (many.get(order.id) === order) many.delete(order.id)
        return
      }
      const at = find(order.id)
      if (at < 0 || few[at] !== order) return
      if (at === few.length - 1) few.pop()
      else few.splice(at, 1)
    },
    values: () => many?.values() ?? few,
    size: () => many?.size ?? few.length,
  }
}
