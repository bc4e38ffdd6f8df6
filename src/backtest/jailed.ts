import type { BarFeed } from '../data/index.ts'
import type { RunResult } from '../engine/index.ts'
import { isFailure, QrunError } from '../errors/index.ts'
import { FRAME, type JailEnd } from '../sandbox/index.ts'
import type { Explanation } from '../shared/explain.ts'
import type { Failure } from '../shared/failure.ts'
import { type Job, timeFailure } from '../shared/job.ts'
import type { Declaration } from '../shared/outcome.ts'
import { readResult, refuseMessage } from './check.ts'
import { type Collected, createCollector, readDeclared, readTexts } from './collect.ts'
import type { DetailFeed } from './detail.ts'
import type { EarlyJail } from './early.ts'
import { emptyResult } from './empty.ts'
import { explained, readExplanation } from './explained.ts'
import { type BarFrame, createConveyor } from './frames.ts'
import { handOn, type Markets } from './markets.ts'
import { zoneTable } from './zones.ts'

export type RunHooks = {
  /** Called now and then with the number of bars that are done. */
  readonly onProgress?: (bars: number) => void
  readonly signal?: AbortSignal
  readonly detail?: DetailFeed
  readonly markets?: Markets
}

/** Most the jail may write: a base, and a row and a text for each order it may give. */
const BASE_OUTPUT = 64 * 1024 * 1024
const BYTES_PER_ORDER = 400

export function outputLimit({ limits }: Pick<Job, 'limits'>): number {
  return BASE_OUTPUT + BYTES_PER_ORDER * limits.orders
}

/** Runs a job in a jailed process of its own (layer 2), fed from `feed`. */
export async function runJailed(
  job: Job,
  feed: BarFeed,
  hooks: RunHooks,
  early: EarlyJail,
): Promise<Collected> {
  const collector = createCollector()
  const conveyor = createConveyor(feed, { frameBars: hooks.detail?.frameBars })
  const told: {
    declaration?: Declaration
    zones?: readonly string[]
    feeds?: readonly number[]
    explanation?: Explanation
    result?: RunResult
    problem?: unknown
  } = {}
  /** Bars that the jail was given, and that it says are complete. */
  let sent = 0
  let done = 0
  /** Whether it has taken all it was given. */
  let hasTaken = false
  let isAllSent = false
  let wake: () => void = () => {}
  const declared = new Promise<void>((resolve) => {
    wake = resolve
  })
  function takeFrame(type: number, bytes: Buffer): void {
    // Each phase has its messages: nothing before the declaration but the end, and nothing after that.
    if (told.result !== undefined) throw refuseMessage('message')
    const isEnd = type === FRAME.RESULT || type === FRAME.EXPLANATION
    if (!isEnd && (type === FRAME.DECLARED) !== (told.zones === undefined))
      throw refuseMessage('message')
    switch (type) {
      case FRAME.DECLARED:
        Object.assign(told, readDeclared(bytes.toString('utf8'), 2 * (job.markets?.length ?? 0)))
        wake()
        break
      case FRAME.TRADES:
        collector.trades(bytes)
        break
      case FRAME.TEXTS:
        collector.texts(readTexts(bytes.toString('utf8')))
        break
      case FRAME.PROGRESS:
        progress(barsOf(bytes.length === 8 ? bytes.readDoubleLE() : undefined))
        break
      case FRAME.EXPLANATION:
        if (job.explain === undefined || told.explanation !== undefined)
          throw refuseMessage('message')
        told.explanation = readExplanation(bytes.toString('utf8'), job)
        break
      case FRAME.RESULT:
        told.result = readResult(bytes.toString('utf8'))
        barsOf(told.result.end.bars)
        // All that is left to it is to end.
        jail.work()
        wake()
        conveyor.stop()
        break
      default:
        throw refuseMessage('message')
    }
  }
  function progress(bars: number): void {
    done = bars
    restIfDone()
    hooks.onProgress?.(bars)
  }
  /**
   * A jail waits only when it has taken and done all it was given, and there is more: one that says so at
   * another time would never be stopped (P1).
   */
  function restIfDone(): void {
    if (told.result === undefined && hasTaken && done === sent && !isAllSent) jail.rest()
  }
  async function deliver(frame: BarFrame): Promise<boolean> {
    const { columns, count, isLast } = frame
    const detail = await hooks.detail?.take(frame)
    sent += count
    hasTaken = false
    isAllSent = isLast
    jail.work()
    if (detail !== undefined) await jail.send(FRAME.DETAIL, new Uint8Array(detail.buffer))
    await jail.send(isLast ? FRAME.LAST_BARS : FRAME.BARS, columns)
    hasTaken = true
    restIfDone()
    return !isLast && told.result === undefined
  }
  async function deliverRows({ buffer }: Float64Array): Promise<boolean> {
    await jail.send(FRAME.MARKETS, new Uint8Array(buffer))
    return told.result === undefined
  }
  /** A number of complete bars: no more than were handed in. */
  function barsOf(bars: number | undefined): number {
    if (bars === undefined || !Number.isInteger(bars) || bars < 0 || bars > sent)
      throw refuseMessage('number of bars')
    return bars
  }
  // The first frames are read while the jail is on its way to them.
  let begin: (isReady: boolean) => void = () => {}
  const isReady = new Promise<boolean>((resolve) => {
    begin = resolve
  })
  const delivering = conveyor.run(
    async (frame) => (await isReady) && handOn(frame, hooks.markets, deliver, deliverRows),
  )
  // Told once the strategy has come so far: what it did wrong before comes first.
  delivering.catch(() => {})
  async function letGo(): Promise<void> {
    begin(false)
    conveyor.stop()
    await delivering.catch(() => {})
  }
  const taking = early.take((type, bytes) => {
    try {
      takeFrame(type, bytes)
    } catch (problem) {
      told.problem ??= problem
      jail.kill()
    }
  })
  const jail = await taking.catch(async (problem: unknown) => {
    await letGo()
    throw problem
  })
  void jail.ended.then(conveyor.stop)
  const onAbort = (): void => jail.kill()
  hooks.signal?.addEventListener('abort', onAbort, { once: true })
  if (hooks.signal?.aborted) jail.kill()
  let end: JailEnd
  try {
    jail.work()
    await jail.send(FRAME.JOB, JSON.stringify(job))
    await Promise.race([declared, jail.ended])
    if (told.zones !== undefined) {
      const tables = told.zones.map((zone) => zoneTable(zone, feed.head.firstTimeMs, job.file))
      await jail.send(FRAME.START, JSON.stringify(tables))
      await hooks.markets?.choose(told.feeds ?? [])
      begin(true)
      await delivering
    }
    end = await jail.ended
  } catch (problem) {
    jail.kill()
    await jail.ended
    // A zone that does not exist is the strategy's mistake.
    if (!isFailure(problem) || !problem.code.startsWith('S')) throw problem
    return collector.complete(emptyResult(problem, told.declaration))
  } finally {
    hooks.signal?.removeEventListener('abort', onAbort)
    await letGo()
  }
  // Ctrl-C reaches the whole group of processes, and the jail may be gone before the signal is heard here.
  const isInterrupt = end.kind === 'crash' && (end.signal === 'SIGINT' || end.signal === 'SIGTERM')
  if (hooks.signal?.aborted || isInterrupt) throw interrupted()
  if (told.problem !== undefined) throw told.problem
  if (told.result !== undefined && end.kind === 'exit')
    return { ...collector.complete(told.result), ...explained(told.explanation) }
  return collector.complete(emptyResult(failureOf(end, job), told.declaration))
}

export function interrupted(): QrunError {
  return new QrunError({ code: 'X504', message: 'interrupted', hint: 'nothing was written' })
}

/** How the engine ends when a program drives it into the ground. */
const FAULTS = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP', 'SIGFPE'])

/** P5: every ending has one outcome. */
export function failureOf(end: JailEnd, job: Job): Failure {
  return { ...outcomeOf(end, job), place: { file: job.file } }
}

function outcomeOf(end: JailEnd, { limits }: Job): Omit<Failure, 'place'> {
  if (end.kind === 'time') return timeFailure(limits, 'bars')
  if (end.kind === 'memory')
    return {
      code: 'L402',
      message: `the memory limit of "${limits.memoryMb}" MB was reached, and what the run had computed is lost`,
      hint: 'keep less in arrays and maps, or raise --limit-memory',
    }
  if (end.kind === 'output')
    return {
      code: 'L406',
      message: 'the strategy made more output than a run may have',
      hint: 'give fewer orders and logs',
    }
  if (end.kind === 'crash' && end.signal !== null && FAULTS.has(end.signal))
    return {
      code: 'L408',
      message: `the strategy brought its sandbox process down (${end.signal})`,
      hint: 'look for very deep nesting, huge patterns or huge values',
    }
  return {
    code: 'X501',
    message:
      end.kind === 'crash' && end.code === 9
        ? 'the sandbox process does not know one of its flags'
        : 'the sandbox process ended without a word',
    hint: 'run again; if it happens again, report the strategy file and the Node.js version',
  }
}
