import type { BrokerStatistics } from '../broker/index.ts'
import type { BarFeed, DataHead, DataSummary } from '../data/index.ts'
import { blocksOf, type RunRecord, rowCount, type TradeRows } from '../report/index.ts'
import { NOTE_CODES, type NoteCode } from '../shared/failure.ts'
import type { Job } from '../shared/job.ts'
import { EXIT_REASON, TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import type { Note } from '../shared/outcome.ts'
import { DEFAULT_SETTINGS } from '../shared/settings.ts'
import { formatTimeframe } from '../shared/timeframe.ts'
import { ENGINE, VERSION } from '../shared/version.ts'
import type { Collected } from './collect.ts'
import type { DetailFeed } from './detail.ts'
import { NO_STATISTICS } from './empty.ts'
import type { Markets } from './markets.ts'
import type { BacktestOptions } from './options.ts'
import type { Window } from './prepare.ts'
import type { StrategySource } from './source.ts'

export type Parts = {
  readonly options: BacktestOptions
  readonly source: StrategySource
  readonly job: Job
  readonly feed: BarFeed
  /** Absent when the run ended before the data did. */
  readonly summary: DataSummary | undefined
  readonly window: Window
  readonly collected: Collected
  readonly detail: DetailFeed | undefined
  readonly detailSummary: DataSummary | undefined
  readonly markets: Markets | undefined
}

/** Joins everything known after a run into the record that the report is a function of. */
export function recordOf({
  options,
  source,
  job,
  feed,
  summary,
  window,
  collected,
  detail,
  detailSummary,
  markets,
}: Parts): RunRecord {
  const { result, trades, texts } = collected
  const { end, declaration } = result
  const { head } = feed
  const statistics = result.statistics ?? NO_STATISTICS
  const given = new Set(Object.keys(job.inputs))
  return {
    qrun: VERSION,
    command: options.command ?? 'backtest',
    engine: ENGINE,
    strategy: {
      file: source.file,
      hash: source.hash,
      settings: declaration?.settings ?? DEFAULT_SETTINGS,
      inputs: (declaration?.inputs ?? []).map((input) => ({
        ...input,
        overridden: given.has(input.name),
      })),
    },
    data: [
      {
        name: head.name,
        symbol: job.symbol.name,
        timeframe: formatTimeframe(head.timeframe),
        bars: summary?.bars ?? end.bars,
        fromMs: summary?.firstTimeMs ?? head.firstTimeMs,
        toMs: summary?.lastTimeMs ?? result.equity.lastTimeMs ?? head.firstTimeMs,
        hash: summary?.hash ?? '',
        inferred: inferredOf(head),
        quality: qualityOf(summary),
      },
      ...detailData(job.symbol.name, detail, detailSummary),
      ...marketData(markets),
    ],
    symbol: job.symbol,
    timeframe: head.timeframe,
    window,
    seed: job.seed,
    status: end.status,
    ...(end.failure === undefined ? {} : { failure: end.failure }),
    trades,
    openTrades: numbers(result.openTrades),
    texts,
    account: numbers(result.account),
    statistics,
    equity: result.equity,
    declined: {
      groups: result.declined.map(({ code, count }) => ({ code, count, text: NOTE_CODES[code] })),
      first: result.declined.flatMap(({ first }) => first),
    },
    notes: [
      ...(summary?.notes ?? []),
      ...windowNotes(result.earlyCommands),
      ...logNotes(result.droppedLines),
      ...detailNotes(detail),
      ...marketNotes(markets),
      ...fillNotes(statistics, trades),
    ],
    levels: result.levels,
    logs: { lines: [...result.logs], dropped: result.droppedLines },
    plots: (declaration?.plots ?? []).map((plot, index) => ({
      declaration: plot,
      samples: result.plots[index] ?? { every: 1, bar: [], time: [], value: [] },
    })),
  }
}

/** The smaller bars as a second series of the result. */
function detailData(
  symbol: string,
  detail: DetailFeed | undefined,
  summary: DataSummary | undefined,
): RunRecord['data'] {
  if (detail === undefined) return []
  const { feed, used, plain } = detail
  const { head } = feed
  return [
    {
      name: head.name,
      symbol,
      timeframe: formatTimeframe(head.timeframe),
      bars: summary?.bars ?? 0,
      fromMs: summary?.firstTimeMs ?? head.firstTimeMs,
      toMs: summary?.lastTimeMs ?? head.firstTimeMs,
      hash: summary?.hash ?? '',
      inferred: { ...inferredOf(head), role: 'detail' },
      quality: { ...qualityOf(summary), barsWithDetail: used, barsWithout: plain },
    },
  ]
}

/** The markets that the strategy requested, as further series of the result. */
function marketData(markets: Markets | undefined): RunRecord['data'] {
  if (markets === undefined) return []
  return markets.read.map(({ feed: { head }, symbol, summary }) => ({
    name: head.name,
    symbol,
    timeframe: formatTimeframe(head.timeframe),
    bars: summary?.bars ?? 0,
    fromMs: summary?.firstTimeMs ?? head.firstTimeMs,
    toMs: summary?.lastTimeMs ?? head.firstTimeMs,
    hash: summary?.hash ?? '',
    inferred: { ...inferredOf(head), role: 'market' },
    quality: qualityOf(summary),
  }))
}

function marketNotes(markets: Markets | undefined): Note[] {
  if (markets === undefined) return []
  const { unread, ahead } = markets
  const note = (code: NoteCode, names: readonly string[], text: string): Note[] =>
    names.length === 0
      ? []
      : [
          {
            code,
            count: names.length,
            text: `${counted(names.length, 'market')} ${text}: ${names.map((name) => `"${name}"`).join(', ')}`,
          },
        ]
  return [
    ...note('N206', unread, 'not requested by the strategy'),
    ...note('N207', ahead, 'with lookahead: bars were seen before they were over'),
  ]
}

function detailNotes(detail: DetailFeed | undefined): Note[] {
  if (detail === undefined || detail.plain === 0) return []
  const { used, plain } = detail
  const text = `${plain} of ${counted(used + plain, 'bar')} kept their own path: no finer bars that add up to them`
  return [{ code: 'N205', count: plain, text }]
}

/** What the reader concluded from the file, in the words of `qrun data inspect`. */
function inferredOf(head: DataHead): Record<string, string | number | boolean> {
  return {
    format: head.reader === 'memory' ? 'memory' : head.format,
    timeUnit: head.timeUnit,
    zone: head.zone,
    stamp: head.stamp,
    decimals: head.decimals,
    volume: head.hasVolume,
  }
}

function qualityOf(summary: DataSummary | undefined): Record<string, number> {
  if (summary === undefined) return {}
  const { gaps, dropped } = summary
  return {
    gaps: gaps.count,
    missingBars: gaps.bars,
    bad: dropped.bad,
    duplicate: dropped.identical + dropped.repeated,
    empty: dropped.empty,
    others: dropped.others,
  }
}

function windowNotes(count: number): Note[] {
  return count === 0
    ? []
    : [
        {
          code: 'N120',
          count,
          text: `${counted(count, 'order command')} before the trading window, not placed`,
        },
      ]
}

function logNotes(count: number): Note[] {
  return count === 0
    ? []
    : [{ code: 'N121', count, text: 'lines of the log were dropped beyond the limit' }]
}

/** What happened to fills (N2xx). */
function fillNotes(statistics: BrokerStatistics, trades: TradeRows): Note[] {
  const notes: Note[] = []
  const note = (code: NoteCode, count: number, text: string): void => {
    if (count > 0) notes.push({ code, count, text })
  }
  const closed = rowCount(trades)
  const { ambiguousTrades, marginCalls } = statistics
  note(
    'N201',
    ambiguousTrades,
    `${ambiguousTrades} of ${counted(closed, 'trade')} decided inside one bar by the path rule`,
  )
  const calls = marginCalls.long + marginCalls.short
  note('N202', calls, counted(calls, 'margin call'))
  const { capped, halted } = countCut(trades)
  note('N203', capped, `${counted(capped, 'trade')} closed by the cap on fills per day`)
  note('N204', halted, `${counted(halted, 'trade')} closed by a risk rule that ended trading`)
  return notes
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Trades that the cap on fills and that other rules for risk ended. */
function countCut(trades: TradeRows): { readonly capped: number; readonly halted: number } {
  let capped = 0
  let halted = 0
  for (const rows of blocksOf(trades)) {
    for (let at: number = TRADE.EXIT_REASON; at < rows.length; at += TRADE_WIDTH) {
      if (rows[at] === EXIT_REASON.RISK) capped++
      else if (rows[at] === EXIT_REASON.HALT) halted++
    }
  }
  return { capped, halted }
}

/** JSON has no NaN: null stands for it. */
function numbers(values: readonly (number | null)[]): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN)
}
