// The HTML report: its size, how long it takes to write, and how long a browser takes until it can be used.
// QRUN_CHROMIUM names another browser than /usr/bin/chromium.
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { backtest, createCandleCollector, writeHtml } from '../../dist/index.js'
import { csvOf } from '../lib/files.mjs'
import { figure, missing } from '../lib/stats.mjs'

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

export async function run({ rounds, isQuick, folder }) {
  const executablePath = process.env.QRUN_CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) return [missing('HTML report in a browser', 'no browser')]
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  })
  const figures = []
  for (const bars of isQuick ? [500] : [5_000, 100_000, 1_000_000])
    figures.push(...(await one(browser, bars, rounds, folder)))
  await browser.close()
  return figures
}

async function one(browser, bars, rounds, folder) {
  const candles = createCandleCollector()
  const result = await backtest({
    strategy: { source: STRATEGY, name: 'bench.js' },
    data: csvOf(folder, bars),
    candles,
  })
  if (result.failure !== null) throw new Error(result.failure.message)
  const path = join(folder, `report-${bars}.html`)
  const writing = []
  for (let i = 0; i < rounds; i++) {
    const started = performance.now()
    const pieces = []
    writeHtml(result, (piece) => pieces.push(piece), { candles: candles.candles() })
    writeFileSync(path, pieces.join(''))
    writing.push(performance.now() - started)
  }
  const looks = []
  for (let i = 0; i < rounds; i++) looks.push(await look(browser, path))
  const what = `HTML report of ${bars} bars, ${result.trades.length} trades`
  return [
    figure({ what: `${what}, size`, unit: 'MB', ours: [statSync(path).size / 1e6] }),
    figure({ what: `${what}, written in`, unit: 'ms', ours: writing }),
    figure({ what: `${what}, usable after`, unit: 'ms', ours: looks.map(({ ready }) => ready) }),
    figure({ what: `${what}, heap`, unit: 'MB', ours: looks.map(({ heapMb }) => heapMb) }),
  ]
}

async function look(browser, path) {
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
  return { ready, heapMb: memory / 1e6 }
}
