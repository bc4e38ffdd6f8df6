/**
 * What the realm offers its host: the frozen table that is the value of the realm script. Arguments
 * and results are primitives, except for the typed arrays that `begin` allocates (rule R2).
 */
export type RealmTable = {
  /** Judges a source text; a JSON `Verdict`. An explained run shows its tests to the probe. */
  readonly judge: (source: string, isExplained?: boolean) => string
  /** Takes the further indicators from the second realm script. */
  readonly addTi: (definitions: unknown) => void
  /** Freezes the realm; nothing of the strategy may have run before. */
  readonly harden: () => void
  /** What hardening found that no permit names. JSON: `{ removed, kept }`, paths of properties. */
  readonly unpermitted: () => string
  /** Forgets the run: the library is as before its first one. Only after a run that came to an end of its own. */
  readonly beginAgain: () => void
  /** Makes the API for a job (JSON); returns an empty text or a JSON failure. */
  readonly create: (job: string) => string
  /** Names of the API's parameters, separated by commas. */
  readonly names: () => string
  /** Runs the file once. JSON: `{ declaration, zones, feeds }` or `{ failure, mark }`. */
  readonly setup: (fn: unknown) => string
  /** Ends the setup phase with zone tables (JSON) and returns the slots of every ring. */
  readonly begin: (zones: string) => number
  /** Bars, from the first on, that the rings hold already, because trials over the same bars came before. */
  readonly barsHeld: () => number
  /** Ring of a bar column, by its index in BAR_COLUMNS. */
  readonly column: (index: number) => Float64Array
  /** Place for the rows of a feed, by its number among the feeds that `setup` told, and a bar column. */
  readonly inlet: (feed: number, column: number) => Float64Array
  /** Ring of how many of a feed's rows are confirmed at each slot. */
  readonly confirmed: (feed: number) => Float64Array
  /** Tells how many rows of a feed the next `advance` finds; with from = to it takes them all. */
  readonly giveRows: (feed: number, count: number) => void
  /** The columns of the account that the verdict told, one after the other, a value for each slot. */
  readonly account: () => Float64Array
  readonly commands: () => Float64Array
  readonly mailbox: () => Float64Array
  /** Brings the indicators over the bars in slots from..to-1; 0, or -1 after a failure. */
  readonly advance: (from: number, to: number) => number
  /**
   * Runs bars from `from` on, up to the first that gives something or fails, but not `to`; STEP bits of that
   * bar, -1 when it failed, 0 when there was none. More than one bar only where nothing that the broker
   * does on them reaches the strategy.
   */
  readonly run: (from: number, to: number) => number
  /** The row in FILL layout that `takeFill` reads: one more fill for `onFill`, told on the next run. */
  readonly fill: () => Float64Array
  readonly takeFill: () => void
  /**
   * Runs the strategy inside a bar: as `run`, with what the columns show at its slot. `onFill` is told of
   * the fills that wait; `onBar` runs only with `runsBar`.
   */
  readonly inside: (bar: number, runsBar: boolean) => number
  /** Tells `onFill` of what filled at the close, after the bar's own run. */
  readonly afterClose: () => number
  /** Of an explained run: TALLY rows by site; the series that were found, as JSON; their TRACK rows. */
  readonly tallies: () => Float64Array
  readonly beginTracks: () => string
  readonly tracks: () => Float64Array
  /** Counts what the series were on the bars in slots from..to-1, of which `bar` is the first. */
  readonly countTracks: (bar: number, from: number, to: number) => void
  /** Reads every series on the current bar and the one before. */
  readonly lookAtTracks: () => void
  /** The last failure as JSON. */
  readonly failure: () => string
  readonly text: (number: number) => string
  readonly lineKind: (index: number) => string
  readonly lineText: (index: number) => string
  readonly clearLines: () => void
  /** Chunk that holds trade row `index` of the closed (0) or open (1) trades, and the offset in it. */
  readonly tradeChunk: (table: number, index: number) => Float64Array
  readonly tradeOffset: (index: number) => number
  readonly countTrades: (table: number, count: number) => void
  /** Tells the first closed trade that can still be read. */
  readonly forgetTrades: (before: number) => void
  readonly setLastBar: (bar: number) => void
  /** Ring of plot `index`; of one slot where the plot has no series. Complete before the bar is over. */
  readonly plotRing: (index: number) => Float64Array
}

/** Bits of what a run of bars returns. */
export const STEP = { COMMANDS: 1, LINES: 2 } as const

/** Columns of the mailbox, valid after a run that returned a bit; BAR always, while bars are run. */
export const MAIL = { COMMANDS: 0, TEXTS: 1, LINES: 2, DROPPED: 3, BAR: 4 } as const
export const MAIL_WIDTH = 5
