// What each layer of the sandbox costs beside no sandbox at all: the two-average strategy with the same
// library, engine and bars in every row, and one thing more from row to row.
//
//   node bench/layers.mjs [bars] [repeats]        default: 1000000 bars, 7 repeats
//
// Every figure is a process of its own, rows by turns; CPU is user and system of the process and its jail.
// Start-up is a run of 500 bars. Per bar is the difference to a long run, less what making the bars costs.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { measure, median } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const FEW = 500
const BLOCK = 4096
const JOB = {
  source: readFileSync(join(root, 'bench/sma-cross.js'), 'utf8'),
  file: 'sma-cross.js',
  inputs: {},
  properties: {},
  symbol: { name: 'X', tick: 0.01, lot: 1e-8, pointValue: 1, currency: '', timezone: 'UTC' },
  timeframe: '1',
  volume: true,
  seed: 1,
  limits: { timeMs: 600_000, memoryMb: 512, orders: 1e7, logs: 1e4 },
  tradeFromMs: null,
  fx: [],
}

const ROWS = [
  { row: 'node', says: 'Node.js alone' },
  { row: 'bars', says: 'bars made, nothing run' },
  { row: 'none', says: 'no sandbox: library and strategy as plain JavaScript' },
  { row: 'context', says: '+ a context of its own (R1)' },
  { row: 'frozen', says: '+ hardened and frozen (R4 to R8)' },
  { row: 'marks', says: '+ position marks (G7): layer 1' },
  { row: 'product realm', says: 'qrun, isolation: realm' },
  { row: 'product process', says: 'qrun, isolation: process (both layers)' },
]

/** Bars that go up and down, the same in every process. */
function makeBars(count) {
  const column = () => new Float64Array(count)
  const bars = { time: column(), open: column(), high: column(), low: column() }
  Object.assign(bars, { close: column(), volume: column() })
  let state = 1
  let price = 10_000
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    // Back to the middle in the long run.
    const step = (state / 2 ** 32 - 0.5) * 20 + (10_000 - price) * 0.001
    bars.time[i] = i * 60_000
    bars.open[i] = price
    price = Math.round((price + step) * 100) / 100
    bars.close[i] = price
    bars.high[i] = Math.max(bars.open[i], price) + 1
    bars.low[i] = Math.min(bars.open[i], price) - 1
    bars.volume[i] = 10
  }
  return bars
}

/** The engine and the realm's script, once as they are and once without hardening. */
async function bundle(folder) {
  const { build } = await import('esbuild')
  await build({
    stdin: {
      contents: `export { createRun } from './src/engine/index.ts'
        export { createRealm } from './src/sandbox/index.ts'`,
      resolveDir: root,
    },
    outfile: join(folder, 'engine.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  const capture =
    '(() => { const { ArrayBuffer, DataView, Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array, Int8Array } = globalThis;'
  await build({
    absWorkingDir: root,
    entryPoints: ['src/realm/index.ts'],
    outfile: join(folder, 'soft.js'),
    bundle: true,
    format: 'iife',
    globalName: 'exported',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    banner: { js: capture },
    footer: { js: 'return exported.table })()' },
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [
      { name: 'soft', setup: ({ onLoad }) => onLoad({ filter: /realm\/harden\.ts$/ }, soften) },
    ],
  })
}

function soften({ path }) {
  const text = readFileSync(path, 'utf8')
  const soft = text
    .replace(/(export function harden\(\)[^{]*\{)/, '$1 return { removed: [], kept: [] };')
    .replace(/(export function freezeReachable\([^)]*\([^)]*\)[^)]*\): void \{)/, '$1 return;')
  if (soft.split('return;').length === text.split('return;').length || !soft.includes('{ return {'))
    throw new Error('src/realm/harden.ts has another form')
  return { contents: soft, loader: 'ts' }
}

/** One row in this process. */
async function runRow(row, count, folder) {
  if (row === 'node') return
  const columns = makeBars(count)
  if (row === 'bars') return
  if (row.startsWith('product')) {
    const { backtest } = await import('../dist/index.js')
    await backtest({
      strategy: join(root, 'bench/sma-cross.js'),
      data: { bars: columns, name: 'bench' },
      dataOptions: { timeframe: '1' },
      isolation: row === 'product realm' ? 'realm' : 'process',
      limits: { timeMs: 600_000 },
    })
    return
  }
  const { createRun, createRealm } = await import(pathToFileURL(join(folder, 'engine.mjs')).href)
  const read = (file) => readFileSync(file, 'utf8')
  const hard = read(join(root, 'dist/realm.js'))
  const soft = read(join(folder, 'soft.js'))
  const realm =
    row === 'none'
      ? plainRealm(soft)
      : createRealm(vm, { realm: row === 'context' ? soft : hard, ti: '' })
  const run = createRun(row === 'marks' ? realm : withoutMarks(realm), JOB, {
    trades() {},
    texts() {},
  })
  const declared = run.declare()
  if ('failure' in declared) throw new Error(JSON.stringify(declared))
  run.start([])
  for (let at = 0; at < count; at += BLOCK) {
    const end = Math.min(count, at + BLOCK)
    const block = Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, column.subarray(at, end)]),
    )
    if (!run.bars({ count: end - at, ...block }, end === count)) break
  }
  const { end } = run.finish(undefined)
  if (end.status !== 'ok' || end.bars !== count) throw new Error(JSON.stringify(end))
}

/** The library in the global scope of this process, and strategies as ordinary functions. */
function plainRealm(text) {
  return {
    table: new vm.Script(text).runInThisContext(),
    strip: undefined,
    loadTi() {},
    compile: (body, names) => new Function(...names, body),
  }
}

function withoutMarks(realm) {
  const judge = (source) =>
    JSON.stringify({ ...JSON.parse(realm.table.judge(source)), body: `"use strict";${source}\n` })
  return { ...realm, table: { ...realm.table, judge } }
}

async function compareAll(count, repeats) {
  const folder = join(root, `.cache/bench-layers-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    await bundle(folder)
    const self = fileURLToPath(import.meta.url)
    const cpu = Object.fromEntries(ROWS.map(({ row }) => [row, { few: [], many: [], wall: [] }]))
    for (let i = 0; i < repeats; i++)
      for (const { row } of ROWS)
        for (const [size, bars] of Object.entries({ few: FEW, many: count })) {
          const told = await measure(process.execPath, [self, '--row', row, String(bars), folder])
          if (told.code !== 0) throw new Error(`${row}: ${told.said}`)
          cpu[row][size].push(told.cpu * 1000)
          if (size === 'few') cpu[row].wall.push(told.wall * 1000)
        }
    printAll(cpu, count)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function printAll(cpu, count) {
  const perBar = (row) =>
    cpu[row].many.map((ms, i) => ((ms - cpu[row].few[i]) * 1e6) / (count - FEW))
  const making = median(perBar('bars'))
  const own = (row) => perBar(row).map((ns) => ns - making)
  const base = median(own('none'))
  const range = (values, digits) =>
    `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)})`
  console.log(
    `Node.js ${process.versions.node}, ${count} bars, ${cpu.none.few.length} repeats: median (min-max)`,
  )
  const line = (...cells) =>
    console.log(
      cells
        .map((cell, i) => (i === 0 ? cell.padEnd(54) : cell.padEnd(20)))
        .join('')
        .trimEnd(),
    )
  line('', 'start, CPU ms', 'start, wall ms', 'ns per bar', 'ratio to none')
  for (const { row, says } of ROWS) {
    const hasBars = row !== 'node' && row !== 'bars'
    line(
      says,
      range(cpu[row].few, 0),
      range(cpu[row].wall, 0),
      hasBars ? range(own(row), 0) : '',
      hasBars ? (median(own(row)) / base).toFixed(2) : '',
    )
  }
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--row') await runRow(rest[0], Number(rest[1]), rest[2])
else await compareAll(Number(first ?? 1_000_000), Number(rest[0] ?? 7))
