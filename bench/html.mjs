// Size of the HTML report, and how long a browser takes until it can be used: 5,000, 100,000 and
// 1,000,000 simulated minute bars, with an average cross that trades often.
//   npm run build && node bench/html.mjs [FOLDER]      QRUN_CHROMIUM names another browser
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { backtest, createCandleCollector, writeHtml } from '../dist/index.js'

const RUNS = 5
const [kept] = process.argv.slice(2)
const folder = kept ?? mkdtempSync(join(tmpdir(), 'qrun-html-'))
const STRATEGY = `strategy('SMA 10/30 cross', { defaultQtyValue: 0.1 })
const fast = ta.sma(close, 10), slow = ta.sma(close, 30), rsi = ta.rsi(close, 14)
const up = ta.crossover(fast, slow), down = ta.crossunder(fast, slow)
plot('fast', fast)
plot('slow', slow)
plot('rsi', rsi)
onBar(() => {
  if (up()) strategy.entry('L', 'long')
  if (down()) strategy.entry('S', 'short')
})`

/** A walk of whole cents from a small generator of its own: the same on every machine. */
function* bars(count) {
  let seed = 42
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 4294967296
  }
  let close = 4_200_000
  const start = Date.UTC(2022, 0, 1)
  for (let i = 0; i < count; i++) {
    const open = close
    close = Math.max(100_000, open + Math.round((random() - 0.5) * 4000))
    const high = Math.max(open, close) + Math.round(random() * 1000)
    const low = Math.min(open, close) - Math.round(random() * 1000)
    const time = new Date(start + i * 60_000).toISOString()
    yield `${time},${open / 100},${high / 100},${low / 100},${close / 100},1\n`
  }
}

async function timeInBrowser(browser, path) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(`file://${path}`)
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  // Ready is when a frame has been painted after the script has done its work.
  const ready = await page.evaluate(
    () =>
      new Promise((done) => {
        requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0))
      }),
  )
  const memory = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0)
  await page.close()
  return { ready, memory }
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]

const browser = await chromium.launch({
  executablePath: process.env.QRUN_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
})
process.stdout.write('     bars   trades     MB  write ms  ready ms  heap MB\n')
for (const count of [5_000, 100_000, 1_000_000]) {
  const data = join(folder, `${count}.csv`)
  let text = 'time,open,high,low,close,volume\n'
  for (const line of bars(count)) text += line
  writeFileSync(data, text)
  const candles = createCandleCollector()
  const result = await backtest({
    strategy: { source: STRATEGY, name: 'bench.js' },
    data,
    candles,
  })
  if (result.failure !== null) throw new Error(result.failure.message)
  const path = join(folder, `${count}.html`)
  const started = performance.now()
  const pieces = []
  writeHtml(result, (piece) => pieces.push(piece), { candles: candles.candles() })
  writeFileSync(path, pieces.join(''))
  const wrote = performance.now() - started
  const times = []
  let heap = 0
  for (let i = 0; i < RUNS; i++) {
    const { ready, memory } = await timeInBrowser(browser, path)
    times.push(ready)
    heap = memory
  }
  const cells = [
    String(count).padStart(9),
    String(result.trades.length).padStart(8),
    (statSync(path).size / 1e6).toFixed(2).padStart(6),
    wrote.toFixed(0).padStart(9),
    median(times).toFixed(0).padStart(9),
    (heap / 1e6).toFixed(0).padStart(8),
  ]
  process.stdout.write(`${cells.join(' ')}\n`)
}
await browser.close()
if (kept === undefined) rmSync(folder, { recursive: true, force: true })
