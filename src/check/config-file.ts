import type { DataOptions } from '../data/index.ts'
import type { Compare } from './plan.ts'

type Value = string | number | boolean
type Values = Readonly<Record<string, Value>>

/** How a file of bars is read, and what is traded: the flags of the command line by their names. */
export type DataEntry = {
  readonly path: string
  readonly tf?: string | undefined
  readonly tick?: number | undefined
  readonly lot?: number | undefined
  readonly pointValue?: number | undefined
  readonly currency?: string | undefined
  readonly exchangeTz?: string | undefined
  readonly format?: string | undefined
  readonly columns?: Readonly<Record<string, string>> | undefined
} & {
  readonly [Name in
    | 'delimiter'
    | 'decimal'
    | 'skipRows'
    | 'timeUnit'
    | 'dateFormat'
    | 'tz'
    | 'stamp'
    | 'symbol'
    | 'adjust'
    | 'onGap'
    | 'onDuplicate'
    | 'onBad'
    | 'order'
    | 'allowNonpositive']?: DataOptions[Name] | undefined
}

/** A named run of the configuration; with several data, one for each. */
export type CheckEntry = {
  readonly name: string
  readonly strategy: string
  readonly data: string | readonly string[]
  readonly set?: Values | undefined
  readonly prop?: Values | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly warmup?: boolean | undefined
  readonly tf?: string | undefined
  readonly fx?: string | undefined
  readonly seed?: number | undefined
  readonly expect?: readonly string[] | undefined
  readonly compare?: Compare | undefined
  readonly tolerance?: Readonly<Record<string, number>> | undefined
}

/** Values of flags by their name. */
export type Defaults = Readonly<Record<string, Value | readonly Value[] | Values>>

/** What `qrun.config.json` holds. */
export type Config = {
  readonly $schema?: string | undefined
  readonly data?: Readonly<Record<string, DataEntry>> | undefined
  readonly checks?: readonly CheckEntry[] | undefined
  readonly baselines?: string | undefined
  readonly defaults?: Defaults | undefined
  readonly profiles?: Readonly<Record<string, Defaults>> | undefined
}
