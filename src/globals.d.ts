/**
 * The globals of a qrun strategy, for editors. Nothing here is imported: the names are simply there,
 * beside the ECMAScript intrinsics that are safe and deterministic.
 *
 * `qrun types` writes this file next to your strategies together with a `jsconfig.json` whose
 * `"lib": ["ES2023"], "types": []` keeps the names of browsers and Node.js (`close`, `open`, `name`,
 * `alert`, `console`, `process` …) from clashing with them, and whose `"moduleDetection": "force"`
 * gives each strategy file its own top level.
 *
 * Words: a *series* is one value per bar, read by calling it. *na* is `NaN`: no value. *Warm-up* is the
 * index of the first bar on which an indicator has a value, on data without gaps; before it reads give
 * na, or false for boolean series. The bars of a strategy run in order, and no later bar can be read.
 *
 * Every `@example` is a strategy of its own.
 */

/**
 * A number per bar. `close()` is the current bar's, `close(1)` that of the bar before. The offset is a
 * whole number from 0 to `maxBarsBack` (error S302, S303); before the first bar it gives na.
 * A series is no number: write `close() > open()`, not `close > open` (S301).
 *
 * @example
 * onBar(() => log('change', close() - close(1)))
 */
interface Series {
  /**
   * The value of a bar; na before the first bar, in the setup phase and during warm-up.
   *
   * @param offset Bars back, 0 to `maxBarsBack`; 0, the current bar, when left out.
   * @throws S302 for anything but a whole number of at least 0, S303 beyond `maxBarsBack`, S318 for
   *   a series whose value of this bar is not there yet.
   */
  (offset?: number): number
  /** Using the series itself as a number or a text is error S301. */
  readonly [Symbol.toPrimitive]: (hint: string) => never
}

/**
 * True or false per bar, never na: false before the first bar and during warm-up.
 *
 * @example
 * const up = ta.crossover(close, ta.sma(close, 20)); onBar(() => { if (up() && !up(1)) log('up') })
 */
interface BooleanSeries {
  /**
   * The value of a bar; false before the first bar, in the setup phase and during warm-up.
   *
   * @param offset Bars back, 0 to `maxBarsBack`; 0, the current bar, when left out.
   * @throws S302, S303 and S318 as a series of numbers.
   */
  (offset?: number): boolean
  /** Using the series itself as a number or a text is error S301. */
  readonly [Symbol.toPrimitive]: (hint: string) => never
}

/** A series that the strategy writes; see `state()`. */
type State<T extends number | boolean> = ([T] extends [boolean] ? BooleanSeries : Series) & {
  /**
   * Sets the value of this bar and of all later ones until it is set again.
   *
   * @param value Of the same kind as the initial one.
   * @throws S305 in the setup phase, S306 for a value of another kind.
   */
  readonly set: (value: T) => void
}

/**
 * The bars of another timeframe or symbol as series; see `request.security()`. They move when a bar of
 * theirs is finished, and offsets count their bars.
 */
interface Market {
  /** Opening price of the bar. */
  readonly open: Series
  /** Highest price of the bar. */
  readonly high: Series
  /** Lowest price of the bar. */
  readonly low: Series
  /** Closing price of the bar. */
  readonly close: Series
  /** Traded quantity of the bar; na where the data have none. */
  readonly volume: Series
  /** Start of the period, ms since 1970 UTC. */
  readonly time: Series
  /** (high + low) / 2 */
  readonly hl2: Series
  /** (high + low + close) / 3 */
  readonly hlc3: Series
  /** (open + high + low + close) / 4 */
  readonly ohlc4: Series
  /** (high + low + 2 · close) / 4 */
  readonly hlcc4: Series
  /** True on the chart bar that finished a bar of this timeframe. Its offset counts chart bars. */
  readonly isnew: BooleanSeries
}

/** The shorter bars inside the current bar, by column, ascending; see `request.securityLowerTf()`. */
interface BarsInside {
  /** Opening times, ms since 1970 UTC. */
  time(): readonly number[]
  /** Opening prices. */
  open(): readonly number[]
  /** Highest prices. */
  high(): readonly number[]
  /** Lowest prices. */
  low(): readonly number[]
  /** Closing prices. */
  close(): readonly number[]
  /** Traded quantities; na where the data have none. */
  volume(): readonly number[]
}

/** Opening price of the bar. */
declare const open: Series
/** Highest price of the bar. */
declare const high: Series
/** Lowest price of the bar. */
declare const low: Series
/** Closing price of the bar. */
declare const close: Series
/** Traded quantity of the bar; na where the data have none. */
declare const volume: Series
/**
 * Opening time of the bar in milliseconds since 1970 UTC.
 *
 * @example
 * onBar(() => { if (time() >= Date.UTC(2024, 0, 1)) log('2024') })
 */
declare const time: Series
/** Closing time of the bar in milliseconds since 1970 UTC: opening time plus the chart's timeframe. */
declare const timeClose: Series
/** (high + low) / 2 */
declare const hl2: Series
/** (high + low + close) / 3 */
declare const hlc3: Series
/** (open + high + low + close) / 4 */
declare const ohlc4: Series
/** (high + low + 2 · close) / 4 */
declare const hlcc4: Series
/** Index of the bar: 0 for the first one of the data. */
declare const barIndex: Series
/** Where the run stands. */
declare const barstate: qrun.Barstate

/** Pine's `ta`: indicators as series. Declared in the setup phase, read in `onBar`. */
declare const ta: qrun.Ta
/** Further indicators and candlestick patterns, of the chart's bars or of `{ market }`. */
declare const ti: qrun.Ti
/** Pine's `math` functions that need bars or the symbol. For all others there is `Math`. */
declare const math: qrun.PineMath

/**
 * A derived series: `fn` runs once per bar, before `onBar`, in order of declaration, and gives a number
 * (NaN is na) or a boolean, the same kind on every bar (S306). It can be the input of any indicator.
 *
 * @param fn Gives the value of the current bar. It may read every series declared before it.
 * @throws S304 inside `onBar`, S306 for what is no function and for a value of another kind, S318
 *   where it reads this bar of a series declared after it.
 * @example
 * const body = series(() => Math.abs(close() - open())); const usual = ta.sma(body, 20)
 */
declare function series(fn: () => boolean): BooleanSeries
declare function series(fn: () => number): Series

/**
 * A series that the strategy writes: keeps its value from bar to bar until `set`. `x(1)` is the value
 * at the end of the bar before. What Pine keeps in a `var` of type int, float or bool.
 *
 * @param initial A number or a boolean; later values must be of the same kind.
 * @throws S304 inside `onBar`, S306 for anything but a number or a boolean.
 * @example
 * const ups = state(0); onBar(() => { if (close() > open()) ups.set(ups() + 1) })
 */
declare function state(initial: boolean): State<boolean>
declare function state(initial: number): State<number>

/** Declares inputs: values that `--set name=value` or an inputs file overrides. */
declare const input: qrun.Input

/** The declaration, the orders and the account. */
declare const strategy: qrun.Strategy

/** Bars of other timeframes. */
declare const request: qrun.Request
/** Tests of the bar's opening time against trading hours. */
declare const session: qrun.Session
/** The chart's timeframe, and helpers for timeframes. */
declare const timeframe: qrun.TimeframeFacts
/** What is traded. */
declare const syminfo: qrun.Syminfo

/**
 * The wall clock at the bar's opening in a zone, as series.
 *
 * @param tz IANA name, or a fixed offset such as `GMT+3`; the exchange's zone when left out.
 * @throws S304 inside `onBar`, S306 for what is no name of a zone.
 * @example
 * const ny = clock('America/New_York'); onBar(() => { if (ny.hour() === 10) log('ten in New York') })
 */
declare function clock(tz?: string): qrun.Clock

/**
 * The callback of the bar phase: runs once per bar, after every declared series has been brought up to
 * it. At most one per file (S312), synchronous; a file without it gives no orders.
 *
 * @param callback Takes nothing and returns nothing; no `async` function, no generator.
 * @throws S312 for anything but one such function, S304 inside `onBar`.
 * @example
 * onBar(() => { if (close() > close(1)) strategy.entry('L', 'long') })
 */
declare function onBar(callback: () => void): void

/**
 * A callback for fills: called after each fill of an order, with the fill as frozen data; at most one per
 * file (S312), synchronous. A fill inside a bar is told where the path turns next, at the open or an
 * extreme, with the bar so far; market orders given there fill there. A fill on the last leg is told
 * before `onBar`, one at the close after it. See docs/fill-model.md, "Runs after fills" (BE-2.9).
 *
 * @param callback Takes the fill; no `async` function, no generator.
 * @throws S312 for anything but one such function, S304 inside `onBar`.
 * @example
 * onFill((fill) => { if (fill.kind === 'entry') strategy.exit('X', { fromEntry: fill.id, stop: fill.price * 0.99 }) })
 */
declare function onFill(callback: (fill: qrun.Fill) => void): void

/**
 * Whether a value is missing. Takes values, not series: `na(atr())`.
 *
 * @param value A value, such as `atr()` or `strategy.positionAvgPrice()`.
 * @throws S301 for a series.
 * @example
 * const atr = ta.atr(14); onBar(() => { if (na(atr())) log('warming up') })
 */
declare function na(value: number | string | boolean | null | undefined): boolean

/**
 * `value`, or `replacement` where it is na.
 *
 * @param replacement 0 when left out.
 * @param value A value, such as `volume()`.
 * @throws S301 for a series.
 * @example
 * const total = state(0); onBar(() => total.set(total() + nz(volume())))
 */
declare function nz(value: number | null | undefined, replacement?: number): number
declare function nz<T>(value: T | null | undefined, replacement: T): T

/**
 * A line of the report. Plots are recorded and never affect the run; at most 64, each with a name of
 * its own.
 *
 * @param name What the report calls it, 1 to 100 characters, each once.
 * @param source The series to draw; of another market it shows its last finished bar.
 * @param options Its looks.
 * @throws S304 inside `onBar`, S306 for a name used twice, an unknown option or a 65th plot.
 * @example
 * plot('average', ta.sma(close, 50), { color: 'orange' })
 * plot('rsi', ta.rsi(close, 14), { pane: 'momentum' })
 */
declare function plot(name: string, source: Series, options?: qrun.PlotOptions): void
/**
 * A level of the report.
 *
 * @param name What the report calls it, 1 to 100 characters, each once.
 * @param price Where it stands.
 * @param options Its looks.
 * @throws S304 inside `onBar`, S306 for a name used twice, an unknown option or a 65th plot.
 * @example
 * hline('overbought', 70, { color: 'gray' })
 */
declare function hline(name: string, price: number, options?: qrun.PlotOptions): void
/**
 * A mark on every bar on which a condition is true.
 *
 * @param name What the report calls it, 1 to 100 characters, each once.
 * @param condition The boolean series that says where.
 * @param options Its looks.
 * @throws S304 inside `onBar`, S306 for a name used twice, an unknown option or a 65th plot.
 * @example
 * plotshape('up', ta.crossover(close, ta.sma(close, 50)), { color: 'green' })
 */
declare function plotshape(name: string, condition: BooleanSeries, options?: qrun.PlotOptions): void
/**
 * A coloured background on every bar on which a condition is true.
 *
 * @param name What the report calls it, 1 to 100 characters, each once.
 * @param condition The boolean series that says where.
 * @param options Its looks.
 * @throws S304 inside `onBar`, S306 for a name used twice, an unknown option or a 65th plot.
 * @example
 * const week = clock(); bgcolor('Monday', series(() => week.dayofweek() === 2))
 */
declare function bgcolor(name: string, condition: BooleanSeries, options?: qrun.PlotOptions): void
/**
 * A note at the current bar of the report. In the bar phase only (S305).
 *
 * @param text Cut at 4096 characters.
 * @throws S305 in the setup phase, S306 for what is no text.
 * @example
 * onBar(() => { if (barstate.islast()) label('last close ' + close()) })
 */
declare function label(text: string): void

/**
 * Records a line with the bar's index and time: numbers, texts, booleans and arrays of them (of which
 * the first 20 items); other objects are named by kind only. A line is cut at 4096 characters; after
 * `--limit-logs` lines (10,000) the rest is counted but not kept.
 *
 * @param values Any number of values, written with spaces between them.
 * @example
 * onBar(() => log('close', close(), 'volume', volume()))
 */
declare function log(...values: unknown[]): void
/** `log` under the names of a browser's or Node's console. */
declare const console: qrun.Console
/**
 * Records a message. In the bar phase only (S305).
 *
 * @param message A text, cut at 4096 characters.
 * @throws S305 in the setup phase, S306 for what is no text.
 * @example
 * onBar(() => { if (close() > 100_000) alert('above 100,000') })
 */
declare function alert(message: string): void
/**
 * A random number from 0 (inclusive) to 1 (exclusive), the same sequence on every run with the same
 * `--seed`. `Math.random` throws S311.
 *
 * @example
 * onBar(() => { if (random() < 0.01) strategy.entry('L', 'long') })
 */
declare function random(): number

/** The types behind the globals. */
declare namespace qrun {
  /** One fill of an order, as `onFill` is told of it. Frozen. */
  interface Fill {
    /** Id of the order; empty for margin calls and risk rules. */
    readonly id: string
    /** Comment of the order, empty without one. */
    readonly comment: string
    /** Whether it opened, closed, or did both. */
    readonly kind: 'entry' | 'exit' | 'reversal'
    /** What closed; empty where the fill only opened. */
    readonly reason:
      | ''
      | 'order'
      | 'stop'
      | 'limit'
      | 'trail'
      | 'marginCall'
      | 'risk'
      | 'close'
      | 'reversal'
      | 'halt'
    /** `long` bought, `short` sold. */
    readonly side: 'long' | 'short'
    /** Contracts, above 0: `closed` and `opened` together. */
    readonly qty: number
    /** Contracts that closed, 0 or more. */
    readonly closed: number
    /** Contracts that opened, 0 or more. */
    readonly opened: number
    /** Price with slippage. */
    readonly price: number
    /** Commission in account currency. */
    readonly fee: number
    /** Signed position after it, in contracts. */
    readonly position: number
    /** Index of the bar. */
    readonly bar: number
    /** Opening time of the bar, ms since 1970 UTC. */
    readonly time: number
  }

  /** What an indicator is computed of: a series, or the same number on every bar. */
  type Source = Series | number
  /** A window in bars, 1 to `maxBarsBack`, or a series of such numbers; fractions are cut off. */
  type Length = number | Series

  /**
   * An options object may end the arguments of every indicator. `market` computes it on the bars of
   * another timeframe: `ta.atr(14, { market: daily })`. An indicator of a market's series needs no
   * such option: `ta.ema(daily.close, 20)` is computed on daily bars by itself.
   */
  type OnMarket = { readonly market?: Market }

  /** `long` buys, `short` sells. */
  type Direction = 'long' | 'short'
  /** What a fill does to the others of its group: nothing, remove them, or take its quantity off them. */
  type OcaType = 'none' | 'cancel' | 'reduce'

  /** Looks of a plot. */
  interface PlotOptions {
    /** A CSS colour, at most 40 characters. */
    readonly color?: string
    /**
     * Of a plot: `line`, `stepline`, `area`, `histogram`, `columns`, `circles` or `cross`; of a level:
     * `solid`, `dashed` or `dotted`. Any other word, of at most 40 characters, is drawn as a line.
     */
    readonly style?: string
    /** Pixels, 1 to 4. */
    readonly lineWidth?: number
    /**
     * Where it stands: `'price'` is over the candles; any other name, of at most 40 characters, is a
     * pane below them that all plots of that name share (S306 for anything else). Left out, values near
     * the price go over it and others into a pane of their own.
     */
    readonly pane?: string
    /** `true` is `pane: 'price'`, `false` a pane of its own. */
    readonly overlay?: boolean
    /** Accepted for ports, without effect. */
    readonly title?: string
    /** Accepted for ports, without effect. */
    readonly location?: string
    /** Accepted for ports, without effect. */
    readonly text?: string
    /** Accepted for ports, without effect. */
    readonly textColor?: string
    /** Accepted for ports, without effect. */
    readonly size?: string
    /** Accepted for ports, without effect. */
    readonly transp?: number
    /** Accepted for ports, without effect. */
    readonly offset?: number
    /** Accepted for ports, without effect. */
    readonly display?: string
  }

  /** Records like `log`. */
  interface Console {
    /**
     * The same as the global `log`.
     *
     * @param values As for `log`.
     */
    log(...values: unknown[]): void
    /**
     * The same as the global `log`.
     *
     * @param values As for `log`.
     */
    info(...values: unknown[]): void
    /**
     * The same as the global `log`.
     *
     * @param values As for `log`.
     */
    warn(...values: unknown[]): void
    /**
     * The same as the global `log`.
     *
     * @param values As for `log`.
     */
    error(...values: unknown[]): void
    /**
     * The same as the global `log`.
     *
     * @param values As for `log`.
     */
    debug(...values: unknown[]): void
  }

  /** True or false per bar; no input of an indicator: wrap it, `series(() => barstate.isfirst())`. */
  type BarFlag = (offset?: number) => boolean

  /** Where the run stands, as true or false per bar. */
  interface Barstate {
    /** The first bar of the data. */
    readonly isfirst: BarFlag
    /** The last bar of the data. */
    readonly islast: BarFlag
    /** Whether the bar is finished: true in a back-test. */
    readonly isconfirmed: BarFlag
    /** Whether the bar runs for the first time: true in a back-test. */
    readonly isnew: BarFlag
    /** True in a back-test. */
    readonly ishistory: BarFlag
    /** False in a back-test. */
    readonly isrealtime: BarFlag
  }

  /** Fields of a wall clock at the opening of the bar; see `clock()`. */
  interface Clock {
    /** 0 to 23. */
    readonly hour: Series
    /** 0 to 59. */
    readonly minute: Series
    /** 0 to 59. */
    readonly second: Series
    /** 1 Sunday to 7 Saturday. */
    readonly dayofweek: Series
    /** 1 to 31. */
    readonly dayofmonth: Series
    /** 1 January to 12 December. */
    readonly month: Series
    /** Four digits. */
    readonly year: Series
    /** ISO 8601 week, 1 to 53: week 1 holds the year's first Thursday. */
    readonly weekofyear: Series
  }

  /** Trading hours, by the opening time of the bar. */
  interface Session {
    /**
     * Whether the bar opens inside a session.
     *
     * @param spec `HHMM-HHMM`, several separated by commas, and days if not all: `0930-1600:23456`
     *   (1 Sunday to 7 Saturday). The start belongs to it, the end does not; an end at or before the
     *   start is on the next day. `24x7` is always.
     * @param tz IANA name; the exchange's zone when left out.
     * @throws S304 inside `onBar`, S306 for a session or a zone that cannot be read.
     * @example
     * const open930 = session.isin('0930-1600:23456', 'America/New_York')
     */
    isin(spec: string, tz?: string): BooleanSeries
    /**
     * True on the first bar of each day of the exchange; on the very first bar of the data only if it
     * opens the day.
     *
     * @throws S304 inside `onBar`.
     * @example
     * const isFirst = session.isfirstbar()
     */
    isfirstbar(): BooleanSeries
  }

  /** The timeframe of the chart, which is that of the data or of `--tf`. */
  interface TimeframeFacts {
    /** Pine's name of the chart's timeframe: `15`, `60`, `1D`, `1W`, `1M`. */
    readonly period: string
    /** The same as `period`. */
    readonly mainPeriod: string
    /** The number in `period`: 60 for `60`, 1 for `1D`. */
    readonly multiplier: number
    /** Whether it is counted in seconds. */
    readonly isseconds: boolean
    /** Whether it is counted in minutes: 1 minute to less than a day. */
    readonly isminutes: boolean
    /** Shorter than a day. */
    readonly isintraday: boolean
    /** Whether it is counted in days. */
    readonly isdaily: boolean
    /** Whether it is counted in weeks. */
    readonly isweekly: boolean
    /** Whether it is counted in months. */
    readonly ismonthly: boolean
    /** A day or longer. */
    readonly isdwm: boolean
    /**
     * True on the first chart bar of each period of a timeframe, never on the very first bar of the
     * data: there is no change before it. Days are those of the exchange, weeks begin on Monday.
     *
     * @param timeframe `15`, `240`, `D`, `W`, `M`, or `15m`, `4h`, `1d`, `1w`, `1M`.
     * @throws S304 inside `onBar`, S306 for a timeframe that cannot be read.
     * @example
     * const isNewWeek = timeframe.change('W')
     */
    change(timeframe: string): BooleanSeries
    /**
     * Length of a timeframe in seconds, of the chart's when left out; a month has 2,628,003.
     *
     * @param timeframe `15`, `240`, `D`, `W`, `M`, or `15m`, `4h`, `1d`, `1w`, `1M`; the chart's
     *   when left out or empty.
     * @throws S306 for a timeframe that cannot be read.
     * @example
     * const barsPerDay = 86_400 / timeframe.inSeconds()
     */
    inSeconds(timeframe?: string): number
    /**
     * The shortest timeframe of at least so many seconds: 3600 gives `60`, 3601 gives `61`; above 365 days `12M`.
     *
     * @param seconds Above 0.
     * @throws S306 for anything else.
     * @example
     * const fourTimes = timeframe.fromSeconds(4 * timeframe.inSeconds())
     */
    fromSeconds(seconds: number): string
    /**
     * The short form for people: `60` gives `1h`.
     *
     * @param timeframe `15`, `240`, `D`, `W`, `M`, or `15m`, `4h`, `1d`, `1w`, `1M`; the chart's
     *   when left out or not readable.
     * @example
     * log(timeframe.format('240'))
     */
    format(timeframe?: string): string
  }

  /** What is traded: told by the data, or by `--symbol`, `--tick`, `--lot`, `--point-value`, `--currency`, `--exchange-tz`. */
  interface Syminfo {
    /** Name of the symbol. */
    readonly ticker: string
    /** The same as `ticker`; what `request.security` takes. */
    readonly tickerid: string
    /** Smallest price step. */
    readonly mintick: number
    /** Money per one unit of price and one contract. */
    readonly pointvalue: number
    /** Smallest quantity step. */
    readonly minQty: number
    /** The same as `minQty`, under Pine's name. */
    readonly mincontract: number
    /** Currency of the prices; an empty text when unknown. */
    readonly currency: string
    /** IANA name of the exchange's zone; days and sessions follow it. */
    readonly timezone: string
  }

  /** Bars beside those of the chart. */
  interface Request {
    /**
     * The bars of another timeframe or symbol. A value is visible from the moment its bar is finished, on
     * the chart bar that closes with it or after it, and never before. Bars of exactly this timeframe are
     * used where the run was given them (`--data NAME@TF=FILE`); longer ones are built of the chart's, or
     * of what `--data NAME=FILE` gave. Of a shorter timeframe than the chart's, which needs such a file,
     * the last bar shows. At most 40 markets; errors S317.
     *
     * @param symbol The chart's: `syminfo.tickerid`, or an empty text; or the NAME of another file.
     * @param timeframe `15`, `240`, `D`, `W`, `M`, or `15m`, `4h`, `1d`, `1w`, `1M`.
     * @param options `gaps: true` reads na on every chart bar that brings no new value. `lookahead: true`
     *   shows each bar, whole, from the chart bar on in which it opens: it looks into the future, needs bars
     *   of exactly this timeframe (`--data NAME@TF=FILE`), and the report says so (N207).
     * @throws S304 inside `onBar`, S306 for a timeframe or an option that cannot be read, S317 for
     *   bars that the run does not have.
     * @example
     * const daily = request.security(syminfo.tickerid, 'D'); const trend = ta.ema(daily.close, 20)
     */
    security(
      symbol: string,
      timeframe: string,
      options?: { readonly gaps?: boolean; readonly lookahead?: boolean },
    ): Market
    /**
     * The shorter bars inside the current bar, as frozen arrays: those that open in it and are finished
     * when it is. They come from `--detail`, or from `--data NAME@TF=FILE`. Empty where there are none,
     * and inside a bar after a fill. At most `maxBarsBack` per bar (S303); errors S317.
     *
     * @param symbol As for `security`.
     * @param timeframe Shorter than the chart's: `1`, `5`, or `1m`, `5m`.
     * @throws As `security`; S317 for a timeframe that is not shorter, S303 on a bar that holds too
     *   many.
     * @example
     * const m = request.securityLowerTf(syminfo.tickerid, '5'); onBar(() => log(Math.max(...m.high())))
     */
    securityLowerTf(symbol: string, timeframe: string): BarsInside
  }

  /** Words for people; they are part of the result. */
  interface InputWords {
    /** What to call it instead of its name, at most 500 characters. */
    readonly title?: string
    /** Heading under which it stands, at most 500 characters. */
    readonly group?: string
    /** What it means, at most 500 characters. */
    readonly tooltip?: string
    /** Accepted for ports, without effect. */
    readonly inline?: string
    /** Accepted for ports, without effect. */
    readonly confirm?: boolean
    /** Accepted for ports, without effect. */
    readonly display?: string
  }

  /** Options of an input that may have a list of values. */
  interface InputOptions<T> extends InputWords {
    /** The values it may have, 1 to 1000 of them, instead of bounds. */
    readonly options?: readonly T[]
  }

  /** Options of an input that is a number. */
  interface NumberOptions extends InputOptions<number> {
    /** Least value; a value out of bounds ends the run before the first bar (U111). */
    readonly min?: number
    /** Greatest value. */
    readonly max?: number
    /** Values are `min` (or 0) plus whole multiples of this. */
    readonly step?: number
  }

  /**
   * Each takes a name, the initial value and options, and returns the value of this run. At most 500.
   *
   * @throws S304 inside `onBar`, S314 for a name used twice or a wrong declaration, S306 for an
   *   unknown option, U111 for a given value that it cannot take, U110 for one of an unknown name.
   */
  interface Input {
    /**
     * A whole number.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial Whole number; the value where none is given.
     * @param options Bounds, step or a list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const length = input.int('length', 20, { min: 2, max: 200 })
     */
    int(name: string, initial: number, options?: NumberOptions): number
    /**
     * A number.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial Finite number; the value where none is given.
     * @param options Bounds, step or a list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const risk = input.float('risk', 1, { min: 0.1, max: 5, step: 0.1 })
     */
    float(name: string, initial: number, options?: NumberOptions): number
    /**
     * A price.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial Finite number; the value where none is given.
     * @param options Bounds, step or a list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const level = input.price('level', 30_000)
     */
    price(name: string, initial: number, options?: NumberOptions): number
    /**
     * True or false; `--set` takes true, false, 1, 0, yes, no.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial True or false; the value where none is given.
     * @param options Words for people.
     * @returns The value of this run.
     * @example
     * const shorts = input.bool('shorts', false)
     */
    bool(name: string, initial: boolean, options?: InputWords): boolean
    /**
     * A text, or one of `options`.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial Text of at most 1000 characters; the value where none is given.
     * @param options A list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const side = input.string('side', 'all', { options: ['all', 'long', 'short'] })
     */
    string<const T extends string>(
      name: string,
      initial: NoInfer<T>,
      options: InputWords & { readonly options: readonly T[] },
    ): T
    string(name: string, initial: string, options?: InputOptions<string>): string
    /**
     * A timeframe: `15`, `60`, `D` or `15m`, `1h`, `1d`; an empty text is the chart's.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial Timeframe; the value where none is given.
     * @param options A list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const filter = input.timeframe('filter', 'D')
     */
    timeframe(name: string, initial: string, options?: InputOptions<string>): string
    /**
     * A session as `session.isin` reads it.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial Session; the value where none is given.
     * @param options A list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const hours = input.session('hours', '0930-1600:23456')
     */
    session(name: string, initial: string, options?: InputOptions<string>): string
    /**
     * A time in ms since 1970 UTC; given as such a number or as `2024-01-31`, `2024-01-31T10:00Z`.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial Time; the value where none is given.
     * @param options Bounds, step or a list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const start = input.time('start', '2024-01-31')
     */
    time(name: string, initial: number | string, options?: NumberOptions): number
    /**
     * A CSS colour.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial CSS colour; the value where none is given.
     * @param options A list of values, and words for people.
     * @returns The value of this run.
     * @example
     * const tint = input.color('tint', '#ff8800')
     */
    color(name: string, initial: string, options?: InputOptions<string>): string
    /**
     * A series of the chart's bars; `--set` takes its name: open high low close volume time hl2 hlc3
     * ohlc4 hlcc4.
     *
     * @param name 1 to 64 letters, digits, `_` and `-`, no digit or `-` first; each once.
     * @param initial A series of the chart's bars, or its name; the value where none is given.
     * @param options A list of values, and words for people.
     * @returns The series.
     * @example
     * const source = input.source('source', hlc3)
     */
    source(name: string, initial: Series | string, options?: InputOptions<string>): Series
  }

  /** Pine's `strategy()` parameters; `--prop name=value` overrides each. */
  interface StrategyOptions {
    /** Money at the start, in account currency, above 0. Default 1,000,000. */
    readonly initialCapital?: number
    /** Account currency, a label of at most 12 characters. */
    readonly currency?: string
    /** What `defaultQtyValue` counts: contracts, money, or percent of equity. Default `fixed`. */
    readonly defaultQtyType?: 'fixed' | 'cash' | 'percentOfEquity'
    /** Quantity of an order without `qty`, 0 or more. Default 1. */
    readonly defaultQtyValue?: number
    /** Entries allowed in one direction, 0 to 1,000,000; 0 and 1 both mean one. Default 0. */
    readonly pyramiding?: number
    /** What `commissionValue` counts. Default `percent`. */
    readonly commissionType?: 'percent' | 'cashPerContract' | 'cashPerOrder'
    /** Percent of the order's value, money per contract, or money per order; on entry and exit. Default 0. */
    readonly commissionValue?: number
    /** Whole ticks by which market and stop fills are worse, 0 to 1,000,000. Default 0. */
    readonly slippage?: number
    /** Fill orders at the close of the bar that gave them where possible. Default false. */
    readonly processOrdersOnClose?: boolean
    /** Run `onBar` inside a bar too, after fills (BE-2.9). Default false. */
    readonly calcOnOrderFills?: boolean
    /** Has no effect on finished bars. Default false. */
    readonly calcOnEveryTick?: boolean
    /** Run `onBar` at the open, at both extremes and at the close of every bar (BE-2.11). Default false. */
    readonly calcOnEveryHistoryTick?: boolean
    /** Which lots a bound exit takes: the oldest, or those of its entry. Default `FIFO`. */
    readonly closeEntriesRule?: 'FIFO' | 'ANY'
    /** Percent of a long position's value that equity must cover, 0 to 10,000; 0: no check. Default 100. */
    readonly marginLong?: number
    /** Percent of a short position's value that equity must cover, 0 to 10,000; 0: no check. Default 100. */
    readonly marginShort?: number
    /** Whole ticks by which price must pass a limit before it fills, 0 to 1,000,000. Default 0. */
    readonly backtestFillLimitsAssumption?: number
    /** Percent per year, −100 to 1000, for the Sharpe and Sortino ratios. Default 2. */
    readonly riskFreeRate?: number
    /** Bars of history that every series keeps, 1 to 500,000; also the longest window. Default 5000. */
    readonly maxBarsBack?: number
    /**
     * Filled orders that the strategy remembers: `closedtrades` tells of no trade that was closed before
     * them. 9000 as on TradingView; 0, the default, keeps all.
     */
    readonly rememberedOrders?: number
    /** Accepted for ports: bars are the market's own, so orders fill on them either way. */
    readonly fillOrdersOnStandardOhlc?: boolean
    /** Accepted for ports, without effect. */
    readonly shorttitle?: string
    /** Accepted for ports, without effect. */
    readonly overlay?: boolean
    /** Accepted for ports, without effect. */
    readonly format?: string
    /** Accepted for ports, without effect. */
    readonly precision?: number
    /** Accepted for ports, without effect. */
    readonly scale?: string
    /** Accepted for ports, without effect. */
    readonly maxLinesCount?: number
    /** Accepted for ports, without effect. */
    readonly maxLabelsCount?: number
    /** Accepted for ports, without effect. */
    readonly maxBoxesCount?: number
    /** Accepted for ports, without effect. */
    readonly explicitPlotZorder?: boolean
  }

  /** Options of `strategy.entry` and `strategy.order`. An unknown one is error S306. */
  interface OrderOptions {
    /** Contracts, at most 1e15; rounded down to whole lots. The declaration's default when left out. */
    readonly qty?: number
    /** Fills at this price or better. With `stop`: the limit that the stop activates. */
    readonly limit?: number
    /** Becomes a market order at this price. */
    readonly stop?: number
    /** Group of orders of which one fill cancels or reduces the others. */
    readonly ocaName?: string
    /** What a fill does to the others of the group. Default `none`. */
    readonly ocaType?: OcaType
    /** Shown in the trade list instead of the id. */
    readonly comment?: string
    /** Recorded as an alert when the order fills. */
    readonly alertMessage?: string
    /** Records no alert. Default false. */
    readonly disableAlert?: boolean
  }

  /** Options of `strategy.exit`: at least one level. An unknown one is error S306. */
  interface ExitOptions {
    /** Id of the entry it closes; all entries of the position when left out. */
    readonly fromEntry?: string
    /** Contracts; all of the entry when neither this nor `qtyPercent` is given. */
    readonly qty?: number
    /** Percent of the entry's quantity, 0 to 100. */
    readonly qtyPercent?: number
    /** Target, in ticks from the entry's fill price. */
    readonly profit?: number
    /** Target, as a price. */
    readonly limit?: number
    /** Stop, in ticks from the entry's fill price. */
    readonly loss?: number
    /** Stop, as a price. */
    readonly stop?: number
    /** Price from which on the stop trails. */
    readonly trailPrice?: number
    /** Ticks of profit from which on the stop trails. */
    readonly trailPoints?: number
    /** Distance of the trailing stop from the best price, in whole ticks; 0 when left out. */
    readonly trailOffset?: number
    /** Other orders that a fill reduces; the legs of one exit always reduce each other. */
    readonly ocaName?: string
    /** Shown in the trade list instead of the id. */
    readonly comment?: string
    /** Shown in the trade list for an exit at the target. */
    readonly commentProfit?: string
    /** Shown in the trade list for an exit at the stop. */
    readonly commentLoss?: string
    /** Shown in the trade list for an exit at the trailing stop. */
    readonly commentTrailing?: string
    /** Recorded as an alert when the order fills. */
    readonly alertMessage?: string
    /** Records no alert. Default false. */
    readonly disableAlert?: boolean
  }

  /** Options of `strategy.closeAll`. An unknown one is error S306. */
  interface CloseAllOptions {
    /** Shown in the trade list. */
    readonly comment?: string
    /** At the close of this bar instead of the next open. Default false. */
    readonly immediately?: boolean
    /** Recorded as an alert when the order fills. */
    readonly alertMessage?: string
    /** Records no alert. Default false. */
    readonly disableAlert?: boolean
  }

  /** Options of `strategy.close`. An unknown one is error S306. */
  interface CloseOptions extends CloseAllOptions {
    /** Contracts; all of the entry's when neither this nor `qtyPercent` is given. */
    readonly qty?: number
    /** Percent of the quantity of the entry, 0 to 100. */
    readonly qtyPercent?: number
  }

  /**
   * Fields of one trade, by number from 0 for the oldest. Out of range numbers are na, the size is 0,
   * texts are empty.
   *
   * @throws S306 for what is no whole number.
   */
  interface TradeFields {
    /**
     * Index of the bar of the entry.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    entryBarIndex(trade: number): number
    /**
     * Price of the entry, with slippage.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    entryPrice(trade: number): number
    /**
     * Opening time of the bar of the entry, ms since 1970 UTC.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    entryTime(trade: number): number
    /**
     * Id of the order that opened it.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    entryId(trade: number): string
    /**
     * Comment of that order, empty without one.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    entryComment(trade: number): string
    /**
     * Contracts, negative for short trades.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    size(trade: number): number
    /**
     * Net of fees, in account currency.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    profit(trade: number): number
    /**
     * Profit in percent of the entry's value.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    profitPercent(trade: number): number
    /**
     * Fees so far, in account currency.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    commission(trade: number): number
    /**
     * Most that the trade was in profit, 0 or more, in account currency.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    maxRunup(trade: number): number
    /**
     * Most that the trade was in profit, in percent of the entry's value.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    maxRunupPercent(trade: number): number
    /**
     * Most that the trade was in loss, 0 or more, in account currency.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    maxDrawdown(trade: number): number
    /**
     * Most that the trade was in loss, in percent of the entry's value.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    maxDrawdownPercent(trade: number): number
  }

  /** Called it counts the closed trades; its members tell of one, the oldest being 0. */
  interface ClosedTrades extends Series, TradeFields {
    /**
     * Index of the bar of the exit.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    exitBarIndex(trade: number): number
    /**
     * Price of the exit, with slippage.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    exitPrice(trade: number): number
    /**
     * Opening time of the bar of the exit, ms since 1970 UTC.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    exitTime(trade: number): number
    /**
     * Id of the order that closed it.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    exitId(trade: number): string
    /**
     * Comment of that order, empty without one.
     *
     * @param trade Number of the trade, 0 for the oldest.
     */
    exitComment(trade: number): string
    /** Number of the oldest trade that is kept: 0, unless `rememberedOrders` says otherwise. */
    firstIndex(): number
  }

  /** Called it counts the open trades; its members tell of one, the oldest being 0. */
  interface OpenTrades extends Series, TradeFields {
    /** Sum of entry price times quantity over the open trades. */
    capitalHeld(): number
  }

  /** Rules for the whole run, given in the setup phase or on a bar. */
  interface Risk {
    /**
     * Allows entries in one direction only; a forbidden one closes an open position instead.
     *
     * @param direction `all`, `long` or `short`.
     * @throws S306 for anything else.
     * @example
     * strategy.risk.allowEntryIn('long')
     */
    allowEntryIn(direction: 'all' | Direction): void
    /**
     * Ends trading for good after so many days in a row that ended with a loss.
     *
     * @param count Days, a whole number above 0.
     * @param alertMessage Recorded as an alert when the rule acts.
     * @throws S306 for anything else.
     * @example
     * strategy.risk.maxConsLossDays(3)
     */
    maxConsLossDays(count: number, alertMessage?: string): void
    /**
     * Closes everything and ends trading for good when a closed trade leaves equity so far below its
     * highest value.
     *
     * @param value Money or percent, above 0.
     * @param type `cash` for money, `percentOfEquity` for percent of the highest equity.
     * @param alertMessage Recorded as an alert when the rule acts.
     * @throws S306 for anything else.
     * @example
     * strategy.risk.maxDrawdown(20, 'percentOfEquity')
     */
    maxDrawdown(value: number, type: 'cash' | 'percentOfEquity', alertMessage?: string): void
    /**
     * Closes everything and stops trading for the day after so many filled orders.
     *
     * @param count Orders, a whole number above 0.
     * @param alertMessage Recorded as an alert when the rule acts.
     * @throws S306 for anything else.
     * @example
     * strategy.risk.maxIntradayFilledOrders(10)
     */
    maxIntradayFilledOrders(count: number, alertMessage?: string): void
    /**
     * Closes everything and stops trading for the day when equity has fallen so far below that of the
     * day's start.
     *
     * @param value Money or percent, above 0.
     * @param type `cash` for money, `percentOfEquity` for percent of the equity at the start of the
     *   day.
     * @param alertMessage Recorded as an alert when the rule acts.
     * @throws S306 for anything else.
     * @example
     * strategy.risk.maxIntradayLoss(5, 'percentOfEquity')
     */
    maxIntradayLoss(value: number, type: 'cash' | 'percentOfEquity', alertMessage?: string): void
    /**
     * Reduces entries so that the position never exceeds so many contracts.
     *
     * @param contracts Contracts, above 0.
     * @throws S306 for anything else.
     * @example
     * strategy.risk.maxPositionSize(10)
     */
    maxPositionSize(contracts: number): void
  }

  /**
   * The declaration: at most once, before anything that declares a series (S313). Optional. Its members
   * give orders, in the bar phase only (S305), and read the account. An account series is the state
   * after the bar's fills, marked at its close; orders given on a bar show from the next bar on.
   */
  interface Strategy {
    /**
     * Declares title and properties.
     *
     * @param title At most 200 characters.
     * @param options Properties; an unknown one is an error.
     * @throws S313 when called twice or after a declared series, S306 for a property out of range.
     * @example
     * strategy('My idea', { initialCapital: 10_000, commissionType: 'percent', commissionValue: 0.1 })
     */
    (title: string, options?: StrategyOptions): void

    /**
     * Opens or adds to a position, and reverses an opposite one. A market order fills at the next bar's
     * open; with `limit` or `stop` it waits until filled, replaced (same id) or cancelled. At most
     * `pyramiding` entries in one direction.
     *
     * @param id A text, not empty, at most 4096 characters.
     * @param direction `long` buys, `short` sells.
     * @param options Quantity, prices, group and comments.
     * @throws S305 in the setup phase, S306 for an argument it cannot take.
     * @example
     * onBar(() => { if (close() > high(1)) strategy.entry('L', 'long', { stop: high() }) })
     */
    entry(id: string, direction: Direction, options?: OrderOptions): void
    /**
     * A plain order: no pyramiding limit, no reversal; its quantity is netted against the position.
     *
     * @param id A text, not empty, at most 4096 characters.
     * @param direction `long` buys, `short` sells.
     * @param options Quantity, prices, group and comments.
     * @throws S305 in the setup phase, S306 for an argument it cannot take.
     * @example
     * onBar(() => { if (barIndex() === 0) strategy.order('buy', 'long', { qty: 2 }) })
     */
    order(id: string, direction: Direction, options?: OrderOptions): void
    /**
     * Leaves an entry at a target, a stop or a trailing stop, whichever is reached first. May be given
     * together with its entry: it is live from the entry's fill on. Repeated with the same id it changes
     * the order. Does nothing when every level is na.
     *
     * @param id A text, not empty, at most 4096 characters.
     * @param fromEntry Id of the entry, here or among the options.
     * @param options Levels, quantity and comments.
     * @throws S305 in the setup phase, S306 for an argument it cannot take.
     * @example
     * onBar(() => { strategy.entry('L', 'long'); strategy.exit('X', { fromEntry: 'L', loss: 500, profit: 900 }) })
     */
    exit(id: string, options?: ExitOptions): void
    exit(id: string, fromEntry: string, options?: ExitOptions): void
    /**
     * Closes what was entered under an id, at the next open. Nothing happens when that is not open yet.
     *
     * @param id Id of the entry.
     * @param options Quantity, comment and when.
     * @throws S305 in the setup phase, S306 for an argument it cannot take.
     * @example
     * onBar(() => { if (close() < open()) strategy.close('L', { comment: 'red bar' }) })
     */
    close(id: string, options?: CloseOptions): void
    /**
     * Closes the whole position at the next open.
     *
     * @param options Comment and when.
     * @throws S305 in the setup phase, S306 for an argument it cannot take.
     * @example
     * onBar(() => { if (strategy.openprofit() < -100) strategy.closeAll({ immediately: true }) })
     */
    closeAll(options?: CloseAllOptions): void
    /**
     * Removes waiting orders of an id: entries, orders and exits.
     *
     * @param id Id of the entry, order or exit.
     * @throws S305 in the setup phase, S306 for an argument it cannot take.
     * @example
     * onBar(() => { if (close() < low(1)) strategy.cancel('L') })
     */
    cancel(id: string): void
    /**
     * Removes all waiting orders.
     *
     * @throws S305 in the setup phase.
     * @example
     * onBar(() => { if (close() < low(1)) strategy.cancelAll() })
     */
    cancelAll(): void
    /** Rules for the whole run. */
    readonly risk: Risk

    /** Contracts held: above 0 long, below 0 short, 0 flat. */
    readonly positionSize: Series
    /** Mean entry price of the position; na when flat. */
    readonly positionAvgPrice: Series
    /** initialCapital + netprofit + openprofit. */
    readonly equity: Series
    /** Profit of all closed trades less the entry fees of open ones. */
    readonly netprofit: Series
    /** netprofit in percent of the initial capital. */
    readonly netprofitPercent: Series
    /** Profit of the open position at the bar's close, before fees. */
    readonly openprofit: Series
    /** openprofit in percent of initialCapital + netprofit. */
    readonly openprofitPercent: Series
    /** Sum of the profits of winning trades. */
    readonly grossprofit: Series
    /** grossprofit in percent of the initial capital. */
    readonly grossprofitPercent: Series
    /** Sum of the losses of losing trades and of the entry fees of open ones, 0 or more. */
    readonly grossloss: Series
    /** grossloss in percent of the initial capital. */
    readonly grosslossPercent: Series
    /** Number of closed trades with a profit above 0. */
    readonly wintrades: Series
    /** Number of closed trades with a profit below 0. */
    readonly losstrades: Series
    /** Number of closed trades with a profit of exactly 0. */
    readonly eventrades: Series
    /**
     * Greatest fall of equity, inside bars too, below the highest settled so far; 0 or more. Settled
     * equity is the initial capital and the profit of closed trades.
     */
    readonly maxDrawdown: Series
    /** maxDrawdown in percent of the initial capital. */
    readonly maxDrawdownPercent: Series
    /** Greatest rise of equity, inside bars too, above the lowest settled so far; 0 or more. */
    readonly maxRunup: Series
    /** maxRunup in percent of the initial capital. */
    readonly maxRunupPercent: Series
    /** Price at which a margin call would come; na when flat or impossible. */
    readonly marginLiquidationPrice: Series
    /** Largest position so far, in contracts. */
    readonly maxContractsHeldAll: Series
    /** Largest long position so far, in contracts. */
    readonly maxContractsHeldLong: Series
    /** Largest short position so far, in contracts. */
    readonly maxContractsHeldShort: Series
    /** Mean profit of closed trades, in account currency; na while there is none. */
    readonly avgTrade: Series
    /** Mean of their profits in percent; na while there is none. */
    readonly avgTradePercent: Series
    /** Mean profit of winning trades; na while there is none. */
    readonly avgWinningTrade: Series
    /** Mean of their profits in percent; na while there is none. */
    readonly avgWinningTradePercent: Series
    /** grossloss / losstrades; na while there is no losing trade. */
    readonly avgLosingTrade: Series
    /** Mean of their losses in percent, above 0; na while there is none. */
    readonly avgLosingTradePercent: Series
    /**
     * Closed trades: a count, and the fields of each.
     *
     * @example
     * onBar(() => log(strategy.closedtrades(), strategy.closedtrades.profit(0)))
     */
    readonly closedtrades: ClosedTrades
    /**
     * Open trades: a count, and the fields of each.
     *
     * @example
     * onBar(() => log(strategy.opentrades(), strategy.opentrades.entryPrice(0)))
     */
    readonly opentrades: OpenTrades
    /** Id of the oldest open entry; an empty text when flat. */
    positionEntryName(): string
    /**
     * Contracts that an entry without `qty` would buy at a price, by the declared default quantity,
     * equity and fees, whatever the position. Whole lots; na for a price that is na.
     *
     * @param price A price, such as `close()`.
     * @throws S306 for what is no number.
     * @example
     * onBar(() => strategy.entry('L', 'long', { qty: strategy.defaultEntryQty(close()) / 2 }))
     */
    defaultEntryQty(price: number): number
    /** The declaration's capital. */
    initialCapital(): number

    /** Pine's constant, as the text that it is. */
    readonly long: 'long'
    /** Pine's constant, as the text that it is. */
    readonly short: 'short'
    /** Pine's constant, as the text that it is. */
    readonly fixed: 'fixed'
    /** Pine's constant, as the text that it is. */
    readonly cash: 'cash'
    /** Pine's constant, as the text that it is. */
    readonly percentOfEquity: 'percentOfEquity'
    /** Pine's constants for `commissionType`. */
    readonly commission: {
      readonly percent: 'percent'
      readonly cashPerContract: 'cashPerContract'
      readonly cashPerOrder: 'cashPerOrder'
    }
    /** Pine's constants for `ocaType`. */
    readonly oca: { readonly none: 'none'; readonly cancel: 'cancel'; readonly reduce: 'reduce' }
    /** Pine's constants for `strategy.risk.allowEntryIn`. */
    readonly direction: { readonly all: 'all'; readonly long: 'long'; readonly short: 'short' }
  }

  /**
   * Pine's `math` functions that need bars or the symbol.
   *
   * @throws For `sum` as the functions of `ta`.
   */
  interface PineMath {
    /**
     * Sum of the last `length` values; na inputs are skipped and repeat the last sum. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const volume24 = math.sum(volume, 24)
     */
    sum(source: Source, length: Length, options?: OnMarket): Series
    sum(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * The nearest tick, halves up.
     *
     * @param price A price.
     * @returns The price on the grid of `syminfo.mintick`; na for na.
     * @throws S306 for what is no number.
     * @example
     * onBar(() => log(math.roundToMintick(close() * 1.01)))
     */
    roundToMintick(price: number): number
  }

  /**
   * Arguments come in Pine's order, or by name in an options object at the end. Lengths are bars; na
   * rules and orders of operation are in docs/kernels.md. Where a length may be a series, the result is
   * na, or false, on bars on which it is na, below its least value or above `maxBarsBack`.
   *
   * @throws S304 inside `onBar`; S306 for an argument out of its range, of another kind or of an unknown
   *   name; S303 for a length above `maxBarsBack`; S316 for one that needs volume, where the data have none.
   */
  interface Ta {
    /**
     * Accumulation/distribution: running total of ((close − low) − (high − close)) / (high − low) ·
     * volume; a bar with high = low adds 0. Needs volume (S316). Warm-up: 0.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const ad = ta.accdist()
     */
    accdist(options?: OnMarket): Series
    /**
     * Arnaud Legoux moving average: Σ wᵢ · valueᵢ / Σ wᵢ over the window, i = 0 the oldest, wᵢ =
     * exp(−(i − m)² / (2 s²)) with m = offset · (length − 1), rounded down if `floor`, and s = length
     * / sigma. Defaults: offset 0.85, sigma 6, floor false. Na in the window gives na. Warm-up:
     * length − 1.
     *
     * @param series What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param offset Where the weights peak, from 0 (the oldest value) to 1 (the newest); 0.85 when
     *   left out.
     * @param sigma How narrow the peak is: its width is length / sigma bars; 6 when left out.
     * @param floor Whether the peak is moved down to a whole bar; false when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.alma(close, 9, 0.85, 6)
     */
    alma(
      series: Source,
      length: Length,
      offset?: number,
      sigma?: number,
      floor?: boolean,
      options?: OnMarket,
    ): Series
    alma(
      series: Source,
      length: Length,
      options: {
        readonly offset?: number
        readonly sigma?: number
        readonly floor?: boolean
      } & OnMarket,
    ): Series
    alma(
      named: {
        readonly series: Source
        readonly length: Length
        readonly offset?: number
        readonly sigma?: number
        readonly floor?: boolean
      } & OnMarket,
    ): Series
    /**
     * Average true range in price units: rma of the true range, whose first bar counts high − low.
     * Warm-up: length − 1.
     *
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const atr = ta.atr(14)
     */
    atr(length: number, options?: OnMarket): Series
    atr(named: { readonly length: number } & OnMarket): Series
    /**
     * Bars since a condition was last true, 0 on that bar; na before the first time.
     *
     * @param condition What has to be true: a boolean series.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const since = ta.barssince(ta.crossover(close, ta.sma(close, 50)))
     */
    barssince(condition: BooleanSeries, options?: OnMarket): Series
    barssince(named: { readonly condition: BooleanSeries } & OnMarket): Series
    /**
     * Bollinger bands in price units: middle = sma, upper and lower = middle ± mult · stdev of the
     * population. Na inputs are skipped and repeat the last bands. Warm-up: length − 1.
     *
     * @param series What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param mult Distance of the bands from the middle, in standard deviations.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { middle, upper, lower } = ta.bb(close, 20, 2)
     */
    bb(
      series: Source,
      length: Length,
      mult: number,
      options?: OnMarket,
    ): { readonly middle: Series; readonly upper: Series; readonly lower: Series }
    bb(
      named: { readonly series: Source; readonly length: Length; readonly mult: number } & OnMarket,
    ): { readonly middle: Series; readonly upper: Series; readonly lower: Series }
    /**
     * Width of the Bollinger bands in percent: 100 · (upper − lower) / middle. Warm-up: length − 1.
     *
     * @param series What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param mult Distance of the bands from the middle, in standard deviations.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const width = ta.bbw(close, 20, 2)
     */
    bbw(series: Source, length: Length, mult: number, options?: OnMarket): Series
    bbw(
      named: { readonly series: Source; readonly length: Length; readonly mult: number } & OnMarket,
    ): Series
    /**
     * Commodity channel index: (source − sma) / (0.015 · dev); na where dev is 0. About ±100 for
     * usual moves, without bounds. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const cci = ta.cci(hlc3, 20)
     */
    cci(source: Source, length: Length, options?: OnMarket): Series
    cci(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Difference to the value `length` bars ago: source − source[length]; length 1 by default. For
     * conditions there is `ta.changed`. Warm-up: length.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length How many bars ago, 1 to `maxBarsBack`, or a series of such numbers; 1 when left
     *   out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const step = ta.change(close)
     */
    change(source: Source, length?: Length, options?: OnMarket): Series
    change(source: Source, options: { readonly length?: Length } & OnMarket): Series
    change(named: { readonly source: Source; readonly length?: Length } & OnMarket): Series
    /**
     * Whether a condition differs from `length` bars ago: Pine's `ta.change` of a bool.
     *
     * @param source What is compared: a boolean series.
     * @param length How many bars ago, 1 to `maxBarsBack`, or a series of such numbers; 1 when left
     *   out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const flipped = ta.changed(series(() => close() > open()))
     */
    changed(source: BooleanSeries, length?: Length, options?: OnMarket): BooleanSeries
    changed(source: BooleanSeries, options: { readonly length?: Length } & OnMarket): BooleanSeries
    changed(
      named: { readonly source: BooleanSeries; readonly length?: Length } & OnMarket,
    ): BooleanSeries
    /**
     * Chande momentum oscillator, −100 to 100: 100 · (su − sd) / (su + sd) with su and sd the sums of
     * rises and of falls in the window. Warm-up: length.
     *
     * @param series What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const cmo = ta.cmo(close, 9)
     */
    cmo(series: Source, length: Length, options?: OnMarket): Series
    cmo(named: { readonly series: Source; readonly length: Length } & OnMarket): Series
    /**
     * Center of gravity: −Σ sourceᵢ · (i + 1) / Σ sourceᵢ, i bars back. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const cog = ta.cog(close, 10)
     */
    cog(source: Source, length: Length, options?: OnMarket): Series
    cog(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Pearson's correlation of the last `length` pairs, −1 to 1: cov / √(var₁ · var₂); na where one
     * of them does not vary. Warm-up: length − 1.
     *
     * @param source1 First of the pair: a series, or a number for every bar.
     * @param source2 Second of the pair: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const link = ta.correlation(close, volume, 50)
     */
    correlation(source1: Source, source2: Source, length: Length, options?: OnMarket): Series
    correlation(
      named: {
        readonly source1: Source
        readonly source2: Source
        readonly length: Length
      } & OnMarket,
    ): Series
    /**
     * Whether two series have changed sides: the side is the last one on which they differed by more
     * than 1e-10.
     *
     * @param source1 One of the two: a series, or a number for every bar.
     * @param source2 The other: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const crossed = ta.cross(close, ta.sma(close, 20))
     */
    cross(source1: Source, source2: Source, options?: OnMarket): BooleanSeries
    cross(named: { readonly source1: Source; readonly source2: Source } & OnMarket): BooleanSeries
    /**
     * Whether the first series has risen above the second: above now, at or below it on the last bar
     * on which both had a value.
     *
     * @param source1 What rises: a series, or a number for every bar.
     * @param source2 What it rises above: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const up = ta.crossover(ta.sma(close, 10), ta.sma(close, 30))
     */
    crossover(source1: Source, source2: Source, options?: OnMarket): BooleanSeries
    crossover(
      named: { readonly source1: Source; readonly source2: Source } & OnMarket,
    ): BooleanSeries
    /**
     * Whether the first series has fallen below the second: below now, at or above it on the last bar
     * on which both had a value.
     *
     * @param source1 What falls: a series, or a number for every bar.
     * @param source2 What it falls below: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const down = ta.crossunder(ta.sma(close, 10), ta.sma(close, 30))
     */
    crossunder(source1: Source, source2: Source, options?: OnMarket): BooleanSeries
    crossunder(
      named: { readonly source1: Source; readonly source2: Source } & OnMarket,
    ): BooleanSeries
    /**
     * Running total of all values so far; a na bar gives na and adds nothing. Warm-up: 0.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const total = ta.cum(volume)
     */
    cum(source: Source, options?: OnMarket): Series
    cum(named: { readonly source: Source } & OnMarket): Series
    /**
     * Mean absolute deviation, in the unit of the source: Σ |sourceᵢ − sma| / length. Warm-up: length
     * − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const dev = ta.dev(close, 20)
     */
    dev(source: Source, length: Length, options?: OnMarket): Series
    dev(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Directional movement, each 0 to 100: plusDi and minusDi = 100 · rma(±DM) / rma(tr), adx = 100 ·
     * rma(|plusDi − minusDi| / (plusDi + minusDi)). Warm-up: diLength, for adx diLength +
     * adxSmoothing − 1.
     *
     * @param diLength Window of plusDi and minusDi in bars, 1 to `maxBarsBack`.
     * @param adxSmoothing Window of the average that makes the adx in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { plusDi, minusDi, adx } = ta.dmi(14, 14)
     */
    dmi(
      diLength: number,
      adxSmoothing: number,
      options?: OnMarket,
    ): { readonly plusDi: Series; readonly minusDi: Series; readonly adx: Series }
    dmi(named: { readonly diLength: number; readonly adxSmoothing: number } & OnMarket): {
      readonly plusDi: Series
      readonly minusDi: Series
      readonly adx: Series
    }
    /**
     * Exponential moving average: the first value is the mean of the first `length` values, then e +
     * α · (source − e) with α = 2 / (length + 1). A na bar gives na and changes nothing. Warm-up:
     * length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.ema(close, 20)
     */
    ema(source: Source, length: number, options?: OnMarket): Series
    ema(named: { readonly source: Source; readonly length: number } & OnMarket): Series
    /**
     * Whether each of the last `length` steps fell, by more than 1e-10.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Number of steps, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const isFalling = ta.falling(close, 3)
     */
    falling(source: Source, length: Length, options?: OnMarket): BooleanSeries
    falling(named: { readonly source: Source; readonly length: Length } & OnMarket): BooleanSeries
    /**
     * The last value that was not na; na before the first.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const pivot = ta.fixnan(ta.pivothigh(5, 5))
     */
    fixnan(source: Source, options?: OnMarket): Series
    fixnan(named: { readonly source: Source } & OnMarket): Series
    /**
     * Highest value of the last `length` bars, the current one included; of `high` when no source is
     * given. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar; `high` when left
     *   out.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const top = ta.highest(20); const topClose = ta.highest(close, 20)
     */
    highest(source: Source | undefined, length: Length, options?: OnMarket): Series
    highest(length: number, options?: OnMarket): Series
    highest(named: { readonly source?: Source; readonly length: Length } & OnMarket): Series
    /**
     * Bars back to the highest value of the last `length` bars, as 0 or a negative number; of equal
     * values the oldest. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar; `high` when left
     *   out.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const age = ta.highestbars(high, 20)
     */
    highestbars(source: Source | undefined, length: Length, options?: OnMarket): Series
    highestbars(length: number, options?: OnMarket): Series
    highestbars(named: { readonly source?: Source; readonly length: Length } & OnMarket): Series
    /**
     * Hull moving average: wma(2 · wma(source, ⌊length / 2⌋) − wma(source, length), ⌊√length⌋). Warm-
     * up: length + ⌊√length⌋ − 2.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.hma(close, 16)
     */
    hma(source: Source, length: number, options?: OnMarket): Series
    hma(named: { readonly source: Source; readonly length: number } & OnMarket): Series
    /**
     * Intraday intensity index of the bar: (2 · close − high − low) / ((high − low) · volume); na
     * where the divisor is 0. Needs volume (S316). Warm-up: 0.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const iii = ta.iii()
     */
    iii(options?: OnMarket): Series
    /**
     * Keltner channels in price units: middle = ema, upper and lower = middle ± mult · ema(range),
     * the range being the true range, or high − low with `useTrueRange` false. Warm-up: length − 1,
     * the bands of the true range one more.
     *
     * @param series What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param mult Distance of the bands from the middle, in averages of the range.
     * @param useTrueRange Whether the range is the true range, or high − low; true when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { middle, upper, lower } = ta.kc(close, 20, 1.5)
     */
    kc(
      series: Source,
      length: number,
      mult: number,
      useTrueRange?: boolean,
      options?: OnMarket,
    ): { readonly middle: Series; readonly upper: Series; readonly lower: Series }
    kc(
      series: Source,
      length: number,
      mult: number,
      options: { readonly useTrueRange?: boolean } & OnMarket,
    ): { readonly middle: Series; readonly upper: Series; readonly lower: Series }
    kc(
      named: {
        readonly series: Source
        readonly length: number
        readonly mult: number
        readonly useTrueRange?: boolean
      } & OnMarket,
    ): { readonly middle: Series; readonly upper: Series; readonly lower: Series }
    /**
     * Width of the Keltner channels as a fraction: (upper − lower) / middle. Warm-up: that of the
     * bands.
     *
     * @param series What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param mult Distance of the bands from the middle, in averages of the range.
     * @param useTrueRange Whether the range is the true range, or high − low; true when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const width = ta.kcw(close, 20, 1.5)
     */
    kcw(
      series: Source,
      length: number,
      mult: number,
      useTrueRange?: boolean,
      options?: OnMarket,
    ): Series
    kcw(
      series: Source,
      length: number,
      mult: number,
      options: { readonly useTrueRange?: boolean } & OnMarket,
    ): Series
    kcw(
      named: {
        readonly series: Source
        readonly length: number
        readonly mult: number
        readonly useTrueRange?: boolean
      } & OnMarket,
    ): Series
    /**
     * Value of the least-squares line through the last `length` values, `offset` bars (0) before its
     * end: intercept + slope · (length − 1 − offset). Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param offset Bars before the end of the line at which it is read; negative ones extend it; 0
     *   when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const line = ta.linreg(close, 50)
     */
    linreg(source: Source, length: Length, offset?: number, options?: OnMarket): Series
    linreg(source: Source, length: Length, options: { readonly offset?: number } & OnMarket): Series
    linreg(
      named: {
        readonly source: Source
        readonly length: Length
        readonly offset?: number
      } & OnMarket,
    ): Series
    /**
     * Lowest value of the last `length` bars, the current one included; of `low` when no source is
     * given. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar; `low` when left
     *   out.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const bottom = ta.lowest(20); const bottomClose = ta.lowest(close, 20)
     */
    lowest(source: Source | undefined, length: Length, options?: OnMarket): Series
    lowest(length: number, options?: OnMarket): Series
    lowest(named: { readonly source?: Source; readonly length: Length } & OnMarket): Series
    /**
     * Bars back to the lowest value of the last `length` bars, as 0 or a negative number; of equal
     * values the oldest. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar; `low` when left
     *   out.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const age = ta.lowestbars(low, 20)
     */
    lowestbars(source: Source | undefined, length: Length, options?: OnMarket): Series
    lowestbars(length: number, options?: OnMarket): Series
    lowestbars(named: { readonly source?: Source; readonly length: Length } & OnMarket): Series
    /**
     * Moving average convergence divergence, in the unit of the source: macd = ema(fastlen) −
     * ema(slowlen), signal = ema(macd, siglen), hist = macd − signal. Warm-up: the longer length − 1,
     * for signal and hist siglen − 1 more.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param fastlen Window of the fast average in bars, 1 to `maxBarsBack`.
     * @param slowlen Window of the slow average in bars, 1 to `maxBarsBack`.
     * @param siglen Window of the signal in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { macd, signal, hist } = ta.macd(close, 12, 26, 9)
     */
    macd(
      source: Source,
      fastlen: number,
      slowlen: number,
      siglen: number,
      options?: OnMarket,
    ): { readonly macd: Series; readonly signal: Series; readonly hist: Series }
    macd(
      named: {
        readonly source: Source
        readonly fastlen: number
        readonly slowlen: number
        readonly siglen: number
      } & OnMarket,
    ): { readonly macd: Series; readonly signal: Series; readonly hist: Series }
    /**
     * Highest value of all bars so far.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const peak = ta.max(high)
     */
    max(source: Source, options?: OnMarket): Series
    max(named: { readonly source: Source } & OnMarket): Series
    /**
     * Median of the last `length` values: the middle one, or the mean of the two middle ones. Warm-
     * up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const middle = ta.median(close, 21)
     */
    median(source: Source, length: Length, options?: OnMarket): Series
    median(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Money flow index, 0 to 100: 100 − 100 / (1 + su / sl) with su and sl the sums of volume ·
     * series over bars on which the series rose, and fell. Needs volume (S316). Warm-up: length − 1.
     *
     * @param series What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const mfi = ta.mfi(hlc3, 14)
     */
    mfi(series: Source, length: Length, options?: OnMarket): Series
    mfi(named: { readonly series: Source; readonly length: Length } & OnMarket): Series
    /**
     * Lowest value of all bars so far.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const floor = ta.min(low)
     */
    min(source: Source, options?: OnMarket): Series
    min(named: { readonly source: Source } & OnMarket): Series
    /**
     * The most frequent of the last `length` values, of equally frequent ones the smallest. Warm-up:
     * length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const usual = ta.mode(close, 50)
     */
    mode(source: Source, length: Length, options?: OnMarket): Series
    mode(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Momentum: source − source[length], as `ta.change`. Warm-up: length.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length How many bars ago, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const momentum = ta.mom(close, 10)
     */
    mom(source: Source, length: Length, options?: OnMarket): Series
    mom(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Negative volume index: starts at 1 and follows the close in proportion on bars whose volume
     * fell. Needs volume (S316). Warm-up: 0.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const nvi = ta.nvi()
     */
    nvi(options?: OnMarket): Series
    /**
     * On-balance volume: running total of volume with the sign of the change of the close. Needs
     * volume (S316). Warm-up: 1.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const obv = ta.obv()
     */
    obv(options?: OnMarket): Series
    /**
     * The value at position length · percentage / 100 + ½ of the last `length` values in ascending
     * order, on the line between its neighbours; percentage 0 to 100. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param percentage Percent of the values, 0 to 100.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const p90 = ta.percentileLinearInterpolation(close, 100, 90)
     */
    percentileLinearInterpolation(
      source: Source,
      length: Length,
      percentage: number,
      options?: OnMarket,
    ): Series
    percentileLinearInterpolation(
      named: {
        readonly source: Source
        readonly length: Length
        readonly percentage: number
      } & OnMarket,
    ): Series
    /**
     * The value at rank ⌈length · percentage / 100⌉ of the last `length` values in ascending order;
     * percentage 0 to 100. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param percentage Percent of the values, 0 to 100.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const p90 = ta.percentileNearestRank(close, 100, 90)
     */
    percentileNearestRank(
      source: Source,
      length: Length,
      percentage: number,
      options?: OnMarket,
    ): Series
    percentileNearestRank(
      named: {
        readonly source: Source
        readonly length: Length
        readonly percentage: number
      } & OnMarket,
    ): Series
    /**
     * Percent of the `length` values before the current one that are at most as high, 0 to 100. Warm-
     * up: length.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Number of earlier values, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const rank = ta.percentrank(ta.atr(14), 100)
     */
    percentrank(source: Source, length: Length, options?: OnMarket): Series
    percentrank(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Pivot high: the value of a peak on the bar that confirms it, `rightbars` after the peak, else
     * na. A peak is above each of the `rightbars` values after it and not below any of the `leftbars`
     * before it. Of `high` when no source is given. Warm-up: leftbars + rightbars.
     *
     * @param source What it is computed of: a series, or a number for every bar; `high` when left
     *   out.
     * @param leftbars Bars before the peak, 0 to `maxBarsBack`, or a series of such numbers.
     * @param rightbars Bars after the peak, by which it is told late, 0 to `maxBarsBack`, or a
     *   series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const peak = ta.pivothigh(5, 5)
     */
    pivothigh(
      source: Source | undefined,
      leftbars: Length,
      rightbars: Length,
      options?: OnMarket,
    ): Series
    pivothigh(leftbars: number, rightbars: number, options?: OnMarket): Series
    pivothigh(
      named: {
        readonly source?: Source
        readonly leftbars: Length
        readonly rightbars: Length
      } & OnMarket,
    ): Series
    /**
     * Pivot low: `ta.pivothigh` mirrored, of `low` when no source is given. Warm-up: leftbars +
     * rightbars.
     *
     * @param source What it is computed of: a series, or a number for every bar; `low` when left
     *   out.
     * @param leftbars Bars before the trough, 0 to `maxBarsBack`, or a series of such numbers.
     * @param rightbars Bars after the trough, by which it is told late, 0 to `maxBarsBack`, or a
     *   series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const trough = ta.pivotlow(5, 5)
     */
    pivotlow(
      source: Source | undefined,
      leftbars: Length,
      rightbars: Length,
      options?: OnMarket,
    ): Series
    pivotlow(leftbars: number, rightbars: number, options?: OnMarket): Series
    pivotlow(
      named: {
        readonly source?: Source
        readonly leftbars: Length
        readonly rightbars: Length
      } & OnMarket,
    ): Series
    /**
     * Pivot point levels in price units, from the open, high, low and close of the period that ended
     * at the last bar on which `anchor` was true (a new day when left out), or of the period so far
     * with `developing` (not for Woodie). Levels that a type lacks are na.
     *
     * @param type Which formulas: `Traditional`, `Fibonacci`, `Woodie`, `Classic`, `DM`,
     *   `Camarilla`.
     * @param anchor True on the first bar of each period: a boolean series; each new day of the
     *   exchange when left out.
     * @param developing Whether levels are those of the period so far; false when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { p, r1, s1 } = ta.pivotPointLevels('Traditional', timeframe.change('W'))
     */
    pivotPointLevels(
      type: 'Traditional' | 'Fibonacci' | 'Woodie' | 'Classic' | 'DM' | 'Camarilla',
      anchor?: BooleanSeries,
      developing?: boolean,
      options?: OnMarket,
    ): {
      readonly p: Series
      readonly r1: Series
      readonly s1: Series
      readonly r2: Series
      readonly s2: Series
      readonly r3: Series
      readonly s3: Series
      readonly r4: Series
      readonly s4: Series
      readonly r5: Series
      readonly s5: Series
    }
    pivotPointLevels(
      type: 'Traditional' | 'Fibonacci' | 'Woodie' | 'Classic' | 'DM' | 'Camarilla',
      options: { readonly anchor?: BooleanSeries; readonly developing?: boolean } & OnMarket,
    ): {
      readonly p: Series
      readonly r1: Series
      readonly s1: Series
      readonly r2: Series
      readonly s2: Series
      readonly r3: Series
      readonly s3: Series
      readonly r4: Series
      readonly s4: Series
      readonly r5: Series
      readonly s5: Series
    }
    pivotPointLevels(
      named: {
        readonly type: 'Traditional' | 'Fibonacci' | 'Woodie' | 'Classic' | 'DM' | 'Camarilla'
        readonly anchor?: BooleanSeries
        readonly developing?: boolean
      } & OnMarket,
    ): {
      readonly p: Series
      readonly r1: Series
      readonly s1: Series
      readonly r2: Series
      readonly s2: Series
      readonly r3: Series
      readonly s3: Series
      readonly r4: Series
      readonly s4: Series
      readonly r5: Series
      readonly s5: Series
    }
    /**
     * Positive volume index: starts at 1 and follows the close in proportion on bars whose volume
     * rose. Needs volume (S316). Warm-up: 0.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const pvi = ta.pvi()
     */
    pvi(options?: OnMarket): Series
    /**
     * Price-volume trend: running total of (close − close[1]) / close[1] · volume. Needs volume
     * (S316). Warm-up: 1.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const pvt = ta.pvt()
     */
    pvt(options?: OnMarket): Series
    /**
     * Highest minus lowest of the last `length` values. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const span = ta.range(close, 20)
     */
    range(source: Source, length: Length, options?: OnMarket): Series
    range(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Rank correlation index, −100 to 100: 100 times Spearman's correlation of the last `length`
     * values with their order in time. Warm-up: length.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const rci = ta.rci(close, 9)
     */
    rci(source: Source, length: number, options?: OnMarket): Series
    rci(named: { readonly source: Source; readonly length: number } & OnMarket): Series
    /**
     * Whether each of the last `length` steps rose, by more than 1e-10.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Number of steps, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const isRising = ta.rising(close, 3)
     */
    rising(source: Source, length: Length, options?: OnMarket): BooleanSeries
    rising(named: { readonly source: Source; readonly length: Length } & OnMarket): BooleanSeries
    /**
     * Wilder's moving average: the first value is the mean of the first `length` values, then
     * (previous · (length − 1) + source) / length. A na bar gives na and changes nothing. Warm-up:
     * length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.rma(close, 14)
     */
    rma(source: Source, length: number, options?: OnMarket): Series
    rma(named: { readonly source: Source; readonly length: number } & OnMarket): Series
    /**
     * Rate of change in percent: 100 · (source − source[length]) / source[length]. Warm-up: length.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length How many bars ago, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const roc = ta.roc(close, 12)
     */
    roc(source: Source, length: Length, options?: OnMarket): Series
    roc(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Relative strength index, 0 to 100: 100 − 100 / (1 + rma(rises) / rma(falls)); na while price
     * has not moved at all. Warm-up: length.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const rsi = ta.rsi(close, 14)
     */
    rsi(source: Source, length: number, options?: OnMarket): Series
    rsi(named: { readonly source: Source; readonly length: number } & OnMarket): Series
    /**
     * Parabolic stop and reverse in price units: sar + af · (extreme − sar), with an acceleration af
     * from `start` (0.02) by `inc` (0.02) up to `max` (0.2); it turns when price passes it. Warm-up:
     * 1.
     *
     * @param start First acceleration, 0 or more; 0.02 when left out.
     * @param inc Step of the acceleration at each new extreme, 0 or more; 0.02 when left out.
     * @param max Greatest acceleration, 0 or more; 0.2 when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const sar = ta.sar(0.02, 0.02, 0.2)
     */
    sar(start?: number, inc?: number, max?: number, options?: OnMarket): Series
    sar(
      named: { readonly start?: number; readonly inc?: number; readonly max?: number } & OnMarket,
    ): Series
    /**
     * Simple moving average: the mean of the last `length` values. Na inputs are skipped and repeat
     * the last mean. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.sma(close, 20)
     */
    sma(source: Source, length: Length, options?: OnMarket): Series
    sma(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Standard deviation in the unit of the source: of the population, or of a sample with `biased`
     * false. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param biased Of the population (true), or of a sample (false); true when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const deviation = ta.stdev(close, 20)
     */
    stdev(source: Source, length: Length, biased?: boolean, options?: OnMarket): Series
    stdev(source: Source, length: Length, options: { readonly biased?: boolean } & OnMarket): Series
    stdev(
      named: {
        readonly source: Source
        readonly length: Length
        readonly biased?: boolean
      } & OnMarket,
    ): Series
    /**
     * Stochastic in percent: 100 · (source − lowest(low)) / (highest(high) − lowest(low)); na where
     * that range is 0. Smoothing is up to the strategy. Warm-up: length − 1.
     *
     * @param source What is placed within the range: a series, or a number for every bar.
     * @param high What the top of the range is the highest value of: a series, or a number for
     *   every bar; `high` when left out.
     * @param low What the bottom of the range is the lowest value of: a series, or a number for
     *   every bar; `low` when left out.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const k = ta.sma(ta.stoch(close, high, low, 14), 3)
     */
    stoch(
      source: Source,
      high: Source | undefined,
      low: Source | undefined,
      length: Length,
      options?: OnMarket,
    ): Series
    stoch(
      named: {
        readonly source: Source
        readonly high?: Source
        readonly low?: Source
        readonly length: Length
      } & OnMarket,
    ): Series
    /**
     * Supertrend: a line in price units, hl2 ± factor · atr, that only moves with the trend.
     * `direction` is −1 in an up-trend, with the line below price, and 1 in a down-trend. Warm-up:
     * atrPeriod − 1.
     *
     * @param factor Distance of the line from hl2, in average true ranges; a number or a series.
     * @param atrPeriod Window of the average true range in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { line, direction } = ta.supertrend(3, 10)
     */
    supertrend(
      factor: Source,
      atrPeriod: number,
      options?: OnMarket,
    ): { readonly line: Series; readonly direction: Series }
    supertrend(named: { readonly factor: Source; readonly atrPeriod: number } & OnMarket): {
      readonly line: Series
      readonly direction: Series
    }
    /**
     * Symmetrically weighted moving average of four values: (source + 2 · source[1] + 2 · source[2] +
     * source[3]) / 6. Warm-up: 3.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.swma(close)
     */
    swma(source: Source, options?: OnMarket): Series
    swma(named: { readonly source: Source } & OnMarket): Series
    /**
     * True range in price units: max(high − low, |high − close[1]|, |low − close[1]|). The first bar
     * is na, or high − low with `handleNa`. Warm-up: 1.
     *
     * @param handleNa Whether the first bar is high − low instead of na; false when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const range = ta.tr()
     */
    tr(handleNa?: boolean, options?: OnMarket): Series
    tr(named: { readonly handleNa?: boolean } & OnMarket): Series
    /**
     * True strength index, −1 to 1: ema(ema(change, longLength), shortLength) over the same of
     * |change|. Warm-up: longLength + shortLength − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param shortLength Window of the second average in bars, 1 to `maxBarsBack`.
     * @param longLength Window of the first average in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const tsi = ta.tsi(close, 13, 25)
     */
    tsi(source: Source, shortLength: number, longLength: number, options?: OnMarket): Series
    tsi(
      named: {
        readonly source: Source
        readonly shortLength: number
        readonly longLength: number
      } & OnMarket,
    ): Series
    /**
     * The source on the bar on which a condition was true for the `occurrence`-th last time, 0 being
     * the latest; na before there were so many.
     *
     * @param condition What has to be true: a boolean series.
     * @param source What is read on that bar: a series, or a number for every bar.
     * @param occurrence How many times ago, 0 being the latest, 0 to `maxBarsBack`; 0 when left
     *   out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const entryClose = ta.valuewhen(ta.crossover(close, ta.sma(close, 50)), close)
     */
    valuewhen(
      condition: BooleanSeries,
      source: Source,
      occurrence?: number,
      options?: OnMarket,
    ): Series
    valuewhen(
      condition: BooleanSeries,
      source: Source,
      options: { readonly occurrence?: number } & OnMarket,
    ): Series
    valuewhen(
      named: {
        readonly condition: BooleanSeries
        readonly source: Source
        readonly occurrence?: number
      } & OnMarket,
    ): Series
    /**
     * Variance in the square of the source's unit: of the population, or of a sample with `biased`
     * false. Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param biased Of the population (true), or of a sample (false); true when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const variance = ta.variance(close, 20)
     */
    variance(source: Source, length: Length, biased?: boolean, options?: OnMarket): Series
    variance(
      source: Source,
      length: Length,
      options: { readonly biased?: boolean } & OnMarket,
    ): Series
    variance(
      named: {
        readonly source: Source
        readonly length: Length
        readonly biased?: boolean
      } & OnMarket,
    ): Series
    /**
     * Volume-weighted average price since the last bar on which `anchor` was true, that bar included:
     * Σ source · volume / Σ volume. Of hlc3 and from each new day when left out. Needs volume (S316).
     *
     * @param source What is averaged: a series, or a number for every bar; `hlc3` when left out.
     * @param anchor True on the bars on which the average begins anew: a boolean series; each new
     *   day of the exchange when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const vwap = ta.vwap(hlc3, timeframe.change('W'))
     */
    vwap(source?: Source, anchor?: BooleanSeries, options?: OnMarket): Series
    vwap(named: { readonly source?: Source; readonly anchor?: BooleanSeries } & OnMarket): Series
    /**
     * `ta.vwap` with bands: vwap ± stdevMult · σ, σ² = Σ source² · volume / Σ volume − vwap². Needs
     * volume (S316).
     *
     * @param source What is averaged: a series, or a number for every bar; `hlc3` when left out.
     * @param anchor True on the bars on which the average begins anew: a boolean series; each new
     *   day of the exchange when left out.
     * @param stdevMult Distance of the bands from the middle, in standard deviations; a number or a
     *   series.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { vwap, upper, lower } = ta.vwapBands(undefined, undefined, 2)
     */
    vwapBands(
      source: Source | undefined,
      anchor: BooleanSeries | undefined,
      stdevMult: Source,
      options?: OnMarket,
    ): { readonly vwap: Series; readonly upper: Series; readonly lower: Series }
    vwapBands(
      named: {
        readonly source?: Source
        readonly anchor?: BooleanSeries
        readonly stdevMult: Source
      } & OnMarket,
    ): { readonly vwap: Series; readonly upper: Series; readonly lower: Series }
    /**
     * Volume-weighted moving average: sma(source · volume) / sma(volume). Needs volume (S316). Warm-
     * up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.vwma(close, 20)
     */
    vwma(source: Source, length: Length, options?: OnMarket): Series
    vwma(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Williams' accumulation/distribution: running total of close − min(low, close[1]) on a rise and
     * close − max(high, close[1]) on a fall. Warm-up: 0.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const wad = ta.wad()
     */
    wad(options?: OnMarket): Series
    /**
     * Linearly weighted moving average: weights 1 for the oldest to `length` for the newest value.
     * Warm-up: length − 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const average = ta.wma(close, 20)
     */
    wma(source: Source, length: Length, options?: OnMarket): Series
    wma(named: { readonly source: Source; readonly length: Length } & OnMarket): Series
    /**
     * Williams %R, −100 to 0: 100 · (close − highest(high)) / (highest(high) − lowest(low)). Warm-up:
     * length − 1.
     *
     * @param length Window in bars, 1 to `maxBarsBack`, or a series of such numbers.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const wpr = ta.wpr(14)
     */
    wpr(length: Length, options?: OnMarket): Series
    wpr(named: { readonly length: Length } & OnMarket): Series
    /**
     * Williams' variable accumulation/distribution of the bar: (close − open) / (high − low) ·
     * volume; na where high = low. Needs volume (S316). Warm-up: 0.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const wvad = ta.wvad()
     */
    wvad(options?: OnMarket): Series
  }

  /**
   * Candlestick patterns are true on the bar that completes them. A body is the span of open and close,
   * bullish when the close is higher; where bars do not gap, as on markets that never close, patterns that
   * need gaps hardly occur. Exact definitions are in docs/kernels.md.
   *
   * @throws As the functions of `ta`.
   */
  interface Ti {
    /**
     * Awesome oscillator in price units: sma(hl2, fastPeriod) − sma(hl2, slowPeriod); 5 and 34 by
     * default. Warm-up: the longer period − 1.
     *
     * @param fastPeriod Window of the fast average in bars, 1 to `maxBarsBack`; 5 when left out.
     * @param slowPeriod Window of the slow average in bars, 1 to `maxBarsBack`; 34 when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const ao = ti.awesomeoscillator()
     */
    awesomeoscillator(fastPeriod?: number, slowPeriod?: number, options?: OnMarket): Series
    awesomeoscillator(
      named: { readonly fastPeriod?: number; readonly slowPeriod?: number } & OnMarket,
    ): Series
    /**
     * Chandelier exit in price units: exitLong = highest(high) − multiplier · atr, exitShort =
     * lowest(low) + multiplier · atr; length 22 and multiplier 3 by default. Warm-up: length − 1.
     *
     * @param length Window in bars, 1 to `maxBarsBack`; 22 when left out.
     * @param multiplier Distance of the exits from the extremes, in average true ranges; 3 when
     *   left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { exitLong, exitShort } = ti.chandelierexit(22, 3)
     */
    chandelierexit(
      length?: number,
      multiplier?: number,
      options?: OnMarket,
    ): { readonly exitLong: Series; readonly exitShort: Series }
    chandelierexit(named: { readonly length?: number; readonly multiplier?: number } & OnMarket): {
      readonly exitLong: Series
      readonly exitShort: Series
    }
    /**
     * Force index: ema((close − close[1]) · volume, length), length 1 by default. Needs volume
     * (S316). Warm-up: length.
     *
     * @param length Window in bars, 1 to `maxBarsBack`; 1 when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const force = ti.forceindex(13)
     */
    forceindex(length?: number, options?: OnMarket): Series
    forceindex(named: { readonly length?: number } & OnMarket): Series
    /**
     * Heikin-Ashi bars: close = ohlc4; open = the mean of the Heikin-Ashi open and close before; high
     * and low the extremes of these and the bar's. Warm-up: 0.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const ha = ti.heikinashi(); const isUp = series(() => ha.close() > ha.open())
     */
    heikinashi(options?: OnMarket): {
      readonly open: Series
      readonly high: Series
      readonly low: Series
      readonly close: Series
    }
    /**
     * Ichimoku in price units: conversion, base and spanB are (highest high + lowest low) / 2 of 9,
     * 26 and 52 bars, spanA = (conversion + base) / 2; cloudA and cloudB are the spans of
     * displacement − 1 bars ago (26), the cloud over the current bar. Warm-up: each period − 1, the
     * clouds displacement − 1 more.
     *
     * @param conversionPeriod Window of the conversion line in bars, 1 to `maxBarsBack`; 9 when
     *   left out.
     * @param basePeriod Window of the base line in bars, 1 to `maxBarsBack`; 26 when left out.
     * @param spanPeriod Window of spanB in bars, 1 to `maxBarsBack`; 52 when left out.
     * @param displacement Bars by which the clouds lag the spans, the current one counted, 1 to
     *   `maxBarsBack`; 26 when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { conversion, base, cloudA, cloudB } = ti.ichimokucloud()
     */
    ichimokucloud(
      conversionPeriod?: number,
      basePeriod?: number,
      spanPeriod?: number,
      displacement?: number,
      options?: OnMarket,
    ): {
      readonly conversion: Series
      readonly base: Series
      readonly spanA: Series
      readonly spanB: Series
      readonly cloudA: Series
      readonly cloudB: Series
    }
    ichimokucloud(
      named: {
        readonly conversionPeriod?: number
        readonly basePeriod?: number
        readonly spanPeriod?: number
        readonly displacement?: number
      } & OnMarket,
    ): {
      readonly conversion: Series
      readonly base: Series
      readonly spanA: Series
      readonly spanB: Series
      readonly cloudA: Series
      readonly cloudB: Series
    }
    /**
     * Know sure thing in percent: kst = Σ k · sma(roc(source, rocPer k), smaRocPer k) for k from 1 to
     * 4, signal = sma(kst, signalPeriod); by default 10, 15, 20, 30 over 10, 10, 10, 15, and 9. Warm-
     * up: the longest rocPer + smaRocPer − 1, the signal signalPeriod − 1 more.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param rocPer1 Bars of change 1, 1 to `maxBarsBack`; 10 when left out.
     * @param rocPer2 Bars of change 2, 1 to `maxBarsBack`; 15 when left out.
     * @param rocPer3 Bars of change 3, 1 to `maxBarsBack`; 20 when left out.
     * @param rocPer4 Bars of change 4, 1 to `maxBarsBack`; 30 when left out.
     * @param smaRocPer1 Window of its average in bars, 1 to `maxBarsBack`; 10 when left out.
     * @param smaRocPer2 Window of its average in bars, 1 to `maxBarsBack`; 10 when left out.
     * @param smaRocPer3 Window of its average in bars, 1 to `maxBarsBack`; 10 when left out.
     * @param smaRocPer4 Window of its average in bars, 1 to `maxBarsBack`; 15 when left out.
     * @param signalPeriod Window of the signal in bars, 1 to `maxBarsBack`; 9 when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { kst, signal } = ti.kst(close)
     */
    kst(
      source: Source,
      rocPer1?: number,
      rocPer2?: number,
      rocPer3?: number,
      rocPer4?: number,
      smaRocPer1?: number,
      smaRocPer2?: number,
      smaRocPer3?: number,
      smaRocPer4?: number,
      signalPeriod?: number,
      options?: OnMarket,
    ): { readonly kst: Series; readonly signal: Series }
    kst(
      source: Source,
      options: {
        readonly rocPer1?: number
        readonly rocPer2?: number
        readonly rocPer3?: number
        readonly rocPer4?: number
        readonly smaRocPer1?: number
        readonly smaRocPer2?: number
        readonly smaRocPer3?: number
        readonly smaRocPer4?: number
        readonly signalPeriod?: number
      } & OnMarket,
    ): { readonly kst: Series; readonly signal: Series }
    kst(
      named: {
        readonly source: Source
        readonly rocPer1?: number
        readonly rocPer2?: number
        readonly rocPer3?: number
        readonly rocPer4?: number
        readonly smaRocPer1?: number
        readonly smaRocPer2?: number
        readonly smaRocPer3?: number
        readonly smaRocPer4?: number
        readonly signalPeriod?: number
      } & OnMarket,
    ): { readonly kst: Series; readonly signal: Series }
    /**
     * Stochastic RSI, 0 to 100: stochRsi = 100 · (rsi − lowest(rsi)) / (highest(rsi) − lowest(rsi)),
     * k its sma, d the sma of k; 14, 14, 3, 3 by default. Warm-up: rsiPeriod + stochasticPeriod − 1,
     * k and d their periods − 1 more.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param rsiPeriod Window of the rsi in bars, 1 to `maxBarsBack`; 14 when left out.
     * @param stochasticPeriod Window of its stochastic in bars, 1 to `maxBarsBack`; 14 when left
     *   out.
     * @param kPeriod Window of k in bars, 1 to `maxBarsBack`; 3 when left out.
     * @param dPeriod Window of d in bars, 1 to `maxBarsBack`; 3 when left out.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const { k, d } = ti.stochasticrsi(close)
     */
    stochasticrsi(
      source: Source,
      rsiPeriod?: number,
      stochasticPeriod?: number,
      kPeriod?: number,
      dPeriod?: number,
      options?: OnMarket,
    ): { readonly stochRsi: Series; readonly k: Series; readonly d: Series }
    stochasticrsi(
      source: Source,
      options: {
        readonly rsiPeriod?: number
        readonly stochasticPeriod?: number
        readonly kPeriod?: number
        readonly dPeriod?: number
      } & OnMarket,
    ): { readonly stochRsi: Series; readonly k: Series; readonly d: Series }
    stochasticrsi(
      named: {
        readonly source: Source
        readonly rsiPeriod?: number
        readonly stochasticPeriod?: number
        readonly kPeriod?: number
        readonly dPeriod?: number
      } & OnMarket,
    ): { readonly stochRsi: Series; readonly k: Series; readonly d: Series }
    /**
     * TRIX in percent: the change of the ema of the ema of the ema. Warm-up: 3 · (length − 1) + 1.
     *
     * @param source What it is computed of: a series, or a number for every bar.
     * @param length Window in bars, 1 to `maxBarsBack`.
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const trix = ti.trix(close, 15)
     */
    trix(source: Source, length: number, options?: OnMarket): Series
    trix(named: { readonly source: Source; readonly length: number } & OnMarket): Series
    /**
     * Three bars: bearish, a doji below its low, bullish above the doji's high. Needs gaps between
     * bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.abandonedbaby()
     */
    abandonedbaby(options?: OnMarket): BooleanSeries
    /**
     * Any of the bearish patterns.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearish()
     */
    bearish(options?: OnMarket): BooleanSeries
    /**
     * Two bars: bullish, then a bearish body that engulfs the first.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearishengulfingpattern()
     */
    bearishengulfingpattern(options?: OnMarket): BooleanSeries
    /**
     * Bearish with open and high equal (within 0.1 %) and a body of at most twice the lower shadow.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearishhammerstick()
     */
    bearishhammerstick(options?: OnMarket): BooleanSeries
    /**
     * Two bars: bullish, then one inside its body.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearishharami()
     */
    bearishharami(options?: OnMarket): BooleanSeries
    /**
     * A bearish harami whose second bar has open and close equal (within 0.1 %).
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearishharamicross()
     */
    bearishharamicross(options?: OnMarket): BooleanSeries
    /**
     * Bearish with close and low equal (within 0.1 %) and a body of at most twice the upper shadow.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearishinvertedhammerstick()
     */
    bearishinvertedhammerstick(options?: OnMarket): BooleanSeries
    /**
     * Bearish without shadows: open equals high and close equals low (within 0.1 %).
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearishmarubozu()
     */
    bearishmarubozu(options?: OnMarket): BooleanSeries
    /**
     * Bearish with both shadows longer than the body.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bearishspinningtop()
     */
    bearishspinningtop(options?: OnMarket): BooleanSeries
    /**
     * Any of the bullish patterns.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullish()
     */
    bullish(options?: OnMarket): BooleanSeries
    /**
     * Two bars: bearish, then a bullish body that engulfs the first.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullishengulfingpattern()
     */
    bullishengulfingpattern(options?: OnMarket): BooleanSeries
    /**
     * Bullish with close and high equal (within 0.1 %) and a body of at most twice the lower shadow.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullishhammerstick()
     */
    bullishhammerstick(options?: OnMarket): BooleanSeries
    /**
     * Two bars: bearish, then one inside its body.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullishharami()
     */
    bullishharami(options?: OnMarket): BooleanSeries
    /**
     * A bullish harami whose second bar has open and close equal (within 0.1 %).
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullishharamicross()
     */
    bullishharamicross(options?: OnMarket): BooleanSeries
    /**
     * Bullish with open and low equal (within 0.1 %) and a body of at most twice the upper shadow.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullishinvertedhammerstick()
     */
    bullishinvertedhammerstick(options?: OnMarket): BooleanSeries
    /**
     * Bullish without shadows: open equals low and close equals high (within 0.1 %).
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullishmarubozu()
     */
    bullishmarubozu(options?: OnMarket): BooleanSeries
    /**
     * Bullish with both shadows longer than the body.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.bullishspinningtop()
     */
    bullishspinningtop(options?: OnMarket): BooleanSeries
    /**
     * Two bars: bullish, then a bearish one that opens above its high and closes below the middle of
     * its body. Needs gaps between bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.darkcloudcover()
     */
    darkcloudcover(options?: OnMarket): BooleanSeries
    /**
     * Open and close equal (within 0.1 %), with shadows on both sides or on none.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.doji()
     */
    doji(options?: OnMarket): BooleanSeries
    /**
     * Three bars: two bearish with a gap between them, then a bullish one that closes into the gap.
     * Needs gaps between bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.downsidetasukigap()
     */
    downsidetasukigap(options?: OnMarket): BooleanSeries
    /**
     * A doji whose open equals the high (within 0.1 %) and whose low does not.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.dragonflydoji()
     */
    dragonflydoji(options?: OnMarket): BooleanSeries
    /**
     * Three bars: bullish, a doji above its high, a bearish one that closes below the middle of the
     * first body. Needs gaps between bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.eveningdojistar()
     */
    eveningdojistar(options?: OnMarket): BooleanSeries
    /**
     * Three bars: bullish, one above its high, a bearish one that closes below the middle of the
     * first body. Needs gaps between bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.eveningstar()
     */
    eveningstar(options?: OnMarket): BooleanSeries
    /**
     * A doji whose close equals the low (within 0.1 %) and whose high does not.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.gravestonedoji()
     */
    gravestonedoji(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a fall, a hammer or an inverted hammer, and a bullish bar that closes above it.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.hammerpattern()
     */
    hammerpattern(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a fall that ends in a hammer or an inverted hammer.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.hammerpatternunconfirmed()
     */
    hammerpatternunconfirmed(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a rise, a hammer, and a bearish bar that closes below it.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.hangingman()
     */
    hangingman(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a rise that ends in a hammer.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.hangingmanunconfirmed()
     */
    hangingmanunconfirmed(options?: OnMarket): BooleanSeries
    /**
     * Three bars: bearish, a doji below its low, a bullish one that closes above the middle of the
     * first body. Needs gaps between bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.morningdojistar()
     */
    morningdojistar(options?: OnMarket): BooleanSeries
    /**
     * Three bars: bearish, one below its low, a bullish one that closes above the middle of the first
     * body. Needs gaps between bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.morningstar()
     */
    morningstar(options?: OnMarket): BooleanSeries
    /**
     * Two bars: bearish, then a bullish one that opens below its low and closes above the middle of
     * its body. Needs gaps between bars.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.piercingline()
     */
    piercingline(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a rise, an inverted hammer, and a bearish bar that closes below it.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.shootingstar()
     */
    shootingstar(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a rise that ends in an inverted hammer.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.shootingstarunconfirmed()
     */
    shootingstarunconfirmed(options?: OnMarket): BooleanSeries
    /**
     * Three bearish bars with falling lows, each opening inside the body before.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.threeblackcrows()
     */
    threeblackcrows(options?: OnMarket): BooleanSeries
    /**
     * Three bullish bars with rising highs, each opening inside the body before.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.threewhitesoldiers()
     */
    threewhitesoldiers(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a fall, then two bars with the same low.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.tweezerbottom()
     */
    tweezerbottom(options?: OnMarket): BooleanSeries
    /**
     * Five bars: a rise, then two bars with the same high.
     *
     * @param options `market`: the bars to compute on; see `request.security()`.
     * @example
     * const found = ti.tweezertop()
     */
    tweezertop(options?: OnMarket): BooleanSeries
  }
}
