export { createBroker } from './broker.ts'
export type {
  Broker,
  BrokerOptions,
  BrokerStatistics,
  DeclinedOrder,
  Detail,
  Fill,
  WorkingOrder,
} from './contract.ts'
export { EVENT } from './path.ts'
