import * as nodeModule from 'node:module'
import vm from 'node:vm'
import type { BarFeed } from '../data/index.ts'
import { createRun, type Declared, type Run } from '../engine/index.ts'
import { isFailure, QrunError } from '../errors/index.ts'
import { createRealm, readDetail, readMarkets, readScripts } from '../sandbox/index.ts'
import { blockOf } from '../shared/bars.ts'
import type { Failure } from '../shared/failure.ts'
import { type Job, timeFailure } from '../shared/job.ts'
import { TRADE_WIDTH } from '../shared/layout.ts'
import { type Collected, createCollector } from './collect.ts'
import { emptyResult } from './empty.ts'
import { explained, readExplanation } from './explained.ts'
import { type BarFrame, createConveyor } from './frames.ts'
import { interrupted, type RunHooks } from './jailed.ts'
import { handOn } from './markets.ts'
import { zoneTable } from './zones.ts'

/**
 * Runs a job in this process, behind layer 1 alone: for trusted files and for embedding. Time is
 * limited as in the jail; memory is not.
 */
export async function runInline(job: Job, feed: BarFeed, hooks: RunHooks): Promise<Collected> {
  const collector = createCollector()
  let left = job.limits.timeMs
  let run: Run | undefined
  let declared: Declared | undefined
  let stopped: Failure | undefined
  const within = <T>(work: () => T, mayTake = left): T | undefined => {
    const started = performance.now()
    const done = underLimit(Math.min(left, mayTake), work)
    left = Math.max(1, left - Math.ceil(performance.now() - started))
    if ('value' in done) return done.value
    const isSetUp = declared !== undefined
    stopped = {
      ...timeFailure(job.limits, isSetUp ? 'bars' : 'set-up'),
      place: isSetUp ? { file: job.file, bar: run?.complete ?? 0 } : { file: job.file },
    }
    return undefined
  }
  run = createRun(createRealm(vm, readScripts(), stripTypes), job, {
    trades: ({ buffer, byteOffset }, count) =>
      collector.trades(new Uint8Array(buffer, byteOffset, count * TRADE_WIDTH * 8)),
    texts: (texts) => collector.texts(texts),
  })
  const current = run
  const conveyor = createConveyor(feed, { frameBars: hooks.detail?.frameBars })
  hooks.signal?.addEventListener('abort', conveyor.stop, { once: true })
  try {
    declared = within(() => current.declare(), job.limits.setupMs)
    if (declared !== undefined && 'zones' in declared) {
      const { firstTimeMs } = feed.head
      const tables = declared.zones.map((zone) => zoneTable(zone, firstTimeMs, job.file))
      within(() => current.start(tables))
      await hooks.markets?.choose(declared.feeds)
      const deliver = async (frame: BarFrame): Promise<boolean> => {
        const { columns, count, isLast } = frame
        if (hooks.detail !== undefined) {
          const { counts, columns } = readDetail(await hooks.detail.take(frame))
          current.detail(counts, columns)
        }
        const block = blockOf(count, (k) => new Float64Array(columns[k]!.buffer, 0, count))
        if (within(() => current.bars(block, isLast)) !== true) return false
        hooks.onProgress?.(current.complete)
        return !isLast
      }
      const deliverRows = (packed: Float64Array): boolean =>
        within(() => current.markets(readMarkets(packed))) === true
      await conveyor.run((frame) => handOn(frame, hooks.markets, deliver, deliverRows))
    }
  } catch (problem) {
    // A zone that does not exist is the strategy's mistake.
    if (!isFailure(problem) || !problem.code.startsWith('S')) throw problem
    return collector.complete(
      emptyResult(
        problem,
        declared !== undefined && 'declaration' in declared ? declared.declaration : null,
      ),
    )
  } finally {
    hooks.signal?.removeEventListener('abort', conveyor.stop)
    await conveyor.close()
  }
  if (hooks.signal?.aborted) throw interrupted()
  const collected = collector.complete(JSON.parse(JSON.stringify(current.finish(stopped))))
  const explanation = current.explanation()
  return explanation === undefined
    ? collected
    : { ...collected, ...explained(readExplanation(JSON.stringify(explanation), job)) }
}

/** Node's own type stripping, from 22.13 on. */
const { stripTypeScriptTypes: stripTypes } = nodeModule as {
  stripTypeScriptTypes?: (text: string) => string
}

/**
 * Runs `work` as a script under the watchdog; without a value when it was stopped. What `work` throws
 * is not looked at: a strategy may have made it, and whoever prints it would hand over its functions (H2).
 */
function underLimit<T>(timeMs: number, work: () => T): { value: T } | { stopped: true } {
  const name = '__qrunWork'
  const started = performance.now()
  let outcome: { value: T } | { stopped: true } = { stopped: true }
  let hasThrown = false
  Reflect.set(globalThis, name, () => {
    try {
      outcome = { value: work() }
    } catch {
      hasThrown = true
    }
  })
  try {
    new vm.Script(`globalThis.${name}()`).runInThisContext({
      timeout: timeMs,
      displayErrors: false,
    })
  } catch {
    // H3: only the clock tells a time-out.
    if (performance.now() - started < timeMs) outcome = { stopped: true }
  } finally {
    Reflect.deleteProperty(globalThis, name)
  }
  if (hasThrown)
    throw new QrunError({
      code: 'X503',
      message: 'the sandbox failed in a way that it should not',
      hint: 'this is a defect of qrun: please report it with the strategy file',
    })
  return outcome
}
