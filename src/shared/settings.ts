/** Pine's `strategy()` parameters in camelCase, resolved: defaults filled in, overrides applied. */
export type StrategySettings = {
  readonly title: string
  /** Account currency. */
  readonly initialCapital: number
  readonly currency: string
  readonly defaultQtyType: 'fixed' | 'cash' | 'percentOfEquity'
  readonly defaultQtyValue: number
  /** Entries allowed in one direction; 0 and 1 both mean one. */
  readonly pyramiding: number
  readonly commissionType: 'percent' | 'cashPerContract' | 'cashPerOrder'
  readonly commissionValue: number
  /** Ticks. */
  readonly slippage: number
  readonly processOrdersOnClose: boolean
  readonly calcOnOrderFills: boolean
  readonly calcOnEveryTick: boolean
  /** Runs the strategy at each of the four points of a finished bar's path. */
  readonly calcOnEveryHistoryTick: boolean
  readonly closeEntriesRule: 'FIFO' | 'ANY'
  /** Percent of the position value; 0 switches the check off. */
  readonly marginLong: number
  readonly marginShort: number
  /** Ticks by which price must go beyond a limit before it fills. */
  readonly backtestFillLimitsAssumption: number
  /** Percent per year. */
  readonly riskFreeRate: number
  /** Bars of history that a series keeps readable. */
  readonly maxBarsBack: number
  /** Filled orders whose trades the strategy can still read; 0 for all. */
  readonly rememberedOrders: number
}

/** Pine v6 defaults. */
export const DEFAULT_SETTINGS: StrategySettings = {
  title: '',
  initialCapital: 1_000_000,
  currency: '',
  defaultQtyType: 'fixed',
  defaultQtyValue: 1,
  pyramiding: 0,
  commissionType: 'percent',
  commissionValue: 0,
  slippage: 0,
  processOrdersOnClose: false,
  calcOnOrderFills: false,
  calcOnEveryTick: false,
  calcOnEveryHistoryTick: false,
  closeEntriesRule: 'FIFO',
  marginLong: 100,
  marginShort: 100,
  backtestFillLimitsAssumption: 0,
  riskFreeRate: 2,
  maxBarsBack: 5000,
  rememberedOrders: 0,
}
