import { QrunError } from '../errors/index.ts'
import { BAR_COLUMNS, type BarBlock, createBlock } from '../shared/bars.ts'
import { endToWrite, factsToWrite } from './bar-facts.ts'
import {
  BAR_BYTES,
  BARS,
  END,
  GROUP_BARS,
  MAGIC,
  MARK_BYTES,
  MOST_WORDS,
  START_BYTES,
  TAIL_BYTES,
  VERSION,
} from './bar-file.ts'
import type { BarFeed } from './feed.ts'
import { openHash } from './hash.ts'
import type { DataOptions } from './options.ts'

/**
 * The bars of a feed as a bar file, in pieces of at most 400 kB that are the caller's to keep:
 * fast to read, with the facts and notes of the source, so that reading it gives what reading the
 * source gave. The bytes depend on bars and facts alone.
 *
 * @param options What the feed was opened with: a reader takes the same again, and no other.
 */
export async function* encodeBarFile(
  feed: BarFeed,
  options: DataOptions = {},
): AsyncGenerator<Uint8Array> {
  const facts = wordsOf(factsToWrite(feed.head, options))
  if (facts.length > MOST_WORDS) {
    await feed.close()
    throw new QrunError({
      code: 'D223',
      message: 'the names of the symbol and the columns are too long for a bar file',
      hint: 'give a shorter name with --symbol',
      place: { file: feed.head.name },
    })
  }
  // Loaded for files that have checksums only.
  const { crc32 } = await import('node:zlib')
  const start = new Uint8Array(START_BYTES)
  start.set(MAGIC)
  setNumbers(start, MAGIC.length, VERSION, facts.length, crc32(facts))
  yield start
  yield facts

  const hash = openHash()
  const group = createBlock(GROUP_BARS)
  const seal = (): Uint8Array => {
    hash.update(group)
    return bytesOf(group, hash.columns(), crc32)
  }
  let bars = 0
  for await (const block of feed.blocks()) {
    bars += block.count
    for (let from = 0; from < block.count; ) {
      const size = Math.min(block.count - from, GROUP_BARS - group.count)
      for (const name of BAR_COLUMNS)
        group[name].set(block[name].subarray(from, from + size), group.count)
      group.count += size
      from += size
      if (group.count < GROUP_BARS) continue
      yield seal()
      group.count = 0
    }
  }
  if (group.count > 0) yield seal()

  const end = wordsOf(endToWrite(bars, feed.summary().notes))
  const mark = new Uint8Array(MARK_BYTES)
  setNumbers(mark, 0, END, end.length, crc32(end))
  yield mark
  yield end
}

function bytesOf(
  group: BarBlock,
  digests: Uint8Array,
  sum: (bytes: Uint8Array) => number,
): Uint8Array {
  const { count } = group
  const tail = MARK_BYTES + count * BAR_BYTES
  const bytes = new Uint8Array(tail + TAIL_BYTES)
  setNumbers(bytes, 0, BARS, count)
  const columns = new Float64Array(bytes.buffer, MARK_BYTES, BAR_COLUMNS.length * count)
  for (const [at, name] of BAR_COLUMNS.entries())
    columns.set(group[name].subarray(0, count), at * count)
  bytes.set(digests, tail)
  setNumbers(bytes, tail + digests.length, sum(bytes.subarray(MARK_BYTES, tail)))
  setNumbers(bytes, bytes.length - 4, sum(bytes.subarray(tail, -4)))
  return bytes
}

function setNumbers(bytes: Uint8Array, from: number, ...numbers: readonly number[]): void {
  const view = new DataView(bytes.buffer)
  for (const [at, number] of numbers.entries()) view.setUint32(from + 4 * at, number, true)
}

function wordsOf(value: object): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(value))
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7, ' ')])
}
