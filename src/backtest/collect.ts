import type { RunResult } from '../engine/index.ts'
import { createRowFinder, firstRows, rowCount, type TradeRows } from '../report/index.ts'
import type { Explanation } from '../shared/explain.ts'
import {
  MAX_TEXT_BYTES,
  MAX_TEXT_LENGTH,
  MAX_TEXTS,
  MAX_ZONES,
  TRADE,
  TRADE_WIDTH,
} from '../shared/layout.ts'
import type { Declaration } from '../shared/outcome.ts'
import { checkTrades, parse, refuseMessage } from './check.ts'
import { createPackedRows } from './packed.ts'
import { DECLARATION } from './schema.ts'

/** A finished run as the parent believes it. */
export type Collected = {
  readonly result: RunResult
  /** Closed trades in order of closing. */
  readonly trades: TradeRows
  readonly texts: readonly string[]
  /** Of a job that was to be explained and came to an end. */
  readonly explanation?: Explanation
}

/** Gathers what a run delivers on the way. */
export type Collector = {
  /** Takes the rows of a frame, whose bytes are copied. */
  trades(bytes: Uint8Array): void
  texts(texts: readonly string[]): void
  /** The whole run, checked. */
  complete(result: RunResult): Collected
}

/** Where rows gather: memory that the next run may fill again. */
export type TradeStore = { rows: Float64Array }

/** Trades that gather before they are packed: a long run has so many that they decide what it takes. */
const MOST_LOOSE = 8 * 1024

export function createCollector(store: TradeStore = { rows: new Float64Array(0) }): Collector {
  let filled = 0
  const packed = createPackedRows(TRADE_WIDTH)
  const texts: string[] = ['']
  let textBytes = 0
  function pack(): void {
    const rest = filled % packed.blockLength
    packed.add(store.rows.subarray(0, filled - rest))
    store.rows.copyWithin(0, filled - rest, filled)
    filled = rest
  }
  function all(): TradeRows {
    if (filled % TRADE_WIDTH !== 0) throw refuseMessage('list of trades')
    const loose = store.rows.subarray(0, filled)
    if (packed.length === 0) return loose
    packed.add(loose)
    store.rows = new Float64Array(0)
    return packed
  }
  return {
    trades(bytes) {
      if (bytes.length % 8 !== 0) throw refuseMessage('message')
      const length = filled + bytes.length / 8
      if (length > store.rows.length) {
        const larger = new Float64Array(filled === 0 ? length : 2 * length)
        larger.set(store.rows.subarray(0, filled))
        store.rows = larger
      }
      new Uint8Array(store.rows.buffer, filled * 8, bytes.length).set(bytes)
      filled = length
      if (filled > MOST_LOOSE * TRADE_WIDTH) pack()
    },
    texts: (more) => {
      for (const text of more) {
        texts.push(text)
        textBytes += 2 * text.length
      }
      if (texts.length > MAX_TEXTS + 1 || textBytes > MAX_TEXT_BYTES)
        throw refuseMessage('list of texts')
    },
    complete(result) {
      const { bars, status } = result.end
      const trades = status === 'ok' ? all() : completeOnes(all(), bars)
      checkTrades(trades, bars, texts.length)
      return { result, trades, texts }
    },
  }
}

/** What belongs to a bar that a failure or a stop cut short does not count. */
function completeOnes(trades: TradeRows, bars: number): TradeRows {
  const find = createRowFinder(trades)
  let count = rowCount(trades)
  for (; count > 0; count--) {
    const { rows, at } = find(count - 1)
    if (!(rows[at + TRADE.EXIT_BAR]! >= bars)) break
  }
  return firstRows(trades, count)
}

/** The texts of a frame. */
export function readTexts(json: string): readonly string[] {
  const value = parse(json, 'list of texts')
  if (
    !Array.isArray(value) ||
    !value.every((text) => typeof text === 'string' && text.length <= MAX_TEXT_LENGTH)
  )
    throw refuseMessage('list of texts')
  return value
}

/** What the setup phase declared, as a frame tells it. */
export function readDeclared(
  json: string,
  feedCount: number,
): {
  declaration: Declaration
  zones: readonly string[]
  feeds: readonly number[]
} {
  const value = parse(json, 'declaration') as {
    declaration: Declaration
    zones: unknown
    feeds: unknown
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    !DECLARATION(value.declaration) ||
    !Array.isArray(value.zones) ||
    value.zones.length > MAX_ZONES ||
    !value.zones.every((zone) => typeof zone === 'string' && zone.length <= 64) ||
    !isChoice(value.feeds, feedCount)
  )
    throw refuseMessage('declaration')
  return { declaration: value.declaration, zones: value.zones, feeds: value.feeds }
}

/** Whether these are numbers of feeds, each once. */
function isChoice(value: unknown, feedCount: number): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= feedCount &&
    value.every((item) => Number.isInteger(item) && item >= 0 && item < feedCount) &&
    new Set(value).size === value.length
  )
}
