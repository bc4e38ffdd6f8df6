import { formatMinute } from './moment.ts'
import { formatCount, formatExact } from './numbers.ts'
import type { Pen } from './pen.ts'
import type { BacktestResult, ResultData } from './result.ts'
import { cut, padEnd, widthOf, wrap } from './width.ts'

/** The block that says what was run: strategy and inputs, data and what was found in them, settings. */
export function headerLines(result: BacktestResult, pen: Pen, columns: number): readonly string[] {
  const main = result.data[0]
  const names = [result.strategy.file, ...result.data.map((data) => data.name)].map(pen.clean)
  const indent = Math.min(Math.max(...names.map(widthOf)) + 2, Math.max(8, Math.floor(columns / 3)))
  const lines: string[] = []
  const block = (name: string, items: readonly string[]): void => {
    const room = columns - indent
    packItems(items, room).forEach((line, i) => {
      const head = i === 0 ? cut(name, indent - 1, pen.ellipsis) : ''
      lines.push(pen.colour.bold(padEnd(head, indent)) + line)
    })
  }
  const title = pen.clean(result.strategy.title) || '(no title)'
  if (result.equity.bars === 0) {
    // Nothing was tested: what the run would have been like is of no interest.
    block(pen.clean(result.strategy.file), [title])
    for (const { name, symbol, timeframe } of result.data)
      block(pen.clean(name), [pen.clean(`${symbol} ${timeframe}`).trim()])
    return lines
  }
  block(pen.clean(result.strategy.file), [title, ...inputItems(result, pen)])
  for (const data of result.data) {
    block(pen.clean(data.name), dataItems(data, pen))
    const found = foundItems(data, pen)
    if (found.length > 0) block('', found)
  }
  if (result.warmup !== null) {
    const { bars, by } = result.warmup
    block('', [`warm-up ${count(bars, 'bar')}${by === null ? '' : ` (${pen.clean(by)})`}`])
  }
  const { from, to } = result.run.window
  if (from !== null || to !== null) {
    const [first, last] = [from, to].map((time) => (time === null ? '' : formatMinute(time)))
    const ends =
      from === null ? `to ${last}` : to === null ? `from ${first}` : `${first} .. ${last}`
    block('', [`window ${ends}`, `${count(result.equity.bars, 'bar')} tested`])
  } else if (main !== undefined && main.bars !== result.equity.bars) {
    block('', [`${count(result.equity.bars, 'bar')} tested`])
  }
  block('', settingItems(result, pen))
  return lines
}

function count(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`
}

/** Items joined by two blanks into lines of at most `room` cells; only an item longer than a line is broken. */
export function packItems(items: readonly string[], room: number): readonly string[] {
  const lines: string[] = []
  for (const item of items.flatMap((text) => wrap(text, room))) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + 2 + widthOf(item) <= room) {
      lines[lines.length - 1] = `${last}  ${item}`
    } else {
      lines.push(item)
    }
  }
  return lines
}

/** `inputs: fast=12* slow=30`; a star marks what the user set. */
function inputItems({ strategy }: BacktestResult, pen: Pen): readonly string[] {
  const overridden = new Set(strategy.overridden)
  const pairs = strategy.declared.map(({ name }) => {
    const value = strategy.inputs[name]
    const text = typeof value === 'number' ? String(value) : pen.clean(String(value))
    return `${pen.clean(name)}=${text}${overridden.has(name) ? '*' : ''}`
  })
  return pairs.length === 0 ? ['no inputs'] : [`inputs: ${pairs.join(' ')}`]
}

function dataItems(data: ResultData, pen: Pen): readonly string[] {
  return [
    pen.clean(`${data.symbol} ${data.timeframe}`).trim(),
    count(data.bars, 'bar'),
    `${data.from.slice(0, 10)} .. ${data.to.slice(0, 10)} UTC`,
    ...(data.hash === '' ? [] : [`data ${pen.clean(data.hash.slice(0, 8))}`]),
  ]
}

/** What was concluded about the file, and what was odd in it. */
function foundItems({ inferred, quality }: ResultData, pen: Pen): readonly string[] {
  const { gaps = 0, missingBars = 0, ...rows } = quality
  const { format, timeUnit, zone, stamp, volume } = inferred
  const isNumeric = ['s', 'ms', 'us', 'ns'].includes(String(timeUnit))
  return [
    ...(format === undefined ? [] : [pen.clean(`format ${format}`)]),
    ...(isNumeric ? [`time in ${timeUnit}`] : []),
    ...(zone === undefined || zone === 'UTC' ? [] : [pen.clean(`times of ${zone}`)]),
    ...(stamp === 'close' ? ['times mark the close'] : []),
    ...(volume === false ? ['no volume'] : []),
    ...(gaps > 0
      ? [`${count(gaps, 'gap')} (${count(missingBars, 'bar')})`]
      : quality.gaps === 0
        ? ['no gaps']
        : []),
    // What was as it should be needs no mention beside the two that every reader asks for.
    ...Object.entries(rows)
      .filter(([name, count]) => count > 0 || name === 'bad' || name === 'duplicate')
      .map(([name, count]) => `${formatCount(count)} ${pen.clean(ROWS[name] ?? name)}`),
  ]
}

/** Kinds of rows that are no bars, where the name is no word for them. */
const ROWS: Readonly<Record<string, string>> = { others: 'skipped' }

/** The properties that decide the result (RM-8.3); switches only where they differ from the usual. */
function settingItems({ strategy, symbol }: BacktestResult, pen: Pen): readonly string[] {
  const set = strategy.properties
  const money = pen.clean(set.currency || symbol.currency)
  const commission = {
    percent: '%',
    cashPerContract: `${money} per contract`,
    cashPerOrder: `${money} per order`,
  }[set.commissionType]
  const contracts = ` contract${set.defaultQtyValue === 1 ? '' : 's'}`
  const size = { fixed: contracts, cash: ` ${money}`, percentOfEquity: ' % of equity' }[
    set.defaultQtyType
  ]
  return [
    `capital ${formatExact(set.initialCapital)} ${money}`.trim(),
    `size ${formatExact(set.defaultQtyValue)}${size}`.trim(),
    `commission ${formatExact(set.commissionValue)} ${commission.trim()}`,
    `slippage ${count(set.slippage, 'tick')}`,
    `margin ${formatExact(set.marginLong)}/${formatExact(set.marginShort)} %`,
    `tick ${formatExact(symbol.tick)}`,
    `lot ${formatExact(symbol.lot)}`,
    ...(symbol.pointValue === 1 ? [] : [`point value ${formatExact(symbol.pointValue)}`]),
    ...(set.pyramiding > 1 ? [`pyramiding ${formatCount(set.pyramiding)}`] : []),
    ...(set.backtestFillLimitsAssumption > 0
      ? [`limits filled ${formatCount(set.backtestFillLimitsAssumption)} ticks beyond`]
      : []),
    ...(set.processOrdersOnClose ? ['orders filled on close'] : []),
    ...(set.calcOnOrderFills ? ['recalculated after fills'] : []),
    ...(set.calcOnEveryHistoryTick ? ['run at every point of a bar'] : []),
    ...(set.rememberedOrders > 0 ? [`remembers ${count(set.rememberedOrders, 'order')}`] : []),
    ...(set.closeEntriesRule === 'ANY' ? ['closes any entry'] : []),
  ]
}
