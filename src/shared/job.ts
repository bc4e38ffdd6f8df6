import type { SymbolInfo } from './bars.ts'
import type { WantedBar } from './explain.ts'
import type { Failure } from './failure.ts'

/** When a zone's offset from UTC changes: `offsets[0]` holds before `starts[0]`, `offsets[i + 1]` from `starts[i]` on. Milliseconds. */
export type ZoneTable = {
  readonly name: string
  readonly starts: readonly number[]
  readonly offsets: readonly number[]
}

/** Limits of one run. */
export type Limits = {
  /** Milliseconds for the whole run, set-up included. */
  readonly timeMs: number
  /** Milliseconds of those for the set-up of the file: judging it, compiling it and running it once. */
  readonly setupMs: number
  /** Mebibytes of the sandbox process. */
  readonly memoryMb: number
  /** Order commands in the whole run. */
  readonly orders: number
  /** Lines of log in the whole run. */
  readonly logs: number
}

export const DEFAULT_LIMITS: Limits = {
  timeMs: 60_000,
  setupMs: 10_000,
  memoryMb: 512,
  orders: 1_000_000,
  logs: 10_000,
}

/** L401: `timeMs` of the whole run are over, or `setupMs` of its set-up. */
export function timeFailure(
  { timeMs, setupMs }: Limits,
  phase: 'set-up' | 'bars',
): Omit<Failure, 'place'> {
  if (phase === 'set-up' && setupMs < timeMs)
    return {
      code: 'L401',
      message: `the set-up of the file took more than "${setupMs / 1000}" seconds`,
      hint: 'look for an endless loop outside onBar, or raise --limit-setup',
    }
  return {
    code: 'L401',
    message: `the time limit of "${timeMs / 1000}" seconds was reached`,
    hint: 'look for an endless loop, or raise --limit-time',
  }
}

/** Bars beside the main series that a strategy may request. */
export type MarketInfo = {
  readonly symbol: string
  /** Pine's name. */
  readonly timeframe: string
  readonly volume: boolean
}

/** All that a sandbox needs to run one strategy, except the bars. JSON. */
export type Job = {
  readonly source: string
  /** Base name, for messages only. */
  readonly file: string
  /** Values of inputs by name, as given: text from a command line, or JSON values. */
  readonly inputs: Readonly<Record<string, string | number | boolean>>
  /** Strategy properties that override the declaration. */
  readonly properties: Readonly<Record<string, string | number | boolean>>
  readonly symbol: SymbolInfo
  /** Chart timeframe, Pine's name. */
  readonly timeframe: string
  readonly volume: boolean
  /** What `request` can be asked for beside the chart. */
  readonly markets?: readonly MarketInfo[]
  readonly seed: number
  readonly limits: Limits
  /** Bars before this time warm up: orders given there are not placed. */
  readonly tradeFromMs: number | null
  /** Account currency per unit of quote currency by UTC day number, ascending; empty for 1. */
  readonly fx: readonly (readonly [day: number, rate: number])[]
  /**
   * The run is one of several over the same bars, and this is their number. Only trades, account and sums over
   * the bars are wanted: no curves, levels or lines.
   */
  readonly trialBars?: number
  /** The run is to be explained, these bars in full. */
  readonly explain?: readonly WantedBar[]
}
