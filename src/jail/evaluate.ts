import type { Context } from '../sandbox/index.ts'
import { BOX_FRAME, type BoxJob, type BoxTable, type BoxVerdict } from '../shared/box.ts'
import { underLimit } from './limit.ts'
import type { Pipe } from './pipe.ts'
import type { Kept } from './powers.ts'

type Within = <T>(work: () => T) => T

/** Thrown when the time is over; never seen by the realm. */
const TIME = Symbol('time')

const DONE = '{"at":"done","outcome":'
const CALLS = '{"at":"waiting","calls":'

/**
 * Runs evaluations of one source in a realm. Everything hostile happens under one time limit for each
 * (R12), which goes on while the host works on a call. A child whose time is over is used no more.
 */
export function evaluate(
  kept: Kept,
  pipe: Pipe,
  { context, table }: { readonly context: Context; readonly table: BoxTable },
  isAsync: boolean,
): (job: BoxJob) => void {
  let seen: { readonly source: string; readonly names: string; readonly fn: unknown } | undefined

  return (job) => {
    // J8: what has seen one text never sees another.
    const names = Object.keys(JSON.parse(job.args)).join(',')
    if (seen !== undefined && (seen.source !== job.source || seen.names !== names)) kept.exit(70)
    const deadline = kept.elapsed() + job.timeMs
    const left = (): number => deadline - kept.elapsed()
    const within: Within = (work) => {
      const done = underLimit(kept, Math.ceil(left()), work)
      if (done !== undefined) return done.value
      // H3. The watchdog counts whole milliseconds, and may wake up to one early.
      if (left() > 2) kept.exit(70)
      throw TIME
    }
    let outcome: string
    try {
      outcome = work(job, names, within, left)
    } catch {
      pipe.writeText(BOX_FRAME.DONE, '{"kind":"time"}')
      kept.exit(0)
      return
    }
    pipe.writeText(BOX_FRAME.DONE, outcome)
  }

  function work(job: BoxJob, names: string, within: Within, left: () => number): string {
    if (seen === undefined) {
      const verdict = JSON.parse(within(() => table.judge(job.source, names))) as BoxVerdict
      if (!verdict.ok) return JSON.stringify({ kind: 'refused', refusal: verdict.refusal })
      const fn = within(() => context.compile(verdict.body, verdict.parameters))
      if (fn === undefined) return REFUSED_BY_ENGINE
      seen = { source: job.source, names, fn }
    }
    const { fn } = seen
    if (!isAsync) return textOf(within(() => table.run(fn, job.args, job.apply)))
    // Neither this nor an answer runs anything hostile: it queues jobs, and those have their limit.
    table.start(fn, job.args, job.apply)
    for (;;) {
      context.runJobs(Math.max(1, Math.ceil(left())))
      if (left() <= 0) throw TIME
      const state = textOf(
        within(() => {
          tellRejections(kept, table)
          return table.state()
        }),
      )
      if (state.startsWith(DONE)) return state.slice(DONE.length, -1)
      pipe.writeText(BOX_FRAME.CALLS, state.slice(CALLS.length, -1))
      const frame = pipe.read()
      if (frame?.type !== BOX_FRAME.ANSWERS) throw TIME
      table.answer(kept.decode(frame.bytes))
    }
  }

  /** What came out of the realm, if it is a text (H2). */
  function textOf(value: unknown): string {
    if (typeof value !== 'string') kept.exit(70)
    return value as string
  }
}

/** Tells the realm of rejections that nobody handles, without a look at one (H5). */
function tellRejections(kept: Kept, table: BoxTable): void {
  try {
    kept.rejections(table.unhandled)
  } catch {
    // Node asks the promise for a property of its own, and a trap has thrown (H2).
    table.unhandled('a promise that cannot be read')
  }
}

/** The gate's parser took a text that the engine does not. */
export const REFUSED_BY_ENGINE = JSON.stringify({
  kind: 'refused',
  refusal: {
    rule: 'syntax',
    message: 'the engine cannot compile the text',
    hint: 'write it more plainly',
    line: 0,
    column: 0,
  },
})
