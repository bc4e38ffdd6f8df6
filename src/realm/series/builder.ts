import { BAR_COLUMNS } from '../../shared/bars.ts'
import { periodEnd, periodStart, type Timeframe } from '../../shared/timeframe.ts'
import type { Market } from './bars.ts'
import type { Done } from './node.ts'
import { localTime, type Zone } from './zone.ts'

/** Makes the bars of a market out of shorter ones, and counts the complete ones. */
export type Builder = {
  add(opened: number, open: number, high: number, low: number, close: number, volume: number): void
  /** Everything up to `timeMs` has been added: a bar whose period is over by then is complete. */
  reach(timeMs: number): void
}

/** Writes one complete bar into the columns of a market. */
export function writeBar(
  { columns }: Market,
  done: Done,
  bar: Readonly<Record<(typeof BAR_COLUMNS)[number], number>>,
): void {
  const slot = done.count & (columns.time.ring.length - 1)
  for (let k = 0; k < BAR_COLUMNS.length; k++) {
    const name = BAR_COLUMNS[k]!
    columns[name].ring[slot] = bar[name]
  }
  done.count++
}

/** Periods of `timeframe` follow the calendar of `zone`. */
export function createBuilder(
  timeframe: Timeframe,
  zone: Zone,
  market: Market,
  done: Done,
): Builder {
  const openLocal = localTime(zone)
  const closeLocal = localTime(zone)
  let running = false
  let end = 0
  const bar = { time: 0, open: 0, high: 0, low: 0, close: 0, volume: Number.NaN }
  const confirm = (): void => {
    writeBar(market, done, bar)
    running = false
  }
  return {
    add(opened, open, high, low, close, volume) {
      const local = openLocal(opened)
      if (running && local >= end) confirm()
      if (running) {
        if (high > bar.high) bar.high = high
        if (low < bar.low) bar.low = low
      } else {
        const start = periodStart(timeframe, local)
        end = periodEnd(timeframe, start)
        running = true
        bar.time = opened - (local - start)
        bar.open = open
        bar.high = high
        bar.low = low
        bar.volume = Number.NaN
      }
      bar.close = close
      if (!Number.isNaN(volume))
        bar.volume = Number.isNaN(bar.volume) ? volume : bar.volume + volume
    },
    reach(timeMs) {
      if (running && closeLocal(timeMs) >= end) confirm()
    },
  }
}
