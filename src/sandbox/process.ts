import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { BOOT } from './boot.ts'
import { jailFlags } from './flags.ts'
import { createFrameReader, frameHeader } from './frames.ts'
import { type SystemWalls, wrap } from './layers.ts'
import { watchMemory } from './memory.ts'
import { MAX_FRAME_BYTES } from './protocol.ts'

/** How a jail ended. `memory` and `time` were the parent's doing, or the engine's out-of-memory abort. */
export type JailEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'memory' | 'time' | 'output' | 'killed' }
  | { readonly kind: 'crash'; readonly code: number | null; readonly signal: string | null }

export type Jail = {
  /** Sends a frame; resolves when its bytes are out of the caller's hands, also when the jail has ended. */
  send(type: number, payload: string | Uint8Array | readonly Uint8Array[]): Promise<void>
  /** Tells that the jail has nothing to do but wait, and that it has again: waiting is not its fault. */
  rest(): void
  work(): void
  /** Ends the jail at once. */
  kill(): void
  /** Whether this process stays alive for the jail; it does from the start. */
  ref(): void
  unref(): void
  /** Resolves when the jail is gone and all of its output was handled. Never rejects. */
  readonly ended: Promise<JailEnd>
}

export type JailOptions = {
  readonly jailScript: string | Uint8Array
  /** Null where the caller keeps the time himself. */
  readonly timeMs: number | null
  readonly memoryMb: number
  /** Whether the strategy's types have to be stripped in there. */
  readonly isTypeScript: boolean
  /** Whether it is known to run so few bars that fast machine code is not worth making. */
  readonly isShort?: boolean
  /** Most bytes the jail may write in all (P2). */
  readonly outputBytes: number
  /** Largest frame that is taken from it. */
  readonly frameBytes?: number
  /** What of the operating system shall stand around it; nothing when absent (J6). */
  readonly walls?: SystemWalls
  /** One whole frame; its bytes are there until the callee returns. */
  readonly onFrame: (type: number, bytes: Buffer) => void
}

/** What the parent allows on top of the inner limit before it kills (P1). */
const GRACE_MS = 1000
/** Resident size of a bare jail: code, engine and pipes beside the strategy's own heap. */
const BASE_MB = 160
const MAX_STDERR = 64 * 1024

/** Starts a jailed child process (rules J, P). It reads no file: all text goes in through its pipe. */
export function startJail(options: JailOptions): Jail {
  const major = Number(process.versions.node.split('.')[0])
  const before =
    options.walls === undefined ? [] : wrap(options.walls, { major, memoryMb: options.memoryMb })
  const [command = process.execPath, ...words] = [...before, process.execPath]
  const child = spawn(
    command,
    [
      ...words,
      ...jailFlags(major, options.memoryMb, options.isShort === true),
      '-e',
      BOOT,
      ...(options.isTypeScript ? ['typescript'] : []),
    ],
    {
      cwd: process.platform === 'win32' ? undefined : '/',
      env: {
        TZ: 'UTC',
        ...(process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {}),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    },
  )
  const verdict: { kind?: 'memory' | 'time' | 'output' | 'killed' } = {}
  const stop = (kind: 'memory' | 'time' | 'output' | 'killed'): void => {
    verdict.kind ??= kind
    child.kill('SIGKILL')
    // Whatever the pipe still holds is of no interest any more.
    child.stdout?.removeAllListeners('data').resume()
  }
  const deadline =
    options.timeMs === null
      ? { pause() {}, resume() {} }
      : createDeadline(options.timeMs + GRACE_MS, () => stop('time'))
  const unwatch = watchMemory(child.pid, options.memoryMb + BASE_MB, () => stop('memory'))
  const said = readErrors(child)
  const { outputBytes, frameBytes = MAX_FRAME_BYTES, onFrame } = options
  const take = createFrameReader({
    outputBytes,
    frameBytes,
    onFrame,
    onExcess: () => stop('output'),
    isStopped: () => child.killed,
  })
  child.stdout!.on('data', take)
  // A jail that is gone closes its pipe; the end is told by `ended`, not by an error here.
  const sending = new Set<() => void>()
  for (const event of ['close', 'error'])
    child.stdin!.on(event, () => {
      for (const done of sending) done()
    })

  const ended = (async (): Promise<JailEnd> => {
    // A process that could not be started tells by an error, and may never close.
    const hasRun = await new Promise<boolean>((resolve) => {
      child.once('close', () => resolve(true))
      child.on('error', () => {
        if (child.pid === undefined) resolve(false)
      })
    })
    deadline.pause()
    unwatch()
    if (!hasRun) return { kind: 'crash', code: null, signal: null }
    const { exitCode: code, signalCode: signal } = child
    if (verdict.kind !== undefined) return { kind: verdict.kind }
    if (signal === 'SIGABRT' || code === 134 || said.isOutOfMemory()) return { kind: 'memory' }
    if (code === 0) return { kind: 'exit', code }
    return { kind: 'crash', code, signal }
  })()

  const send: Jail['send'] = async (type, payload) => {
    const parts = typeof payload === 'string' ? [Buffer.from(payload)] : toParts(payload)
    const { stdin } = child
    if (stdin === null || stdin.destroyed) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        sending.delete(done)
        resolve()
      }
      sending.add(done)
      stdin.cork()
      stdin.write(frameHeader(type, parts))
      for (const [k, part] of parts.entries())
        stdin.write(part, k === parts.length - 1 ? done : undefined)
      stdin.uncork()
    })
  }
  const hold = (how: 'ref' | 'unref'): void => {
    child[how]()
    for (const pipe of child.stdio) (pipe as Socket | null)?.[how]()
  }
  const jail: Jail = {
    send,
    kill: () => stop('killed'),
    ref: () => hold('ref'),
    unref: () => hold('unref'),
    rest: deadline.pause,
    work: deadline.resume,
    ended,
  }
  void jail.send(FIRST_FRAME, options.jailScript)
  return jail
}

const FIRST_FRAME = 1

/** A clock that calls `onOver` after so many milliseconds of running; it begins running. */
function createDeadline(ms: number, onOver: () => void): { pause(): void; resume(): void } {
  let left = ms
  let started = performance.now()
  let timer: NodeJS.Timeout | undefined = setTimeout(onOver, left)
  return {
    pause() {
      if (timer === undefined) return
      clearTimeout(timer)
      timer = undefined
      left -= performance.now() - started
    },
    resume() {
      if (timer !== undefined) return
      started = performance.now()
      timer = setTimeout(onOver, Math.max(1, left))
    },
  }
}

function toParts(payload: Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] {
  return payload instanceof Uint8Array ? [payload] : payload
}

/** The jail's standard error is never shown; it only tells an out-of-memory abort from a crash. */
function readErrors(child: ChildProcess): { isOutOfMemory: () => boolean } {
  let text = ''
  child.stderr!.on('data', (chunk: Buffer) => {
    if (text.length < MAX_STDERR) text += chunk.toString('latin1')
  })
  return {
    isOutOfMemory: () =>
      /out of memory|Allocation failed|invalid array length Allocation/.test(text),
  }
}
