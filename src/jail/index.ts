import { createRun, type Run } from '../engine/index.ts'
import { createRealm, FRAME } from '../sandbox/index.ts'
import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'
import type { Job, ZoneTable } from '../shared/job.ts'
import { TRADE_WIDTH } from '../shared/layout.ts'
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
  const within = <T>(work: () => T): T | undefined => {
    const started = kept.elapsed()
    const done = underLimit(kept, Math.ceil(left), work)
    left -= kept.elapsed() - started
    if (done === undefined) {
      isStopped = true
      // H3. The watchdog counts whole milliseconds, and may wake up to one early.
      if (left > 2) kept.exit(70)
    }
    flush()
    return done?.value
  }

  work(run, pipe, kept, within)
  const result = run.finish(
    isStopped
      ? {
          code: 'L401',
          message: `the time limit of "${limits.timeMs / 1000}" seconds was reached`,
          hint: 'look for an endless loop, or raise --limit-time',
          place: { file: job.file, bar: run.complete },
        }
      : undefined,
  )
  flush()
  pipe.writeText(FRAME.RESULT, JSON.stringify(result))
  kept.exit(0)
}

/** Runs `work` as a script under the watchdog; undefined when it was stopped or threw. */
function underLimit<T>(
  { vm }: Kept,
  timeMs: number,
  work: () => T,
): { readonly value: T } | undefined {
  if (timeMs < 1) return undefined
  const name = 'qrunWork'
  let done: { readonly value: T } | undefined
  Reflect.set(globalThis, name, () => {
    done = { value: work() }
  })
  const script = new vm.Script(`(() => { const f = ${name}; delete globalThis.${name}; f() })()`)
  try {
    script.runInThisContext({ timeout: timeMs, displayErrors: false })
    return done
  } catch {
    // H2, H3: a hostile text may have shaped what was thrown; only the clock tells a time-out.
    return undefined
  }
}

type Within = <T>(work: () => T) => T | undefined

function work(run: Run, pipe: Pipe, { decode }: Kept, within: Within): void {
  const declared = within(() => run.declare())
  if (declared === undefined || 'failure' in declared) return
  pipe.writeText(FRAME.DECLARED, JSON.stringify(declared))
  const start = pipe.read()
  if (start?.type !== FRAME.START) return
  const zones = JSON.parse(decode(start.bytes)) as ZoneTable[]
  if (within(() => run.start(zones) ?? true) === undefined) return
  const progress = new Float64Array(1)
  for (;;) {
    const frame = pipe.read()
    if (frame === undefined || (frame.type !== FRAME.BARS && frame.type !== FRAME.LAST_BARS)) return
    const isLast = frame.type === FRAME.LAST_BARS
    const block = blockOf(frame.bytes)
    if (within(() => run.bars(block, isLast)) !== true || isLast) return
    progress[0] = run.complete
    pipe.writeBytes(FRAME.PROGRESS, bytesOf(progress))
  }
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
