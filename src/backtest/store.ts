import { resolve } from 'node:path'
import { type BarFeed, type DataOptions, type DataSource, openBars } from '../data/index.ts'
import { createRecording, type Recording } from './recording.ts'

export type OpenBars = (source: DataSource, options?: DataOptions) => Promise<BarFeed>

/** Bars of files, kept for runs that read the same in the same way. */
export type BarStore = {
  readonly open: OpenBars
  /** Lets go of all of it. */
  close(): void
}

/** Bars that are kept in all: 48 bytes each, so less than 200 MB. What does not fit is read by each run itself. */
const MOST_BARS = 4_000_000

export function createBarStore(mostBars = MOST_BARS, read: OpenBars = openBars): BarStore {
  const recordings = new Map<string, Recording>()
  const total = (): number => [...recordings.values()].reduce((sum, { bars }) => sum + bars, 0)
  function mayKeep(bars: number): boolean {
    for (const [key, recording] of recordings) {
      if (total() + bars <= mostBars) break
      // The oldest first: those whose runs are over.
      if (!recording.isIdle) continue
      recordings.delete(key)
      recording.forget()
    }
    return total() + bars <= mostBars
  }
  return {
    async open(source, options = {}) {
      if (!('path' in source)) return read(source, options)
      const key = JSON.stringify([resolve(source.path), options])
      let recording = recordings.get(key)
      if (recording === undefined) {
        recording = createRecording(() => read(source, options), mayKeep)
        recordings.set(key, recording)
      }
      return recording.open()
    },
    close() {
      for (const recording of recordings.values()) recording.forget()
      recordings.clear()
    },
  }
}
