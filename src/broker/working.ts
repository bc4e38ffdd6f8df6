import type { Order } from '../orders/index.ts'
import { LEVEL } from '../shared/outcome.ts'
import { fromSteps } from '../trades/index.ts'
import type { LevelVisitor } from './contract.ts'
import type { State } from './state.ts'

/**
 * Tells every level at which an order waits to close the position or a part of it: the legs of exits,
 * those among them that were bound and ended on this bar, and resting orders of the other side.
 */
export function visitLevels(state: State, visit: LevelVisitor): void {
  const { book, ledger, bound } = state
  for (const leg of book.legs) if (!leg.isDone) visitLeg(state, leg, visit)
  for (const leg of bound) if (leg.isDone) visitLeg(state, leg, visit)
  if (ledger.size === 0) return
  for (const order of book.resting) {
    if (order.isDone || order.side !== -ledger.side) continue
    tell(state, order, LEVEL.STOP, order.stop, Number.NaN, visit)
    if (order.isLive) tell(state, order, LEVEL.TARGET, order.limit, Number.NaN, visit)
  }
}

function visitLeg(state: State, leg: Order, visit: LevelVisitor): void {
  const { bar } = leg.entry!
  tell(state, leg, LEVEL.STOP, leg.stop, bar, visit)
  tell(state, leg, LEVEL.TARGET, leg.limit, bar, visit)
  if (leg.isArmed) tell(state, leg, LEVEL.TRAIL, leg.best + leg.side * leg.offset, bar, visit)
}

function tell(
  { scale }: State,
  { sequence, side, isDone }: Order,
  kind: number,
  level: number,
  entryBar: number,
  visit: LevelVisitor,
): void {
  const price = fromSteps(scale.price, level)
  // NaN where there is none, and infinite where a script asked for a price beyond all prices.
  if (Number.isFinite(price)) visit(sequence, kind, -side, price, entryBar, isDone)
}
