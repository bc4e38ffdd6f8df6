import type { Order } from '../orders/index.ts'
import { EXIT_REASON, KIND } from '../shared/layout.ts'
import { isAmbiguous } from './ambiguity.ts'
import { deal } from './deal.ts'
import { EVENT } from './path.ts'
import type { State } from './state.ts'

/** What an exit leg or a close takes; it is bound to the side that it was made for (BE-5.9, BE-9.12). */
export function prepareExit(state: State, order: Order, event: number): boolean {
  const { ledger } = state
  const isForThisSide = ledger.side === -order.side
  if (order.exit !== null) {
    const entry = order.entry!
    deal.reason = exitReason(event)
    deal.comment = exitComment(order, event)
    if (isForThisSide && !entry.isDone) {
      deal.closing = Math.min(order.lots, entry.remaining, ledger.size)
      deal.only = entry
      deal.isAmbiguous = isAmbiguous(state, order)
    } else if (order.inBatch && ledger.side === order.side) {
      // Gapped together with a reversing stop: sells again what the reversal has closed (BE-9.13).
      deal.opening = order.lots
    }
  } else if (isForThisSide) {
    const isAll = order.kind === KIND.CLOSE_ALL
    deal.reason = EXIT_REASON.CLOSE
    deal.onlyId = isAll ? -1 : order.id
    deal.closing = Math.min(order.lots, isAll ? ledger.size : openUnder(state, order.id))
  }
  return deal.closing + deal.opening > 0
}

/** Lots entered under an id and not yet taken by what is bound to it (BE-10.2). */
export function openUnder({ book }: State, id: number): number {
  let lots = 0
  for (const entry of book.entries) if (entry.id === id) lots += entry.remaining
  return lots
}

function exitReason(event: number): number {
  if (event === EVENT.LIMIT) return EXIT_REASON.LIMIT
  return event === EVENT.STOP ? EXIT_REASON.STOP : EXIT_REASON.TRAIL
}

/** The comment of the level that was hit overrides the exit's own (BE-9.15). */
function exitComment({ exit }: Order, event: number): number {
  if (exit === null) return 0
  const own =
    event === EVENT.LIMIT
      ? exit.commentProfit
      : event === EVENT.STOP
        ? exit.commentLoss
        : exit.commentTrailing
  return own === 0 ? exit.comment : own
}
