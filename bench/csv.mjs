// Reading a million rows of timestamp,open,high,low,close,volume, checks and hash included: CPU seconds
// of the plain reader and of the general one (csv-parse), and their ratio.
//
//   node bench/csv.mjs [bars] [repeats]        default: 1000000 bars, 3 repeats
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openBars } from '../dist/index.js'
import { median } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const bars = Number(process.argv[2] ?? 1_000_000)
const repeats = Number(process.argv[3] ?? 3)
const folder = `${root}.cache/bench`
const data = `${folder}/timestamp-1m-${bars}.csv`

mkdirSync(folder, { recursive: true })
if (!existsSync(data))
  execFileSync(process.execPath, [
    `${root}scripts/make-sample.mjs`,
    ...['--bars', String(bars), '--seed', '1', '--timeframe', '1m'],
    ...['--format', 'timestamp', '--out', data],
  ])

async function read(reader) {
  const before = process.cpuUsage()
  const feed = await openBars({ path: data }, { reader })
  for await (const _ of feed.blocks());
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, hash: feed.summary().hash }
}

const seconds = { auto: [], general: [] }
const hashes = new Set()
for (let n = 0; n < repeats; n++)
  for (const reader of ['auto', 'general']) {
    const run = await read(reader)
    seconds[reader].push(run.seconds)
    hashes.add(run.hash)
  }
if (hashes.size > 1) throw new Error('the readers disagree')

const [first] = seconds.auto
const [fast, general] = [median(seconds.auto), median(seconds.general)]
console.log(`${bars} bars, ${statSync(data).size} bytes, hash ${[...hashes][0].slice(0, 8)}`)
console.log(`plain reader    ${fast.toFixed(3)} CPU s   first run ${first.toFixed(3)}`)
console.log(`general reader  ${general.toFixed(3)} CPU s`)
console.log(`ratio           ${(general / fast).toFixed(1)}`)
