import type { Failure, NoteCode } from './failure.ts'
import type { StrategySettings } from './settings.ts'

/** An input as the strategy declared it, with the value of this run. */
export type InputDeclaration = {
  readonly name: string
  readonly type:
    | 'int'
    | 'float'
    | 'bool'
    | 'string'
    | 'source'
    | 'timeframe'
    | 'session'
    | 'time'
    | 'price'
    | 'color'
  readonly initial: number | boolean | string
  readonly value: number | boolean | string
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly options?: readonly (number | string)[]
  readonly title?: string
  readonly group?: string
  readonly tooltip?: string
}

/** A plot as declared; its points are sampled (see `Samples`). */
export type PlotDeclaration = {
  readonly name: string
  readonly kind: 'line' | 'hline' | 'shape' | 'background' | 'label'
  readonly color?: string
  readonly style?: string
  /** 1 to 4. */
  readonly lineWidth?: number
  /** `price`, or the name of a pane below it; where absent, the report chooses by the values. */
  readonly pane?: string
  /** Level of an hline. */
  readonly price?: number
}

/** What the setup phase of a strategy declared. */
export type Declaration = {
  readonly settings: StrategySettings
  readonly inputs: readonly InputDeclaration[]
  readonly plots: readonly PlotDeclaration[]
}

/**
 * A curve of bounded size: every `every`-th bar, and always the last. `every` is 1 for runs of up to
 * `MAX_SAMPLES` bars and doubles whenever that would be exceeded, so memory does not grow with the run.
 */
export type Samples = {
  readonly every: number
  /** Bar indices. */
  readonly bar: readonly number[]
  /** Opening times, ms. */
  readonly time: readonly number[]
  readonly value: readonly (number | null)[]
}
export const MAX_SAMPLES = 4096

/** What a level at which an order waited to close a trade was. */
export const LEVEL = { STOP: 0, TARGET: 1, TRAIL: 2 } as const
export const LEVEL_KINDS = ['stop', 'target', 'trail'] as const

/**
 * Where orders rested that would have closed a position, in columns: a row is a price that stood from
 * the end of bar `from` until it was moved, filled or withdrawn on bar `to`. In order of `from`.
 */
export type Levels = {
  /** A LEVEL. */
  readonly kind: readonly number[]
  /** Of the position: +1 long, −1 short. */
  readonly side: readonly number[]
  /** Bar of the entry that the order was for; null where it was against all of the position. */
  readonly entryBar: readonly (number | null)[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly price: readonly number[]
  /** Rows between the first and the last `MAX_LEVELS / 2` ones, which were not kept. */
  readonly dropped: number
}
export const MAX_LEVELS = 20_000

/** Orders that were declined, grouped by reason; the first ones in full. Nothing is dropped silently. */
export type Declined = {
  readonly code: NoteCode
  readonly bar: number
  readonly timeMs: number
  /** Text of the order's id. */
  readonly id: string
  /** entry, order, exit, close … */
  readonly command: string
  readonly qty: number | null
  readonly price: number | null
  /** line × 4096 + column of the call, 0 when unknown. */
  readonly mark: number
}

/** Something the strategy said: `log(…)`, an alert of its own or of a filled order, a label of the chart. */
export type LogLine = {
  readonly kind: 'log' | 'alert' | 'label'
  readonly bar: number
  readonly timeMs: number
  readonly text: string
}

export type Note = { readonly code: NoteCode; readonly count: number; readonly text: string }

/** What stopped or failed a run, and where. */
export type RunStatus = 'ok' | 'failed' | 'stopped'

export type RunEnd = {
  readonly status: RunStatus
  readonly failure?: Failure
  readonly bars: number
}
