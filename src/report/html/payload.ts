/**
 * What the page's script is given, as JSON inside the document. Plain data; texts are one visible line
 * each. Packed columns are base64 (see `bytes.ts`): `steps` are whole numbers as differences.
 */
export type Payload = {
  /** Decimals of prices. */
  readonly decimals: number
  readonly currency: string
  /** Milliseconds of one bar; the length of a month's bars is nominal. */
  readonly barMs: number
  readonly candles: PackedCandles | null
  readonly equity: PackedEquity
  readonly trades: PackedTrades
  readonly levels: PackedLevels
  readonly plots: readonly PackedPlot[]
  /** Bar numbers that plots were sampled on; plots name theirs by position. Steps. */
  readonly grids: readonly string[]
  /** Texts that the strategy put on the chart. */
  readonly labels: readonly { readonly bar: number; readonly text: string }[]
}

/**
 * Varints for each candle: the time in milliseconds as the change of its step from the step before,
 * then in units of `10^-decimals`: open from the close before, close from the open, both signed, high
 * above and low below the body.
 */
export type PackedCandles = {
  readonly every: number
  readonly count: number
  readonly decimals: number
  readonly data: string
}

export type PackedEquity = {
  readonly every: number
  /** Milliseconds; steps. */
  readonly time: string
  /** Floats: marked equity, buy & hold of the capital from the first bar, fall from the peak in percent. */
  readonly value: string
  readonly hold: string | null
  readonly fall: string
}

export type PackedTrades = {
  /** Rows in the page, and trades of the run; where they differ, the first and the last rows are here. */
  readonly count: number
  readonly total: number
  readonly texts: readonly string[]
  /** Names of the exit reasons. */
  readonly reasons: readonly string[]
  /** Bytes: 1 long, 2 open, 4 ambiguous; added up. */
  readonly flags: string
  readonly reason: string
  /** Steps; the exit of an open trade is the last bar. Times in seconds. */
  readonly number: string
  readonly entryBar: string
  readonly exitBar: string
  readonly entryTime: string
  readonly exitTime: string
  /** Positions in `texts`; steps. */
  readonly entrySignal: string
  readonly exitSignal: string
  /** Doubles. */
  readonly entryPrice: string
  readonly exitPrice: string
  readonly qty: string
  readonly profit: string
  readonly cumulative: string
  /** Floats. */
  readonly profitPct: string
  readonly fees: string
  readonly runUp: string
  readonly runUpPct: string
  readonly drawdown: string
  readonly drawdownPct: string
}

/** Where stops and targets rested: rows as in `ResultLevels`. */
export type PackedLevels = {
  readonly decimals: number
  /** Bytes: place of the kind in `LEVEL_KINDS`, and 4 more for a long position. */
  readonly flags: string
  /** Steps; `entry` is −1 where an order was against all of the position, `length` is `to` − `from`. */
  readonly entry: string
  readonly from: string
  readonly length: string
  /** Steps; in units of `10^-decimals`. */
  readonly price: string
  readonly dropped: number
}

export type PackedPlot = {
  readonly name: string
  readonly kind: 'line' | 'hline' | 'shape' | 'background' | 'label'
  /** A colour as the strategy wrote it; only what the page can read is used. */
  readonly color: string
  readonly style: string
  readonly width: number
  /** 0 is the price's own pane. */
  readonly pane: number
  readonly every: number
  readonly price: number | null
  readonly grid: number
  /** Floats. */
  readonly value: string
}

/** What the script of a comparison draws: pairs of curves, each into the place of its id. */
export type ComparisonPayload = {
  readonly comparisons: readonly PackedPair[]
}

export type PackedPair = {
  readonly id: string
  /** How the two sides are called. */
  readonly names: readonly [string, string]
  readonly curves: readonly [PackedCurve, PackedCurve]
  /** Entry of the first trade that differs, ms. */
  readonly firstMs: number | null
}

export type PackedCurve = {
  /** Milliseconds; steps. */
  readonly time: string
  /** Floats. */
  readonly value: string
}
