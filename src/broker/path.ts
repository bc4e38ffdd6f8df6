import type { Order } from '../orders/index.ts'

/** What the price can do to an order. The numbers rank ties at one price: stop, trailing, limit (BE-3.4). */
export const EVENT = { NONE: 0, ACTIVATE: 1, STOP: 2, TRAIL: 3, ARM: 4, LIMIT: 5 } as const

/** Level at which a trailing stop fills (BE-9.21). */
function trailingLevel(order: Order): number {
  return order.best + order.side * order.offset
}

/** Level that the price must reach for a limit to fill (BE-4.8). */
function limitTrigger(order: Order, beyond: number): number {
  return order.limit - order.side * beyond
}

/**
 * What `order` does where the price stands at `point` without having walked there: at an open, at a
 * close, where its entry has just filled. Moves its trailing stop and its stop-limit state along
 * (BE-4.2, BE-4.4, BE-9.25).
 */
export function meetPoint(order: Order, point: number, beyond: number): number {
  const { side } = order
  if (!order.isLive) {
    if (!(side * (point - order.stop) >= 0)) return EVENT.NONE
    activate(order)
  }
  if (order.isArmed && side * (point - trailingLevel(order)) >= 0) return EVENT.TRAIL
  if (side * (point - order.stop) >= 0) return EVENT.STOP
  if (side * (limitTrigger(order, beyond) - point) >= 0) return EVENT.LIMIT
  if (!order.isArmed && side * (order.activation - point) >= 0) {
    arm(order, point)
    if (order.offset === 0) return EVENT.TRAIL
  } else if (order.isArmed && side * (order.best - point) > 0) {
    order.best = point
    if (order.offset === 0) return EVENT.TRAIL
  }
  return EVENT.NONE
}

/** The stop of a stop-limit order was reached: from now on it is a limit order, across bars. */
export function activate(order: Order): void {
  order.isLive = true
  order.stop = Number.NaN
}

export function arm(order: Order, price: number): void {
  order.isArmed = true
  order.best = price
}

/** Moves the best price of an armed trailing stop to the end of a favourable leg (BE-9.26). */
export function followTrail(order: Order, price: number): void {
  if (order.isArmed && order.side * (order.best - price) > 0) order.best = price
}

/** The first thing that happens between two prices. */
export type Hit = { order: Order | null; level: number; event: number }

/**
 * Finds what happens first on the way from `from` to `to`: the nearest level whose trigger direction
 * is the way's own; touching counts (BE-3.3). At one price stops come before trailing stops before
 * limits, entries before exits, then the older order (BE-3.4, BE-9.13).
 */
export function findHit(
  resting: readonly Order[],
  legs: readonly Order[],
  from: number,
  to: number,
  beyond: number,
  hit: Hit,
): Hit {
  const way = to > from ? 1 : -1
  hit.order = null
  hit.level = to
  hit.event = EVENT.NONE
  for (let i = 0; i < resting.length; i++) considerOrder(hit, resting[i]!, from, way, beyond)
  for (let i = 0; i < legs.length; i++) considerOrder(hit, legs[i]!, from, way, beyond)
  return hit
}

function considerOrder(hit: Hit, order: Order, from: number, way: number, beyond: number): void {
  if (order.isDone || order.isDormant) return
  if (way === order.side) {
    consider(hit, order, order.stop, order.isLive ? EVENT.STOP : EVENT.ACTIVATE, from, way)
    if (order.isArmed) consider(hit, order, trailingLevel(order), EVENT.TRAIL, from, way)
  } else {
    if (order.isLive) consider(hit, order, limitTrigger(order, beyond), EVENT.LIMIT, from, way)
    if (!order.isArmed) consider(hit, order, order.activation, EVENT.ARM, from, way)
  }
}

function consider(
  hit: Hit,
  order: Order,
  level: number,
  event: number,
  from: number,
  way: number,
): void {
  // Written so that NaN, the level of what an order does not have, is never on the way.
  if (!(way * (level - from) >= 0 && way * (hit.level - level) >= 0)) return
  if (hit.order !== null && level === hit.level && !isFirst(order, event, hit.order, hit.event))
    return
  hit.order = order
  hit.level = level
  hit.event = event
}

function isFirst(order: Order, event: number, other: Order, otherEvent: number): boolean {
  if (event !== otherEvent) return event < otherEvent
  const isExit = order.exit !== null
  if (isExit !== (other.exit !== null)) return !isExit
  return order.sequence < other.sequence
}

/** Lowest level that acts on a rising price; −∞ where a trailing stop is at work. */
export function risingTriggerOf(orders: readonly Order[], beyond: number, bound: number): number {
  let lowest = bound
  for (const order of orders) {
    if (order.isArmed) return Number.NEGATIVE_INFINITY
    const level = order.side > 0 ? order.stop : limitTrigger(order, beyond)
    if (level < lowest) lowest = level
    if (order.side < 0 && order.activation < lowest) lowest = order.activation
  }
  return lowest
}

/** Highest level that acts on a falling price. */
export function fallingTriggerOf(orders: readonly Order[], beyond: number, bound: number): number {
  let highest = bound
  for (const order of orders) {
    const level = order.side < 0 ? order.stop : limitTrigger(order, beyond)
    if (level > highest) highest = level
    if (order.side > 0 && order.activation > highest) highest = order.activation
  }
  return highest
}
