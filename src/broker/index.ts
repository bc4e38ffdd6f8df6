export { NOTE_WIDTH } from './account.ts'
export { createBroker } from './broker.ts'
export type {
  Broker,
  BrokerOptions,
  BrokerStatistics,
  DeclinedOrder,
  Detail,
  Fill,
  Stretch,
  WorkingOrder,
} from './contract.ts'
export { EVENT } from './path.ts'
