import { createHash } from 'node:crypto'
import { TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import { DAY, formatTime } from '../shared/timeframe.ts'
import { writeJson } from './json.ts'
import type { RunRecord } from './record.ts'

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
  const seen = new Map<number, number>()
  const chunk = new Float64Array(ROWS_PER_CHUNK * TRADE_WIDTH)
  for (const rows of [trades, openTrades]) {
    for (let start = 0; start < rows.length; start += chunk.length) {
      const used = Math.min(chunk.length, rows.length - start)
      for (let i = 0; i < used; i++) {
        const value = rows[start + i]!
        // One bit pattern for every NaN, and one zero.
        chunk[i] = Number.isNaN(value) ? Number.NaN : value + 0
      }
      for (let at = 0; at < used; at += TRADE_WIDTH) {
        for (const column of TEXT_COLUMNS) {
          const text = chunk[at + column]!
          if (!seen.has(text)) seen.set(text, seen.size)
          chunk[at + column] = seen.get(text)!
        }
      }
      hash.update(new Uint8Array(chunk.buffer, 0, used * 8))
    }
    hash.update('|')
  }
  return hash
    .update(JSON.stringify([...seen.keys()].map((text) => texts[text] ?? '')))
    .digest('hex')
}

/** SHA-256 over the equity of every bar, and over its days. */
export function hashEquity({ equity }: Pick<RunRecord, 'equity'>): string {
  return hashValue({ fingerprint: equity.fingerprint, daily: toDaily(equity) })
}

/** The last equity and close of every UTC day that has bars. */
export function toDaily({ days }: RunRecord['equity']): {
  readonly date: readonly string[]
  readonly equity: readonly number[]
  readonly close: readonly number[]
} {
  return {
    date: days.day.map((day) => formatTime(day * DAY).slice(0, -'T00:00:00Z'.length)),
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
