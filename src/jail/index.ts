import { createRun, type Run } from '../engine/index.ts'
import { createRealm, FRAME } from '../sandbox/index.ts'
import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'
import type { Job, ZoneTable } from '../shared/job.ts'
import { TRADE_WIDTH } from '../shared/layout.ts'
import { neutralise } from './neutralise.ts'
import { createPipe, type Pipe } from './pipe.ts'
import type { Kept, Powers } from './powers.ts'

/** Bars between two progress messages. */
const PROGRESS_BARS = 65_536

/**
 * The jail's only entry: one strategy text, one run. Everything hostile happens inside `work`,
 * under one time limit (R12); what it left behind is reported after a stop too.
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
  const sink = {
    trades: (rows: Float64Array, count: number) =>
      pipe.writeBytes(FRAME.TRADES, bytesOf(rows.subarray(0, count * TRADE_WIDTH))),
    texts: (texts: readonly string[]) => pipe.writeText(FRAME.TEXTS, JSON.stringify(texts)),
  }

  let run: Run | undefined
  const started = kept.elapsed()
  const isDone = underLimit(kept, limits.timeMs, () => {
    run = createRun(createRealm(kept.vm, scripts, kept.strip), job, sink)
    work(run, pipe, kept)
  })
  const isTime = !isDone && kept.elapsed() - started >= limits.timeMs
  if (!isDone && !isTime) {
    kept.exit(70)
    return
  }
  const at = run?.complete ?? 0
  const result = run?.finish(
    isDone
      ? undefined
      : {
          code: 'L401',
          message: `the time limit of "${limits.timeMs / 1000}" seconds was reached`,
          hint: 'look for an endless loop, or raise --limit-time',
          place: { file: job.file, bar: at },
        },
  )
  pipe.writeText(FRAME.RESULT, JSON.stringify(result ?? null))
  kept.exit(0)
}

/** Runs `work` as a script under the watchdog; false when it was stopped or threw. */
function underLimit({ vm }: Kept, timeMs: number, work: () => void): boolean {
  const name = 'qrunWork'
  Reflect.set(globalThis, name, work)
  const script = new vm.Script(`(() => { const f = ${name}; delete globalThis.${name}; f() })()`)
  try {
    script.runInThisContext({ timeout: timeMs, displayErrors: false })
    return true
  } catch {
    // H2, H3: a hostile text may have shaped what was thrown; only the clock tells a time-out.
    return false
  }
}

function work(run: Run, pipe: Pipe, { decode }: Kept): void {
  const declared = run.declare()
  if ('failure' in declared) return
  pipe.writeText(FRAME.DECLARED, JSON.stringify(declared))
  const start = pipe.read()
  if (start?.type !== FRAME.START) return
  run.start(JSON.parse(decode(start.bytes)) as ZoneTable[])
  const progress = new Float64Array(1)
  let next = PROGRESS_BARS
  for (;;) {
    const frame = pipe.read()
    if (frame === undefined || (frame.type !== FRAME.BARS && frame.type !== FRAME.LAST_BARS)) return
    const isLast = frame.type === FRAME.LAST_BARS
    if (!run.bars(blockOf(frame.bytes), isLast) || isLast) return
    if (run.complete >= next) {
      progress[0] = run.complete
      pipe.writeBytes(FRAME.PROGRESS, bytesOf(progress))
      next += PROGRESS_BARS
    }
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
