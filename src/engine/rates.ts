import { DAY } from '../shared/timeframe.ts'

/** The exchange rate in force on the UTC day of a time: the last listed one, the first before the list begins. */
export function createRates(
  table: readonly (readonly [day: number, rate: number])[],
): ((timeMs: number) => number) | undefined {
  if (table.length === 0) return undefined
  let at = 0
  return (timeMs) => {
    const day = Math.floor(timeMs / DAY)
    while (at + 1 < table.length && table[at + 1]![0] <= day) at++
    return table[at]![1]
  }
}
