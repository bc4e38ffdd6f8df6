/**
 * One indicator at work. Columns are rings: their length is a power of two, slot `i` of bar `n` is
 * `n & (length - 1)`, and bars before the first read NaN. A call covers the bars in slots
 * `from` to `to - 1`, which never wrap; the `maxBarsBack` bars before `from` are still in the ring
 * at `(i - k) & (length - 1)`. A kernel reads its inputs at slots up to the one it is writing, never
 * beyond, writes every output at every slot, keeps what else it needs in its own closure, and
 * allocates nothing after creation. Any chunking of the same bars gives the same bits.
 */
export type Kernel = (
  inputs: readonly Float64Array[],
  outputs: readonly Float64Array[],
  from: number,
  to: number,
) => void

/** A parameter of an indicator, in Pine's order. */
export type Parameter =
  /** A series or a number. `column` names the bar column or composite that stands in when it is left out. */
  | { readonly kind: 'series'; readonly name: string; readonly column?: Column }
  /**
   * A boolean series. `column: 'newDay'` stands in when it is left out: true on the first bar of
   * each trading day of the exchange.
   */
  | { readonly kind: 'condition'; readonly name: string; readonly column?: 'newDay' }
  /**
   * A whole number of bars, at least `min` (1 when absent) and at most `maxBarsBack`. `varying`: Pine
   * also takes an integer series here; a kernel yields NaN, or false, on bars where such a length
   * is NaN or out of range.
   */
  | {
      readonly kind: 'length'
      readonly name: string
      readonly varying?: boolean
      readonly min?: number
      readonly initial?: number
    }
  | {
      readonly kind: 'number'
      readonly name: string
      readonly initial?: number
      readonly min?: number
      readonly max?: number
    }
  | { readonly kind: 'flag'; readonly name: string; readonly initial: boolean }
  | {
      readonly kind: 'choice'
      readonly name: string
      readonly options: readonly string[]
      readonly initial?: string
    }

export type Column =
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'volume'
  | 'time'
  | 'hl2'
  | 'hlc3'
  | 'ohlc4'
  | 'hlcc4'

/** The constant arguments of one call, by parameter name. */
export type Values = Readonly<Record<string, number | boolean | string | undefined>>

/**
 * What an indicator is: enough for the binder to check a call, find its input columns and start a
 * kernel. The kernel's inputs are, in this order: the series and condition parameters and the
 * lengths given as series (in parameter order), then `columns` of the market it is computed on.
 * Constant lengths, numbers, flags and choices reach `start` by name. A length given as a series is
 * `undefined` there, and its input column holds it per bar.
 */
export type Definition = {
  /** A leading series that names a `column` may be left out, as in `ta.highest(10)`. */
  readonly parameters: readonly Parameter[]
  /**
   * Bar columns the kernel reads beside its parameters, as `ta.atr(14)` reads high, low and close.
   * Where `volume` is among them, or is a parameter's `column` in use, data without it are refused (S316).
   */
  readonly columns?: readonly Column[]
  /** Names of several results, returned as a frozen object of series; absent for a single series. */
  readonly outputs?: readonly string[]
  /** Results are boolean series: the kernel writes 1 for true, 0 for false and never NaN. */
  readonly boolean?: true
  /** Makes a kernel with a state of its own; lengths given as series may reach `maxBarsBack`. */
  readonly start: (values: Values, maxBarsBack: number) => Kernel
}
