import vm from 'node:vm'
import { createRun, type Run, type RunResult } from '../../src/engine/index.ts'
import { createRealm, readScripts } from '../../src/sandbox/index.ts'
import { BAR_COLUMNS, type BarBlock, createBlock } from '../../src/shared/bars.ts'
import { DEFAULT_LIMITS, type Job } from '../../src/shared/job.ts'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'

const HOUR = 3_600_000
export type Ohlc = readonly [open: number, high: number, low: number, close: number]

const JOB: Omit<Job, 'source'> = {
  file: 'test.js',
  inputs: {},
  properties: {},
  symbol: { name: 'TEST', tick: 0.01, lot: 1, pointValue: 1, currency: 'USD', timezone: 'UTC' },
  timeframe: '60',
  volume: true,
  seed: 1,
  limits: DEFAULT_LIMITS,
  tradeFromMs: null,
  fx: [],
}

/** A run that is ready for bars, or has failed before them; what it hands on is collected. */
export type Begun = {
  readonly run: Run
  readonly isReady: boolean
  /** Rows of closed trades, one after the other. */
  readonly trades: number[]
  readonly texts: string[]
}

/** @param onTrades Is called before rows are collected. */
export function begin(
  source: string,
  job: Partial<Job> = {},
  onTrades: () => void = () => {},
): Begun {
  const trades: number[] = []
  const texts: string[] = []
  const run = createRun(
    createRealm(vm, readScripts()),
    { ...JOB, source, ...job },
    {
      trades(rows, count) {
        onTrades()
        trades.push(...rows.slice(0, count * TRADE_WIDTH))
      },
      texts: (given) => texts.push(...given),
    },
  )
  const isReady = 'zones' in run.declare()
  if (isReady) run.start([])
  return { run, isReady, trades, texts }
}

export type Played = {
  readonly result: RunResult
  readonly entries: number[]
  readonly exits: number[]
  readonly said: string[]
}

/**
 * Runs a strategy over hours of volume 7, in blocks of `size` bars; with `parts` the smaller bars inside
 * each bar.
 */
export function play(
  source: string,
  prices: readonly Ohlc[],
  { size = prices.length, parts = [] as readonly (readonly Ohlc[])[] } = {},
): Played {
  const { run, isReady, trades } = begin(source)
  if (isReady) {
    for (let from = 0; from < prices.length; from += size) {
      const to = Math.min(prices.length, from + size)
      const inside = parts.slice(from, to)
      if (inside.length > 0)
        run.detail(
          Float64Array.from(inside, (rows) => rows.length),
          [0, 1, 2, 3].map((k) => Float64Array.from(inside.flat(), (row) => row[k]!)),
        )
      run.bars(blockOf(prices.slice(from, to), from), to === prices.length)
    }
  }
  const result = run.finish()
  const column = (field: number): number[] => trades.filter((_, at) => at % TRADE_WIDTH === field)
  return {
    result,
    entries: column(TRADE.ENTRY_PRICE),
    exits: column(TRADE.EXIT_PRICE),
    said: result.logs.map(({ text }) => text),
  }
}

function blockOf(prices: readonly Ohlc[], first: number): BarBlock {
  const block = createBlock(prices.length)
  block.count = prices.length
  prices.forEach(([open, high, low, close], i) => {
    const row = { time: (first + i) * HOUR, open, high, low, close, volume: 7 }
    for (const name of BAR_COLUMNS) block[name][i] = row[name]
  })
  return block
}

/** Does `work` under a watchdog, as every host does; true when it was stopped. */
export function isStopped(work: () => unknown, timeout: number): boolean {
  Reflect.set(globalThis, 'watched', work)
  try {
    new vm.Script('watched()').runInThisContext({ timeout })
    return false
  } catch {
    return true
  } finally {
    Reflect.deleteProperty(globalThis, 'watched')
  }
}
