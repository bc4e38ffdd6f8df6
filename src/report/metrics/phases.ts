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

  const walk: Walk = { cumulative, times, initialCapital, drawdowns: [], runups: [], rise: 0 }
  let peak = 0
  let trough = 0
  for (let i = 1; i <= last; i++) {
    if (cumulative[i]! >= cumulative[peak]!) {
      endDecline(walk, peak, trough)
      peak = i
      trough = i
    } else if (cumulative[i]! < cumulative[trough]!) {
      trough = i
    }
  }
  // A decline that is not kept is part of no phase, so the last rise stops at its peak.
  const lastKept = trough === peak || endDecline(walk, peak, trough)
  addRise(walk, lastKept ? last : peak)
  return { drawdowns: walk.drawdowns, runups: walk.runups }
}

/** What was found so far. */
type Walk = {
  readonly cumulative: Float64Array
  readonly times: Float64Array
  readonly initialCapital: number
  readonly drawdowns: Phase[]
  readonly runups: Phase[]
  /** Where the rise at hand began. */
  rise: number
}

/** Keeps a decline that is deep or long enough, and the rise before it; tells whether it is. */
function endDecline(walk: Walk, peak: number, trough: number): boolean {
  const { cumulative, initialCapital, drawdowns } = walk
  if (trough === peak) return false
  const isDeep =
    cumulative[peak]! - cumulative[trough]! > 0.05 * (initialCapital + cumulative[peak]!)
  if (trough - peak < 2 && !isDeep) return false
  addRise(walk, peak)
  drawdowns.push(phaseOf(walk, peak, trough))
  walk.rise = trough
  return true
}

function addRise(walk: Walk, to: number): void {
  const { cumulative, runups, rise } = walk
  if (to - rise >= 2 && cumulative[to]! > cumulative[rise]!) runups.push(phaseOf(walk, rise, to))
}

function phaseOf({ cumulative, times, initialCapital }: Walk, from: number, to: number): Phase {
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
