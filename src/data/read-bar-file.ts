import { BAR_COLUMNS, BLOCK_BARS } from '../shared/bars.ts'
import { type BarFacts, isTime, readEnd, readFacts, strangerIn } from './bar-facts.ts'
import { BLOCK, END, MARK_BYTES, MOST_WORDS, START_BYTES, VERSION } from './bar-file.ts'
import { quote } from './faults.ts'
import { formatOf } from './formats.ts'
import { type Intake, openIntake } from './intake.ts'
import type { Ledger } from './ledger.ts'
import type { DataOptions } from './options.ts'
import type { Chunks } from './pieces.ts'
import { createRows, moveRow, type RowBlock, rowsOf } from './rows.ts'
import type { RowSource, Storage } from './source-rows.ts'

/**
 * Bars of a bar file. Anybody may have written it: every size is checked before it is believed, every
 * block against its checksum, every value before it is a bar's.
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
  const facts = await readStart(intake, ledger)
  const stranger = strangerIn(options, facts)
  if (stranger !== undefined) throw refuseOption(stranger, options, facts, ledger)
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
    rows: readBlocks(intake, ledger),
    times: () => ({
      timeUnit: facts.timeUnit,
      timeExample: facts.timeExample,
      timeExampleMs: facts.timeExampleMs,
    }),
  }
}

/** Reads and checks everything in front of the first block. */
async function readStart(intake: Intake, ledger: Ledger): Promise<BarFacts> {
  const start = new Uint8Array(START_BYTES)
  if ((await intake.fill(start)) < START_BYTES) throw endsEarly(ledger, 'in its first bytes')
  const view = new DataView(start.buffer)
  const version = view.getUint32(8, true)
  const size = view.getUint32(12, true)
  const sum = view.getUint32(16, true)
  if (version !== VERSION) {
    throw ledger.error(
      'D231',
      `the bar file is of version ${version}, and this is a reader of version ${VERSION}`,
      'make it again from its source with this version of qrun: qrun data convert',
    )
  }
  const facts = readFacts(await readWords(intake, size, sum, 'facts', ledger))
  if (typeof facts !== 'string') return facts
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

/** All blocks; the arrays are reused for the next one. Row numbers are those of the bars, 1-based. */
async function* readBlocks(intake: Intake, ledger: Ledger): AsyncGenerator<RowBlock> {
  // The mark of the next block is read along with the columns of this one.
  const whole = new ArrayBuffer(BLOCK_BARS * BAR_COLUMNS.length * 8 + MARK_BYTES)
  const rows = createRows()
  let block: RowBlock = viewOf(whole, BLOCK_BARS, rows.row)
  let bars = 0
  const mark = new Uint8Array(MARK_BYTES)
  const markView = new DataView(mark.buffer)
  try {
    if ((await intake.fill(mark)) < MARK_BYTES) throw endsEarly(ledger, 'before its first block')
    for (let number = 1; ; number++) {
      const kind = markView.getUint32(0, true)
      const count = markView.getUint32(4, true)
      const sum = markView.getUint32(8, true)
      if (kind === END) {
        await readClosing(intake, count, sum, bars, ledger)
        return
      }
      const row = bars + 1
      const where = `block ${number}`
      if (kind !== BLOCK) throw damaged(ledger, `${where} does not begin as one`, row)
      if (count < 1 || count > BLOCK_BARS)
        throw damaged(ledger, `${where} claims to hold ${count} bars`, row)
      const size = count * BAR_COLUMNS.length * 8
      const bytes = new Uint8Array(whole, 0, size + MARK_BYTES)
      if ((await intake.fill(bytes)) < bytes.length) throw endsEarly(ledger, `in ${where}`, row)
      if (intake.sum(bytes.subarray(0, size)) !== sum)
        throw damaged(ledger, `${where} does not have its checksum`, row)
      mark.set(bytes.subarray(size))
      if (block.open.length !== count) block = viewOf(whole, count, rows.row)
      keepBars(block, bars, ledger)
      bars += count
      if (block.count > 0) yield block
    }
  } finally {
    await intake.close()
  }
}

/** Columns of `count` bars in the bytes of a block. */
function viewOf(whole: ArrayBuffer, count: number, row: Float64Array): RowBlock {
  const at = (index: number): Float64Array => new Float64Array(whole, index * count * 8, count)
  return rowsOf(count, (name) => (name === 'row' ? row : at(BAR_COLUMNS.indexOf(name))))
}

/** Drops from a full block, in place, the bars with a value that is none; files them. */
function keepBars(rows: RowBlock, before: number, ledger: Ledger): void {
  const { time, volume, row } = rows
  const count = time.length
  for (let i = 0; i < count; i++) row[i] = before + i + 1
  const first = soundRows(rows)
  let kept = first
  let sound = first
  let previous = first > 0 ? time[first - 1]! : 0
  for (let i = first; i < count; i++) {
    const v = volume[i]!
    // Volume may be missing, or zero.
    if (isSound(rows, i, previous) && !(v < 0)) {
      sound++
      if (!(v > 0)) volume[i] = v === 0 ? 0 : Number.NaN
    } else if (!mend(rows, i, ledger)) continue
    previous = time[i]!
    if (kept !== i) moveRow(rows, i, rows, kept)
    kept++
  }
  rows.count = kept
  rows.isSound = sound === count
}

/** How many rows at the beginning are what almost every row is. */
function soundRows({ time, open, high, low, close, volume }: RowBlock): number {
  const count = time.length
  let previous = 0
  let i = 0
  for (; i < count; i++) {
    const t = time[i]!
    const o = open[i]!
    const h = high[i]!
    const l = low[i]!
    const c = close[i]!
    const v = volume[i]!
    // Both above 0: where their sum is finite they are, too.
    if (!(t > previous && Math.floor(t) === t && l > 0 && l <= o && l <= c)) break
    if (!(h >= o && h >= c && v > 0 && h + v < Number.POSITIVE_INFINITY)) break
    previous = t
  }
  // Times ascend: it is enough to look whether the last one is too late.
  return previous < SOUND_MS ? i : 0
}

/** Whether time and prices are those of a bar; the comparisons leave no room for NaN, infinity and -0, and in volume for infinity. */
function isSound(
  { time, open, high, low, close, volume }: RowBlock,
  i: number,
  previous: number,
): boolean {
  const t = time[i]!
  const o = open[i]!
  const h = high[i]!
  const l = low[i]!
  const c = close[i]!
  return (
    t > previous &&
    t < SOUND_MS &&
    Math.floor(t) === t &&
    l > 0 &&
    l <= o &&
    l <= c &&
    h >= o &&
    h >= c &&
    h < Number.POSITIVE_INFINITY &&
    !(volume[i]! >= Number.POSITIVE_INFINITY)
  )
}

const SOUND_MS = 253_402_300_800_000
const PRICES = ['open', 'high', 'low', 'close'] as const

/** Whether the values of a bar can be used; they are then as the hash wants them. */
function mend(rows: RowBlock, i: number, ledger: Ledger): boolean {
  const row = rows.row[i]!
  const time = rows.time[i]!
  if (!isTime(time)) {
    const says = `time ${quote(String(time))} is not whole milliseconds of the years 0 to 9999`
    ledger.offend('D210', { row, says })
    return false
  }
  rows.time[i] = time + 0
  const volume = rows.volume[i]!
  const bad = PRICES.find((name) => !Number.isFinite(rows[name][i]))
  const odd = bad ?? (Math.abs(volume) === Number.POSITIVE_INFINITY ? 'volume' : undefined)
  if (odd !== undefined) {
    const says = `${odd} ${quote(String(rows[odd][i]))} is not a finite number`
    ledger.offend('D209', { row, says, timeMs: time })
    return false
  }
  // Adding 0 turns -0 into 0; a missing volume is the one NaN that is hashed.
  for (const name of PRICES) rows[name][i] = rows[name][i]! + 0
  rows.volume[i] = Number.isNaN(volume) ? Number.NaN : volume + 0
  return true
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
