import type { RunResult } from '../engine/index.ts'
import { isFailure } from '../errors/index.ts'
import { FRAME, readScriptBytes, startJail, systemWalls } from '../sandbox/index.ts'
import type { Job } from '../shared/job.ts'
import { readResult, refuseMessage } from './check.ts'
import {
  type Collected,
  createCollector,
  readDeclared,
  readTexts,
  type TradeStore,
} from './collect.ts'
import { emptyResult } from './empty.ts'
import { failureOf, interrupted, outputLimit } from './jailed.ts'
import type { KeptBars } from './kept.ts'
import type { Inputs } from './options.ts'
import { zoneTable } from './zones.ts'

/** What the runs of a sweep have in common. */
export type TrialSetting = {
  readonly job: Job
  readonly bars: KeptBars
  readonly isUntrusted: boolean
  readonly signal: AbortSignal | undefined
}

/** Trials that nobody runs yet. */
export type TrialQueue = {
  /** The next one, or undefined when none is left. */
  next(): number | undefined
  /** Puts one back that was not run to its end. */
  back(trial: number): void
  /** Whether it is to be run in a jail of its own. */
  isAlone(trial: number): boolean
  /** Makes it one of those. */
  setAlone(trial: number): void
  /** None is left for anybody. */
  stop(): void
}

export function createTrialQueue(count: number): TrialQueue {
  const returned: number[] = []
  const alone = new Set<number>()
  let next = 0
  return {
    next: () => returned.pop() ?? (next < count ? next++ : undefined),
    back(trial) {
      returned.push(trial)
    },
    isAlone: (trial) => alone.has(trial),
    setAlone(trial) {
      alone.add(trial)
    },
    stop() {
      returned.length = 0
      next = count
    },
  }
}

/** What the parent allows on top of the limit of a trial before it ends the jail (P1). */
const GRACE_MS = 1000
/** Trials that a jail has been given at a time: the next one waits in its pipe. */
const AHEAD = 2

/**
 * Runs trials of a queue in one jail after another until the queue is empty. Only a jail whose trials all
 * came to an end of their own serves the next one; what a jail says about a trial is checked as that of any run.
 */
export async function runTrials(
  setting: TrialSetting,
  queue: TrialQueue,
  inputsOf: (trial: number) => Inputs,
  take: (trial: number, collected: Collected) => void,
): Promise<void> {
  for (;;) {
    const first = queue.next()
    if (first === undefined) return
    try {
      await runInJail(setting, first, queue, inputsOf, take)
    } catch (problem) {
      queue.stop()
      throw problem
    }
  }
}

async function runInJail(
  { job, bars, isUntrusted, signal }: TrialSetting,
  first: number,
  queue: TrialQueue,
  inputsOf: (trial: number) => Inputs,
  take: (trial: number, collected: Collected) => void,
): Promise<void> {
  const scripts = readScriptBytes()
  const walls = await systemWalls()
  const isAborted = (): boolean => signal?.aborted === true
  if (isAborted()) throw interrupted()
  /** Trials given and not yet told of, in order. */
  const given: number[] = []
  const isAlone = queue.isAlone(first)
  let served = 0
  let ending: 'closed' | 'time' | 'output' | undefined
  const store: TradeStore = { rows: new Float64Array(0) }
  let collector = createCollector(store)
  let written = 0
  const mostBytes = outputLimit(job)
  let problem: unknown
  let timer: NodeJS.Timeout | undefined

  const jail = startJail({
    jailScript: scripts.jail,
    timeMs: null,
    memoryMb: job.limits.memoryMb,
    walls: { ...walls, hasMemoryBound: walls.hasMemoryBound && isUntrusted },
    isTypeScript: job.file.endsWith('.ts'),
    outputBytes: Number.MAX_SAFE_INTEGER,
    onFrame: (type, bytes) => {
      if (ending !== undefined) return
      try {
        takeFrame(type, bytes)
      } catch (thrown) {
        problem = thrown
        end('closed')
      }
    },
  })
  /** Nothing of the jail is believed or waited for any more. */
  function end(how: NonNullable<typeof ending>): void {
    ending ??= how
    clearTimeout(timer)
    jail.kill()
  }
  const onAbort = (): void => end('closed')

  function takeFrame(type: number, bytes: Buffer): void {
    const [trial] = given
    written += bytes.length
    if (trial === undefined) throw refuseMessage('message')
    if (written > mostBytes) {
      end('output')
      return
    }
    switch (type) {
      case FRAME.DECLARED:
        tellZones(trial, readDeclared(bytes.toString('utf8'), 0).zones)
        break
      case FRAME.TRADES:
        collector.trades(bytes)
        break
      case FRAME.TEXTS:
        collector.texts(readTexts(bytes.toString('utf8')))
        break
      case FRAME.RESULT:
        complete(trial, readResult(bytes.toString('utf8')))
        break
      default:
        throw refuseMessage('message')
    }
  }

  function tellZones(trial: number, zones: readonly string[]): void {
    try {
      const tables = zones.map((zone) => zoneTable(zone, bars.firstTimeMs, job.file))
      void jail.send(FRAME.START, JSON.stringify(tables))
    } catch (thrown) {
      // A zone that does not exist is the strategy's mistake.
      if (!isFailure(thrown) || !thrown.code.startsWith('S')) throw thrown
      given.shift()
      take(trial, createCollector().complete(emptyResult(thrown)))
      end('closed')
    }
  }

  function complete(trial: number, result: RunResult): void {
    if (result.end.bars > bars.count) throw refuseMessage('number of bars')
    const collected = collector.complete(result)
    collector = createCollector(store)
    written = 0
    served++
    given.shift()
    take(trial, collected)
    // A jail whose time was over ends by itself.
    if (result.end.failure?.code === 'L401') end('closed')
    else give()
  }

  /** Keeps the jail busy as long as there are trials for it. */
  function give(): void {
    while (!isAlone && given.length < AHEAD) {
      const trial = queue.next()
      if (trial === undefined) break
      if (queue.isAlone(trial)) {
        queue.back(trial)
        break
      }
      send(trial)
    }
    if (given.length === 0) end('closed')
    else watch()
  }
  function send(trial: number): void {
    given.push(trial)
    void jail.send(FRAME.TRIAL, JSON.stringify(inputsOf(trial)))
  }
  function watch(): void {
    // A timer that was cleared would come back to life.
    if (ending !== undefined) return
    if (timer === undefined) timer = setTimeout(() => end('time'), job.limits.timeMs + GRACE_MS)
    else timer.refresh()
  }

  signal?.addEventListener('abort', onAbort, { once: true })
  await jail.send(FRAME.REALM_SCRIPT, scripts.realm)
  await jail.send(FRAME.TI_SCRIPT, scripts.ti)
  await jail.send(FRAME.JOB, JSON.stringify(job))
  for (const [k, columns] of bars.frames.entries())
    await jail.send(k === bars.frames.length - 1 ? FRAME.LAST_BARS : FRAME.BARS, columns)
  send(first)
  give()
  const how = await jail.ended
  clearTimeout(timer)
  signal?.removeEventListener('abort', onAbort)
  const isInterrupt = how.kind === 'crash' && (how.signal === 'SIGINT' || how.signal === 'SIGTERM')
  if (isAborted() || isInterrupt) throw interrupted()
  if (problem !== undefined) throw problem
  const lost = ending === 'closed' ? undefined : given.shift()
  for (const trial of given.reverse()) queue.back(trial)
  if (ending === 'closed' || lost === undefined) return
  if (served > 0 && ending === undefined) {
    // It may be due to the trials before: only a jail of its own says what this one comes to.
    queue.setAlone(lost)
    queue.back(lost)
    return
  }
  const failure = failureOf(ending === undefined ? how : { kind: ending }, job)
  take(lost, createCollector().complete(emptyResult(failure)))
}
