import { formatMinute, type RenderOptions } from '../../report/index.ts'
import type { ExplainReport } from '../report.ts'
import { writeBar } from './bar.ts'
import { writeOrders } from './orders.ts'
import { writeRejections } from './rejections.ts'
import { createSheet, type Sheet } from './sheet.ts'
import { count, value } from './words.ts'

/** What of a report is printed. */
export type ExplainPart = 'bars' | 'orders' | 'rejections'

/** The report as text. Lines end with a line feed and are broken, never cut, where the terminal ends. */
export function renderExplanation(
  report: ExplainReport,
  parts: readonly ExplainPart[],
  options: RenderOptions,
): string {
  const sheet = createSheet(options)
  writeHead(report, sheet)
  if (parts.includes('bars')) for (const bar of report.explained) writeBar(bar, sheet)
  // A file that was refused has told nothing of its orders.
  const isKnown = report.failure === null || report.orders.length > 0
  if (parts.includes('orders') && isKnown) writeOrders(report, sheet)
  if (parts.includes('rejections') && isKnown) writeRejections(report.rejections, sheet)
  return sheet.text()
}

function writeHead({ strategy, data, trades }: ExplainReport, sheet: Sheet): void {
  const { pen } = sheet
  const [main] = data
  const inputs = Object.entries(strategy.inputs).map(
    ([name, given]) =>
      `${pen.clean(name)}=${typeof given === 'string' ? pen.clean(given) : value(given)}`,
  )
  const items = [
    pen.clean(strategy.title) || '(no title)',
    inputs.length === 0 ? 'no inputs' : `inputs: ${inputs[0]}`,
    ...inputs.slice(1),
  ]
  sheet.row(0, pen.clean(strategy.file), 0, items, pen.colour.bold)
  if (main !== undefined)
    sheet.row(0, pen.clean(main.name), 0, [
      pen.clean(`${main.symbol} ${main.timeframe}`).trim(),
      count(main.bars, 'bar'),
      `${formatMinute(main.from)} .. ${formatMinute(main.to)}`,
      count(trades, 'trade'),
    ])
}
