// Medians and figures: what was measured, beside its floor and its goal.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function summary(values) {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/**
 * One line of the table.
 *
 * @param of what the goal is about: `ratio` to the floor, `difference` from it, or the figure itself
 *   (`ours`).
 * @param goal bounds of that: `{ atMost }` or `{ atLeast }`; left out where there is none.
 */
export function figure({ what, unit, ours, floor, floorIs, of = 'ratio', goal, note }) {
  const compared =
    floor === undefined
      ? undefined
      : // Each pair is of one round: what slows the machine for a while slows both.
        summary(ours.map((value, i) => (of === 'difference' ? value - floor[i] : value / floor[i])))
  const judged = of === 'ours' ? median(ours) : compared?.median
  return {
    what,
    unit,
    ours: summary(ours),
    ...(floor === undefined ? {} : { floor: { is: floorIs, ...summary(floor) } }),
    ...(compared === undefined ? {} : { [of === 'difference' ? of : 'ratio']: compared }),
    ...(goal === undefined ? {} : { goal: { of, ...goal }, isReached: isReached(judged, goal) }),
    ...(note === undefined ? {} : { note }),
  }
}

function isReached(value, { atMost = Number.POSITIVE_INFINITY, atLeast = 0 }) {
  return value <= atMost && value >= atLeast
}

/** A line for what cannot be measured here. */
export function missing(what, why) {
  return { what, missing: why }
}
