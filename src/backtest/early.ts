import { FRAME, type Jail, readScriptBytes, startJail, systemWalls } from '../sandbox/index.ts'
import type { Job } from '../shared/job.ts'

type OnFrame = (type: number, bytes: Buffer) => void

/** A jail that starts and loads the library while the bars are opened, and waits for its job. */
export type EarlyJail = {
  /** The jail, once it has the library; what it says goes to `onFrame` from now on. */
  take(onFrame: OnFrame): Promise<Jail>
  /** Ends it if nobody took it. */
  close(): Promise<void>
}

type EarlyOptions = Pick<Job, 'limits' | 'file'> & {
  readonly isUntrusted: boolean
  /** Whether the bars are known to be few. */
  readonly isShort: Promise<boolean>
  readonly outputBytes: number
}

/** Starts a jail for a run of that file under these limits: nothing of the file is in it yet. */
export function startEarly(options: EarlyOptions): EarlyJail {
  const { limits, file, isUntrusted, outputBytes } = options
  const state: { isTaken: boolean; isClosed: boolean; jail?: Jail; onFrame?: OnFrame } = {
    isTaken: false,
    isClosed: false,
  }

  async function start(): Promise<Jail | undefined> {
    const [walls, isShort] = await Promise.all([systemWalls(), options.isShort])
    if (state.isClosed) return undefined
    const scripts = readScriptBytes()
    const jail = startJail({
      jailScript: scripts.jail,
      timeMs: limits.timeMs,
      memoryMb: limits.memoryMb,
      // The hard bound on memory is for strangers' files: an engine that meets it ends less politely.
      walls: { ...walls, hasMemoryBound: walls.hasMemoryBound && isUntrusted },
      isTypeScript: file.endsWith('.ts'),
      isShort,
      outputBytes,
      onFrame: (type, bytes) => {
        // Without a job there is nothing to say.
        if (state.onFrame === undefined) jail.kill()
        else state.onFrame(type, bytes)
      },
    })
    state.jail = jail
    // The time of a run begins with its job.
    jail.rest()
    await jail.send(FRAME.REALM_SCRIPT, scripts.realm)
    await jail.send(FRAME.TI_SCRIPT, scripts.ti)
    return jail
  }

  const started = start()
  // Whoever takes the jail is told.
  started.catch(() => {})
  return {
    async take(onFrame) {
      state.isTaken = true
      const jail = await started
      state.onFrame = onFrame
      return jail!
    },
    async close() {
      state.isClosed = true
      if (state.isTaken) return
      state.jail?.kill()
      await state.jail?.ended
    },
  }
}
