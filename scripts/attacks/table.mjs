// One row per attack, one column per Node version, way in and layer; then the sums.
const OUTCOMES = ['contained', 'rejected', 'time', 'memory', 'reached', 'ended', 'hang', 'crash']

const keyOf = ({ set, file }) => `${set}/${file}`

/** The columns side by side; rows are the attacks. */
export function printTable(columns) {
  const rows = new Map()
  for (const { results } of columns) for (const r of results) rows.set(keyOf(r), r.file)
  const width = Math.max(...[...rows.values()].map((file) => file.length), 4)
  const cells = columns.map((column) => {
    const byKey = new Map(column.results.map((r) => [keyOf(r), cellOf(r)]))
    const wide = Math.max(column.title.length, ...[...byKey.values()].map((cell) => cell.length))
    return { byKey, wide, title: column.title }
  })
  const line = (first, cellFor) =>
    console.log(
      [first.padEnd(width), ...cells.map((cell) => cellFor(cell).padEnd(cell.wide))]
        .join('  ')
        .trimEnd(),
    )
  line('', ({ title }) => title)
  for (const [key, file] of [...rows].sort()) line(file, ({ byKey }) => byKey.get(key) ?? '')
}

function cellOf({ outcome, code, faults, evidence = [] }) {
  const sign = faults.length > 0 ? '!' : evidence.length > 0 ? '*' : ''
  return `${sign}${outcome} ${code}`.trim()
}

/** One line per column. An escape is any fault but a wrong outcome. */
export function printSums(columns) {
  for (const { title, layer, results, faults } of columns) {
    const parts = new Map()
    for (const { outcome } of results)
      for (const part of outcome.split('/')) parts.set(part, (parts.get(part) ?? 0) + 1)
    const sums = OUTCOMES.filter((word) => parts.has(word)).map(
      (word) => `${parts.get(word)} ${word}`,
    )
    const failed = results.filter((r) => r.faults.length > 0).length
    const seen = results.filter(({ evidence = [] }) => evidence.length > 0).length
    const verdict =
      layer === 'none'
        ? `${seen} seen to escape (*)`
        : `${failed} failed, ${countEscapes(results)} escapes`
    console.log(`${title}: ${results.length} attacks: ${sums.join(', ')}; ${verdict}`)
    for (const fault of faults) console.log(`  FAILED ${title}: ${fault}`)
  }
}

const isEscape = (fault) =>
  /marker|secret|connection|the file|the process|standard error in|environment|another shape/.test(
    fault,
  )

export function countEscapes(results) {
  return results.filter(({ faults }) => faults.some(isEscape)).length
}
