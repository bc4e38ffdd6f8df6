// Nanoseconds per bar of the indicator kernels, over a million bars in chunks of 1024.
// Usage: node bench/kernels.mjs [name ...]
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const BARS = 1_000_000
const RING = 8192
const CHUNK = 1024
const REPEATS = 5

const LENGTHS = { sma: 30, ema: 30, median: 20, percentrank: 100, mode: 20 }

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  stdin: {
    contents:
      "export { TA } from './src/realm/ta/index.ts'; export { TI } from './src/realm/ti/index.ts'; export { pow } from './src/realm/math/pow.ts'",
    resolveDir: fileURLToPath(new URL('..', import.meta.url)),
  },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
})
const { TA, TI, pow } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
)

/** A random walk, the same on every run. */
function walk() {
  const columns = { open: [], high: [], low: [], close: [], volume: [] }
  let state = 1
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  let last = 1000
  for (let i = 0; i < RING; i++) {
    const open = last
    const close = Math.round((open + random() - 0.5) * 100) / 100
    columns.open.push(open)
    columns.high.push(Math.max(open, close) + random())
    columns.low.push(Math.min(open, close) - random())
    columns.close.push(close)
    columns.volume.push(Math.floor(random() * 1000))
    last = close
  }
  return columns
}

const columns = walk()
const column = (name) => Float64Array.from(columns[name] ?? columns.close)

function measure(name, definition) {
  const values = {}
  for (const { kind, name: parameter, initial, options } of definition.parameters) {
    if (kind === 'length') values[parameter] = initial ?? LENGTHS[name] ?? 14
    else if (kind === 'choice') values[parameter] = options[0]
    else values[parameter] = initial ?? 2
  }
  const inputs = definition.parameters
    .filter(({ kind }) => kind === 'series' || kind === 'condition')
    .map(({ kind, name: parameter }) =>
      kind === 'condition'
        ? column('close').map((_, i) => (i % 96 === 0 ? 1 : 0))
        : column(parameter),
    )
  for (const bar of definition.columns ?? []) inputs.push(column(bar))
  const outputs = (definition.outputs ?? ['']).map(() => new Float64Array(RING))
  let best = Number.POSITIVE_INFINITY
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const kernel = definition.start(values, 5000)
    const began = performance.now()
    for (let bar = 0; bar < BARS; bar += CHUNK)
      kernel(inputs, outputs, bar % RING, (bar % RING) + CHUNK)
    best = Math.min(best, performance.now() - began)
  }
  return (best * 1e6) / BARS
}

const wanted = process.argv.slice(2)
for (const [library, definitions] of Object.entries({ ta: TA, ti: TI }))
  for (const [name, definition] of Object.entries(definitions))
    if (wanted.length === 0 || wanted.includes(name))
      console.log(
        `${library}.${name}`.padEnd(36),
        `${measure(name, definition).toFixed(1).padStart(8)} ns/bar`,
      )

if (wanted.length === 0 || wanted.includes('pow'))
  for (const exponent of [7, 7.3]) {
    const began = performance.now()
    let sum = 0
    for (let i = 0; i < BARS; i++) sum += pow(1 + i / BARS, exponent)
    const nanoseconds = ((performance.now() - began) * 1e6) / BARS
    console.log(
      `pow(x, ${exponent})`.padEnd(36),
      `${nanoseconds.toFixed(1).padStart(8)} ns`,
      sum > 0 ? '' : '?',
    )
  }
