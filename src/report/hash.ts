import { createHash, type Hash } from 'node:crypto'
import { TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import { DAY, formatTime } from '../shared/timeframe.ts'
import { quote, writeJson } from './json.ts'
import type { RunRecord } from './record.ts'
import { blocksOf } from './trade-blocks.ts'

const TEXT_COLUMNS = [
  TRADE.ENTRY_ID,
  TRADE.ENTRY_COMMENT,
  TRADE.EXIT_ID,
  TRADE.EXIT_COMMENT,
] as const

const ROWS_PER_CHUNK = 512

/**
 * SHA-256 over all trade rows, closed then open, as little-endian doubles. Texts are renumbered by
 * their first appearance and follow as a JSON array, so their numbers in the run do not matter.
 */
export function hashTrades({
  trades,
  openTrades,
  texts,
}: Pick<RunRecord, 'trades' | 'openTrades' | 'texts'>): string {
  const hash = createHash('sha256')
  const numbering: Numbering = {
    seen: [],
    known: new Int32Array(texts.length),
    others: new Map(),
  }
  for (const all of [trades, openTrades]) {
    for (const rows of blocksOf(all)) {
      for (let start = 0; start < rows.length; start += chunk.length) {
        const used = Math.min(chunk.length, rows.length - start)
        fillChunk(rows, start, used)
        renumber(numbering, used)
        hash.update(bytes.subarray(0, used * 8))
      }
    }
    hash.update('|')
  }
  const seen = numbering.seen.map((text) => texts[text] ?? '')
  return hash.update(JSON.stringify(seen)).digest('hex')
}

/** Rows on their way into a hash; filled anew by each. */
const chunk = new Float64Array(ROWS_PER_CHUNK * TRADE_WIDTH)
const bytes = new Uint8Array(chunk.buffer)

function fillChunk(rows: Float64Array, start: number, used: number): void {
  for (let i = 0; i < used; i++) {
    const value = rows[start + i]!
    // One bit pattern for every NaN, and one zero.
    chunk[i] = Number.isNaN(value) ? Number.NaN : value + 0
  }
}

type Numbering = {
  /** Texts in order of their first appearance. */
  readonly seen: number[]
  /** The new number of each text plus one, 0 while it has not appeared; and of what stands for no text. */
  readonly known: Int32Array
  readonly others: Map<number, number>
}

function renumber(numbering: Numbering, used: number): void {
  for (let at = 0; at < used; at += TRADE_WIDTH)
    for (let i = 0; i < TEXT_COLUMNS.length; i++) {
      const column = at + TEXT_COLUMNS[i]!
      chunk[column] = numberOf(numbering, chunk[column]!)
    }
}

function numberOf({ seen, known, others }: Numbering, text: number): number {
  const index = text | 0
  const isText = index === text && index >= 0 && index < known.length
  const number = isText ? known[index]! : (others.get(text) ?? 0)
  if (number > 0) return number - 1
  seen.push(text)
  if (isText) known[index] = seen.length
  else others.set(text, seen.length)
  return seen.length - 1
}

/** SHA-256 over the equity of every bar, and over its days. */
export function hashEquity({ equity }: Pick<RunRecord, 'equity'>): string {
  const { days, fingerprint } = equity
  return hashOfDays(days)
    .copy()
    .update(`${JSON.stringify(days.equity)}\n  },\n  "fingerprint": ${quote(fingerprint)}\n}\n`)
    .digest('hex')
}

/**
 * Of `hashValue({ fingerprint, daily })` what stands before the equity of the days: trials over the same bars have
 * it in common.
 */
function hashOfDays(days: RunRecord['equity']['days']): Hash {
  if (last === undefined || !isSame(last.day, days.day) || !isSame(last.close, days.close)) {
    const [close, date] = [JSON.stringify(days.close), JSON.stringify(datesOf(days.day))]
    const hash = createHash('sha256').update(
      `{\n  "daily": {\n    "close": ${close},\n    "date": ${date},\n    "equity": `,
    )
    last = { day: days.day, close: days.close, hash }
  }
  return last.hash
}

let last:
  | {
      readonly day: readonly number[]
      readonly close: readonly number[]
      readonly hash: Hash
    }
  | undefined

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function datesOf(days: readonly number[]): readonly string[] {
  return days.map((day) => formatTime(day * DAY).slice(0, -'T00:00:00Z'.length))
}

/** The last equity and close of every UTC day that has bars. */
export function toDaily({ days }: RunRecord['equity']): {
  readonly date: readonly string[]
  readonly equity: readonly number[]
  readonly close: readonly number[]
} {
  return {
    date: datesOf(days.day),
    equity: days.equity,
    close: days.close,
  }
}

/** SHA-256 over the canonical JSON of a value: sorted keys, shortest numbers. */
export function hashValue(value: unknown): string {
  const hash = createHash('sha256')
  writeJson(value, (chunk) => hash.update(chunk))
  return hash.digest('hex')
}
