import type { WaitingOrder } from '../compare/index.ts'
import type { BacktestResult } from '../report/index.ts'
import type { AccountFacts, FillFacts } from '../shared/explain.ts'
import type { NoteCode } from '../shared/failure.ts'

export const EXPLANATION_SCHEMA = 'qrun.explain/1'

/** A place of the strategy file, and its text. */
export type SourceText = {
  readonly line: number | null
  readonly column: number | null
  readonly text: string
}

/** Something that a test read, or an operand of it, and what that was over the run. */
export type TestFigures = SourceText & {
  /** How often it was evaluated, and came out true, false (other than na) and na. */
  readonly runs: number
  readonly true: number
  readonly false: number
  readonly na: number
  readonly firstTrueBar: number | null
  readonly lastTrueBar: number | null
  readonly lastNaBar: number | null
}

export type TestPart = TestFigures & {
  readonly parts: readonly TestPart[]
  /** Values that it reads. */
  readonly reads: readonly TestFigures[]
}

/** A test before an order: the order is reached where its outcome is `wants`. */
export type Guard = TestPart & {
  readonly wants: boolean
  /** How often it kept the order from being sent. */
  readonly stopped: number
}

/** A line that sends orders, and what it waited for. */
export type OrderLine = SourceText & {
  readonly runs: number
  readonly guards: readonly Guard[]
  /** Where the function that it stands in is called. */
  readonly calledFrom: readonly OrderLine[]
}

/** A series that the file declares, over the run. */
export type SeriesFigures = {
  readonly name: string
  readonly line: number
  readonly isBoolean: boolean
  readonly na: number
  readonly firstBar: number | null
  readonly lastNaBar: number | null
  /** Bars on which it was true; null for numbers. */
  readonly true: number | null
}

export type RejectionSite = SourceText & {
  readonly command: string
  readonly count: number
  readonly first: { readonly bar: number; readonly time: string }
  readonly last: { readonly bar: number; readonly time: string }
  /** The last one. */
  readonly id: string
  readonly qty: number | null
  readonly price: number | null
}

export type RejectionGroup = {
  readonly code: NoteCode
  readonly title: string
  readonly count: number
  readonly first: RejectionSite['first']
  readonly last: RejectionSite['last']
  readonly advice: string
  readonly sites: readonly RejectionSite[]
}

export type Account = AccountFacts

export type OrderSent = SourceText & {
  readonly command: string
  readonly id: string
  readonly side: 'long' | 'short' | null
  readonly given: Readonly<Record<string, number>>
  readonly fromEntry: string
  readonly comment: string
}

export type OrderWaiting = SourceText &
  WaitingOrder & {
    /** Bar on which it was last given. */
    readonly bar: number
  }

export type BarFill = Omit<FillFacts, 'how' | 'side'> & {
  readonly how: string
  readonly side: 'buy' | 'sell'
}

export type BarRejection = SourceText & {
  readonly code: NoteCode
  readonly title: string
  readonly command: string
  readonly id: string
  readonly qty: number | null
  readonly price: number | null
}

/** A test as it came out on one bar: true, false, null for na, or a number. */
export type BarTest = SourceText & {
  readonly value: boolean | number | null
  /** How often it was evaluated on the bar; `value` is the last. */
  readonly runs: number
  /** Order in the tree: 0 for the test itself, 1 for its operands … */
  readonly depth: number
}

export type BarSeries = {
  readonly name: string
  readonly now: number | boolean | null
  readonly before: number | boolean | null
}

export type ExplainedBar = {
  /** Why it was asked for: `at`, `entry` or `exit`. */
  readonly why: string
  readonly bar: number
  readonly time: string
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number | null
  /** Prices that the broker went through; smaller bars inside where there were some. */
  readonly path: readonly number[]
  readonly smallerBars: number
  readonly isWarmup: boolean
  readonly before: Account
  readonly after: Account
  readonly waiting: readonly OrderWaiting[]
  readonly fills: readonly BarFill[]
  readonly rejections: readonly BarRejection[]
  readonly sent: readonly OrderSent[]
  readonly series: readonly BarSeries[]
  readonly plots: Readonly<Record<string, number | null>>
  readonly tests: readonly BarTest[]
  /** Facts beyond the first 200 of a kind. */
  readonly dropped: number
}

/** `qrun.explain/1`: what happened in a run, and why. Times are ISO UTC, money is account currency. */
export type ExplainReport = {
  readonly schema: typeof EXPLANATION_SCHEMA
  readonly status: BacktestResult['status']
  readonly failure: BacktestResult['failure']
  readonly strategy: {
    readonly file: string
    readonly hash: string
    readonly title: string
    readonly inputs: BacktestResult['strategy']['inputs']
  }
  readonly data: BacktestResult['data']
  /** Hash of the result: that of the run without being looked at. */
  readonly result: string
  readonly bars: number
  readonly trades: number
  readonly explained: readonly ExplainedBar[]
  readonly orders: readonly OrderLine[]
  readonly series: readonly SeriesFigures[]
  readonly rejections: readonly RejectionGroup[]
  /** Order commands before the trading window, which were not placed. */
  readonly early: number
  /** Whether the file has more tests, or more ways to an order, than were looked at. */
  readonly isCut: boolean
}
