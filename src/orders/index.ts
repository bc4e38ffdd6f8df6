export {
  addOrder,
  type Book,
  createBook,
  endOnlyOrder,
  endOrder,
  exitKey,
  moveOrder,
  newOrder,
  sweepBook,
} from './book.ts'
export type { Exit } from './exit.ts'
export type { FilledEntry } from './filled-entry.ts'
export { createOrder, type Order } from './order.ts'
