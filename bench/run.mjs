// Measures qrun against its goals: every figure beside its bare floor, by turns, each row in a process of
// its own. Build first: npm run build.
//
//   node bench/run.mjs [--only ROW,…] [--rounds N] [--full] [--quick] [--formats EXTENSION,…] [--out FILE]
//
// A whole run is written to bench/results/, a part of it only where --out says. --full adds what takes
// minutes, --quick makes everything tiny: it shows that the benchmarks work and measures nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { askChild } from './lib/child.mjs'
import { printTable } from './lib/print.mjs'
import { ROWS } from './rows/index.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const NODE = process.versions.node

const { values } = read()
const rounds = Number(values.rounds ?? (values.quick ? 1 : 5))
if (!Number.isInteger(rounds) || rounds < 1) quit(`--rounds was "${values.rounds}"`)
const chosen = choose(values.only?.split(','))
const isWhole = values.only === undefined && !values.quick
const out =
  values.out ?? (isWhole ? join(HERE, `results/node-${NODE.split('.')[0]}.json`) : undefined)

const folder = mkdtempSync(join(tmpdir(), 'qrun-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

const options = {
  rounds,
  isQuick: values.quick,
  isFull: values.full,
  folder,
  extensions: values.formats?.split(','),
}
const rows = []
for (const { name, says } of chosen) {
  process.stderr.write(`${name} …\n`)
  const told = await askChild(join(HERE, 'child.mjs'), [name, options])
  rows.push({ name, says, ...told, ...withoutPaths(told) })
}
const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length }
const heading = `Node.js ${NODE}, V8 ${process.versions.v8}, ${machine.cpu}, ${machine.cores} cores, ${process.platform} ${process.arch}`
if (values.quick) process.stdout.write('quick: tiny sizes, these figures measure nothing\n')
process.stdout.write(
  `${heading}\n${rounds} rounds by turns, median (min–max); ratios are those of each round\n\n${printTable(rows)}\n`,
)
if (out !== undefined) {
  mkdirSync(dirname(out), { recursive: true })
  const { v8 } = process.versions
  const { platform, arch } = process
  const facts = { schema: 'qrun.bench/1', node: NODE, v8, platform, arch, ...machine }
  writeFileSync(
    out,
    `${JSON.stringify({ ...facts, rounds, isQuick: values.quick, rows }, null, 2)}\n`,
  )
}
if (rows.some(({ failure }) => failure !== undefined)) process.exitCode = 1

/** What failed, for a file that may be shown around. */
function withoutPaths({ failure }) {
  if (failure === undefined) return {}
  return { failure: failure.replaceAll(folder, '…').replaceAll(dirname(HERE), '…') }
}

function read() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        rounds: { type: 'string' },
        formats: { type: 'string' },
        out: { type: 'string' },
        full: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
      },
    })
  } catch (problem) {
    return quit(problem.message)
  }
}

function quit(says) {
  process.stderr.write(
    `${says}\nusage: node bench/run.mjs [--only ROW,…] [--rounds N] [--full] [--quick] [--formats EXTENSION,…] [--out FILE]\n`,
  )
  for (const { name, says } of ROWS) process.stderr.write(`  ${name.padEnd(10)} ${says}\n`)
  process.exit(2)
}

function choose(names) {
  if (names === undefined)
    return ROWS.filter(({ when }) => when === 'always' || (when === 'full' && values.full))
  const unknown = names.find((name) => !ROWS.some((row) => row.name === name))
  if (unknown !== undefined) quit(`--only was "${unknown}"`)
  return ROWS.filter(({ name }) => names.includes(name))
}
