import type { BrokerStatistics as All } from '../broker/index.ts'

/** What the report needs of the figures that only the broker sees, because they happen inside bars. */
export type BrokerStatistics = Pick<
  All,
  | 'orders'
  | 'fills'
  | 'turnover'
  | 'marginCalls'
  | 'liquidatedVolume'
  | 'largestLiquidation'
  | 'maxMarginUsed'
  | 'maxDrawdown'
  | 'maxDrawdownPct'
  | 'maxRunup'
  | 'maxRunupPct'
>
