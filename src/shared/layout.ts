/**
 * The typed arrays in which the two sides of the sandbox meet. Every record is a row of doubles;
 * these constants name the columns. Texts (ids, comments, messages) are interned inside the realm
 * and travel as whole numbers; text 0 is the empty string and means "not given". NaN is `na` and
 * means "not given" for numbers.
 */

/** Order commands, realm → host. */
export const COMMAND = {
  KIND: 0,
  ID: 1,
  /** +1 long, -1 short; entries and orders only. */
  SIDE: 2,
  QTY: 3,
  LIMIT: 4,
  STOP: 5,
  OCA_NAME: 6,
  OCA_TYPE: 7,
  COMMENT: 8,
  FROM_ENTRY: 9,
  QTY_PERCENT: 10,
  /** Ticks from the entry price, as are LOSS, TRAIL_POINTS and TRAIL_OFFSET. */
  PROFIT: 11,
  LOSS: 12,
  TRAIL_PRICE: 13,
  TRAIL_POINTS: 14,
  TRAIL_OFFSET: 15,
  COMMENT_PROFIT: 16,
  COMMENT_LOSS: 17,
  COMMENT_TRAILING: 18,
  IMMEDIATELY: 19,
  /** Risk rules: the limit and, where the rule has one, its unit. */
  VALUE: 20,
  UNIT: 21,
  ALERT: 22,
  /** Source position of the call: line × 4096 + column, 0 when unknown. */
  MARK: 23,
} as const
export const COMMAND_WIDTH = 24

export const KIND = {
  ENTRY: 1,
  ORDER: 2,
  EXIT: 3,
  CLOSE: 4,
  CLOSE_ALL: 5,
  CANCEL: 6,
  CANCEL_ALL: 7,
  RISK_ALLOW_ENTRY_IN: 8,
  RISK_MAX_CONS_LOSS_DAYS: 9,
  RISK_MAX_DRAWDOWN: 10,
  RISK_MAX_INTRADAY_FILLED_ORDERS: 11,
  RISK_MAX_INTRADAY_LOSS: 12,
  RISK_MAX_POSITION_SIZE: 13,
} as const

export const OCA = { NONE: 0, CANCEL: 1, REDUCE: 2 } as const

/** UNIT of the risk rules; VALUE of RISK_ALLOW_ENTRY_IN is a DIRECTION. */
export const UNIT = { CASH: 0, PERCENT_OF_EQUITY: 1 } as const
export const DIRECTION = { ALL: 0, LONG: 1, SHORT: -1 } as const

/**
 * The account page, host → realm: written before a bar runs and holding the state after the bar's fills
 * (BE-15.1), positions marked at the bar's close. A strategy is shown the columns that its file names.
 */
export const ACCOUNT = {
  POSITION_SIZE: 0,
  POSITION_AVG_PRICE: 1,
  EQUITY: 2,
  NETPROFIT: 3,
  OPENPROFIT: 4,
  GROSSPROFIT: 5,
  GROSSLOSS: 6,
  CLOSEDTRADES: 7,
  OPENTRADES: 8,
  WINTRADES: 9,
  LOSSTRADES: 10,
  EVENTRADES: 11,
  MAX_DRAWDOWN: 12,
  MAX_RUNUP: 13,
  MAX_DRAWDOWN_PERCENT: 14,
  MAX_RUNUP_PERCENT: 15,
  MARGIN_LIQUIDATION_PRICE: 16,
  MAX_CONTRACTS_HELD_ALL: 17,
  MAX_CONTRACTS_HELD_LONG: 18,
  MAX_CONTRACTS_HELD_SHORT: 19,
  AVG_TRADE: 20,
  AVG_WINNING_TRADE: 21,
  AVG_LOSING_TRADE: 22,
  AVG_TRADE_PERCENT: 23,
  AVG_WINNING_TRADE_PERCENT: 24,
  AVG_LOSING_TRADE_PERCENT: 25,
  /** Text number of the oldest open entry's id. */
  POSITION_ENTRY_NAME: 26,
  CAPITAL_HELD: 27,
  /** Account currency per unit of quote currency on this bar. */
  FX: 28,
} as const
export const ACCOUNT_WIDTH = 32

/** A trade row: one lot, or the part of it that one fill closed (BE-11.2). Money in account currency. */
export const TRADE = {
  /** +1 long, -1 short. */
  SIDE: 0,
  /** Contracts, above 0. */
  QTY: 1,
  ENTRY_BAR: 2,
  ENTRY_TIME: 3,
  ENTRY_PRICE: 4,
  ENTRY_ID: 5,
  ENTRY_COMMENT: 6,
  ENTRY_FEE: 7,
  /** NaN in EXIT_BAR, EXIT_TIME and EXIT_FEE marks a lot that is still open; EXIT_PRICE is then the last close. */
  EXIT_BAR: 8,
  EXIT_TIME: 9,
  EXIT_PRICE: 10,
  EXIT_ID: 11,
  EXIT_COMMENT: 12,
  EXIT_FEE: 13,
  /** Net of both fees (BE-11.4). */
  PROFIT: 14,
  /** RM-1.2. */
  PROFIT_PERCENT: 15,
  /** Favourable excursion, max(0, MFE − entry fee), 0 or more (BE-11.5). */
  MAX_RUNUP: 16,
  /** Adverse excursion, MAE + entry fee, 0 or more. */
  MAX_DRAWDOWN: 17,
  /** What closed it: an EXIT_REASON. */
  EXIT_REASON: 18,
  /** Whether more than one of the trade's own levels lay inside one bar (BE-3.1 decided the order). */
  AMBIGUOUS: 19,
} as const
export const TRADE_WIDTH = 20

export const EXIT_REASON = {
  OPEN: 0,
  ORDER: 1,
  STOP: 2,
  LIMIT: 3,
  TRAIL: 4,
  MARGIN_CALL: 5,
  RISK: 6,
  CLOSE: 7,
  REVERSAL: 8,
  /** A risk rule other than the cap on fills per day, which is RISK. */
  HALT: 9,
} as const

/** A fill as `onFill` is told of it, host → realm. */
export const FILL = {
  ID: 0,
  COMMENT: 1,
  /** +1 bought, −1 sold. */
  SIDE: 2,
  QTY: 3,
  PRICE: 4,
  FEE: 5,
  /** What of the quantity closed and what opened. */
  CLOSED: 6,
  OPENED: 7,
  /** An EXIT_REASON; OPEN where nothing was closed. */
  REASON: 8,
  /** Signed position after it. */
  POSITION: 9,
  BAR: 10,
  TIME: 11,
} as const
export const FILL_WIDTH = 12

/** Most texts and most bytes of text that a realm may intern in one run. */
export const MAX_TEXTS = 200_000
export const MAX_TEXT_BYTES = 16 * 1024 * 1024
/** Longest single id, comment or message, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 4096
/** Most text of a run's log and labels, and of its orders' alerts, in UTF-16 units: one message holds both, escapes and all. */
export const MAX_LINES_LENGTH = 2 * 1024 * 1024
/** Most time zones that one strategy may name. */
export const MAX_ZONES = 32
/** Order commands that one bar may give; more end the run with L403. */
export const MAX_COMMANDS_PER_BAR = 10_000
