/** A figure per direction of the position; all is their sum or their larger, as the field says. */
export type BySide = { readonly long: number; readonly short: number }

/**
 * What only the broker sees, because it happens inside bars, as far as a report needs it: the
 * broker's own statistics are this and more. Money in account currency.
 */
export type BrokerStatistics = {
  /** Orders placed, fills, and the sum of the absolute values of all fills. */
  readonly orders: number
  readonly fills: number
  readonly turnover: number
  /** Liquidation fills, the sum of their values, and the largest (RM-7.9, RM-7.10). */
  readonly marginCalls: BySide
  readonly liquidatedVolume: BySide
  readonly largestLiquidation: BySide
  /** Highest margin used, fills inside bars included (RM-7.7). */
  readonly maxMarginUsed: number
  /** Intrabar extremes of equity (RM-6.7, RM-6.8), and in percent of the M and m in effect (RM-6.12). */
  readonly maxDrawdown: number
  readonly maxDrawdownPct: number
  readonly maxRunup: number
  readonly maxRunupPct: number
}
