import { formatCount } from '../../report/index.ts'
import type { ExplainReport, Guard, OrderLine, SeriesFigures, TestPart } from '../report.ts'
import type { Sheet } from './sheet.ts'
import { nameWidth } from './sheet.ts'
import { at, count } from './words.ts'

/** What each line that sends orders waited for, and which series had no value. */
export function writeOrders(report: ExplainReport, sheet: Sheet): void {
  const { orders, bars, series } = report
  sheet.heading(
    `${count(orders.length, 'line')} that ${orders.length === 1 ? 'sends' : 'send'} orders, ${count(bars, 'bar')}`,
  )
  if (orders.length === 0)
    sheet.row(4, '', 0, [
      'no call of strategy.entry, order, exit, close … was found in the file:',
      'without one there are no trades',
    ])
  const told = new Map<string, string>()
  for (const order of orders) writeOrder(order, 4, sheet, told)
  writeSeries(series, sheet)
  if (report.isCut)
    sheet.row(4, '', 0, ['the file has more tests, or more ways to an order, than are told of'])
  const words = wordsOnNone(report)
  if (words.length === 0) return
  sheet.heading('no trades')
  for (const word of words) sheet.row(4, '', 0, [word])
}

/** @param told Where a set of tests was told of before. */
function writeOrder(
  order: OrderLine,
  indent: number,
  sheet: Sheet,
  told: Map<string, string>,
): void {
  const { pen } = sheet
  const sent = indent > 4 ? 'called' : 'sent'
  sheet.row(indent, `${at(order)}  ${pen.clean(order.text)}`, 0, [
    pen.colour[order.runs === 0 ? 'red' : 'green'](
      order.runs === 0 ? `never ${sent}` : `${sent} ${count(order.runs, 'time')}`,
    ),
  ])
  const tests = order.guards.map((guard) => `${at(guard)} ${guard.wants}`).join()
  const before = tests === '' ? undefined : told.get(tests)
  if (before !== undefined) sheet.row(indent + 2, '', 0, [`needs the same as ${before}`])
  else for (const guard of order.guards) writeGuard(guard, indent + 2, sheet)
  told.set(tests, before ?? at(order))
  for (const call of order.calledFrom) writeOrder(call, indent + 4, sheet, told)
}

function writeGuard(guard: Guard, indent: number, sheet: Sheet): void {
  const { pen } = sheet
  const { wants, stopped, runs } = guard
  sheet.row(indent, `${wants ? 'needs' : 'needs not'}  ${pen.clean(guard.text)}`, 0, [
    runs === 0
      ? 'never looked at'
      : stopped === 0
        ? `always ${wants ? 'true' : 'false'}`
        : `${wants ? 'false' : 'true'} ${formatCount(stopped)} of ${count(runs, 'time')}`,
    naWords(guard),
    at(guard),
  ])
  writeParts(guard, indent + 2, sheet)
}

/** Operands, and of the values read those that were na. */
function writeParts({ parts, reads }: TestPart, indent: number, sheet: Sheet): void {
  const { pen } = sheet
  for (const part of parts) {
    sheet.row(indent, pen.clean(part.text), 0, [
      part.runs === 0 ? 'never looked at' : `true ${formatCount(part.true)}`,
      part.runs === 0 ? '' : `false ${formatCount(part.false)}`,
      naWords(part),
    ])
    writeParts(part, indent + 2, sheet)
  }
  for (const read of reads)
    if (read.na > 0) sheet.row(indent, pen.clean(read.text), 0, [naWords(read)])
}

function naWords({ na, lastNaBar }: Pick<TestPart, 'na' | 'lastNaBar'>): string {
  return na === 0 ? '' : `na ${formatCount(na)}, until bar ${formatCount(lastNaBar ?? 0)}`
}

function writeSeries(series: readonly SeriesFigures[], sheet: Sheet): void {
  if (series.length === 0) return
  const { pen } = sheet
  sheet.heading('series')
  const names = series.map(({ name }) => pen.clean(name))
  const width = nameWidth(names)
  series.forEach(({ na, firstBar, lastNaBar, true: trues }, i) => {
    sheet.row(4, names[i]!, width, [
      firstBar === null
        ? 'na on every bar'
        : na === 0
          ? 'has a value on every bar'
          : `na on ${count(na, 'bar')}, until bar ${formatCount(lastNaBar ?? 0)}`,
      trues === null ? '' : `true on ${count(trues, 'bar')}`,
    ])
  })
}

/** Why there are no trades, as far as the figures tell. */
function wordsOnNone({
  trades,
  orders,
  rejections,
  early,
  failure,
}: ExplainReport): readonly string[] {
  if (trades > 0 || failure !== null) return []
  if (orders.every(({ runs }) => runs === 0))
    return orders.length === 0
      ? []
      : ['no order was ever sent: the tests above were not met, or never looked at']
  const declined = rejections.reduce((sum, { count: some }) => sum + some, 0)
  const words: string[] = []
  if (early > 0)
    words.push(`${count(early, 'order')} came before the trading window and were not placed`)
  if (declined > 0)
    words.push(`${count(declined, 'order')} declined: see below, or qrun explain … --rejected`)
  if (words.length === 0)
    words.push(
      'orders were sent, and none has filled: prices may never have reached their levels; --at shows the orders that wait at a bar',
    )
  return words
}
