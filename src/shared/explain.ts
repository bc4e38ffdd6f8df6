import type { NoteCode } from './failure.ts'

/** A bar to be explained: by its index, or the one that was open at a time (its opening lies less than `spanMs` before). */
export type WantedBar =
  | { readonly bar: number }
  | { readonly timeMs: number; readonly spanMs: number }

/** What a marked place of the source is. */
export const SITE = {
  /** A test that decides whether an order is sent. */
  TEST: 0,
  /** An operand of `&&`, `||` or `!` in a test. */
  PART: 1,
  /** A value that a test reads, such as `atr()`. */
  READ: 2,
  /** A call that sends an order command. */
  ORDER: 3,
  /** A call of a function of the file that sends orders. */
  CALL: 4,
  /** A name at the top of the file that may hold a series. */
  SERIES: 5,
} as const

/** A marked place: offsets into the source, and where it stands. */
export type Site = {
  readonly kind: number
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
  /** Of a part or a read: the site it belongs to; −1 for others. */
  readonly parent: number
  /** Of an order or a call: the tests before it and the outcome that lets it through, outermost first. */
  readonly guards: readonly (readonly [site: number, wants: boolean])[]
  /** Of an order inside a named function: sites of the calls that lead there. */
  readonly calls: readonly number[]
}
export const MAX_SITES = 1000
export const MAX_GUARDS = 64

/** What is counted at a site, realm → host: one row of doubles per site. */
export const TALLY = {
  RUNS: 0,
  /** How often the value was true, false (other than na) and na. */
  TRUE: 1,
  FALSE: 2,
  NA: 3,
  /** Bars; −1 where it never was. */
  FIRST_TRUE: 4,
  LAST_TRUE: 5,
  LAST_NA: 6,
  /** Last bar on which it was evaluated, how often on it, and what came out last. */
  BAR: 7,
  BAR_RUNS: 8,
  /** A VALUE. */
  KIND: 9,
  NUMBER: 10,
} as const
export const TALLY_WIDTH = 11

export const VALUE = { NA: 0, FALSE: 1, TRUE: 2, NUMBER: 3, FALSY: 4, TRUTHY: 5 } as const

/** What is known of a series, realm → host: one row of doubles per series. */
export const TRACK = {
  /** Value on the bar that was asked for and on the one before; 1 and 0 for true and false. */
  NOW: 0,
  BEFORE: 1,
  IS_BOOLEAN: 2,
  /** Bars on which it was na; the first bar with a value, and the last without one. */
  NA: 3,
  FIRST_VALUE: 4,
  LAST_NA: 5,
  /** Of a boolean series: bars on which it was true. */
  TRUE: 6,
} as const
export const TRACK_WIDTH = 7
export const MAX_SERIES = 256

/** A series of the file: the site of its name, and which of several outputs it is. */
export type TrackedSeries = { readonly site: number; readonly output: string }

export type AccountFacts = {
  /** Signed, in contracts; its mean price is null when flat. */
  readonly position: number
  readonly price: number | null
  /** Account currency, marked at the close. */
  readonly equity: number
  readonly netprofit: number
  readonly openprofit: number
}

/** An order that waits for a price or for the next fill. Prices in units of price. */
export type PendingOrder = {
  /** entry, order, exit, close, closeAll. */
  readonly command: string
  readonly id: string
  readonly side: number
  /** Contracts; null while it is money or a share of its entry. */
  readonly qty: number | null
  readonly stop: number | null
  readonly limit: number | null
  /** Trailing stop: where it begins to follow, and where it stands once it does. */
  readonly activation: number | null
  readonly trail: number | null
  /** Id of the entry that an exit belongs to. */
  readonly fromEntry: string
  /** Whether it waits for that entry to fill. */
  readonly isWaiting: boolean
  /** Bar on which it was last given. */
  readonly bar: number
  readonly mark: number
}

export type SentCommand = {
  readonly command: string
  readonly id: string
  /** +1 long, −1 short, 0 where the command has none. */
  readonly side: number
  /** What was given, by the name of the option. */
  readonly values: readonly (readonly [name: string, value: number])[]
  readonly fromEntry: string
  readonly comment: string
  readonly mark: number
}

/** How an order came to fill. */
export const FILL_HOW = ['market', 'stop', 'trail', 'limit', 'margin', 'risk'] as const

export type FillFacts = {
  readonly id: string
  readonly comment: string
  readonly command: string
  readonly how: number
  readonly side: number
  readonly qty: number
  readonly closed: number
  readonly opened: number
  readonly price: number
  /** Ticks that slippage moved the price. */
  readonly slippage: number
  readonly fee: number
  /** Signed position after it. */
  readonly position: number
}

export type DeclinedFact = {
  readonly code: NoteCode
  readonly command: string
  readonly id: string
  readonly qty: number | null
  readonly price: number | null
  readonly mark: number
}

/** All that happened at one bar. */
export type BarAccount = {
  /** Place in the list of bars that were wanted. */
  readonly wanted: number
  readonly bar: number
  readonly timeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number | null
  /** Smaller bars that the path went through; 0: the bar's own four prices. */
  readonly detail: number
  /** Whether commands of this bar were left unplaced, because the window had not begun. */
  readonly isWarmup: boolean
  readonly before: AccountFacts
  readonly after: AccountFacts
  readonly pending: readonly PendingOrder[]
  readonly commands: readonly SentCommand[]
  readonly fills: readonly FillFacts[]
  readonly declined: readonly DeclinedFact[]
  /** Of each list what did not fit. */
  readonly dropped: number
  /** Site, runs on this bar, VALUE, number; for sites evaluated on it. */
  readonly tests: readonly (readonly [number, number, number, number | null])[]
  /** Value now and one bar before, in the order of the series. */
  readonly series: readonly (readonly [number | null, number | null])[]
  /** In the order of declaration. */
  readonly plots: readonly (number | null)[]
}
/** Longest list of one bar. */
export const MAX_FACTS = 200

/** Declined orders of one reason and one place of the source. */
export type DeclinedSite = {
  readonly code: NoteCode
  readonly command: string
  readonly mark: number
  readonly count: number
  readonly firstBar: number
  readonly firstMs: number
  readonly lastBar: number
  readonly lastMs: number
  /** The last one. */
  readonly id: string
  readonly qty: number | null
  readonly price: number | null
}
export const MAX_DECLINED_SITES = 500

/** What an explained run tells beside its result. JSON; null stands for na. */
export type Explanation = {
  /** Bars that the run has completed. */
  readonly bars: number
  readonly sites: readonly Site[]
  /** Whether the source has more places than were marked. */
  readonly isCut: boolean
  /** TALLY rows, one per site. */
  readonly tallies: readonly (number | null)[]
  readonly series: readonly TrackedSeries[]
  /** TRACK rows, one per series. */
  readonly tracks: readonly (number | null)[]
  readonly wanted: readonly BarAccount[]
  readonly declined: readonly DeclinedSite[]
}
