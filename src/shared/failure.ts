/**
 * Every way in which a run can end badly or be commented on. A code never changes its meaning;
 * each has a page in `docs/errors/`. The first letter says whose turn it is:
 * U usage, C config, D data, S strategy, L limits and policy, B the stand-alone sandbox, N notes, X qrun itself.
 */
export const CODES = {
  // U1xx usage: the command or the call was wrong
  U101: 'unknown command, flag or argument',
  U102: 'a flag has a value it cannot take',
  U103: 'a required argument is missing',
  U104: 'the strategy file cannot be read',
  U105: 'an output cannot be written',
  U106: 'a file would be overwritten',
  U107: 'this Node.js version is not supported',
  U108: 'the inputs file cannot be used',
  U110: 'unknown input',
  U111: 'an input has a value it cannot take',
  U112: 'unknown strategy property',
  U113: 'a strategy property has a value it cannot take',
  U114: 'the condition of --fail-on cannot be read',
  U115: 'the trading window holds no bars',
  U116: 'the table of exchange rates cannot be used',
  U117: 'a flag does not go with --untrusted',
  U118: 'the strategy file is reached by a link out of the working folder',
  U119: 'the second layer of the sandbox cannot be had',
  U120: 'a report cannot be opened here',
  // C1xx config: the configuration of the project, or its baselines
  C101: 'the configuration cannot be read',
  C102: 'the configuration is not valid JSON',
  C103: 'the configuration has an unknown key',
  C104: 'the configuration has a value it cannot take',
  C105: 'there is no such check',
  C106: 'a baseline cannot be read',
  C107: 'baselines are not written in CI',
  C108: 'a configuration that is a program is not used here',
  // S3xx strategy: the author's file is wrong
  S301: 'a series was used as a value',
  S302: 'a series was read with an offset it cannot take',
  S303: 'a series was read further back than maxBarsBack',
  S304: 'a declaration stands in the bar phase',
  S305: 'an order stands in the setup phase',
  S306: 'an argument has a value the function cannot take',
  S307: 'the strategy threw an error',
  S308: 'the file has a syntax error',
  S309: 'the file uses syntax that a strategy cannot use',
  S310: 'a name of the host was used that does not exist in the sandbox',
  S311: 'the clock or a random source was used',
  S312: 'onBar was given more than one callback or none',
  S313: 'strategy() was called twice or too late',
  S314: 'an input was declared twice or wrongly',
  S315: 'a frozen object was written to',
  S316: 'the data have no volume',
  S317: 'the timeframe cannot be requested',
  S318: 'a series was read before it had its value of the bar',
  // L4xx limits and policy: the run was stopped
  L401: 'the time limit was reached',
  L402: 'the memory limit was reached',
  L403: 'the order limit was reached',
  L404: 'the source is too large',
  L405: 'the call depth limit was reached',
  L406: 'the output limit was reached',
  L407: 'the text limit was reached',
  L408: 'the strategy brought its sandbox process down',
  L409: 'the account has grown beyond its numbers',
  // B6xx the stand-alone sandbox
  B601: 'the source was refused',
  B602: 'the source threw an error',
  B603: 'the time limit of the sandbox was reached',
  B604: 'the memory limit of the sandbox was reached',
  B605: 'the value is too large',
  B606: 'the child of the sandbox ended without a word',
  B607: 'the sandbox was given what it cannot take',
  B608: 'the sandbox was disposed of',
  B609: 'the value is not plain data',
  B610: 'the limit of steps was reached',
  B611: 'a promise can never settle',
  B612: 'a rejection was not handled',
  B613: 'a host call failed',
  // X5xx qrun itself
  X501: 'the sandbox process ended without a word',
  X502: 'the sandbox process sent a message that makes no sense',
  X503: 'an internal error',
  X504: 'interrupted',
} as const

export type ErrorCode = keyof typeof CODES | DataErrorCode

/** D2xx data: a file of bars is wrong or can be read in two ways. */
export const DATA_CODES = {
  D201: 'the data file cannot be read',
  D202: 'the file holds no bars',
  D203: 'the compressed file is damaged or of an unsupported kind',
  D204: 'the compressed file expands too far',
  D205: 'the text is not UTF-8 or UTF-16',
  D206: 'the columns cannot be told',
  D207: 'dates can be read as day/month or month/day',
  D208: 'a line is too long',
  D209: 'a cell is not a number',
  D210: 'a time cannot be read',
  D211: 'some prices of a row are missing',
  D212: 'high or low contradicts the other prices',
  D213: 'a price is zero or negative',
  D214: 'a volume is negative',
  D215: 'two different rows have the same time',
  D216: 'time goes back',
  D217: 'the timeframe cannot be told',
  D218: 'bars are missing',
  D219: 'a local time does not exist',
  D220: 'the file holds several symbols',
  D221: 'the columns seem to stand in another order',
  D222: 'a row is malformed',
  D223: 'an option for the data has a value it cannot take',
  D224: 'the bars cannot be aggregated to this timeframe',
  D225: 'the time zone must be given',
  D226: 'the file is of a format that is not supported',
  D227: 'numbers can be read with a decimal comma or a thousands comma',
  D228: 'a trade list cannot be read',
  D229: 'the time zone of a trade list cannot be told',
  D230: 'a result file cannot be read',
  D231: 'the bar file is damaged or of another version',
} as const

export type DataErrorCode = keyof typeof DATA_CODES

/** Notes: the run worked, and this happened on the way. N1xx orders, N2xx fills, N3xx data, N4xx statistics. */
export const NOTE_CODES = {
  N101: 'orders declined: not enough margin',
  N102: 'orders declined: quantity below one lot',
  N103: 'orders declined at the fill: not enough margin',
  N104: 'entries declined: pyramiding limit',
  N105: 'entries declined: direction not allowed',
  N106: 'orders declined: trading is halted by a risk rule',
  N107: 'entries declined: maximum position size',
  N108: 'exits declined: no level was given',
  N109: 'orders declined: quantity is not above zero',
  N110: 'resting orders dropped: not enough margin at a close',
  N111: 'exits declined: other exits cover the whole entry',
  N113: 'closes dropped with a declined reversal',
  N114: 'orders dropped by a risk rule',
  N120: 'orders before the trading window were not placed',
  N121: 'lines of the log were dropped',
  N201: 'exits decided by the path rule alone',
  N202: 'margin calls',
  N203: 'positions closed by the cap on fills per day',
  N204: 'trading ended by a risk rule',
  N205: 'bars without finer bars that fit',
  N206: 'bars of markets that were not requested',
  N207: 'bars seen before they were over',
  N301: 'no volume in the data',
  N302: 'gaps between bars',
  N303: 'rows without prices dropped',
  N304: 'repeated identical rows dropped',
  N305: 'rows with a repeated time dropped',
  N306: 'bad rows dropped',
  N307: 'newest first: the file was loaded whole and reversed',
  N308: 'out of order: the file was loaded whole and sorted',
  N309: 'steps between bars are not whole multiples of the timeframe',
  N310: 'bars without movement and volume',
  N311: 'closes jump by more than half',
  N312: 'fewer than half of the steps agree with the timeframe',
  N313: 'the file name contradicts the bars',
  N314: 'a time zone was assumed',
  N315: 'a volume column was chosen among several',
  N316: 'rows of other symbols skipped',
  N317: 'rows that are not bars skipped',
  N318: 'numbers have more digits than a double holds',
  N319: 'times were cut to whole milliseconds',
  N320: 'gaps filled with flat bars',
  N321: 'high or low widened by rounding noise',
  N322: 'prices were scaled',
  N323: 'several files were joined',
  N324: 'bars were aggregated',
  N325: 'the unit of time changes within the file',
  N326: 'prices were adjusted',
  N327: 'unfinished bars dropped',
  N401: 'few closed trades',
  N402: 'few days of returns',
  N403: 'the equity fell to zero or below',
  N404: 'the account does not balance',
  N405: 'one trade makes most of the profit',
  N406: 'a position was open at the end',
  N407: 'no closed trades',
  N408: 'the run ended early',
} as const

export type NoteCode = keyof typeof NOTE_CODES

/** W1xx: what `qrun lint` finds in a file that no run would say, or not with a code of its own. */
export const LINT_CODES = {
  W101: 'a series is read before there are bars',
  W102: 'an input is never read',
  W103: 'a declared series is never read',
  W104: 'a function that declares or orders is never called',
  W105: 'a comparison with NaN has one answer only',
  W106: 'na is used as a value',
  W107: 'an assignment stands where a condition is asked for',
  W108: 'the API has no such member',
  W109: 'an argument has no effect',
  W110: 'a request looks ahead',
  W111: 'an id is named that no order has',
  W112: 'one id is entered in both directions',
  W113: 'a name of the API is hidden',
  W114: 'there is no onBar',
  W115: 'outputs are taken apart by their place',
  W116: 'what is called is no function',
  W190: 'a lint comment has no effect',
  W191: 'the file could not be checked in full',
} as const

export type LintCode = keyof typeof LINT_CODES

/** Where in the author's file, or in the data, something happened. */
export type Place = {
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  /** 1-based, in UTF-16 units. */
  readonly column?: number
  /** Index of the bar, 0-based. */
  readonly bar?: number
  /** Opening time of the bar, ms since 1970 UTC. */
  readonly timeMs?: number
  /** Row of a data file, 1-based, header included. */
  readonly row?: number
  /** The author's source line, for the caret. */
  readonly source?: string
}

/** What crosses every border instead of an Error object: strings and numbers only. */
export type Failure = {
  readonly code: ErrorCode
  /** What happened, the offending value in quotes. */
  readonly message: string
  /** What to do next. */
  readonly hint: string
  readonly place?: Place
}
