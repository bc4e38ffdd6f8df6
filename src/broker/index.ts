export { createBroker } from './broker.ts'
export type {
  Broker,
  BrokerOptions,
  BrokerStatistics,
  DeclinedOrder,
  Fill,
} from './contract.ts'
