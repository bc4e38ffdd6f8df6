import { type BarBlock, BLOCK_BARS, createBlock } from '../shared/bars.ts'
import { formatTime, periodEnd, type Timeframe } from '../shared/timeframe.ts'
import type { Ledger } from './ledger.ts'
import { missingBetween } from './steps.ts'

/** Longest gap that is filled: years of minutes. A longer one is a wrong time. */
const MOST_FILLED = 5_000_000

/** Gives blocks back with every gap filled by flat bars at the last close, volume 0. */
export type Filler = (block: BarBlock) => Generator<BarBlock>

export function openFiller(timeframe: Timeframe, ledger: Ledger): Filler {
  const out = createBlock(BLOCK_BARS)
  let lastTime = Number.NaN
  let lastClose = Number.NaN

  return function* fill(block) {
    out.count = 0
    for (let i = 0; i < block.count; i++) {
      const time = block.time[i]!
      const missing = missingBetween(timeframe, lastTime, time)
      if (missing > MOST_FILLED) {
        throw ledger.error(
          'D218',
          `${missing} bars are missing before ${formatTime(time)}, too many to be filled`,
          'look at the time of that row, or keep gaps with --on-gap keep',
        )
      }
      for (let n = 0; n < missing; n++) {
        lastTime = timeframe.months > 0 ? periodEnd(timeframe, lastTime) : lastTime + timeframe.ms
        push(lastTime, lastClose, lastClose, lastClose, lastClose, 0)
        ledger.count('N320')
        if (out.count === out.time.length) yield drain()
      }
      lastTime = time
      lastClose = block.close[i]!
      push(time, block.open[i]!, block.high[i]!, block.low[i]!, lastClose, block.volume[i]!)
      if (out.count === out.time.length) yield drain()
    }
    if (out.count > 0) yield out
  }

  function push(t: number, o: number, h: number, l: number, c: number, v: number): void {
    const at = out.count++
    out.time[at] = t
    out.open[at] = o
    out.high[at] = h
    out.low[at] = l
    out.close[at] = c
    out.volume[at] = v
  }

  /** The full block; it is empty again when the consumer comes back. */
  function drain(): BarBlock {
    const { count } = out
    out.count = 0
    return { ...out, count }
  }
}
