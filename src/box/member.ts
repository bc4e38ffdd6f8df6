import { readBoxScripts } from '../sandbox/index.ts'
import { BOX_FRAME, type BoxJob } from '../shared/box.ts'
import type { JsonValue } from '../shared/plain.ts'
import { type Calls, createCalls } from './calls.ts'
import { endError, errorOf, setupError } from './ending.ts'
import { SandboxCrash, type SandboxError, SandboxTimeout } from './errors.ts'
import { Nonsense, readCalls, readOutcome, readReady } from './message.ts'
import { startProcess } from './process.ts'
import type { Settings } from './settings.ts'
import { startThread } from './thread.ts'

/** One child of a pool. It evaluates one source, and further ones only where they are the same (J8). */
export type Member = {
  /** Source and names of its arguments, as one text; undefined until it has one. */
  readonly seen: string | undefined
  /** Whether it can evaluate: what it has seen, or anything. */
  readonly isAlive: boolean
  evaluate(job: BoxJob, seen: string, signal?: AbortSignal): Promise<JsonValue | undefined>
  /** Ends it; what it evaluates rejects with `reason`. */
  kill(reason: unknown): void
  /** Resolves when it is gone. */
  readonly ended: Promise<unknown>
}

/** What the parent allows on top of the inner limit before it kills (P1). */
const GRACE_MS = 1000
/** Most time to get ready: starting, library and freezing. */
const START_MS = 30_000
/** Room in a frame beside the value: words of errors, ids and names. */
const FRAME_BASE = 64 * 1024
const FRAME_PER_CALL = 300

type Task = {
  readonly resolve: (value: JsonValue | undefined) => void
  readonly reject: (reason: unknown) => void
  readonly calls: Calls
  readonly startedMs: number
  timer: NodeJS.Timeout | undefined
}

export function createMember(settings: Settings): Member {
  const { config, limits } = settings
  const scripts = readBoxScripts()
  let task: Task | undefined
  let seen: string | undefined
  let isAlive = true
  /** Why it ends or has ended, as who asks for more is told. */
  let over: { readonly reason: unknown } | undefined
  const start = settings.isolation === 'process' ? startProcess : startThread
  const child = start({
    jailScript: scripts.jail,
    memoryMb: limits.memoryMB,
    frameBytes: limits.outputBytes + FRAME_BASE + limits.calls * FRAME_PER_CALL,
    bounds: config.buffers,
    onFrame(type, bytes) {
      try {
        takeFrame(type, bytes.toString('utf8'))
      } catch (problem) {
        if (!(problem instanceof Nonsense)) throw problem
        kill(new SandboxCrash('the child of the sandbox said what makes no sense', null))
      }
    },
  })
  child.unref()

  let becomeReady: () => void = () => {}
  let failReady: (reason: unknown) => void = () => {}
  let isReady = false
  const ready = new Promise<void>((resolve, reject) => {
    becomeReady = resolve
    failReady = reject
  })
  // A child that nobody asked for yet may fail in silence: the next one to be asked tells.
  ready.catch(() => {})
  const startTimer = setTimeout(
    () => kill(new SandboxCrash('the child of the sandbox did not get ready', null)),
    START_MS,
  ).unref()

  const ended = child.ended.then((end) => {
    isAlive = false
    clearTimeout(startTimer)
    const error = endError(end, limits)
    over ??= { reason: error }
    failReady(error)
    finish((open) => open.reject(error))
  })

  for (const [type, text] of [
    [BOX_FRAME.REALM_SCRIPT, scripts.realm],
    [BOX_FRAME.SES_SCRIPT, settings.ses],
    [BOX_FRAME.CONFIG, JSON.stringify(config)],
  ] as const)
    child.send(type, text)

  function takeFrame(type: number, text: string): void {
    if (type === BOX_FRAME.READY && !isReady) {
      isReady = true
      clearTimeout(startTimer)
      const { library } = readReady(text)
      if (library === undefined) becomeReady()
      else kill(setupError(library))
    } else if (type === BOX_FRAME.CALLS && task !== undefined) {
      const calls = readCalls(text, settings.calls)
      // The child can do nothing now but wait, so it cannot tell when the time is up.
      setDeadline(task, limits.timeMs)
      task.calls.take(calls)
    } else if (type === BOX_FRAME.DONE && task !== undefined) {
      const outcome = readOutcome(text)
      if (outcome.kind === 'time' || outcome.kind === 'refused' || !isReusable) isAlive = false
      finish(({ resolve, reject, calls }) => {
        if (outcome.kind === 'value') resolve(outcome.value)
        else if (outcome.kind === 'time') reject(new SandboxTimeout(limits.timeMs, calls.waiting()))
        else reject(errorOf(outcome, limits))
      })
      if (!isAlive) child.kill()
    } else throw new Nonsense()
  }

  /** Where nothing can outlive an evaluation, the same source may run again in the same realm. */
  const isReusable = !config.isAsync && config.library === ''

  function setDeadline(open: Task, ms: number): void {
    clearTimeout(open.timer)
    open.timer = setTimeout(
      () => kill(new SandboxTimeout(limits.timeMs, open.calls.waiting())),
      Math.max(1, open.startedMs + ms - performance.now()),
    )
  }

  function finish(settle: (open: Task) => void): void {
    const open = task
    if (open === undefined) return
    task = undefined
    clearTimeout(open.timer)
    settle(open)
    open.calls.stop()
    child.unref()
  }

  function kill(reason: unknown): void {
    isAlive = false
    over ??= { reason }
    child.kill()
    failReady(reason)
    finish((open) => open.reject(reason))
  }

  return {
    get seen() {
      return seen
    },
    get isAlive() {
      return isAlive
    },
    ended,
    kill,
    async evaluate(job, text, signal) {
      seen = text
      child.ref()
      const onAbort = (): void => kill(signal?.reason)
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        await ready
        // It may have been killed in the moment between.
        if (over !== undefined) throw over.reason
        return await new Promise<JsonValue | undefined>((resolve, reject) => {
          const fail = (error: SandboxError): void => kill(error)
          const calls = createCalls(
            settings.calls,
            limits.calls,
            (answer) => {
              if (task === undefined) return
              setDeadline(task, limits.timeMs + GRACE_MS)
              child.send(BOX_FRAME.ANSWERS, JSON.stringify([answer]))
            },
            fail,
          )
          task = { resolve, reject, calls, startedMs: performance.now(), timer: undefined }
          setDeadline(task, limits.timeMs + GRACE_MS)
          child.send(BOX_FRAME.JOB, JSON.stringify(job))
        })
      } finally {
        signal?.removeEventListener('abort', onAbort)
        child.unref()
      }
    },
  }
}
