// SMA 10/30 cross over simulated bars: the whole command and the engine alone, beside a bare loop.
//
//   node bench/sma-cross.mjs [bars] [repeats]        default: 1000000 bars, 5 repeats
//
// Prints medians of interleaved runs. CPU time is user + system of the process and its sandbox.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { backtest, openBars } from '../dist/index.js'
import { bareLoop } from './bare-loop.mjs'
import { measure, median } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bars = Number(process.argv[2] ?? 1_000_000)
const repeats = Number(process.argv[3] ?? 5)
const folder = `${root}.cache/bench`
const data = `${folder}/simulated-1m-${bars}.csv`
const strategy = `${root}bench/sma-cross.js`

mkdirSync(folder, { recursive: true })
if (!existsSync(data))
  execFileSync(process.execPath, [
    `${root}scripts/make-sample.mjs`,
    ...['--bars', String(bars), '--seed', '1', '--timeframe', '1m', '--out', data],
  ])

/** The bars in memory, for the two measurements that leave reading out. */
async function load() {
  const columns = { time: [], open: [], high: [], low: [], close: [], volume: [] }
  const feed = await openBars({ path: data })
  for await (const block of feed.blocks())
    for (const name of Object.keys(columns)) columns[name].push(block[name].slice(0, block.count))
  return Object.fromEntries(Object.entries(columns).map(([name, parts]) => [name, join(parts)]))
}

function join(parts) {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function cpuOf(work) {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { result, ns: ((user + system) * 1000) / bars }
}

const rows = { bare: [], engine: [], cpu: [], wall: [], peak: [] }
if (bars <= 2_000_000) {
  const columns = await load()
  for (let i = 0; i < repeats; i++) {
    rows.bare.push(cpuOf(() => bareLoop(columns)).ns)
    const before = process.cpuUsage()
    await backtest({
      strategy,
      data: { bars: columns, name: 'bench' },
      isolation: 'realm',
      dataOptions: { timeframe: '1' },
    })
    const { user, system } = process.cpuUsage(before)
    rows.engine.push(((user + system) * 1000) / bars)
  }
}
for (let i = 0; i < repeats; i++) {
  const { code, cpu, wall, peakMb, said } = await measure(process.execPath, [
    `${root}dist/cli/main.js`,
    'backtest',
    strategy,
    '--data',
    data,
    '--limit-time',
    '10m',
  ])
  if (code !== 0) throw new Error(said)
  rows.cpu.push(cpu)
  rows.wall.push(wall)
  rows.peak.push(peakMb)
}

const print = (label, value) => process.stdout.write(`${label.padEnd(44)}${value}\n`)
print('bars', `${bars}  (${(statSync(data).size / 1e6).toFixed(0)} MB of CSV)`)
if (rows.bare.length > 0) {
  print('bare loop, ns per bar', median(rows.bare).toFixed(1))
  print('data in memory to result, layer 1, ns per bar', median(rows.engine).toFixed(1))
  print('ratio', (median(rows.engine) / median(rows.bare)).toFixed(1))
}
print('whole command, CPU s', median(rows.cpu).toFixed(2))
print('whole command, wall s', median(rows.wall).toFixed(2))
print('whole command, peak MB of both processes', median(rows.peak).toFixed(0))
