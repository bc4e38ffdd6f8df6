import { formatTime, formatTimeframe } from '../shared/timeframe.ts'
import type { DataHead, DataSummary } from './feed.ts'
import type { Inspection } from './inspect.ts'

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  ' ': 'spaces',
}

const UNITS: Readonly<Record<DataHead['timeUnit'], string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  date: 'dates in digits',
  text: 'written',
}

/** An inspection as lines of text: one fact per line, its name in the first column. */
export function renderInspection({ head, summary, bytes }: Inspection): string {
  const lines: (readonly [string, string])[] = [
    [head.name, storage(head, bytes)],
    ['format', `${head.formatTitle} (${head.format}), by ${head.confidence}`],
    ...(head.skipped.length > 0 ? ([['skipped', head.skipped.join(' | ')]] as const) : []),
    ['columns', columns(head)],
    ['time', times(head)],
    ['symbol', head.symbol],
    ['timeframe', timeframe(head, summary)],
    ['range', range(summary)],
    ['gaps', gaps(summary)],
    ['quality', quality(head, summary)],
    ['prices', `${summary.decimals} decimals`],
    ['hash', summary.hash],
  ]
  const notes = summary.notes.map(({ code, text }) => `  ${code}  ${text}\n`).join('')
  const table = lines.map(([name, text]) => `${name.padEnd(13)}  ${text}\n`).join('')
  return clean(notes === '' ? table : `${table}\nnotes\n${notes}`)
}

/** Cells and names come from a file that anybody may have written. */
function clean(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '·')
}

function storage(head: DataHead, bytes: number | undefined): string {
  const table = head.delimiter === '' ? '' : (DELIMITERS[head.delimiter] ?? head.delimiter)
  const header = head.headerRow > 0 ? `header row ${head.headerRow}` : 'no header'
  return [
    bytes === undefined ? '' : `${bytes} bytes`,
    head.compression === 'none' ? '' : head.compression,
    head.encoding,
    table,
    table === '' ? '' : header,
    `${head.reader} reader`,
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function columns({ columns: known, extras }: DataHead): string {
  const used = Object.entries(known).map(([field, name]) =>
    field === name ? field : `${field}=${name}`,
  )
  return `${used.join(' ')}${extras.length > 0 ? `  + extras: ${extras.join(', ')}` : ''}`
}

function times(head: DataHead): string {
  const { timeUnit, zone, zoneAssumed, stamp, timeExample, timeExampleMs, order } = head
  const written = timeUnit === 'text' || timeUnit === 'date'
  const where = written ? `, ${zone}${zoneAssumed ? ' assumed unless written' : ''}` : ''
  const what = `${UNITS[timeUnit]}${where}, ${stamp === 'open' ? 'start' : 'end'} of bar, ${order}`
  return `${what}   ${timeExample} -> ${Number.isNaN(timeExampleMs) ? '?' : formatTime(timeExampleMs)}`
}

function timeframe(head: DataHead, { steps }: DataSummary): string {
  return `${formatTimeframe(head.timeframe)}   (${steps.regular} of ${steps.count} steps)`
}

function range({ bars, firstTimeMs, lastTimeMs }: DataSummary): string {
  if (bars === 0) return '0 bars'
  return `${formatTime(firstTimeMs)} .. ${formatTime(lastTimeMs)}   ${bars} bars`
}

function gaps({ gaps: { count, bars, longest } }: DataSummary): string {
  if (count === 0) return 'none'
  const list = longest.map((gap) => `${formatTime(gap.fromMs)} +${gap.bars}`).join(', ')
  return `${count} (${bars} bars): ${list}`
}

function quality(head: DataHead, { dropped, steps }: DataSummary): string {
  return [
    `${dropped.bad} bad`,
    `${dropped.identical + dropped.repeated} duplicate`,
    `${dropped.empty} empty`,
    `${steps.offGrid} off grid`,
    head.hasVolume ? 'volume present' : 'no volume',
  ].join(', ')
}
