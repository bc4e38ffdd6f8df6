// Compares qrun's trades with TradingView's, case by case:
//
//   node scripts/parity.mjs [name or prefix…] [--cases DIR] [--json]
//
// Needs a built dist/. What a case is: test/parity/run.mjs. Exit code 1 when a case does not match in full.
import { parseArgs } from 'node:util'
import { backtest, compareTradingView } from '../dist/index.js'
import { CASES, readCases, runCase } from '../test/parity/run.mjs'

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: CASES },
    json: { type: 'boolean', default: false },
  },
})

const COLUMNS = [46, 12, 8, 9, 10]
const print = (...cells) => {
  const [name, ...rest] = cells.slice(0, COLUMNS.length)
  const text = rest.map((cell, i) => String(cell).padStart(COLUMNS[i + 1])).join('')
  console.log(`${name.padEnd(COLUMNS[0])}${text}${cells.slice(COLUMNS.length).join('')}`)
}

/** What a case tests, by the first word of its name. */
const categoryOf = (name) => name.split('-')[0]

const row = async (parityCase) => {
  const { name } = parityCase
  const started = process.cpuUsage()
  const begun = performance.now()
  try {
    const {
      isWhole,
      ours,
      theirs,
      matched,
      counts,
      percent,
      excursions,
      zone,
      differences,
      firstRow,
    } = await runCase({ backtest, compareTradingView }, parityCase)
    const { user, system } = process.cpuUsage(started)
    return {
      name,
      category: categoryOf(name),
      isWhole,
      ours,
      theirs,
      matched,
      percent,
      counts,
      excursions: excursions ?? null,
      zone: zone?.name ?? null,
      first: differences[0] ?? firstRow ?? null,
      error: null,
      // Of this process; the jail's comes on top.
      cpuMs: Math.round((user + system) / 1000),
      wallMs: Math.round(performance.now() - begun),
    }
  } catch (cause) {
    const none = { isWhole: false, ours: 0, theirs: parityCase.trades ?? 0, matched: 0, percent: 0 }
    return {
      name,
      category: categoryOf(name),
      ...none,
      counts: {},
      excursions: null,
      first: null,
      error: cause.message,
    }
  }
}

function faultsOf({ counts, error, first }) {
  if (error !== null) return `  ${error}`
  const words = Object.entries(counts).filter(([, count]) => count > 0)
  const at =
    typeof first === 'string'
      ? `  expected ${first}`
      : first === null
        ? ''
        : `  first ${new Date(first.timeMs).toISOString()}`
  return words.map(([kind, count]) => `  ${kind} ${count}`).join('') + at
}

function sumOf(rows) {
  const add = (pick) => rows.reduce((sum, one) => sum + pick(one), 0)
  return {
    cases: rows.length,
    whole: rows.filter(({ isWhole }) => isWhole).length,
    theirs: add(({ theirs }) => theirs),
    ours: add(({ ours }) => ours),
    matched: add(({ matched }) => matched),
    excursions: add(({ excursions }) => excursions?.compared ?? 0),
    sameExcursions: add(({ excursions }) => excursions?.same ?? 0),
  }
}

async function main() {
  const cases = readCases(flags.cases).filter(
    ({ name }) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)),
  )
  if (cases.length === 0)
    throw new Error(
      `"${flags.cases}" has no case${wanted.length > 0 ? ` called "${wanted.join('", "')}"` : ''}`,
    )
  const begun = performance.now()
  const rows = []
  if (!flags.json) print('case', 'TradingView', 'qrun', 'matched', '%')
  for (const parityCase of cases) {
    const one = await row(parityCase)
    rows.push(one)
    if (!flags.json)
      print(one.name, one.theirs, one.ours, one.matched, one.percent.toFixed(2), faultsOf(one))
  }
  const total = sumOf(rows)
  const categories = [...new Set(rows.map(({ category }) => category))].sort()
  const byCategory = Object.fromEntries(
    categories.map((name) => [name, sumOf(rows.filter(({ category }) => category === name))]),
  )
  if (flags.json) console.log(JSON.stringify({ cases: rows, byCategory, total }, null, 1))
  else {
    console.log('')
    print('category', 'TradingView', 'qrun', 'matched', 'cases')
    for (const [name, { theirs, ours, matched, whole, cases: count }] of [
      ...Object.entries(byCategory),
      ['total', total],
    ])
      print(name, theirs, ours, matched, `${whole}/${count}`)
    console.log(`run-ups and drawdowns: ${total.sameExcursions} of ${total.excursions} as exported`)
    console.log(`${((performance.now() - begun) / 1000).toFixed(1)} s`)
  }
  return total.whole === total.cases ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (cause) {
  console.error(`parity: ${cause.message}`)
  process.exitCode = 2
}
