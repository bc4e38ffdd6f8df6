import type { BoxJob } from '../shared/box.ts'
import type { JsonValue } from '../shared/plain.ts'
import { SandboxDisposed } from './errors.ts'
import { createMember, type Member } from './member.ts'
import type { Settings } from './settings.ts'

export type Pool = {
  /** Evaluates as soon as fewer than `size` others are under way. */
  evaluate(job: BoxJob, seen: string, signal?: AbortSignal): Promise<JsonValue | undefined>
  /** Ends everything. Resolves when no child is left. */
  dispose(): Promise<void>
}

type Waiting = {
  readonly begin: () => void
  readonly fail: (reason: unknown) => void
}

/**
 * Children that are ready before they are asked for. Each sees one source; one that has evaluated a source
 * in a realm that nothing outlives is kept for the same source, the ones used longest ago go first.
 */
export function createPool(settings: Settings): Pool {
  const { size, ahead } = settings
  const members = new Set<Member>()
  /** Alive and not at work, the ones used last at the end. */
  let idle: Member[] = []
  let queue: Waiting[] = []
  let busy = 0
  let isDisposed = false

  function add(): Member {
    const member = createMember(settings)
    members.add(member)
    void member.ended.then(() => members.delete(member))
    return member
  }

  /** Starts children for what comes next. */
  function fill(): void {
    idle = idle.filter(({ isAlive }) => isAlive)
    const fresh = idle.filter(({ seen }) => seen === undefined).length
    for (let i = fresh; i < ahead; i++) idle.push(add())
    const known = idle.filter(({ seen }) => seen !== undefined)
    for (const member of known.slice(0, Math.max(0, known.length - size))) drop(member)
  }

  function drop(member: Member): void {
    idle = idle.filter((other) => other !== member)
    member.kill(new SandboxDisposed())
  }

  function take(text: string): Member {
    idle = idle.filter(({ isAlive }) => isAlive)
    const member =
      idle.find(({ seen }) => seen === text) ?? idle.find(({ seen }) => seen === undefined)
    if (member === undefined) return add()
    idle = idle.filter((other) => other !== member)
    return member
  }

  async function run(
    job: BoxJob,
    text: string,
    signal?: AbortSignal,
  ): Promise<JsonValue | undefined> {
    const member = take(text)
    try {
      return await member.evaluate(job, text, signal)
    } finally {
      if (member.isAlive && !isDisposed) idle.push(member)
      if (!isDisposed) fill()
    }
  }

  function next(): void {
    while (busy < size && queue.length > 0) queue.shift()!.begin()
  }

  if (ahead > 0) fill()

  return {
    async evaluate(job, text, signal) {
      if (isDisposed) throw new SandboxDisposed()
      signal?.throwIfAborted()
      if (busy >= size) await wait(signal)
      // A place that was waited for was taken in the name of who waited.
      else busy++
      try {
        signal?.throwIfAborted()
        return await run(job, text, signal)
      } finally {
        busy--
        next()
      }
    },
    async dispose() {
      isDisposed = true
      const left = queue
      queue = []
      for (const { fail } of left) fail(new SandboxDisposed())
      idle = []
      const all = [...members]
      for (const member of all) member.kill(new SandboxDisposed())
      // Children with nothing to do keep nobody alive; who waits for their end has to stay.
      const stay = setInterval(() => {}, 1000)
      await Promise.all(all.map(({ ended }) => ended))
      clearInterval(stay)
    },
  }

  /** Resolves when a place is free, and takes it. */
  function wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        queue = queue.filter((other) => other !== waiting)
        reject(signal?.reason)
      }
      const waiting: Waiting = {
        begin() {
          busy++
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        fail(reason) {
          signal?.removeEventListener('abort', onAbort)
          reject(reason)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      queue.push(waiting)
    })
  }
}
