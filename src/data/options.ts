import type { FormatId } from './formats.ts'

/** Bars of a data set by column; times in milliseconds since 1970 UTC. */
export type BarColumns = {
  readonly time: ArrayLike<number>
  readonly open: ArrayLike<number>
  readonly high: ArrayLike<number>
  readonly low: ArrayLike<number>
  readonly close: ArrayLike<number>
  readonly volume?: ArrayLike<number>
}

/** Where bars come from. `name` stands in for a file name in messages and in the guess of the symbol. */
export type DataSource =
  | { readonly path: string }
  | { readonly stream: AsyncIterable<Uint8Array>; readonly name: string }
  | { readonly bytes: Uint8Array; readonly name: string }
  | { readonly bars: BarColumns; readonly name: string }

export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

/** What a reader may be told instead of inferring it. Every key is also a flag of the command line. */
export type DataOptions = {
  readonly format?: FormatId
  /** Field → column name as it stands in the header, or 1-based column number. */
  readonly columns?: Readonly<Partial<Record<ColumnField, string>>>
  readonly delimiter?: string
  readonly decimal?: '.' | ','
  /** Lines to skip before the header. */
  readonly skipRows?: number
  readonly timeUnit?: TimeUnit
  /** `YMD`, `DMY`, `MDY`, `excel`, or a pattern such as `dd/MM/yyyy HH:mm`. */
  readonly dateFormat?: string
  /** IANA zone, `UTC` or an offset such as `+02:00`, of times that carry no offset. */
  readonly tz?: string
  /** Whether times mark the start of a bar (the rule) or its end. */
  readonly stamp?: 'open' | 'close'
  /** Length of the bars that come out; shorter bars are aggregated to it. */
  readonly timeframe?: string
  readonly symbol?: string
  /** `close`: multiply prices by adjusted close / close. */
  readonly adjust?: 'none' | 'close'
  readonly onGap?: 'keep' | 'fill' | 'error'
  readonly onDuplicate?: 'error' | 'first' | 'last'
  readonly onBad?: 'error' | 'drop'
  readonly allowNonpositive?: boolean
  /** `sort`: load the whole file and sort it by time. */
  readonly order?: 'auto' | 'sort'
  /** Keep bars with `fromMs <= time < toMs`; hash, checks and summary cover kept bars only. */
  readonly fromMs?: number
  readonly toMs?: number
  /** `general` never takes the fast reader; results are the same. */
  readonly reader?: 'auto' | 'general'
}

export type ColumnField =
  | 'time'
  | 'date'
  | 'clock'
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'volume'
  | 'adjClose'
  | 'symbol'
