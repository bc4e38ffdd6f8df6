import type { SymbolInfo } from '../shared/bars.ts'
import type { Failure, NoteCode } from '../shared/failure.ts'
import type {
  Declined,
  InputDeclaration,
  Levels,
  LogLine,
  Note,
  PlotDeclaration,
  RunStatus,
  Samples,
} from '../shared/outcome.ts'
import { LEVEL_KINDS } from '../shared/outcome.ts'
import type { StrategySettings } from '../shared/settings.ts'
import { formatTime } from '../shared/timeframe.ts'
import { hashEquity, hashTrades, hashValue, toDaily } from './hash.ts'
import { type Histogram, tradeHistogram } from './histogram.ts'
import type { PeriodReturn } from './metrics/daily.ts'
import { gatherFacts } from './metrics/facts.ts'
import { statisticsNotes } from './notes.ts'
import type { EngineVersions, RunRecord } from './record.ts'
import { computeMetrics, type MetricsBlock } from './table.ts'
import { createTradeList, type TradeList } from './trade-list.ts'

export const RESULT_SCHEMA = 'qrun.result/1'

type InputValue = InputDeclaration['value']

/**
 * A run and its report as one object, `qrun.result/1`: what the JSON document holds and every renderer
 * reads. Money is account currency, percents are 0 to 100, times are ISO UTC. A field is only ever
 * added within a schema number.
 */
export type BacktestResult = {
  readonly schema: typeof RESULT_SCHEMA
  readonly status: RunStatus
  readonly failure: ResultFailure | null
  readonly run: {
    /** Names what was run: equal for equal strategy, data, inputs, properties, window, seed and engine. */
    readonly id: string
    readonly command: string
    readonly qrun: string
    readonly engine: EngineVersions
    readonly seed: number
    readonly window: { readonly from: string | null; readonly to: string | null }
  }
  readonly strategy: {
    readonly file: string
    readonly hash: string
    readonly title: string
    readonly properties: StrategySettings
    readonly inputs: Readonly<Record<string, InputValue>>
    /** Names of the inputs that were not left at their default by the user. */
    readonly overridden: readonly string[]
    readonly declared: readonly InputDeclaration[]
    /** Names of `plots` in order of their declaration, which a document with sorted keys does not tell. */
    readonly plotted: readonly string[]
  }
  readonly data: readonly ResultData[]
  readonly symbol: SymbolInfo
  readonly warmup: { readonly bars: number; readonly by: string | null } | null
  readonly metrics: MetricsBlock
  /** The reason for each null in `metrics`, by name. */
  readonly why: Readonly<Record<string, string>>
  readonly returns: {
    readonly months: readonly PeriodReturn[]
    readonly years: readonly PeriodReturn[]
  }
  readonly histogram: Histogram | null
  /** Closed trades in order of closing, then open ones. */
  readonly trades: TradeList
  /** The first declined orders; all of them are counted in `notes`. */
  readonly rejections: readonly Rejection[]
  readonly notes: readonly Note[]
  readonly equity: ResultEquity
  readonly plots: Readonly<Record<string, ResultPlot>>
  /** Where stops and targets rested while positions were open; part of no hash. */
  readonly levels: ResultLevels
  readonly logs: {
    readonly lines: readonly {
      readonly kind: LogLine['kind']
      readonly bar: number
      readonly time: string
      readonly text: string
    }[]
    readonly dropped: number
  }
  /** SHA-256: of the trades, of the equity of every bar, and of all that the run came to. */
  readonly hashes: { readonly trades: string; readonly equity: string; readonly result: string }
}

export type ResultFailure = {
  readonly code: Failure['code']
  readonly message: string
  readonly hint: string
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly bar: number | null
  readonly time: string | null
  readonly row: number | null
  readonly source: string | null
}

export type ResultData = {
  readonly name: string
  readonly symbol: string
  readonly timeframe: string
  readonly bars: number
  readonly from: string
  readonly to: string
  readonly hash: string
  readonly inferred: Readonly<Record<string, string | number | boolean>>
  readonly quality: Readonly<Record<string, number>>
}

export type Rejection = {
  readonly code: NoteCode
  readonly bar: number
  readonly time: string
  readonly id: string
  readonly command: string
  readonly qty: number | null
  readonly price: number | null
  readonly line: number | null
  readonly column: number | null
}

/** Samples of a curve: every `every`-th bar and the last. */
type Curve = {
  readonly every: number
  readonly bar: readonly number[]
  readonly time: readonly string[]
  readonly value: readonly (number | null)[]
}

export type ResultEquity = Curve & {
  /** Close of the symbol at each sample. */
  readonly close: readonly number[]
  /** The last equity and close of every UTC day that has bars. */
  readonly daily: {
    readonly date: readonly string[]
    readonly equity: readonly number[]
    readonly close: readonly number[]
  }
  /** Bars of the tested range, and when the deepest fall in percent began, was deepest and was made good. */
  readonly bars: number
  readonly deepest: {
    readonly peak: string
    readonly trough: string
    readonly recovered: string | null
  } | null
}

/**
 * Levels of orders that would have closed a position, in columns and in order of `from`: each row is a
 * price that stood from the end of bar `from` until bar `to`, where it was moved, filled or withdrawn.
 */
export type ResultLevels = {
  readonly kind: readonly (typeof LEVEL_KINDS)[number][]
  /** Of the position. */
  readonly side: readonly ('long' | 'short')[]
  /** Bar of the entry that the order was for; null where it was against all of the position. */
  readonly entryBar: readonly (number | null)[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly price: readonly number[]
  /** Rows in the middle of a long run that were not kept. */
  readonly dropped: number
}

export type ResultPlot = Curve & Omit<PlotDeclaration, 'name'>

/** Works out the report. A pure function: equal records give equal results, byte for byte. */
export function buildResult(record: RunRecord): BacktestResult {
  const facts = gatherFacts(record)
  const { metrics, why } = computeMetrics(facts)
  const notes = [...mergeNotes(record), ...statisticsNotes(facts, record)]
  const body = {
    metrics,
    why,
    returns: { months: facts.months, years: facts.yearly },
    histogram: tradeHistogram(record.trades),
    rejections: record.declined.first.map(toRejection),
    notes: notes.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)),
    equity: toEquity(record),
    plots: toPlots(record),
    logs: {
      lines: record.logs.lines.map(({ kind, bar, timeMs, text }: LogLine) => ({
        kind,
        bar,
        time: formatTime(timeMs),
        text,
      })),
      dropped: record.logs.dropped,
    },
  }
  const failure = record.failure ? toFailure(record.failure) : null
  const identity = identify(record)
  const trades = hashTrades(record)
  const equity = hashEquity(record)
  const { settings, inputs } = record.strategy
  return {
    schema: RESULT_SCHEMA,
    status: record.status,
    failure,
    run: {
      id: hashValue(identity).slice(0, 16),
      command: record.command,
      qrun: record.qrun,
      engine: record.engine,
      seed: record.seed,
      window: identity.window,
    },
    strategy: {
      file: record.strategy.file,
      hash: record.strategy.hash,
      title: settings.title,
      properties: settings,
      inputs: identity.inputs,
      overridden: inputs.filter((input) => input.overridden).map((input) => input.name),
      declared: inputs.map(({ overridden: _, ...declaration }) => declaration),
      plotted: Object.keys(body.plots),
    },
    data: record.data.map(({ fromMs, toMs, ...rest }) => ({
      ...rest,
      from: formatTime(fromMs),
      to: formatTime(toMs),
    })),
    symbol: record.symbol,
    warmup: record.warmup ? { bars: record.warmup.bars, by: record.warmup.by ?? null } : null,
    ...body,
    levels: toLevels(record.levels),
    trades: createTradeList(record),
    hashes: {
      trades,
      equity,
      // Neither file names nor versions nor the command: a trial of a search and its replay agree.
      result: hashValue({
        ...body,
        identity,
        status: record.status,
        failure: failure && { ...failure, file: null },
        trades,
        equity: { hash: equity, ...body.equity },
      }),
    },
  }
}

/** All that decides what a run comes to. */
function identify({ strategy, data, symbol, window, seed, engine }: RunRecord) {
  const inputs: Record<string, InputValue> = Object.create(null)
  for (const { name, value } of strategy.inputs) inputs[name] = value
  return {
    strategy: strategy.hash,
    properties: strategy.settings,
    inputs,
    data: data.map(({ hash, timeframe, symbol: name }) => ({ hash, timeframe, symbol: name })),
    symbol,
    window: {
      from: window.fromMs === null ? null : formatTime(window.fromMs),
      to: window.toMs === null ? null : formatTime(window.toMs),
    },
    seed,
    engine,
  }
}

/** Notes of the run, with the declined orders among them once. */
function mergeNotes({ notes, declined }: RunRecord): readonly Note[] {
  const known = new Set(notes.map((note) => note.code))
  return [...notes, ...declined.groups.filter((group) => !known.has(group.code))]
}

/** A failure in the form in which documents hold it. */
export function toFailure({ code, message, hint, place = {} }: Failure): ResultFailure {
  return {
    code,
    message,
    hint,
    file: place.file ?? null,
    line: place.line ?? null,
    column: place.column ?? null,
    bar: place.bar ?? null,
    time: place.timeMs === undefined ? null : formatTime(place.timeMs),
    row: place.row ?? null,
    source: place.source ?? null,
  }
}

function toRejection({ code, bar, timeMs, id, command, qty, price, mark }: Declined): Rejection {
  return {
    code,
    bar,
    time: formatTime(timeMs),
    id,
    command,
    qty,
    price,
    line: mark === 0 ? null : Math.floor(mark / 4096),
    column: mark === 0 ? null : mark % 4096,
  }
}

function toCurve({ every, bar, time, value }: Samples): Curve {
  return {
    every,
    bar,
    time: time.map(formatTime),
    value: value.map((point) => (Number.isFinite(point) ? point : null)),
  }
}

function toEquity({ equity }: RunRecord): ResultEquity {
  const { deepest } = equity.drawdowns
  return {
    ...toCurve(equity.samples),
    close: equity.sampleCloses,
    daily: toDaily(equity),
    bars: equity.bars,
    deepest: deepest && {
      peak: formatTime(deepest.peakMs),
      trough: formatTime(deepest.troughMs),
      recovered: deepest.recoveredMs === null ? null : formatTime(deepest.recoveredMs),
    },
  }
}

function toLevels({ kind, side, ...rest }: Levels): ResultLevels {
  return {
    ...rest,
    kind: kind.map((place) => LEVEL_KINDS[place]!),
    side: side.map((sign) => (sign > 0 ? 'long' : 'short')),
  }
}

/** Plots by name; a second of the same name becomes `name (2)`. */
function toPlots({ plots }: RunRecord): Readonly<Record<string, ResultPlot>> {
  const named: Record<string, ResultPlot> = Object.create(null)
  for (const { declaration, samples } of plots) {
    const { name, ...rest } = declaration
    let key = name
    for (let n = 2; key in named; n++) key = `${name} (${n})`
    named[key] = { ...rest, ...toCurve(samples) }
  }
  return named
}
