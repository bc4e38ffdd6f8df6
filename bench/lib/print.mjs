// The table: what, ours, its floor, how they compare, the goal, and whether it is reached.

const HEAD = ['what', 'unit', 'ours', 'floor', 'ours to floor', 'goal', '']

export function printTable(rows) {
  const lines = [HEAD]
  const notes = []
  for (const { name, says, figures, failure } of rows) {
    lines.push([`${name}: ${says}`])
    if (failure !== undefined) lines.push([`  failed: ${failure}`])
    for (const one of figures ?? []) {
      lines.push(cellsOf(one))
      if (one.note !== undefined) notes.push(`${name}, ${one.what}: ${one.note}`)
    }
  }
  const widths = HEAD.map((_, k) =>
    Math.max(...lines.map((cells) => (cells.length === 1 ? 0 : cells[k].length))),
  )
  const text = lines.map((cells) =>
    cells
      .map((cell, k) => (cells.length === 1 ? cell : cell.padEnd(widths[k])))
      .join('  ')
      .trimEnd(),
  )
  return [...text, '', ...notes].join('\n')
}

function cellsOf(one) {
  const what = `  ${one.what}`
  if (one.missing !== undefined) return [what, '', `n/a: ${one.missing}`, '', '', '', '']
  const { unit, ours, floor, ratio, difference, goal, isReached } = one
  return [
    what,
    unit,
    spread(ours),
    floor === undefined ? '' : `${spread(floor)} ${floor.is}`,
    ratio !== undefined
      ? `${spread(ratio)}×`
      : difference !== undefined
        ? `+ ${spread(difference)}`
        : '',
    goal === undefined ? '' : goalOf(goal, unit),
    goal === undefined ? '' : isReached ? 'reached' : 'not reached',
  ]
}

function spread({ median, min, max }) {
  return `${short(median)} (${short(min)}–${short(max)})`
}

/** About three digits that mean something. */
function short(value) {
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size === 0 ? 2 : 3)
}

function goalOf({ of, atMost, atLeast }, unit) {
  const bound = atMost === undefined ? `≥ ${short(atLeast)}` : `≤ ${short(atMost)}`
  return of === 'ratio'
    ? `${bound}×`
    : of === 'difference'
      ? `${bound} ${unit} more`
      : `${bound} ${unit}`
}
