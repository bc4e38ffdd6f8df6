export { createBroker } from './broker.ts'
export type {
  Broker,
  BrokerOptions,
  BrokerSink,
  BrokerStatistics,
  BySide,
  DeclinedOrder,
  Fill,
} from './contract.ts'
