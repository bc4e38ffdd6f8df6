import { createRun, type Declared, type Run } from '../engine/index.ts'
import { FRAME, type Realm } from '../sandbox/index.ts'
import type { BarBlock } from '../shared/bars.ts'
import { type Job, timeFailure, type ZoneTable } from '../shared/job.ts'
import { barsOf } from './columns.ts'
import { underLimit } from './limit.ts'
import type { Pipe } from './pipe.ts'
import { createPosts } from './posts.ts'
import type { Kept } from './powers.ts'

/**
 * Runs one text again and again over bars that are kept, each time with other inputs and under a time
 * limit of its own. A realm serves one run and is then the next one's: frozen, its library as it was. After a stop
 * nothing in here is trusted to be whole, and the process ends.
 */
export function runTrials(kept: Kept, pipe: Pipe, realm: Realm, job: Job): void {
  const blocks = keepBars(pipe)
  const { sink, flush } = createPosts(pipe)
  const waiting: string[] = []
  const zones = new Map<string, readonly ZoneTable[]>()
  const zonesOf = (declared: Exclude<Declared, { failure: unknown }>) => {
    const key = JSON.stringify(declared.zones)
    let tables = declared.zones.length === 0 ? [] : zones.get(key)
    if (tables === undefined) {
      pipe.writeText(FRAME.DECLARED, JSON.stringify(declared))
      // Trials that were given ahead stand before the answer.
      let answer = pipe.read()
      for (; answer?.type === FRAME.TRIAL; answer = pipe.read())
        waiting.push(kept.decode(answer.bytes))
      if (answer?.type !== FRAME.START) return undefined
      tables = JSON.parse(kept.decode(answer.bytes)) as readonly ZoneTable[]
      zones.set(key, tables)
    }
    return tables
  }
  const nextTrial = (): string | undefined => {
    const frame = pipe.read()
    if (frame === undefined) return undefined
    if (frame.type !== FRAME.TRIAL) kept.exit(70)
    return kept.decode(frame.bytes)
  }
  for (let isFirst = true; ; isFirst = false) {
    const text = waiting.shift() ?? nextTrial()
    if (text === undefined) break
    const inputs = JSON.parse(text) as Job['inputs']
    if (!isFirst) realm.beginAgain()
    const run = createRun(realm, { ...job, inputs }, sink)
    const stopped = runTrial(kept, run, job, blocks, zonesOf)
    const result = run.finish(
      stopped === undefined
        ? undefined
        : {
            ...timeFailure(job.limits, stopped),
            place: stopped === 'bars' ? { file: job.file, bar: run.complete } : { file: job.file },
          },
    )
    flush()
    pipe.writeText(FRAME.RESULT, JSON.stringify(result))
    if (stopped !== undefined) break
    held.push(run)
    if (held.length > HELD) held.shift()
  }
  kept.exit(0)
}

/**
 * The engine drops machine code once nothing is left of the objects that it was made for: the runs before
 * stay until the next one has made its own.
 */
const held: Run[] = []
const HELD = 2

type Phase = 'set-up' | 'bars'

/** One run; gives where it was when its time was over. */
function runTrial(
  kept: Kept,
  run: Run,
  { limits }: Job,
  blocks: readonly BarBlock[],
  zonesOf: (declared: Exclude<Declared, { failure: unknown }>) => readonly ZoneTable[] | undefined,
): Phase | undefined {
  let left = limits.timeMs
  const within = <T>(work: () => T, mayTake: number): { readonly value: T } | undefined => {
    const allowed = Math.min(left, mayTake)
    const started = kept.elapsed()
    const done = underLimit(kept, Math.ceil(allowed), work)
    const taken = kept.elapsed() - started
    left -= taken
    // H3. The watchdog counts whole milliseconds, and may wake up to one early.
    if (done === undefined && allowed - taken > 2) kept.exit(70)
    return done
  }
  const told = within(() => run.declare(), limits.setupMs)
  if (told === undefined) return 'set-up'
  if ('failure' in told.value) return undefined
  const tables = zonesOf(told.value)
  if (tables === undefined) return undefined
  const done = within(() => {
    run.start(tables)
    for (let i = 0; i < blocks.length; i++)
      if (!run.bars(blocks[i]!, i === blocks.length - 1)) return
  }, left)
  return done === undefined ? 'bars' : undefined
}

/** The bars as they came, copied out of the pipe. */
function keepBars(pipe: Pipe): readonly BarBlock[] {
  const blocks: BarBlock[] = []
  for (;;) {
    const frame = pipe.read()
    if (frame?.type !== FRAME.BARS && frame?.type !== FRAME.LAST_BARS) return blocks
    blocks.push(barsOf(frame.bytes.slice()))
    if (frame.type === FRAME.LAST_BARS) return blocks
  }
}
