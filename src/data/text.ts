import { openClock } from './clock.ts'
import type { ColumnMap } from './columns.ts'
import { decode, encodingOf } from './decode.ts'
import type { DataHead } from './feed.ts'
import { openInterpreter } from './interpret.ts'
import { columnName, type Layout } from './layout.ts'
import type { Ledger } from './ledger.ts'
import { guessFromName } from './names.ts'
import type { DataOptions, DataSource } from './options.ts'
import { alignPieces, type Chunks, countLines, MAX_LINE } from './pieces.ts'
import type { RowBlock } from './rows.ts'
import { sniff } from './sniff.ts'
import { readSource } from './source.ts'
import { planFast, readTable } from './table.ts'
import { compressionOf, unpack } from './unpack.ts'

/** Lines and bytes that are read before anything is inferred. */
export const HEAD_ROWS = 8192
const HEAD_BYTES = 4 * 1024 * 1024

/** The part of the head that a source of rows knows before its first row. */
export type RowFacts = Omit<
  DataHead,
  'timeframe' | 'decimals' | 'hasVolume' | 'firstTimeMs' | 'order' | 'timeUnit' | 'timeExample'
>

export type RowSource = {
  readonly facts: RowFacts
  readonly rows: AsyncGenerator<RowBlock>
  /** Unit and example of the times; known once rows were read. */
  readonly times: () => Pick<DataHead, 'timeUnit' | 'timeExample'>
}

/** Opens a text file of bars: unpacks, decodes, and tells its layout from the beginning. */
export async function openText(
  source: Exclude<DataSource, { bars: unknown }>,
  options: DataOptions,
  ledger: Ledger,
): Promise<RowSource> {
  const packed = await splitHead(readSource(source), 8)
  const compression = compressionOf(packed.head, ledger)
  const plain = await splitHead(unpack(packed.all, compression, ledger), 4)
  const encoding = encodingOf(plain.head)
  const text = await readHead(decode(plain.all, encoding, ledger), ledger)
  const symbolHint = guessFromName(ledger.name).symbol
  const layout = sniff(text.whole, options, ledger, symbolHint)
  const clock = openClock(layout, options, ledger)
  const interpret = openInterpreter(layout, options, clock, ledger)
  const start = offsetOfLine(text.bytes, layout.firstRow, layout.lineEnd)
  const example = firstTime(text.bytes, start, layout)
  const plan = planFast(layout, options, example)
  const pieces = alignPieces(skipBytes(text.all, start), layout.lineEnd, ledger)
  return {
    facts: {
      name: ledger.name,
      format: layout.format.id,
      formatTitle: layout.format.title,
      confidence: layout.confidence,
      compression,
      encoding,
      delimiter: layout.delimiter,
      headerRow: layout.headerRow,
      skipped: layout.skipped,
      columns: namesOf(layout),
      extras: layout.extras,
      zone: layout.zone,
      zoneAssumed: layout.zoneAssumed,
      stamp: options.stamp ?? 'open',
      symbol: options.symbol ?? layout.wanted ?? symbolHint,
      reader: plan ? 'fast' : 'general',
    },
    rows: readTable(pieces, layout, plan, interpret, clock, ledger),
    times: () => ({ timeUnit: clock.unit ?? 'text', timeExample: clock.example || example }),
  }
}

function namesOf(layout: Layout): Record<string, string> {
  const names: Record<string, string> = {}
  for (const field of Object.keys(layout.columns) as (keyof ColumnMap)[]) {
    const column = layout.columns[field]
    if (column >= 0) names[field] = columnName(layout, column)
  }
  return names
}

/** The first `size` bytes, and all bytes including them. */
async function splitHead(
  chunks: Chunks,
  size: number,
): Promise<{ readonly head: Uint8Array; readonly all: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array(0)
  while (head.length < size) {
    const next = await iterator.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  return { head: head.subarray(0, size), all: rejoin([head], iterator) }
}

/** The first lines as text, and all bytes including them. */
async function readHead(
  chunks: Chunks,
  ledger: Ledger,
): Promise<{ readonly whole: string; readonly bytes: Uint8Array; readonly all: Chunks }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const parts: Uint8Array[] = []
  let size = 0
  let lines = 0
  let ended = false
  while (lines <= HEAD_ROWS && size < HEAD_BYTES) {
    const next = await iterator.next()
    if (next.done) {
      ended = true
      break
    }
    parts.push(next.value.slice())
    size += next.value.length
    lines += countLines(next.value)
    if (lines === 0 && size > MAX_LINE && !next.value.includes(13)) break
  }
  const bytes = Buffer.concat(parts)
  let end = bytes.length
  if (!ended) {
    // Only whole lines are looked at.
    end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1
    if (end === 0) {
      throw ledger.error(
        'D208',
        `the first line is longer than ${MAX_LINE} bytes`,
        'this is not a table of bars, or its lines end in another way',
      )
    }
  }
  return { whole: bytes.toString('utf8', 0, end), bytes, all: rejoin(parts, iterator) }
}

async function* rejoin(
  parts: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (const part of parts) if (part.length > 0) yield part
    while (true) {
      const next = await rest.next()
      if (next.done) return
      yield next.value
    }
  } finally {
    await rest.return?.()
  }
}

/** Where the line of that number, 1-based, begins. */
function offsetOfLine(bytes: Uint8Array, line: number, lineEnd: number): number {
  let at = 0
  for (let n = 1; n < line; n++) at = bytes.indexOf(lineEnd, at) + 1
  return at
}

/** The time cell of the first row, as the fast reader would meet it. */
function firstTime(bytes: Uint8Array, start: number, layout: Layout): string {
  const end = bytes.indexOf(layout.lineEnd, start)
  const line = Buffer.from(bytes.subarray(start, end < 0 ? undefined : end)).toString()
  return (line.split(layout.delimiter)[Math.max(0, layout.columns.time)] ?? '').trim()
}

async function* skipBytes(chunks: Chunks, count: number): AsyncGenerator<Uint8Array> {
  let left = count
  for await (const chunk of chunks) {
    const cut = Math.min(left, chunk.length)
    left -= cut
    if (cut < chunk.length) yield chunk.subarray(cut)
  }
}
