import type { ErrorCode, Failure } from '../shared/failure.ts'
import type { Job } from '../shared/job.ts'

/** Places in the file of a job, and failures that the realm described. */
export type Places = {
  /** The place behind a mark of the gate; the file alone for 0. */
  of(mark: number): NonNullable<Failure['place']>
  /** A failure in the realm's JSON; `bar` is below 0 before the first one. */
  failure(json: string, bar: number, timeMs: number): Failure
}

export function createPlaces({ file, source }: Pick<Job, 'file' | 'source'>): Places {
  function of(mark: number): NonNullable<Failure['place']> {
    if (mark === 0) return { file }
    const line = Math.floor(mark / 4096)
    const text = source.split(/\r\n|[\n\r\u2028\u2029]/, line)[line - 1]
    return { file, line, column: mark % 4096, ...(text === undefined ? {} : { source: text }) }
  }
  return {
    of,
    failure(json, bar, timeMs) {
      const { failure: told, mark } = JSON.parse(json) as {
        failure: { code: ErrorCode; message: string; hint: string }
        mark: number
      }
      const place = of(mark)
      return bar < 0 ? { ...told, place } : { ...told, place: { ...place, bar, timeMs } }
    },
  }
}
