import { pathOf } from '../../compare/index.ts'
import {
  formatExact,
  formatMinute,
  formatMoney,
  formatSigned,
  widthOf,
} from '../../report/index.ts'
import type {
  Account,
  BarFill,
  BarRejection,
  ExplainedBar,
  OrderSent,
  OrderWaiting,
} from '../report.ts'
import { nameWidth, type Sheet } from './sheet.ts'
import { at, count, price, quoted, value } from './words.ts'

/** A bar in the order in which things happen on it: the path, the fills, the script, its orders. */
export function writeBar(bar: ExplainedBar, sheet: Sheet): void {
  const { pen } = sheet
  const facts = (items: readonly string[], indent = 4): void => sheet.row(indent, '', 0, items)
  const list = (name: string, rows: readonly (readonly string[])[], none: string): void => {
    sheet.row(4, name, 0, rows.length === 0 ? [none] : [], pen.colour.dim)
    for (const row of rows) facts(row, 6)
  }
  sheet.heading(`bar ${bar.bar}${bar.why === '' || bar.why === 'at' ? '' : `, ${bar.why}`}`)
  facts([
    formatMinute(bar.time),
    price('open', bar.open),
    price('high', bar.high),
    price('low', bar.low),
    price('close', bar.close),
    bar.volume === null ? 'no volume' : `volume ${formatExact(bar.volume)}`,
  ])
  if (bar.isWarmup) facts(['before the trading window: orders are not placed'])
  facts(
    bar.smallerBars > 0
      ? [`path through ${count(bar.smallerBars, 'smaller bar')}`]
      : [
          `path, ${pathOf(bar).words}:`,
          ...bar.path.map((point, i) => `${i === 0 ? '' : '> '}${formatExact(point)}`),
        ],
  )
  facts(['before', ...accountItems(bar.before)])
  list(
    'orders waiting at its start',
    bar.waiting.map((order) => waitingItems(order, sheet)),
    'none',
  )
  list(
    'fills',
    bar.fills.map((fill) => fillItems(fill, sheet)),
    'none',
  )
  writeSeries(bar, sheet)
  writeTests(bar, sheet)
  list(
    'orders sent',
    bar.sent.map((order) => sentItems(order, sheet)),
    'none',
  )
  if (bar.rejections.length > 0)
    list(
      'declined',
      bar.rejections.map((order) => declinedItems(order, sheet)),
      '',
    )
  facts(['after', ...accountItems(bar.after)])
  if (bar.dropped > 0) facts([`${count(bar.dropped, 'fact')} more of this bar left out`])
}

function accountItems({ position, price: mean, equity, openprofit }: Account): string[] {
  return [
    position === 0
      ? 'flat'
      : `${position > 0 ? 'long' : 'short'} ${formatExact(Math.abs(position))}`,
    price('at', mean),
    `equity ${formatMoney(equity)}`,
    position === 0 ? '' : `open profit ${formatSigned(openprofit)}`,
  ]
}

function waitingItems(order: OrderWaiting, { pen }: Sheet): string[] {
  const { side, qty, stop, limit, trailFrom, trail, command, id, fromEntry, isWaiting } = order
  const isMarket = [stop, limit, trailFrom, trail].every((level) => level === null)
  return [
    `${side}${qty === null ? '' : ` ${formatExact(qty)}`}`,
    price('stop', stop),
    price('limit', limit),
    price('trail from', trailFrom),
    price('trail at', trail),
    isMarket && !isWaiting ? 'market' : '',
    quoted(command, pen.clean(id)),
    quoted('of', pen.clean(fromEntry)),
    isWaiting ? 'once that fills' : '',
    `given on bar ${order.bar}`,
    at(order),
  ]
}

function fillItems(fill: BarFill, { pen }: Sheet): string[] {
  const { side, qty, command, id, comment, how, slippage, fee, closed, opened, position } = fill
  return [
    `${side} ${formatExact(qty)} at ${formatExact(fill.price)}`,
    quoted(command, pen.clean(id)),
    quoted('comment', pen.clean(comment)),
    HOW[how] ?? how,
    slippage > 0 ? `slippage ${count(slippage, 'tick')}` : '',
    `fee ${formatMoney(fee)}`,
    closed > 0 ? `closes ${formatExact(closed)}` : '',
    opened > 0 ? `opens ${formatExact(opened)}` : '',
    `position ${formatExact(position)}`,
  ]
}

const HOW: Readonly<Record<string, string>> = {
  market: 'at market',
  stop: 'stop reached',
  trail: 'trailing stop reached',
  limit: 'limit reached',
  margin: 'margin call',
  risk: 'risk rule',
}

function sentItems(order: OrderSent, { pen }: Sheet): string[] {
  return [
    quoted(order.command, pen.clean(order.id)),
    order.side ?? '',
    ...Object.entries(order.given).map(([name, number]) => price(name, number)),
    quoted('of', pen.clean(order.fromEntry)),
    quoted('comment', pen.clean(order.comment)),
    at(order),
  ]
}

function declinedItems(order: BarRejection, { pen }: Sheet): string[] {
  return [
    `${order.code} ${order.title}`,
    quoted(order.command, pen.clean(order.id)),
    price('qty', order.qty),
    price('at', order.price),
    at(order),
  ]
}

function writeSeries({ series, plots }: ExplainedBar, sheet: Sheet): void {
  const { pen } = sheet
  const rows = [
    ...series.map(({ name, now, before }) => [pen.clean(name), value(now), value(before)] as const),
    ...Object.entries(plots).map(
      ([name, now]) => [`plot ${pen.clean(name)}`, value(now), ''] as const,
    ),
  ]
  if (rows.length === 0) return
  sheet.row(4, 'series', 0, [], pen.colour.dim)
  const width = nameWidth(rows.map(([name]) => name))
  for (const [name, now, before] of rows)
    sheet.row(6, name, width, [now, before === '' ? '' : `bar before ${before}`])
}

function writeTests({ tests }: ExplainedBar, sheet: Sheet): void {
  const { pen } = sheet
  if (tests.length === 0) {
    sheet.row(4, 'tests', 0, ['none was looked at'], pen.colour.dim)
    return
  }
  sheet.row(4, 'tests', 0, [], pen.colour.dim)
  const name = (text: string): string => pen.clean(text)
  const width = nameWidth(
    tests.map(({ text, depth }) => `${' '.repeat(2 * depth)}${name(text)}`),
    40,
  )
  const places = Math.max(...tests.map((test) => widthOf(at(test))))
  for (const test of tests) {
    const indent = 6 + 2 * test.depth
    sheet.row(indent, name(test.text), Math.max(0, width - 2 * test.depth), [
      value(test.value),
      `${at(test).padStart(test.depth === 0 ? places : 0)}`,
      test.runs > 1 ? `${count(test.runs, 'time')} on this bar` : '',
    ])
  }
}
