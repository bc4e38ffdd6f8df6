import { formatExact, formatMinute } from '../report/index.ts'
import { isHighFirst } from '../shared/bars.ts'
import { formatTime } from '../shared/timeframe.ts'

/** A bar as the broker was shown it. */
export type BarFacts = {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** The prices of a bar in the order of the path that orders fill along, and that order in words (BE-3.1). */
export function pathOf({ open, high, low, close }: BarFacts): {
  readonly prices: readonly [number, number, number, number]
  readonly words: string
} {
  return isHighFirst(open, high, low)
    ? { prices: [open, high, low, close], words: 'high first' }
    : { prices: [open, low, high, close], words: 'low first' }
}

/** Its time, its prices, and which extreme comes first. */
export function barWords(timeMs: number, bar: BarFacts): string {
  const prices = [bar.open, bar.high, bar.low, bar.close].map(formatExact).join(' ')
  return `${formatMinute(formatTime(timeMs))}  ${prices}, ${pathOf(bar).words}`
}
