import type { BrokerStatistics } from '../broker/index.ts'
import type { RunResult } from '../engine/index.ts'
import { CODES, DATA_CODES, type Failure, NOTE_CODES, type Place } from '../shared/failure.ts'
import { ACCOUNT_WIDTH, MAX_TEXT_LENGTH, TRADE_WIDTH } from '../shared/layout.ts'
import {
  type Declaration,
  type Declined,
  type InputDeclaration,
  LEVEL_KINDS,
  type Levels,
  type LogLine,
  MAX_LEVELS,
  MAX_SAMPLES,
  type PlotDeclaration,
  type RunEnd,
  type Samples,
} from '../shared/outcome.ts'
import type { StrategySettings } from '../shared/settings.ts'
import type { EquitySummary } from '../trades/index.ts'
import {
  either,
  figure,
  flag,
  index,
  list,
  oneOf,
  optional,
  orNull,
  record,
  text,
} from './shape.ts'

/** Longest lists that are not bounded by the size of a frame alone. */
const ANY = Number.MAX_SAFE_INTEGER
/** Words of the library, which cuts them at 2,000 characters and a sign. */
const words = text(2100)
/** A source line can be as long as the source. */
const sourceLine = text(4 * 1024 * 1024)
const count = index()

const place = record<Place>({
  file: optional(text(MAX_TEXT_LENGTH)),
  line: optional(count),
  column: optional(count),
  bar: optional(count),
  timeMs: optional(figure),
  row: optional(count),
  source: optional(sourceLine),
})

const failure = record<Failure>({
  code: oneOf([...Object.keys(CODES), ...Object.keys(DATA_CODES)]),
  message: words,
  hint: words,
  place: optional(place),
})

const end = record<RunEnd>({
  status: oneOf(['ok', 'failed', 'stopped']),
  failure: optional(failure),
  bars: count,
})

const settings = record<StrategySettings>({
  title: text(200),
  initialCapital: figure,
  currency: text(12),
  defaultQtyType: oneOf(['fixed', 'cash', 'percentOfEquity']),
  defaultQtyValue: figure,
  pyramiding: figure,
  commissionType: oneOf(['percent', 'cashPerContract', 'cashPerOrder']),
  commissionValue: figure,
  slippage: figure,
  processOrdersOnClose: flag,
  calcOnOrderFills: flag,
  calcOnEveryTick: flag,
  calcOnEveryHistoryTick: flag,
  closeEntriesRule: oneOf(['FIFO', 'ANY']),
  marginLong: figure,
  marginShort: figure,
  backtestFillLimitsAssumption: figure,
  riskFreeRate: figure,
  maxBarsBack: count,
  rememberedOrders: count,
})

const value = either(figure, flag, text(MAX_TEXT_LENGTH))

const input = record<InputDeclaration>({
  name: text(64),
  type: oneOf([
    'int',
    'float',
    'bool',
    'string',
    'source',
    'timeframe',
    'session',
    'time',
    'price',
    'color',
  ]),
  initial: value,
  value,
  min: optional(figure),
  max: optional(figure),
  step: optional(figure),
  options: optional(list(either(figure, text(1000)), 1000)),
  title: optional(text(500)),
  group: optional(text(500)),
  tooltip: optional(text(500)),
})

const plot = record<PlotDeclaration>({
  name: text(100),
  kind: oneOf(['line', 'hline', 'shape', 'background', 'label']),
  color: optional(text(40)),
  style: optional(text(40)),
  lineWidth: optional(index(4)),
  pane: optional(text(40)),
  price: optional(figure),
})

export const DECLARATION = record<Declaration>({
  settings,
  inputs: list(input, 500),
  plots: list(plot, 64),
})

type Drawdowns = EquitySummary['drawdowns']

/** One more than the curve holds: the last bar is always in it. */
const samples = record<Samples>({
  every: count,
  bar: list(count, MAX_SAMPLES + 1),
  time: list(figure, MAX_SAMPLES + 1),
  value: list(figure, MAX_SAMPLES + 1),
})

const drawdowns = record<Drawdowns>({
  episodes: count,
  maxPct: figure,
  maxMoney: figure,
  avgPct: figure,
  maxBars: figure,
  maxMs: figure,
  avgBars: figure,
  avgMs: figure,
  barsUnderWater: count,
  meanPct: figure,
  current: orNull(
    record<NonNullable<Drawdowns['current']>>({
      pct: figure,
      money: figure,
      bars: count,
      ms: figure,
    }),
  ),
  deepest: orNull(
    record<NonNullable<Drawdowns['deepest']>>({
      peakMs: figure,
      troughMs: figure,
      recoveredMs: figure,
    }),
  ),
})

const equity = record<EquitySummary>({
  bars: count,
  firstTimeMs: figure,
  lastTimeMs: figure,
  firstOpen: figure,
  lastClose: figure,
  lastEquity: figure,
  peakEquity: figure,
  lowEquity: figure,
  meanEquity: figure,
  days: record<EquitySummary['days']>({
    day: list(figure, ANY),
    equity: list(figure, ANY),
    close: list(figure, ANY),
  }),
  weekendBars: count,
  exposedBars: count,
  longBars: count,
  shortBars: count,
  drawdowns,
  logFit: record<EquitySummary['logFit']>({ rSquared: figure, kRatio: figure }),
  avgMarginUsed: figure,
  maxMarginUsedAtClose: figure,
  samples,
  sampleCloses: list(figure, MAX_SAMPLES + 1),
  fingerprint: text(64),
})

const bySide = record<BrokerStatistics['commission']>({ long: figure, short: figure })

const statistics = record<BrokerStatistics>({
  orders: count,
  fills: count,
  turnover: figure,
  commission: bySide,
  marginCalls: bySide,
  liquidatedVolume: bySide,
  largestLiquidation: bySide,
  maxMarginUsed: figure,
  maxDrawdown: figure,
  maxDrawdownPct: figure,
  maxRunup: figure,
  maxRunupPct: figure,
  maxContractsHeld: bySide,
  ambiguousTrades: count,
  intradayCapCloses: count,
  riskCloses: count,
})

const noteCode = oneOf(Object.keys(NOTE_CODES))

const declined = record<RunResult['declined'][number]>({
  code: noteCode,
  count,
  first: list(
    record<Declined>({
      code: noteCode,
      bar: count,
      timeMs: figure,
      id: text(MAX_TEXT_LENGTH),
      command: text(40),
      qty: figure,
      price: figure,
      mark: count,
    }),
    100,
  ),
})

const levelColumns = record<Levels>({
  kind: list(index(LEVEL_KINDS.length - 1), MAX_LEVELS),
  side: list(oneOf([1, -1]), MAX_LEVELS),
  entryBar: list(orNull(count), MAX_LEVELS),
  from: list(count, MAX_LEVELS),
  to: list(count, MAX_LEVELS),
  price: list(Number.isFinite, MAX_LEVELS),
  dropped: count,
})

/** Columns of one length. */
function levels(value: unknown): boolean {
  if (!levelColumns(value)) return false
  const { kind, side, entryBar, from, to, price } = value as Levels
  return [side, entryBar, from, to, price].every(({ length }) => length === kind.length)
}

const line = record<LogLine>({
  kind: oneOf(['log', 'alert', 'label']),
  bar: count,
  timeMs: figure,
  // Cut ones end in a sign.
  text: text(MAX_TEXT_LENGTH + 1),
})

/** The end of a run, as the jail tells it. */
export const RESULT = record<RunResult>({
  end,
  declaration: orNull(DECLARATION),
  equity,
  statistics: orNull(statistics),
  account: list(figure, ACCOUNT_WIDTH),
  openTrades: (rows) => list(figure, ANY)(rows) && (rows as unknown[]).length % TRADE_WIDTH === 0,
  declined: list(declined, Object.keys(NOTE_CODES).length),
  logs: list(line, ANY),
  droppedLines: count,
  plots: list(samples, 64),
  levels,
  commands: count,
  earlyCommands: count,
})
