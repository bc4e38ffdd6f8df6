import type { BoxAnswer, BoxCall } from '../shared/box.ts'
import { writePlain } from '../shared/plain.ts'
import { MAX_INPUT } from './data.ts'
import { SandboxCallError, SandboxCallFailed, type SandboxError } from './errors.ts'
import { Nonsense } from './message.ts'
import type { SandboxCall } from './options.ts'

/** The host calls of one evaluation. */
export type Calls = {
  /** Starts the handlers. Throws `Nonsense` for more calls than may wait at one time. */
  take(calls: readonly BoxCall[]): void
  /** Names of the calls without an answer. */
  waiting(): readonly string[]
  /** What handlers still say is of no interest any more. */
  stop(): void
}

export function createCalls(
  handlers: ReadonlyMap<string, SandboxCall>,
  most: number,
  onAnswer: (answer: BoxAnswer) => void,
  onFailure: (error: SandboxError) => void,
): Calls {
  const open = new Map<number, string>()
  let isStopped = false

  const work = async ({ id, name, args }: BoxCall): Promise<void> => {
    let answer: BoxAnswer
    try {
      const value = await handlers.get(name)!(...args)
      answer = { id, ...answerOf(name, value) }
    } catch (problem) {
      if (!(problem instanceof SandboxCallError)) {
        // Its words may tell of this process, so the source does not get them.
        const failure =
          problem instanceof SandboxCallFailed
            ? problem
            : new SandboxCallFailed(name, 'threw', { cause: problem })
        if (!isStopped) onFailure(failure)
        return
      }
      answer = { id, message: problem.message }
    }
    if (isStopped) return
    open.delete(id)
    onAnswer(answer)
  }

  return {
    take(calls) {
      for (const { id, name } of calls) {
        if (open.has(id) || open.size >= most) throw new Nonsense()
        open.set(id, name)
      }
      for (const call of calls) void work(call)
    },
    waiting: () => [...open.values()],
    stop() {
      isStopped = true
    },
  }
}

function answerOf(name: string, value: unknown): { readonly value: string } {
  if (value === undefined) return { value: '' }
  const plain = writePlain(value, 'value', MAX_INPUT)
  if ('text' in plain) return { value: plain.text }
  throw new SandboxCallFailed(
    name,
    'fault' in plain
      ? `gave no plain data: ${plain.fault.path} ${plain.fault.what}`
      : `gave more than "${MAX_INPUT}" bytes of JSON`,
  )
}
