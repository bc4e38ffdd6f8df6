import { renderFailure } from './failure.ts'
import type { CalendarUnit } from './metrics/daily.ts'
import { explainNote } from './notes.ts'
import { formatCount, formatFixed } from './numbers.ts'
import { createPen, MIN_COLUMNS, type Pen, type RenderOptions } from './pen.ts'
import { headerLines, packItems } from './pretty-header.ts'
import { fullMetricLines, logLines, periodLines, tradeLines } from './pretty-lists.ts'
import { equityLines, metricLines } from './pretty-metrics.ts'
import type { BacktestResult } from './result.ts'
import { widthOf, wrap } from './width.ts'

export type PrettyOptions = RenderOptions & {
  /** Paths of files that were written, as they shall be shown. */
  readonly written?: readonly string[]
  /** Shown at the end; the only figure that is not part of the result. */
  readonly elapsedMs?: number
  /** Adds the last so many trades. */
  readonly trades?: number
  /** Adds the returns by calendar period. */
  readonly by?: CalendarUnit
  /** `full` adds every metric. */
  readonly metrics?: 'core' | 'full'
}

/**
 * The report as text: what was run, the status if the run did not end well, the figures, the equity
 * curve and the notes with what to do about them. The same result and options give the same bytes.
 */
export function renderPretty(result: BacktestResult, options: PrettyOptions): string {
  const pen = createPen(options)
  const columns = Math.max(MIN_COLUMNS, options.columns)
  const parts: (readonly string[])[] = [headerLines(result, pen, columns)]
  if (result.status !== 'ok') parts.push(statusLines(result, options))
  if (result.equity.bars > 0) {
    parts.push(metricLines(result, pen, columns))
    parts.push(equityLines(result, pen, { columns, unicode: options.unicode }))
    if (options.metrics === 'full') parts.push(fullMetricLines(result, pen, columns))
    if (options.by !== undefined) parts.push(periodLines(result, options.by, pen, columns))
    if (options.trades !== undefined) parts.push(tradeLines(result, options.trades, pen, columns))
  }
  const logs = logLines(result, pen, columns)
  if (logs.length > 0) parts.push(logs)
  if (result.notes.length > 0) parts.push(noteLines(result, pen, columns))
  const end = [
    ...(options.written ?? []).map(pen.clean),
    ...(options.elapsedMs === undefined ? [] : [`${formatFixed(options.elapsedMs / 1000, 2)} s`]),
  ]
  if (end.length > 0) parts.push(packItems(end, columns))
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** What ended the run, without source and hint: those are printed with the error itself. */
function statusLines(
  { failure, status, equity }: BacktestResult,
  options: PrettyOptions,
): readonly string[] {
  const covered = `  the figures cover its first ${formatCount(equity.bars)} bars`
  if (failure === null) return [status, covered]
  const { code, message, file, line, column, bar, time, row } = failure
  const text = renderFailure(
    {
      code,
      message,
      hint: '',
      place: {
        ...(file === null ? {} : { file }),
        ...(line === null ? {} : { line }),
        ...(column === null ? {} : { column }),
        ...(bar === null ? {} : { bar }),
        ...(time === null ? {} : { timeMs: Date.parse(time) }),
        ...(row === null ? {} : { row }),
      },
    },
    { ...options, status },
  )
  return [...text.trimEnd().split('\n'), ...(equity.bars > 0 ? [] : ['  there are no figures'])]
}

/** `N101  7 orders declined: not enough margin        lower the size, …`. */
function noteLines({ notes }: BacktestResult, pen: Pen, columns: number): readonly string[] {
  const lines = [`  ${pen.colour.dim('notes')}`]
  for (const { code, count, text } of notes) {
    const said = pen.clean(text)
    const counted = count === 1 || says(said, count) ? said : `${formatCount(count)} ${said}`
    const advice = explainNote(code)
    const room = columns - INDENT
    const head = `  ${pen.colour.yellow(code)}  `
    if (widthOf(counted) + 3 + widthOf(advice) <= room) {
      lines.push(`${head}${counted}   ${pen.colour.dim(advice)}`)
      continue
    }
    wrap(counted, room).forEach((line, i) => {
      lines.push(`${i === 0 ? head : ' '.repeat(INDENT)}${line}`)
    })
    for (const line of wrap(advice, room - 2)) {
      lines.push(`${' '.repeat(INDENT + 2)}${pen.colour.dim(line)}`)
    }
  }
  return lines
}

/** Width of `  N101  `. */
const INDENT = 8

function says(text: string, count: number): boolean {
  return text.includes(formatCount(count)) || text.includes(String(count))
}
