/**
 * Frames on the pipes between parent and jail: type and length of the payload as 32-bit little-endian
 * whole numbers, then the payload: UTF-8 text or raw little-endian doubles.
 */
export const FRAME = {
  // parent → jail
  JAIL_SCRIPT: 1,
  REALM_SCRIPT: 2,
  TI_SCRIPT: 3,
  JOB: 4,
  /** JSON of zone tables: the bars may begin. */
  START: 5,
  /** Columns one after the other, each `count` doubles. */
  BARS: 6,
  /** As BARS, and nothing follows: the last bar of the data is in it. */
  LAST_BARS: 7,
  /**
   * Before a frame of bars: the smaller bars inside them. The number of bars, how many smaller ones each
   * has, then their open, high, low and close one after the other.
   */
  DETAIL: 8,
  /**
   * Before a frame of bars: the bars of other markets that those confirm. With no chart bars it stands
   * alone: what comes before the next one and is too much to go with it.
   */
  MARKETS: 9,
  /** JSON of inputs: one more run over the bars that were kept. Only to a jail whose job is that of trials. */
  TRIAL: 10,
  // jail → parent
  /** JSON: what the setup phase declared. */
  DECLARED: 20,
  /** Rows of TRADE_WIDTH doubles. */
  TRADES: 21,
  /** JSON array of texts, in order of their numbers. */
  TEXTS: 22,
  /** JSON: the end of the run. */
  RESULT: 23,
  /** Whole number of complete bars, as one double. */
  PROGRESS: 24,
  /** JSON: what an explained run saw; before its result. */
  EXPLANATION: 25,
} as const

export const HEADER_BYTES = 8

/** Largest payload either side accepts. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024
