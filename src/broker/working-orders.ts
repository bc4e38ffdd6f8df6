import type { Order } from '../orders/index.ts'
import { fromSteps } from '../trades/index.ts'
import type { WorkingOrder } from './contract.ts'
import type { State } from './state.ts'

/** Every order that works: the queue, resting orders with the exits that wait for them, exit legs. */
export function workingOrders(state: State): WorkingOrder[] {
  const { book } = state
  const rows: WorkingOrder[] = []
  for (const order of [...book.market, ...book.resting]) {
    if (order.isDone) continue
    rows.push(rowOf(state, order, 0, false))
    for (const leg of order.waiting) if (!leg.isDone) rows.push(rowOf(state, leg, order.id, true))
  }
  for (const leg of book.legs)
    if (!leg.isDone) rows.push(rowOf(state, leg, leg.entry?.id ?? 0, false))
  return rows
}

function rowOf({ scale }: State, order: Order, from: number, isWaiting: boolean): WorkingOrder {
  const price = (ticks: number): number => fromSteps(scale.price, ticks)
  const { kind, id, side, lots, reverse, stop, limit, activation, isArmed, best, offset } = order
  return {
    kind,
    id,
    side,
    qty: fromSteps(scale.quantity, lots + reverse),
    // Levels of a leg are set when its entry fills.
    stop: isWaiting ? order.exit!.stop : price(stop),
    limit: isWaiting ? order.exit!.limit : price(limit),
    activation: isArmed ? Number.NaN : price(activation),
    trail: isArmed ? price(best + side * offset) : Number.NaN,
    from,
    isWaiting,
    bar: order.bar,
    mark: order.mark,
  }
}
