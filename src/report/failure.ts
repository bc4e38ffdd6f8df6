import type { Failure, Place } from '../shared/failure.ts'
import type { RunStatus } from '../shared/outcome.ts'
import { formatTime } from '../shared/timeframe.ts'
import { formatMinute } from './moment.ts'
import { formatCount } from './numbers.ts'
import { createPen, MIN_COLUMNS, type Pen, type RenderOptions } from './pen.ts'
import type { ResultFailure } from './result.ts'
import { cut, cutStart, widthOf, wrap } from './width.ts'

/** The failure of a result, in the form in which every failure is told. */
export function failureIn({
  code,
  message,
  hint,
  file,
  line,
  column,
  bar,
  time,
  row,
  source,
}: ResultFailure): Failure {
  return {
    code,
    message,
    hint,
    place: {
      ...(file === null ? {} : { file }),
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { column }),
      ...(bar === null ? {} : { bar }),
      ...(time === null ? {} : { timeMs: Date.parse(time) }),
      ...(row === null ? {} : { row }),
      ...(source === null ? {} : { source }),
    },
  }
}

/**
 * A failure as the command line prints it: code and place, what happened, the author's line with a
 * caret, what to do. Lines end with a line feed. Texts are cleaned: they may come from the strategy.
 *
 * @param status `stopped` for runs that a limit ended; errors else.
 * @param verdict The first word instead, for what is no failure of a run.
 */
export function renderFailure(
  failure: Omit<Failure, 'code'> & { readonly code: string },
  options: RenderOptions & {
    readonly status?: RunStatus
    readonly verdict?: 'error' | 'warning'
  },
): string {
  const pen = createPen(options)
  const isStopped =
    options.status === undefined ? failure.code.startsWith('L') : options.status === 'stopped'
  const word = options.verdict ?? (isStopped ? 'stopped' : 'error')
  const place = failure.place ?? {}
  const verdict = word === 'error' ? pen.colour.red(word) : pen.colour.yellow(word)
  const where = [position(place, pen), moment(place)].filter((part) => part !== '').join('   ')
  const head = `${verdict} ${pen.colour.bold(failure.code)}`
  const message = pen.clean(failure.message)
  const columns = Math.max(MIN_COLUMNS, options.columns)
  const room = columns - 2
  const lines: string[] = []
  // One line if all fits, as for errors of usage and data; a place of several parts has its own.
  const width = widthOf(`${word} ${failure.code}  ${where}: ${message}`)
  const isShort = place.line === undefined && place.bar === undefined
  if (isShort && width <= columns) {
    lines.push(`${head}  ${where === '' ? '' : `${where}: `}${message}`)
  } else {
    lines.push(where === '' ? head : `${head}  ${where}`)
    lines.push(...wrap(message, room).map((line) => `  ${line}`))
  }
  const hint = pen.clean(failure.hint)
  const { shown, caretAt } = sourceLines(place, pen, columns)
  lines.push(...shown)
  // Beside the caret if it fits there, as what to write instead.
  if (caretAt !== undefined && hint !== '' && caretAt + 2 + widthOf(hint) <= columns) {
    lines.push(`${lines.pop()} ${hint}`)
  } else {
    lines.push(...wrap(hint, room).map((line) => `  ${line}`))
  }
  return `${lines.join('\n')}\n`
}

/** `file:line:column`, or `file row n` for data. */
function position({ file, line, column, row }: Place, pen: Pen): string {
  const name = file === undefined ? '' : pen.clean(file)
  if (line !== undefined) {
    return `${name === '' ? 'line ' : `${name}:`}${line}${column === undefined ? '' : `:${column}`}`
  }
  if (row !== undefined) return `${name}${name === '' ? '' : ' '}row ${formatCount(row)}`
  return name
}

/** `at bar 1 204, 2022-02-20 03:00 UTC`. */
function moment({ bar, timeMs }: Place): string {
  const parts: string[] = []
  if (bar !== undefined) parts.push(`at bar ${formatCount(bar)}`)
  if (timeMs !== undefined) parts.push(formatMinute(formatTime(timeMs)))
  return parts.join(', ')
}

/** The source line with its number and a caret below the column; long lines are cut around it. */
function sourceLines(
  { source, line, column }: Place,
  pen: Pen,
  columns: number,
): { readonly shown: readonly string[]; readonly caretAt?: number } {
  if (source === undefined || source.trim() === '') return { shown: [] }
  const label = `  ${line ?? ''} | `
  const room = Math.max(10, columns - label.length)
  // What stands before the caret is cleaned on its own, so that the caret stays below its character.
  const split = column === undefined ? 0 : column - 1
  let before = pen.clean(source.slice(0, split))
  const after = pen.clean(source.slice(split))
  const keep = Math.floor(room / 2)
  if (widthOf(before) > keep && widthOf(before + after) > room) {
    before = cutStart(before, keep, pen.ellipsis)
  }
  const text = cut(before + after, room, pen.ellipsis)
  const shown = ['', pen.colour.dim(label) + text]
  if (column === undefined) return { shown }
  const gutter = `${' '.repeat(label.length - 2)}| `
  shown.push(pen.colour.dim(gutter) + ' '.repeat(widthOf(before)) + pen.colour.red('^'))
  return { shown, caretAt: label.length + widthOf(before) + 1 }
}
