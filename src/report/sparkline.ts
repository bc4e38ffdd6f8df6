const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const
const ASCII = ['_', '.', '-', '~', '=', '+', '*', '#'] as const

/**
 * A curve as one line of `width` characters, lowest to highest. Each character shows the last known
 * point of its share of the curve, so the first and last characters are near its ends and its last
 * one is its end. Fewer points than characters give a shorter line; a flat curve is a low line.
 */
export function sparkline(
  values: readonly (number | null)[],
  width: number,
  { unicode }: { readonly unicode: boolean },
): string {
  const known = values.filter((value): value is number => value !== null)
  const count = Math.min(width, known.length)
  const levels = unicode ? BLOCKS : ASCII
  const points = Array.from(
    { length: count },
    (_, i) => known[Math.ceil(((i + 1) * known.length) / count) - 1]!,
  )
  const low = points.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const high = points.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return points
    .map((value) => {
      const share = high > low ? (value - low) / (high - low) : 0
      return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))]!
    })
    .join('')
}
