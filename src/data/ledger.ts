import { QrunError } from '../errors/index.ts'
import type { DataErrorCode, NoteCode } from '../shared/failure.ts'
import type { Note } from '../shared/outcome.ts'
import { type RowFault, ways } from './faults.ts'

/** Offenders that an error lists before reading ends. */
const LISTED = 5

/** One row that is wrong: `says` names the column and quotes the value. */
export type Offence = { readonly row: number; readonly says: string; readonly timeMs?: number }

/** What was found on the way through one file: errors in the making, and counted oddities. */
export type Ledger = {
  readonly name: string
  /** Rows seen that were no bars, by reason. */
  count(code: NoteCode, by?: number): void
  countOf(code: NoteCode): number
  /** Sets the text of a note; `count` is 1 unless it was counted. */
  note(code: NoteCode, text: string): void
  notes(): Note[]
  /** A wrong row: dropped and counted where the options allow it, else kept for the error. */
  offend(code: RowFault, offence: Offence): void
  /** Whether an error waits to be thrown: rows are read on only to list more of its kind. */
  failing(): boolean
  /** Throws the error that waits, if any. */
  settle(): void
  /** An error about the file as a whole. */
  error(code: DataErrorCode, message: string, hint: string, row?: number): QrunError
}

export function openLedger(name: string, dropsBad: boolean): Ledger {
  const counts = new Map<NoteCode, number>()
  const texts = new Map<NoteCode, string>()
  const offences: Offence[] = []
  let fault: RowFault | undefined

  const error = (code: DataErrorCode, message: string, hint: string, row?: number): QrunError =>
    new QrunError({
      code,
      message,
      hint,
      place: row === undefined ? { file: name } : { file: name, row },
    })

  const settle = (): void => {
    const first = offences[0]
    if (!fault || !first) return
    const others = offences.slice(1).map((other) => `; row ${other.row}: ${other.says}`)
    const { timeMs, row } = first
    throw new QrunError({
      code: fault,
      message: first.says + others.join(''),
      hint: ways[fault].hint,
      place: timeMs === undefined ? { file: name, row } : { file: name, row, timeMs },
    })
  }

  const count = (code: NoteCode, by = 1): void => {
    counts.set(code, (counts.get(code) ?? 0) + by)
  }

  return {
    name,
    count,
    countOf: (code) => counts.get(code) ?? 0,
    note: (code, text) => void texts.set(code, text),
    notes: () =>
      [...new Set([...counts.keys(), ...texts.keys()])].sort().map((code) => {
        const found = counts.get(code) ?? 1
        return { code, count: found, text: texts.get(code) ?? wordings[code]?.(found) ?? '' }
      }),
    offend(code, offence) {
      if (dropsBad && ways[code].droppable && !fault) {
        count('N306')
        return
      }
      fault ??= code
      if (fault !== code) return
      offences.push(offence)
      if (offences.length === LISTED) settle()
    },
    failing: () => fault !== undefined,
    settle,
    error,
  }
}

const rows = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)

/** The error about text that breaks the rules of CSV. */
export function malformed(ledger: Ledger, says: string, row: number): QrunError {
  return ledger.error(
    'D222',
    says,
    'close every quote, double quotes inside quotes, or name another delimiter with --delimiter',
    row,
  )
}

/** The error about a file without a single bar. */
export function noBars(ledger: Ledger): Error {
  return ledger.error(
    'D202',
    'the file holds no bars',
    'a file of bars has a header and at least one row, such as: time,open,high,low,close,volume',
  )
}

/** Texts of notes that are only counted. */
const wordings: Partial<Record<NoteCode, (count: number) => string>> = {
  N303: (count) => `${rows(count)} without any price dropped`,
  N304: (count) => `${rows(count)} that repeat another row dropped`,
  N305: (count) => `${rows(count)} with a repeated time dropped`,
  N306: (count) => `${rows(count)} dropped as bad`,
  N316: (count) => `${rows(count)} of other symbols skipped`,
  N317: (count) => `${rows(count)} skipped: a repeated header, a dividend or a split`,
  N318: (count) => `numbers of more than 15 significant digits: ${count}, rounded`,
  N319: (count) => `times cut to whole milliseconds: ${count}`,
  N320: (count) => `flat bars of volume 0 put into gaps: ${count}`,
  N327: (count) => `${rows(count)} of a bar that was still open dropped`,
  N321: (count) => `high or low of ${rows(count)} widened to the open or close, rounding noise`,
}
