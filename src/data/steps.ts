import { DAY, periodStart, type Timeframe, timeframeOfMs } from '../shared/timeframe.ts'

const HOUR = 3_600_000

/**
 * Length of one step between bars as a timeframe would name it. Steps of days lose an hour or gain
 * one when the clocks change, and months and quarters have no fixed length.
 */
function nameStep(step: number): Timeframe | undefined {
  const days = Math.round(step / DAY)
  if (days < 1 || Math.abs(step - days * DAY) > HOUR) return timeframeOfMs(step)
  if (days >= 28 && days <= 31) return { name: '1M', ms: 0, months: 1 }
  if (days >= 89 && days <= 92) return { name: '3M', ms: 0, months: 3 }
  if (days === 365 || days === 366) return { name: '12M', ms: 0, months: 12 }
  return timeframeOfMs(days * DAY)
}

/** The most frequent step of `times`, and how many of the steps agree with it. */
export type Measured = {
  readonly timeframe: Timeframe | undefined
  readonly agreeing: number
  readonly steps: number
}

/** Votes on the length of a bar; steps of zero and backwards do not vote. */
export function measureSteps(times: readonly Float64Array[]): Measured {
  const votes = new Map<number, number>()
  let steps = 0
  let previous = Number.NaN
  // Most steps equal the one before: a run of them votes at once.
  let current = Number.NaN
  let run = 0
  for (const block of times) {
    for (let i = 0; i < block.length; i++) {
      const time = block[i]!
      const step = Math.abs(time - previous)
      previous = time
      if (!(step > 0)) continue
      steps++
      if (step === current) {
        run++
        continue
      }
      if (run > 0) votes.set(current, (votes.get(current) ?? 0) + run)
      current = step
      run = 1
    }
  }
  if (run > 0) votes.set(current, (votes.get(current) ?? 0) + run)
  const named = new Map<string, { timeframe: Timeframe; agreeing: number }>()
  for (const [step, count] of votes) {
    const timeframe = nameStep(step)
    if (!timeframe) continue
    const entry = named.get(timeframe.name) ?? { timeframe, agreeing: 0 }
    entry.agreeing += count
    named.set(timeframe.name, entry)
  }
  // The shorter of two lengths with as many votes: gaps make long steps out of short ones.
  const [best] = [...named.values()].sort(
    (a, b) => b.agreeing - a.agreeing || lengthOf(a.timeframe) - lengthOf(b.timeframe),
  )
  return { timeframe: best?.timeframe, agreeing: best?.agreeing ?? 0, steps }
}

/** Length in ms for comparisons; a month counts as 30 days. */
export function lengthOf({ ms, months }: Timeframe): number {
  return months > 0 ? months * 30 * DAY : ms
}

/** Start of the bar whose end is `endMs`. */
export function startOfBar(timeframe: Timeframe, endMs: number): number {
  return timeframe.months > 0 ? periodStart(timeframe, endMs - 1) : endMs - timeframe.ms
}

/**
 * Bars missing between two opening times; NaN where the distance is not a whole number of bars.
 * From a day on, up to an hour more or less is the change of the clocks.
 */
export function missingBetween({ ms, months }: Timeframe, from: number, to: number): number {
  const step = to - from
  if (months > 0) {
    const days = step / DAY
    const periods = Math.round(days / (30.436875 * months))
    const slack = 3.1 * months
    return periods >= 1 && Math.abs(days - periods * 30.436875 * months) <= slack
      ? periods - 1
      : Number.NaN
  }
  const bars = Math.round(step / ms)
  const slack = ms >= DAY ? HOUR : 0
  return bars >= 1 && Math.abs(step - bars * ms) <= slack ? bars - 1 : Number.NaN
}
