/** The name that differs in case, underscores or one or two letters. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.replace(/[_\-\s]/g, '').toLowerCase()
  const same = known.find((candidate) => plain(candidate) === plain(name))
  if (same !== undefined) return same
  let best: string | undefined
  let least = Math.min(3, 1 + Math.floor(name.length / 2))
  for (const candidate of known) {
    const far = distance(name, candidate)
    if (far < least) {
      least = far
      best = candidate
    }
  }
  return best
}

/** Letters to insert, delete or change. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2 || a.length > 40) return 99
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        row[j]! + 1,
        next[j - 1]! + 1,
        row[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1),
      )
    row = next
  }
  return row[b.length]!
}
