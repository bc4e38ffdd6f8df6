import { QrunError } from '../errors/index.ts'
import type { Timeframe } from '../shared/timeframe.ts'
import { HEAD_ROWS } from './beginning.ts'
import { openChecker } from './checks.ts'
import type { BarFeed, DataHead, DataSummary } from './feed.ts'
import { openFiller } from './fill.ts'
import { type Ledger, noBars, openLedger } from './ledger.ts'
import { openMemory } from './memory.ts'
import { decideTimeframe, readTimeframe } from './native.ts'
import { widenDecimals } from './numbers.ts'
import type { DataOptions, DataSource } from './options.ts'
import { putInOrder } from './order.ts'
import { keepLastOfTime } from './repeats.ts'
import { checkOptions } from './requests.ts'
import { resample } from './resample.ts'
import { copyRows, type RowBlock } from './rows.ts'
import { nameOf } from './source.ts'
import type { RowSource } from './source-rows.ts'
import { startOfBar } from './steps.ts'
import { summarise } from './summary.ts'
import { openTally } from './tally.ts'
import { openText } from './text.ts'

/**
 * Opens bars of any supported form and tells what they are from their first part. Bars stream:
 * memory does not grow with an ascending file. Bars shorter than `given.timeframe` are aggregated
 * to it.
 *
 * @throws D2xx for a source that cannot be read, or can be read in two ways.
 */
export async function openBars(source: DataSource, given: DataOptions = {}): Promise<BarFeed> {
  const ledger = openLedger(nameOf(source), given.onBad === 'drop')
  const options = checkOptions(given, ledger)
  const wanted = readTimeframe(options, ledger)
  const opened =
    'bars' in source ? openMemory(source, options, ledger) : await openText(source, options, ledger)
  try {
    const feed = await openRows(opened, asOpened(opened, options), wanted, ledger)
    return wanted && wanted.name !== feed.head.timeframe.name ? resample(feed, wanted) : feed
  } catch (error) {
    // Nobody will walk these rows: the file behind them is closed now.
    await opened.rows.return(undefined)
    throw error
  }
}

/** Bars of a bar file have the times of their starts, whatever those of its source marked. */
function asOpened({ claims }: RowSource, options: DataOptions): DataOptions {
  return claims === undefined ? options : { ...options, stamp: 'open' }
}

async function openRows(
  opened: RowSource,
  options: DataOptions,
  wanted: Timeframe | undefined,
  ledger: Ledger,
): Promise<BarFeed> {
  const { claims } = opened
  const first = await readFirst(opened.rows, claims === undefined ? HEAD_ROWS : 1, ledger)
  const { blocks, order } = await putInOrder(first, opened.rows, options, ledger)
  const timeframe = decideTimeframe(blocks, claims?.timeframe, wanted, ledger)
  const firstMs = blocks[0]!.time[0]!
  const head: DataHead = {
    ...opened.facts,
    ...opened.times(),
    order,
    timeframe,
    decimals: claims?.decimals ?? decimalsIn(blocks),
    hasVolume: claims?.hasVolume ?? blocks.some(hasVolume),
    firstTimeMs: options.stamp === 'close' ? startOfBar(timeframe, firstMs) : firstMs,
  }
  const rest = order === 'ascending' ? opened.rows : undefined
  return openFeed(head, replay(blocks, rest), opened, options, ledger)
}

function hasVolume({ volume }: RowBlock): boolean {
  return volume.some((amount) => !Number.isNaN(amount))
}

/** Copies of the first blocks. A faulty file is read to its end, or to its fifth fault, and refused. */
async function readFirst(
  rows: AsyncGenerator<RowBlock>,
  least: number,
  ledger: Ledger,
): Promise<RowBlock[]> {
  const blocks: RowBlock[] = []
  let count = 0
  try {
    while (count < least || ledger.failing()) {
      const next = await rows.next()
      if (next.done) break
      count += next.value.count
      if (!ledger.failing()) blocks.push(copyRows(next.value))
    }
  } finally {
    ledger.settle()
  }
  if (count > 0) return blocks
  throw noBars(ledger)
}

function decimalsIn(blocks: readonly RowBlock[]): number {
  let decimals = 0
  for (const { open, high, low, close, count } of blocks) {
    for (const column of [open, high, low, close]) {
      decimals = widenDecimals(decimals, column, count)
    }
  }
  return decimals
}

/** The first blocks, and then the rest. No generator, in which each block would be waited for once more. */
function replay(
  blocks: RowBlock[],
  rest: AsyncGenerator<RowBlock> | undefined,
): AsyncIterableIterator<RowBlock> {
  const end = Promise.resolve({ done: true, value: undefined } as const)
  return {
    next() {
      // Each block is let go once it went by.
      const value = blocks.shift()
      if (value !== undefined) return Promise.resolve({ done: false, value })
      return rest?.next() ?? end
    },
    return: () => rest?.return(undefined) ?? end,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function openFeed(
  head: DataHead,
  rows: AsyncIterable<RowBlock>,
  source: RowSource,
  options: DataOptions,
  ledger: Ledger,
): BarFeed {
  const { timeframe, symbol } = head
  const check = openChecker(options, timeframe, ledger)
  const fill = options.onGap === 'fill' ? openFiller(timeframe, ledger) : undefined
  const tally = openTally(timeframe, source.hash)
  let state: 'fresh' | 'walking' | 'done' = 'fresh'
  let summary: DataSummary | undefined

  return {
    head,
    async *blocks() {
      if (state !== 'fresh')
        throw misuse(ledger, 'blocks() was called twice', 'open the source again')
      state = 'walking'
      const stream = options.onDuplicate === 'last' ? keepLastOfTime(rows, ledger) : rows
      try {
        for await (const block of stream) {
          const ended = check(block)
          if (block.count > 0 && !ledger.failing()) {
            if (fill === undefined) {
              tally.add(block)
              yield block
            } else
              for (const bars of fill(block)) {
                tally.add(bars)
                yield bars
              }
          }
          if (ended) break
        }
      } catch (error) {
        // An offence that was found first is what the author must see first.
        ledger.settle()
        throw error
      }
      ledger.settle()
      state = 'done'
    },
    async close() {
      state = 'walking'
      await source.rows.return(undefined)
    },
    summary() {
      if (state !== 'done')
        throw misuse(ledger, 'summary() was called early', 'walk all blocks first')
      summary ??= summarise(tally, timeframe, symbol, ledger)
      return summary
    },
  }
}

function misuse({ name }: Ledger, says: string, hint: string): QrunError {
  return new QrunError({ code: 'X503', message: says, hint, place: { file: name } })
}
