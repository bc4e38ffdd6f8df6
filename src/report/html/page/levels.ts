import { type CandleColumns, emptyColumns } from './decode.ts'

/** Candles in ever coarser levels: level `k` joins `2^k` candles of level 0 into one. */
export type Levels = { at(level: number): CandleColumns }

/** Each level is made from the one below when it is first asked for. */
export function createLevels(finest: CandleColumns): Levels {
  const made = [finest]
  return {
    at(level) {
      while (made.length <= level) made.push(joinPairs(made.at(-1)!))
      return made[level]!
    },
  }
}

function joinPairs(from: CandleColumns): CandleColumns {
  const to = emptyColumns(Math.ceil(from.count / 2))
  for (let i = 0; i < to.count; i++) {
    const a = 2 * i
    const b = Math.min(a + 1, from.count - 1)
    to.time[i] = from.time[a]!
    to.open[i] = from.open[a]!
    to.high[i] = Math.max(from.high[a]!, from.high[b]!)
    to.low[i] = Math.min(from.low[a]!, from.low[b]!)
    to.close[i] = from.close[b]!
  }
  return to
}
