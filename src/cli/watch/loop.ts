import { EXIT } from '../exit.ts'
import { type KeyName, listenToKeys } from './keys.ts'
import { createPoller } from './poll.ts'

/** Why a run begins: files that were saved, or a key; the first one has no reason. */
export type Why = { readonly files: readonly string[] } | { readonly key: KeyName } | undefined

export type WatchLoop = {
  /** Files that a run reads; asked anew after each. */
  files(): readonly string[]
  /** One run, which tells its failures itself. The signal says that it has been overtaken. */
  run(signal: AbortSignal, why: Why): Promise<void>
  /** Keys that begin a run. */
  readonly keys: readonly KeyName[]
  /** What other keys do between runs, but for q, which ends. */
  key?(key: KeyName): Promise<void>
}

/**
 * Runs, waits for a change or a key, and runs again. A change in the middle of a run ends it and begins
 * the next.
 *
 * @returns The exit code, once q, Ctrl-C or a signal ended it.
 */
export async function watchLoop({ files, run, keys, key: onOtherKey }: WatchLoop): Promise<number> {
  let abort = new AbortController()
  let next: Why | 'end'
  let code: number = EXIT.ok
  let wake: () => void = () => {}
  const begin = (why: Why): void => {
    if (next === 'end') return
    next = why
    abort.abort()
    wake()
  }
  const end = (exitCode: number): void => {
    code = exitCode
    next = 'end'
    abort.abort()
    wake()
  }
  const others: KeyName[] = []
  const onKey = (key: KeyName): void => {
    if (key === 'interrupt') end(EXIT.interrupted)
    else if (key === 'q' || key === 'end') end(EXIT.ok)
    else if (keys.includes(key)) begin({ key })
    else {
      others.push(key)
      wake()
    }
  }
  const onInterrupt = (): void => end(EXIT.interrupted)
  const onTerminate = (): void => end(EXIT.terminated)
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onTerminate)
  const poller = createPoller((changed) => begin({ files: changed }))
  poller.watch(files())
  const release = listenToKeys(process.stdin, onKey)
  try {
    let why: Why
    for (;;) {
      next = undefined
      abort = new AbortController()
      others.length = 0
      await run(abort.signal, why)
      poller.watch(files())
      while (next === undefined) {
        const key = others.shift()
        if (key !== undefined) await onOtherKey?.(key)
        else
          await new Promise<void>((done) => {
            wake = done
          })
      }
      if (next === 'end') return code
      why = next
    }
  } finally {
    release()
    poller.stop()
    process.removeListener('SIGINT', onInterrupt)
    process.removeListener('SIGTERM', onTerminate)
  }
}
