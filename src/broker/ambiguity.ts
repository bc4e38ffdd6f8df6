import type { Order } from '../orders/index.ts'
import type { State } from './state.ts'

/**
 * Whether only the path rule (BE-3.1) decided this exit: it happened inside the bar, and the bar's
 * range held both a level at which the trade would be stopped and one at which it would be taken.
 */
export function isAmbiguous(state: State, order: Order): boolean {
  if (!state.inLeg) return false
  const { resting } = state.book
  let isStopped = false
  let isTaken = false
  const look = (candidate: Order): void => {
    isStopped ||= isInside(state, candidate.stop) || isInside(state, trailing(candidate))
    isTaken ||= isInside(state, candidate.limit)
  }
  if (order.entry !== null) {
    for (const leg of order.entry.legs) if (leg === order || !leg.isDone) look(leg)
  } else if (order.ocaName !== 0) {
    for (const sibling of resting) {
      if (!sibling.isDone && sibling.ocaName === order.ocaName) look(sibling)
    }
  }
  return isStopped && isTaken
}

function trailing({ isArmed, best, side, offset }: Order): number {
  return isArmed ? best + side * offset : Number.NaN
}

function isInside({ low, high }: State, level: number): boolean {
  return level >= low && level <= high
}
