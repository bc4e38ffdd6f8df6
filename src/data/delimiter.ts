/** Tried in this order; the earlier wins a tie, since a decimal comma also gives steady counts. */
const CANDIDATES = ['\t', ';', '|', ',', ' ']

/** Fewest cells of a row of bars: a time and four prices. */
export const MIN_FIELDS = 5

/** Cells of a line, quotes respected; a space stands for a run of spaces. */
export function countFields(line: string, delimiter: string): number {
  const text = delimiter === ' ' ? line.trim() : line
  if (!text.includes('"')) return text.split(delimiter === ' ' ? / +/ : delimiter).length
  let fields = 1
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') quoted = !quoted
    else if (char === delimiter && !quoted && !(delimiter === ' ' && text[at - 1] === ' ')) fields++
  }
  return fields
}

/** The delimiter that gives the same count of five or more cells on most of the lines. */
export function detectDelimiter(lines: readonly string[]): string | undefined {
  let best: string | undefined
  let most = 0
  for (const delimiter of CANDIDATES) {
    const votes = new Map<number, number>()
    for (const line of lines) {
      const fields = countFields(line, delimiter)
      if (fields >= MIN_FIELDS) votes.set(fields, (votes.get(fields) ?? 0) + 1)
    }
    const agreeing = Math.max(0, ...votes.values())
    if (agreeing > most) {
      most = agreeing
      best = delimiter
    }
  }
  return best
}
