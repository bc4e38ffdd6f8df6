/** A stretch of the close-to-close curve from one closed trade to another (RM-6.1 to 6.4). */
export type Phase = {
  /** Numbers of the trades at its ends, from 0. */
  readonly from: number
  readonly to: number
  /** Distance of the end points in money, above 0. */
  readonly value: number
  /** `value` in percent of the balance at the start; NaN where that balance is not above 0. */
  readonly pct: number
  readonly days: number
}

export type Phases = { readonly drawdowns: readonly Phase[]; readonly runups: readonly Phase[] }

const DAY_MS = 86_400_000

/**
 * Splits the realized curve into drawdowns and the run-ups between them.
 *
 * @param cumulative Profit summed up to each closed trade; the initial capital is no point of it.
 * @param times Exit time of each trade, ms.
 */
export function findPhases(
  cumulative: Float64Array,
  times: Float64Array,
  initialCapital: number,
): Phases {
  const last = cumulative.length - 1
  if (last < 0) return { drawdowns: [], runups: [] }

  const phase = (from: number, to: number): Phase => {
    const value = Math.abs(cumulative[to]! - cumulative[from]!)
    const base = initialCapital + cumulative[from]!
    return {
      from,
      to,
      value,
      pct: base > 0 ? (value / base) * 100 : Number.NaN,
      days: (times[to]! - times[from]!) / DAY_MS,
    }
  }
  const isKept = (peak: number, trough: number): boolean =>
    trough - peak >= 2 ||
    cumulative[peak]! - cumulative[trough]! > 0.05 * (initialCapital + cumulative[peak]!)

  const drawdowns: Phase[] = []
  const runups: Phase[] = []
  let rise = 0
  const end = (peak: number, trough: number): boolean => {
    if (trough === peak || !isKept(peak, trough)) return false
    addRise(peak)
    drawdowns.push(phase(peak, trough))
    rise = trough
    return true
  }
  const addRise = (to: number): void => {
    if (to - rise >= 2 && cumulative[to]! > cumulative[rise]!) runups.push(phase(rise, to))
  }

  let peak = 0
  let trough = 0
  for (let i = 1; i <= last; i++) {
    if (cumulative[i]! >= cumulative[peak]!) {
      end(peak, trough)
      peak = i
      trough = i
    } else if (cumulative[i]! < cumulative[trough]!) {
      trough = i
    }
  }
  // A decline that is not kept is part of no phase, so the last rise stops at its peak.
  const lastKept = trough === peak || end(peak, trough)
  addRise(lastKept ? last : peak)
  return { drawdowns, runups }
}
