import type { BarBlock } from '../../shared/bars.ts'

/** Most candles that are kept: 1,000,000 bars become candles of four bars each. */
export const MAX_CANDLES = 262_144

/**
 * The bars of a run in candles of `every` bars: first open, highest high, lowest low, last close. Candle
 * `i` begins at bar `i * every`; `time` is its opening time in milliseconds. The columns hold `count` rows.
 */
export type Candles = {
  readonly every: number
  readonly count: number
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

/** Watches the bars of a run go by and keeps candles for the report's chart. */
export type CandleCollector = {
  /** Forgets all bars: the run begins anew. */
  clear(): void
  /** Takes the next bars; the block may be reused afterwards. */
  add(block: BarBlock): void
  candles(): Candles
}

/**
 * `every` is 1 for up to `MAX_CANDLES` bars and doubles whenever that would be exceeded, so memory is
 * bounded for any run, and the candles depend on the bars alone.
 */
export function createCandleCollector(): CandleCollector {
  let capacity = 4096
  let [time, open, high, low, close] = columnsOf(capacity)
  let length = 0
  let every = 1
  /** Bars in the last candle; 0 when the next bar begins one. */
  let inLast = 0

  function grow(): void {
    capacity = Math.min(MAX_CANDLES, capacity * 2)
    const larger = columnsOf(capacity)
    for (const [i, column] of [time, open, high, low, close].entries()) larger[i]!.set(column)
    ;[time, open, high, low, close] = larger
  }

  function halve(): void {
    length >>= 1
    for (let i = 0; i < length; i++) {
      const a = 2 * i
      const b = a + 1
      time[i] = time[a]!
      open[i] = open[a]!
      high[i] = Math.max(high[a]!, high[b]!)
      low[i] = Math.min(low[a]!, low[b]!)
      close[i] = close[b]!
    }
    every *= 2
  }

  return {
    clear() {
      length = 0
      every = 1
      inLast = 0
    },
    add(block) {
      for (let i = 0; i < block.count; i++) {
        if (inLast === 0) {
          if (length === MAX_CANDLES) halve()
          else if (length === capacity) grow()
          time[length] = block.time[i]!
          open[length] = block.open[i]!
          high[length] = block.high[i]!
          low[length] = block.low[i]!
          length++
        } else {
          high[length - 1] = Math.max(high[length - 1]!, block.high[i]!)
          low[length - 1] = Math.min(low[length - 1]!, block.low[i]!)
        }
        close[length - 1] = block.close[i]!
        inLast = (inLast + 1) % every
      }
    },
    candles() {
      const count = length
      return {
        every,
        count,
        time: time.subarray(0, count),
        open: open.subarray(0, count),
        high: high.subarray(0, count),
        low: low.subarray(0, count),
        close: close.subarray(0, count),
      }
    },
  }
}

type Columns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]

function columnsOf(capacity: number): Columns {
  const column = (): Float64Array => new Float64Array(capacity)
  return [column(), column(), column(), column(), column()]
}
