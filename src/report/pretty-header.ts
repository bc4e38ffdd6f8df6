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
  block(pen.clean(result.strategy.file), [
    pen.clean(result.strategy.title) || '(no title)',
    ...inputItems(result, pen),
  ])
  for (const data of result.data) {
    block(pen.clean(data.name), dataItems(data, pen))
    const found = foundItems(data, pen)
    if (found.length > 0) block('', found)
  }
  if (result.warmup !== null) {
    const { bars, by } = result.warmup
    block('', [`warm-up ${formatCount(bars)} bars${by === null ? '' : ` (${pen.clean(by)})`}`])
  }
  const { from, to } = result.run.window
  if (from !== null || to !== null) {
    const ends = [from, to].map((time) => (time === null ? '' : formatMinute(time)))
    block('', [
      `window ${ends.join(' .. ').trim()}`,
      `${formatCount(result.equity.bars)} bars tested`,
    ])
  } else if (main !== undefined && main.bars !== result.equity.bars) {
    block('', [`${formatCount(result.equity.bars)} bars tested`])
  }
  block('', settingItems(result, pen))
  return lines
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
    `${formatCount(data.bars)} bars`,
    `${data.from.slice(0, 10)} .. ${data.to.slice(0, 10)} UTC`,
    ...(data.hash === '' ? [] : [`data ${pen.clean(data.hash.slice(0, 8))}`]),
  ]
}

/** What was concluded about the file, and what was odd in it. */
function foundItems({ inferred, quality }: ResultData, pen: Pen): readonly string[] {
  const { gaps, missingBars, ...others } = quality
  const gapItem =
    gaps === undefined
      ? []
      : [`${formatCount(gaps)} gaps${missingBars ? ` (${formatCount(missingBars)} bars)` : ''}`]
  return [
    ...Object.entries(inferred).map(([key, value]) => pen.clean(`${toWords(key)} ${value}`)),
    ...gapItem,
    ...Object.entries(others).map(
      ([key, count]) => `${formatCount(count)} ${pen.clean(toWords(key))}`,
    ),
  ]
}

/** `timeUnit` → `time unit`. */
function toWords(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** The properties that decide the result (RM-8.3); switches only where they differ from the usual. */
function settingItems({ strategy, symbol }: BacktestResult, pen: Pen): readonly string[] {
  const set = strategy.properties
  const money = pen.clean(set.currency || symbol.currency)
  const commission = {
    percent: '%',
    cashPerContract: `${money} per contract`,
    cashPerOrder: `${money} per order`,
  }[set.commissionType]
  const size = { fixed: '', cash: ` ${money}`, percentOfEquity: ' % of equity' }[set.defaultQtyType]
  return [
    `capital ${formatExact(set.initialCapital)} ${money}`.trim(),
    `size ${formatExact(set.defaultQtyValue)}${size}`.trim(),
    `commission ${formatExact(set.commissionValue)} ${commission.trim()}`,
    `slippage ${formatCount(set.slippage)} tick${set.slippage === 1 ? '' : 's'}`,
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
    ...(set.closeEntriesRule === 'ANY' ? ['closes any entry'] : []),
  ]
}
