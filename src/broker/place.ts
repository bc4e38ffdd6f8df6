import { endOrder } from '../orders/index.ts'
import { COMMAND, KIND } from '../shared/layout.ts'
import { placeClose } from './close.ts'
import { placeEntry } from './entry.ts'
import { cancelExit, placeExit } from './exits.ts'
import { dropAllOrders } from './force.ts'
import { setRiskRule } from './risk.ts'
import { type State, touchBook } from './state.ts'

/** One order command, in source order (BE-2.3). */
export function takeCommand(state: State, rows: Float64Array, at: number): void {
  const kind = rows[at + COMMAND.KIND]!
  switch (kind) {
    case KIND.ENTRY:
    case KIND.ORDER:
      placeEntry(state, rows, at)
      break
    case KIND.EXIT:
      placeExit(state, rows, at)
      break
    case KIND.CLOSE:
    case KIND.CLOSE_ALL:
      placeClose(state, rows, at, kind)
      break
    case KIND.CANCEL:
      cancel(state, rows[at + COMMAND.ID]!)
      break
    case KIND.CANCEL_ALL:
      dropAllOrders(state)
      break
    default:
      setRiskRule(state, rows, at)
  }
}

/** `strategy.cancel`: the pending order of that id and the exits of that id (BE-6.5). */
function cancel(state: State, id: number): void {
  const { book } = state
  const order = book.byId.get(id)
  if (order !== undefined) endOrder(book, order)
  for (const [key, exit] of book.exits) if (exit.id === id) cancelExit(state, key, exit)
  touchBook(state)
}
