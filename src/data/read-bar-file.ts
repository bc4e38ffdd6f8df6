import { BAR_COLUMNS, type BarBlock, BLOCK_BARS, blockOf } from '../shared/bars.ts'
import { type BarFacts, readEnd, readFacts, strangerIn } from './bar-facts.ts'
import { BAR_BYTES, BARS, END, MARK_BYTES, MOST_WORDS, START_BYTES, VERSION } from './bar-file.ts'
import { quote } from './faults.ts'
import { formatOf } from './formats.ts'
import { type Intake, openIntake } from './intake.ts'
import { keepBars } from './keep-bars.ts'
import type { Ledger } from './ledger.ts'
import type { DataOptions } from './options.ts'
import type { Chunks } from './pieces.ts'
import { openReadHash } from './read-hash.ts'
import { createRows, type RowBlock } from './rows.ts'
import { openChecksums, openDigests, type Seal } from './seals.ts'
import type { Claims, RowSource, Storage } from './source-rows.ts'

/**
 * Bars of a bar file. Anybody may have written it: every size is checked before it is believed, all bars
 * against their checksum or digests before any is given, every value before it is a bar's.
 *
 * @throws D231 for a file that is damaged or of another version, D223 for options that it was not made with.
 */
export async function openBarFile(
  chunks: Chunks,
  storage: Storage,
  options: DataOptions,
  ledger: Ledger,
): Promise<RowSource> {
  const intake = await openIntake(chunks)
  const { version, facts } = await readStart(intake, ledger)
  const stranger = strangerIn(options, facts)
  if (stranger !== undefined) throw refuseOption(stranger, options, facts, ledger)
  const hash = givesAll(options) ? openReadHash() : undefined
  const seal = version === 1 ? openChecksums(intake) : openDigests(intake, hash)
  return {
    facts: {
      ...storage,
      name: ledger.name,
      format: facts.format,
      formatTitle: formatOf(facts.format).title,
      confidence: facts.confidence,
      delimiter: '',
      headerRow: 0,
      skipped: [],
      columns: facts.columns,
      extras: facts.extras,
      zone: facts.zone,
      zoneAssumed: facts.zoneAssumed,
      stamp: facts.stamp,
      symbol: options.symbol ?? facts.symbol,
      reader: 'bar file',
    },
    claims: facts,
    rows: readBlocks(intake, seal, facts, ledger),
    hash: seal.hash,
    times: () => ({
      timeUnit: facts.timeUnit,
      timeExample: facts.timeExample,
      timeExampleMs: facts.timeExampleMs,
    }),
  }
}

/** Whether a feed may give the bars of a file as they are read: else hashing them there would be in vain. */
function givesAll({ fromMs, onGap, onDuplicate, order }: DataOptions): boolean {
  return fromMs === undefined && onGap !== 'fill' && onDuplicate !== 'last' && order !== 'sort'
}

/** Reads and checks everything in front of the first bars. */
async function readStart(
  intake: Intake,
  ledger: Ledger,
): Promise<{ readonly version: number; readonly facts: BarFacts }> {
  const start = new Uint8Array(START_BYTES)
  if ((await intake.fill(start)) < START_BYTES) throw endsEarly(ledger, 'in its first bytes')
  const view = new DataView(start.buffer)
  const version = view.getUint32(8, true)
  const size = view.getUint32(12, true)
  const sum = view.getUint32(16, true)
  if (version < 1 || version > VERSION) {
    throw ledger.error(
      'D231',
      `the bar file is of version ${version}, and this is a reader of versions 1 to ${VERSION}`,
      'make it again from its source with this version of qrun: qrun data convert',
    )
  }
  if (view.getUint32(20, true) !== 0) throw damaged(ledger, 'its first bytes do not end in zeros')
  const facts = readFacts(await readWords(intake, size, sum, 'facts', ledger))
  if (typeof facts !== 'string') return { version, facts }
  throw damaged(ledger, `the ${facts} in its facts cannot be read`)
}

async function readWords(
  intake: Intake,
  size: number,
  sum: number,
  what: string,
  ledger: Ledger,
): Promise<unknown> {
  if (size > MOST_WORDS) throw damaged(ledger, `its ${what} claim to be ${size} bytes long`)
  const words = new Uint8Array(size)
  if ((await intake.fill(words)) < size) throw endsEarly(ledger, `in its ${what}`)
  if (intake.sum(words) !== sum) throw damaged(ledger, `its ${what} do not have their checksum`)
  try {
    return JSON.parse(Buffer.from(words).toString())
  } catch {
    throw damaged(ledger, `its ${what} are not JSON`)
  }
}

/** All bars, by the block; the arrays are reused for the next one. Row numbers are those of the bars, 1-based. */
async function* readBlocks(
  intake: Intake,
  seal: Seal,
  claims: Claims,
  ledger: Ledger,
): AsyncGenerator<RowBlock> {
  const { part, mostBars, tailBytes, proof, hash } = seal
  // The mark of the next part is read along with the bars of this one.
  const whole = new ArrayBuffer(mostBars * BAR_BYTES + tailBytes + MARK_BYTES)
  const rows = createRows()
  let sealed = viewOf(whole, mostBars)
  let blocks = blocksIn(sealed)
  let bars = 0
  const mark = new Uint8Array(MARK_BYTES)
  const markView = new DataView(mark.buffer)
  try {
    if ((await intake.fill(mark)) < MARK_BYTES) throw endsEarly(ledger, `before its first ${part}`)
    for (let number = 1; ; number++) {
      const kind = markView.getUint32(0, true)
      const count = markView.getUint32(4, true)
      const sum = markView.getUint32(8, true)
      const isMark = markView.getUint32(12, true) === 0
      if (kind === END && isMark) {
        await readClosing(intake, count, sum, bars, ledger)
        return
      }
      const row = bars + 1
      const where = `${part} ${number}`
      if (kind !== BARS || !isMark) throw damaged(ledger, `${where} does not begin as one`, row)
      if (count < 1 || count > mostBars)
        throw damaged(ledger, `${where} claims to hold ${count} bars`, row)
      const size = count * BAR_BYTES
      const filled = new Uint8Array(whole, 0, size + tailBytes + MARK_BYTES)
      hash?.leave()
      if ((await intake.fill(filled)) < filled.length) throw endsEarly(ledger, `in ${where}`, row)
      if (sealed.count !== count) {
        sealed = viewOf(whole, count)
        blocks = blocksIn(sealed)
      }
      const bytes = filled.subarray(0, size)
      const tail = filled.subarray(size, size + tailBytes)
      if (!seal.isWhole({ bars: sealed, bytes, sum, tail }))
        throw damaged(ledger, `${where} does not have its ${proof}`, row)
      mark.set(filled.subarray(size + tailBytes))
      for (const block of blocks) {
        copyBars(block, rows)
        const isAsRead = keepBars(rows, bars, claims, ledger)
        bars += block.count
        rows.hashedTo = hash && isAsRead ? bars : 0
        if (rows.count > 0) yield rows
      }
    }
  } finally {
    await intake.close()
  }
}

/** Columns of `count` bars in the bytes of a file. */
function viewOf(whole: ArrayBuffer, count: number): BarBlock {
  return blockOf(count, (index) => new Float64Array(whole, index * count * 8, count))
}

/** The same by the block. */
function blocksIn(bars: BarBlock): BarBlock[] {
  const blocks: BarBlock[] = []
  for (let from = 0; from < bars.count; from += BLOCK_BARS) {
    const to = Math.min(bars.count, from + BLOCK_BARS)
    blocks.push(blockOf(to - from, (index) => bars[BAR_COLUMNS[index]!].subarray(from, to)))
  }
  return blocks
}

/** What is given out may be written to, and what was hashed has to stay: bars are copied. */
function copyBars({ count, time, open, high, low, close, volume }: BarBlock, rows: RowBlock): void {
  rows.count = count
  rows.time.set(time)
  rows.open.set(open)
  rows.high.set(high)
  rows.low.set(low)
  rows.close.set(close)
  rows.volume.set(volume)
}

async function readClosing(
  intake: Intake,
  size: number,
  sum: number,
  bars: number,
  ledger: Ledger,
): Promise<void> {
  const what = 'closing words'
  const end = readEnd(await readWords(intake, size, sum, what, ledger))
  if (typeof end === 'string') throw damaged(ledger, `the ${end} in its ${what} cannot be read`)
  if (end.bars !== bars) throw damaged(ledger, `it holds ${bars} bars and says ${end.bars}`)
  if ((await intake.fill(new Uint8Array(1))) > 0) throw damaged(ledger, 'bytes follow its end')
  for (const { code, count, text } of end.notes) {
    ledger.count(code, count)
    ledger.note(code, text)
  }
}

function damaged(ledger: Ledger, says: string, row?: number): Error {
  return ledger.error(
    'D231',
    `the bar file is damaged: ${says}`,
    'copy it again, or make it again from its source: qrun data convert',
    row,
  )
}

function endsEarly(ledger: Ledger, where: string, row?: number): Error {
  return damaged(ledger, `it ends ${where}`, row)
}

function refuseOption(
  name: Exclude<ReturnType<typeof strangerIn>, undefined>,
  options: DataOptions,
  facts: BarFacts,
  ledger: Ledger,
): Error {
  const made = facts.asked[name]
  const given = JSON.stringify(options[name])
  return ledger.error(
    'D223',
    `the option ${name} was ${quote(given)}, and the bar file was made ${made === undefined ? 'without it' : `with ${quote(made)}`}`,
    'leave the option out, or make the file again from its source with it: qrun data convert',
  )
}
