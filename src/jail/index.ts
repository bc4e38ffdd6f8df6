import { createRun, type Run } from '../engine/index.ts'
import { createRealm, FRAME, readDetail, readMarkets } from '../sandbox/index.ts'
import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'
import { type Job, timeFailure, type ZoneTable } from '../shared/job.ts'
import { TRADE_WIDTH } from '../shared/layout.ts'
import { underLimit } from './limit.ts'
import { neutralise } from './neutralise.ts'
import { createPipe, type Pipe } from './pipe.ts'
import type { Kept, Powers } from './powers.ts'

/**
 * The jail's only entry: one strategy text, one run. Everything hostile happens inside `within`,
 * under one time limit for all of it (R12), in which waiting for bars does not count; what it left behind is reported after a stop too.
 */
export function main(powers: Powers): void {
  const kept = neutralise(powers)
  const pipe = createPipe(kept)
  const scripts = { realm: '', ti: '' }
  let job: Job | undefined
  while (job === undefined) {
    const frame = pipe.read()
    if (frame === undefined) {
      kept.exit(0)
      return
    }
    const text = kept.decode(frame.bytes)
    if (frame.type === FRAME.REALM_SCRIPT) scripts.realm = text
    else if (frame.type === FRAME.TI_SCRIPT) scripts.ti = text
    else if (frame.type === FRAME.JOB) job = JSON.parse(text) as Job
  }
  const { limits } = job
  // What the run delivers is written when the watchdog sleeps: a stop in the middle of a message
  // would leave half of it in the pipe.
  const queue: { readonly type: number; readonly payload: Uint8Array | string }[] = []
  const sink = {
    trades: (rows: Float64Array, count: number) => {
      queue.push({
        type: FRAME.TRADES,
        payload: bytesOf(rows.slice(0, count * TRADE_WIDTH)),
      })
    },
    texts: (texts: readonly string[]) => {
      queue.push({ type: FRAME.TEXTS, payload: JSON.stringify(texts) })
    },
  }
  const flush = (): void => {
    for (const { type, payload } of queue)
      if (typeof payload === 'string') pipe.writeText(type, payload)
      else pipe.writeBytes(type, payload)
    queue.length = 0
  }

  const run = createRun(createRealm(kept.vm, scripts, kept.strip), job, sink)
  let left = limits.timeMs
  let isStopped = false
  /** Gives what `work` gives, or undefined when it was stopped; what it delivered is on its way then. */
  const within: Within = (work, mayTake = left) => {
    const allowed = Math.min(left, mayTake)
    const started = kept.elapsed()
    const done = underLimit(kept, Math.ceil(allowed), work)
    const taken = kept.elapsed() - started
    left -= taken
    if (done === undefined) {
      isStopped = true
      // H3. The watchdog counts whole milliseconds, and may wake up to one early.
      if (allowed - taken > 2) kept.exit(70)
    }
    flush()
    return done?.value
  }

  const isSetUp = work(run, pipe, kept, within, limits.setupMs)
  const result = run.finish(
    isStopped
      ? {
          ...timeFailure(limits, isSetUp ? 'bars' : 'set-up'),
          place: isSetUp ? { file: job.file, bar: run.complete } : { file: job.file },
        }
      : undefined,
  )
  flush()
  const explanation = run.explanation()
  if (explanation !== undefined) pipe.writeText(FRAME.EXPLANATION, JSON.stringify(explanation))
  pipe.writeText(FRAME.RESULT, JSON.stringify(result))
  kept.exit(0)
}

/** Does `work` in what is left of the time, or in `mayTake` of it. */
type Within = <T>(work: () => T, mayTake?: number) => T | undefined

/** The whole run; gives whether the file was set up. */
function work(run: Run, pipe: Pipe, { decode }: Kept, within: Within, setupMs: number): boolean {
  const declared = within(() => run.declare(), setupMs)
  if (declared === undefined) return false
  if ('failure' in declared) return true
  pipe.writeText(FRAME.DECLARED, JSON.stringify(declared))
  const start = pipe.read()
  if (start?.type !== FRAME.START) return true
  const zones = JSON.parse(decode(start.bytes)) as ZoneTable[]
  if (within(() => run.start(zones) ?? true) === undefined) return true
  const progress = new Float64Array(1)
  for (;;) {
    const frame = pipe.read()
    if (frame?.type === FRAME.DETAIL) {
      // Copied: the frame that follows is read into the same place.
      const { counts, columns } = readDetail(doublesOf(frame.bytes).slice())
      run.detail(counts, columns)
      continue
    }
    if (frame?.type === FRAME.MARKETS) {
      const parts = readMarkets(doublesOf(frame.bytes).slice())
      if (within(() => run.markets(parts)) !== true) return true
      continue
    }
    if (frame === undefined || (frame.type !== FRAME.BARS && frame.type !== FRAME.LAST_BARS))
      return true
    const isLast = frame.type === FRAME.LAST_BARS
    const block = blockOf(frame.bytes)
    if (within(() => run.bars(block, isLast)) !== true || isLast) return true
    progress[0] = run.complete
    pipe.writeBytes(FRAME.PROGRESS, bytesOf(progress))
  }
}

function doublesOf({ buffer, byteOffset, length }: Uint8Array): Float64Array {
  return new Float64Array(buffer as ArrayBuffer, byteOffset, length / 8)
}

/** The columns of a frame of bars, read in place. */
function blockOf(bytes: Uint8Array): BarBlock {
  const count = bytes.length / 8 / BAR_COLUMNS.length
  const column = (index: number): Float64Array =>
    new Float64Array(bytes.buffer, bytes.byteOffset + index * count * 8, count)
  return {
    count,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  }
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
