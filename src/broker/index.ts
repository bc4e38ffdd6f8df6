export { createBroker } from './broker.ts'
export type {
  Broker,
  BrokerOptions,
  BrokerStatistics,
  DeclinedOrder,
  Detail,
  Fill,
} from './contract.ts'
