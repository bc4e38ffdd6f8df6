import { QrunError } from '../errors/index.ts'
import { BLOCK_BARS } from '../shared/bars.ts'
import { formatTimeframe, parseTimeframe, type Timeframe } from '../shared/timeframe.ts'
import { keepLastOfTime, openChecker, sortRows } from './checks.ts'
import { quote } from './faults.ts'
import type { BarFeed, DataHead, DataSummary } from './feed.ts'
import { openFiller } from './fill.ts'
import { type Ledger, noBars, openLedger } from './ledger.ts'
import { readColumns } from './memory.ts'
import { guessFromName } from './names.ts'
import { widenDecimals } from './numbers.ts'
import type { DataOptions, DataSource } from './options.ts'
import { resample } from './resample.ts'
import { copyRows, type RowBlock } from './rows.ts'
import { nameOf } from './source.ts'
import { lengthOf, measureSteps } from './steps.ts'
import { summarise } from './summary.ts'
import { openTally } from './tally.ts'
import { HEAD_ROWS, openText, type RowSource } from './text.ts'

/**
 * Opens bars of any supported form and tells what they are from their first part. Bars stream:
 * memory does not grow with an ascending file. Bars shorter than `options.timeframe` are aggregated
 * to it.
 *
 * @throws D2xx for a source that cannot be read, or can be read in two ways.
 */
export async function openBars(source: DataSource, options: DataOptions = {}): Promise<BarFeed> {
  const ledger = openLedger(nameOf(source), options.onBad === 'drop')
  const wanted = readTimeframe(options, ledger)
  const opened =
    'bars' in source ? openMemory(source, options, ledger) : await openText(source, options, ledger)
  const first = await readFirst(opened.rows, ledger)
  const { blocks, order } = await putInOrder(first, opened.rows, options, ledger)
  const timeframe = decideTimeframe(blocks, wanted, ledger)
  const head: DataHead = {
    ...opened.facts,
    ...opened.times(),
    order,
    timeframe,
    decimals: decimalsIn(blocks),
    hasVolume: blocks.some((block) => block.volume.some((volume) => !Number.isNaN(volume))),
    firstTimeMs: firstTimeOf(blocks[0]!, options, timeframe),
  }
  const rest = order === 'ascending' ? opened.rows : undefined
  const feed = openFeed(head, replay(blocks, rest), options, ledger)
  return wanted && wanted.name !== timeframe.name ? resample(feed, wanted) : feed
}

function readTimeframe(options: DataOptions, ledger: Ledger): Timeframe | undefined {
  if (options.timeframe === undefined) return undefined
  const timeframe = parseTimeframe(options.timeframe)
  if (timeframe) return timeframe
  throw ledger.error(
    'D223',
    `${quote(options.timeframe)} is not a timeframe`,
    'write 30s, 15m, 4h, 1d, 1w or 1M',
  )
}

function openMemory(
  source: Extract<DataSource, { bars: unknown }>,
  options: DataOptions,
  ledger: Ledger,
): RowSource {
  const columns = [
    'time',
    'open',
    'high',
    'low',
    'close',
    ...(source.bars.volume ? ['volume'] : []),
  ]
  return {
    facts: {
      name: ledger.name,
      format: 'canonical',
      formatTitle: 'bars in memory',
      confidence: 'in memory',
      compression: 'none',
      encoding: '',
      delimiter: '',
      headerRow: 0,
      skipped: [],
      columns: Object.fromEntries(columns.map((name) => [name, name])),
      extras: [],
      zone: 'UTC',
      zoneAssumed: false,
      stamp: options.stamp ?? 'open',
      symbol: options.symbol ?? guessFromName(ledger.name).symbol,
      reader: 'memory',
    },
    rows: readColumns(source.bars, ledger),
    times: () => ({ timeUnit: 'ms', timeExample: String(source.bars.time[0] ?? '') }),
  }
}

/** Copies of the first blocks. A faulty file is read to its end, or to its fifth fault, and refused. */
async function readFirst(rows: AsyncGenerator<RowBlock>, ledger: Ledger): Promise<RowBlock[]> {
  const blocks: RowBlock[] = []
  let count = 0
  try {
    while (count < HEAD_ROWS || ledger.failing()) {
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

type Ordered = { readonly blocks: RowBlock[]; readonly order: DataHead['order'] }

/** Leaves an ascending file as it is; loads any other whole, reverses or sorts it, and says so. */
async function putInOrder(
  first: RowBlock[],
  rest: AsyncGenerator<RowBlock>,
  options: DataOptions,
  ledger: Ledger,
): Promise<Ordered> {
  const { rising, falling, offence } = trendOf(first)
  if (falling === 0 && options.order !== 'sort') return { blocks: first, order: 'ascending' }
  const blocks = [...first]
  try {
    while (true) {
      const next = await rest.next()
      if (next.done) break
      if (!ledger.failing()) blocks.push(copyRows(next.value))
    }
  } finally {
    ledger.settle()
  }
  const descending = falling > 0 && rising === 0
  const sorted = sortRows(blocks, descending)
  const text = descending ? 'newest first' : 'out of order'
  const where = descending || offence === 0 ? '' : `, first in row ${offence}`
  if (descending || offence > 0) {
    const code = descending ? 'N307' : 'N308'
    ledger.count(code, sorted.count)
    ledger.note(
      code,
      `${text}${where}: ${sorted.count} bars were loaded whole and ${descending ? 'reversed' : 'sorted'}`,
    )
  }
  return { blocks: cut(sorted), order: descending ? 'descending' : 'mixed' }
}

/** Steps forwards and backwards in file order, and the row of the first step backwards. */
function trendOf(blocks: readonly RowBlock[]): {
  rising: number
  falling: number
  offence: number
} {
  let rising = 0
  let falling = 0
  let offence = 0
  let previous = Number.NaN
  for (const { time, row, count } of blocks) {
    for (let i = 0; i < count; i++) {
      const at = time[i]!
      if (at > previous) rising++
      else if (at < previous && falling++ === 0) offence = row[i]!
      previous = at
    }
  }
  return { rising, falling, offence }
}

function cut(rows: RowBlock): RowBlock[] {
  const blocks: RowBlock[] = []
  for (let from = 0; from < rows.count; from += BLOCK_BARS) {
    const to = Math.min(rows.count, from + BLOCK_BARS)
    blocks.push({
      count: to - from,
      time: rows.time.subarray(from, to),
      open: rows.open.subarray(from, to),
      high: rows.high.subarray(from, to),
      low: rows.low.subarray(from, to),
      close: rows.close.subarray(from, to),
      volume: rows.volume.subarray(from, to),
      row: rows.row.subarray(from, to),
    })
  }
  return blocks
}

function decideTimeframe(
  blocks: readonly RowBlock[],
  wanted: Timeframe | undefined,
  ledger: Ledger,
): Timeframe {
  const measured = measureSteps(blocks.map((block) => block.time))
  const sure = measured.steps >= 2 && measured.agreeing * 2 >= measured.steps
  const timeframe = sure ? measured.timeframe : wanted
  if (!timeframe) {
    const few = measured.steps < 2
    throw ledger.error(
      'D217',
      few
        ? `the timeframe cannot be told from ${measured.steps + 1} bars`
        : `the timeframe cannot be told: the most frequent step is that of ${measured.agreeing} of ${measured.steps} only`,
      'give it, for example --tf 1h',
    )
  }
  if (wanted && lengthOf(wanted) < lengthOf(timeframe)) {
    throw ledger.error(
      'D224',
      `bars of ${formatTimeframe(timeframe)} cannot be made into bars of ${formatTimeframe(wanted)}`,
      `give a timeframe of ${formatTimeframe(timeframe)} or longer`,
    )
  }
  const named = guessFromName(ledger.name).timeframe
  if (named && named.name !== timeframe.name) {
    const [says, is] = [formatTimeframe(named), formatTimeframe(timeframe)]
    ledger.note('N313', `the file name says ${says}, the bars are ${is} apart: ${is} was used`)
  }
  return timeframe
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

function firstTimeOf(block: RowBlock, options: DataOptions, { ms }: Timeframe): number {
  return options.stamp === 'close' ? block.time[0]! - ms : block.time[0]!
}

async function* replay(
  blocks: RowBlock[],
  rest: AsyncGenerator<RowBlock> | undefined,
): AsyncGenerator<RowBlock> {
  try {
    // Each block is let go once it went by.
    for (let at = 0; at < blocks.length; at++) {
      const block = blocks[at]!
      delete blocks[at]
      yield block
    }
    if (rest) yield* rest
  } finally {
    await rest?.return(undefined)
  }
}

function openFeed(
  head: DataHead,
  rows: AsyncGenerator<RowBlock>,
  options: DataOptions,
  ledger: Ledger,
): BarFeed {
  const { timeframe, symbol } = head
  const check = openChecker(options, timeframe, ledger)
  const fill = options.onGap === 'fill' ? openFiller(timeframe, ledger) : undefined
  const tally = openTally(timeframe)
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
            for (const bars of fill ? fill(block) : [block]) {
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
    summary() {
      if (state !== 'done')
        throw misuse(ledger, 'summary() was called early', 'walk all blocks first')
      summary ??= summarise(tally, timeframe, symbol, ledger)
      return summary
    },
  }
}

function misuse({ name }: Ledger, says: string, hint: string): QrunError {
  return new QrunError({ code: 'X503', message: `${name}: ${says}`, hint, place: { file: name } })
}
