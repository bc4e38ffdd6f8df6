// Writes a CSV file of simulated bars: node scripts/make-sample.mjs --bars 4000 --seed 1 --timeframe 1h --out FILE
// The same arguments give the same bytes. Memory does not grow with the number of bars.
import { closeSync, openSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    bars: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
    timeframe: { type: 'string', default: '1h' },
    from: { type: 'string', default: '2024-01-01' },
    price: { type: 'string', default: '42000' },
    format: { type: 'string', default: 'canonical' },
    out: { type: 'string' },
  },
})
const bars = Number(values.bars)
const seed = Number(values.seed)
const startMs = Date.parse(`${values.from}T00:00:00Z`)
const price = Number(values.price)
const stepMs = lengthOf(values.timeframe)
if (!Number.isInteger(bars) || bars < 1) quit('--bars takes a whole number of 1 or more')
if (!Number.isInteger(seed) || seed < 0) quit('--seed takes a whole number of 0 or more')
if (Number.isNaN(startMs)) quit('--from takes a date such as 2024-01-01')
if (!(price > 0)) quit('--price takes a number above 0')
if (!['canonical', 'timestamp', 'binance'].includes(values.format)) {
  quit('--format takes canonical, timestamp or binance')
}
if (!values.out) quit('--out FILE is missing')

function quit(message) {
  console.error(`make-sample: ${message}`)
  process.exit(2)
}

function lengthOf(text) {
  const match = /^(\d+)([smhd])$/.exec(text)
  if (!match) quit('--timeframe takes 30s, 15m, 1h, 1d')
  return Number(match[1]) * { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2]]
}

/** xorshift128, seeded by splitmix32; numbers from 0 up to but not including 1. */
function createRandom(from) {
  let state = from >>> 0
  const split = () => {
    state = (state + 0x9e3779b9) | 0
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) | 0
  }
  let x = split()
  let y = split()
  let z = split()
  let w = split()
  return () => {
    const t = x ^ (x << 11)
    x = y
    y = z
    z = w
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8)
    return (w >>> 0) / 4294967296
  }
}

const random = createRandom(seed)
// The sum of four uniform numbers, scaled to variance 1: bell-shaped, bounded, and free of functions
// whose last bit differs between versions of Node.js.
const bell = () => (random() + random() + random() + random() - 2) * Math.sqrt(3)
const HOUR = 3_600_000
// 0.6 % an hour in calm times; longer bars move by the square root of their length.
const calm = 0.006 * Math.sqrt(stepMs / HOUR)

const BUFFER = 1 << 20
const buffer = Buffer.allocUnsafe(BUFFER + 512)
const file = openSync(values.out, 'w')
let used = 0

function write(text) {
  used += buffer.latin1Write(text, used)
  if (used >= BUFFER) flush()
}

function flush() {
  for (let at = 0; at < used; ) at += writeSync(file, buffer, at, used - at)
  used = 0
}

/** Hundredths as a decimal number without trailing zeros. */
function cents(value) {
  const whole = Math.floor(value / 100)
  const rest = value - whole * 100
  if (rest === 0) return String(whole)
  if (rest % 10 === 0) return `${whole}.${rest / 10}`
  return rest < 10 ? `${whole}.0${rest}` : `${whole}.${rest}`
}

const stamp =
  values.format === 'canonical'
    ? (timeMs) => `${new Date(timeMs).toISOString().slice(0, 19)}Z`
    : (timeMs) => String(timeMs)
if (values.format === 'canonical') write('time,open,high,low,close,volume\n')
if (values.format === 'timestamp') write('timestamp,open,high,low,close,volume\n')

let close = Math.round(price * 100)
let variance = 1
let drift = 0
for (let i = 0; i < bars; i++) {
  // Volatility clusters: a large move raises the variance of the moves after it.
  const shock = bell()
  variance = 0.05 + 0.1 * variance * shock * shock + 0.85 * variance
  // Slow swings of a trend, drawn back to none and to the starting price.
  drift = 0.995 * drift + 0.004 * bell() - 0.0002 * (close / (price * 100) - 1)
  const move = calm * (Math.sqrt(variance) * shock + 0.4 * drift)
  const open = Math.max(100, close + Math.round(close * calm * 0.02 * bell()))
  close = Math.max(100, Math.round(open * (1 + move)))
  const spread = open * calm * Math.sqrt(variance) * 0.5
  const high = Math.max(open, close) + Math.round(spread * random())
  const low = Math.max(50, Math.min(open, close) - Math.round(spread * random()))
  const volume = Math.round(8000 * (0.2 + random()) * (0.5 + variance * shock * shock))
  const timeMs = startMs + i * stepMs
  const row = `${stamp(timeMs)},${cents(open)},${cents(high)},${cents(low)},${cents(close)},${cents(volume)}`
  if (values.format === 'binance') {
    const quote = Math.round((volume / 100) * (open / 100))
    write(
      `${row},${timeMs + stepMs - 1},${quote},${1 + (volume >> 4)},${cents(volume >> 1)},${quote >> 1},0\n`,
    )
  } else write(`${row}\n`)
}
flush()
closeSync(file)
