import { Worker } from 'node:worker_threads'
import { createFrameReader, frameHeader, type JailEnd } from '../sandbox/index.ts'
import type { Child, ChildOptions } from './child.ts'
import { THREAD_BOOT } from './thread-boot.ts'

/**
 * A child in a thread of this process: layer 1 alone. Its environment is empty and its heap bounded, but
 * whoever got out of the realm would have the powers of this process.
 */
export function startThread({ jailScript, memoryMb, frameBytes, onFrame }: ChildOptions): Child {
  const shared = new SharedArrayBuffer(4)
  const bell = new Int32Array(shared)
  const worker = new Worker(THREAD_BOOT, {
    eval: true,
    workerData: shared,
    env: {},
    argv: [],
    execArgv: ['--unhandled-rejections=none', '--no-warnings'],
    // What it prints is not shown, and not read either: reading would keep this process alive.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16 },
  })
  let verdict: 'killed' | 'output' | undefined
  let isOutOfMemory = false
  const stop = (kind: 'killed' | 'output'): void => {
    verdict ??= kind
    void worker.terminate()
  }
  const take = createFrameReader({
    outputBytes: Number.POSITIVE_INFINITY,
    frameBytes,
    onFrame,
    onExcess: () => stop('output'),
    isStopped: () => verdict !== undefined,
  })
  worker.on('message', (bytes: Uint8Array) => take(Buffer.from(bytes)))
  worker.on('error', (problem: NodeJS.ErrnoException) => {
    isOutOfMemory = problem.code === 'ERR_WORKER_OUT_OF_MEMORY'
  })
  const ended = new Promise<JailEnd>((resolve) => {
    worker.once('exit', (code) => {
      if (verdict !== undefined) resolve({ kind: verdict })
      else if (isOutOfMemory) resolve({ kind: 'memory' })
      else if (code === 0) resolve({ kind: 'exit', code })
      else resolve({ kind: 'crash', code, signal: null })
    })
  })
  const send = (type: number, text: string): void => {
    const payload = Buffer.from(text)
    for (const part of [frameHeader(type, [payload]), payload]) worker.postMessage(part)
    Atomics.add(bell, 0, 1)
    Atomics.notify(bell, 0)
  }
  send(FIRST_FRAME, jailScript)
  return {
    send,
    kill: () => stop('killed'),
    ref: () => worker.ref(),
    unref: () => worker.unref(),
    ended,
  }
}

const FIRST_FRAME = 1
