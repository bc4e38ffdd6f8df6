import { createRun, type Run } from '../engine/index.ts'
import { createRealm, FRAME, type Realm, readDetail, readMarkets } from '../sandbox/index.ts'
import { type Job, timeFailure, type ZoneTable } from '../shared/job.ts'
import { barsOf, bytesOf, doublesOf } from './columns.ts'
import { underLimit } from './limit.ts'
import { neutralise } from './neutralise.ts'
import { createPipe, type Pipe } from './pipe.ts'
import { createPosts } from './posts.ts'
import type { Kept, Powers } from './powers.ts'
import { runTrials } from './trials.ts'

/**
 * The jail's only entry: one strategy text, and one run of it unless the job is that of trials. Everything hostile happens inside `within`,
 * under one time limit for all of it (R12), in which waiting for bars does not count; what it left behind is reported after a stop too.
 */
export function main(powers: Powers): void {
  const kept = neutralise(powers)
  const pipe = createPipe(kept)
  const scripts = { realm: '', ti: '' }
  let job: Job | undefined
  let realm: Realm | undefined
  while (job === undefined || realm === undefined) {
    const frame = pipe.read()
    if (frame === undefined) {
      kept.exit(0)
      return
    }
    const text = kept.decode(frame.bytes)
    if (frame.type === FRAME.REALM_SCRIPT) scripts.realm = text
    else if (frame.type === FRAME.TI_SCRIPT) {
      scripts.ti = text
      // Before the job is there: the parent is still opening the bars.
      realm = createRealm(kept.vm, scripts, kept.strip)
    } else if (frame.type === FRAME.JOB) job = JSON.parse(text) as Job
  }
  const { limits } = job
  if (job.trialBars !== undefined) {
    runTrials(kept, pipe, realm, job)
    return
  }
  const { sink, flush } = createPosts(pipe)
  const run = createRun(realm, job, sink)
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
    const block = barsOf(frame.bytes)
    if (within(() => run.bars(block, isLast)) !== true || isLast) return true
    progress[0] = run.complete
    pipe.writeBytes(FRAME.PROGRESS, bytesOf(progress))
  }
}
