import { COMMAND_WIDTH, MAX_COMMANDS_PER_BAR } from '../shared/layout.ts'
import type { Verdict } from '../shared/verdict.ts'
import { judge } from './gate/index.ts'
import type { SeriesNames } from './gate/lint.ts'
import { harden } from './harden.ts'
import type { Unpermitted } from './permits.ts'

/**
 * What all runs in one realm share. It is made once, before the realm is frozen, and nothing of a
 * strategy ever reaches it but its text. Everything else of the library begins anew with each run: `eachRun`.
 */
export { freezeReachable } from './harden.ts'
export {
  findColumns,
  hasRoomFor,
  isShared,
  keepColumns,
  shareColumns,
  slotsForAll,
} from './shared-columns.ts'

/** Place for the commands of a bar: the host reads the rows that the bar at hand has written. */
export const commandRows: Float64Array = new Float64Array(MAX_COMMANDS_PER_BAR * COMMAND_WIDTH)

let unpermitted: Unpermitted | undefined

/** Freezes the realm, for the first of its runs. */
export function hardenOnce(): Unpermitted {
  unpermitted ??= harden()
  return unpermitted
}

type Judged = {
  readonly source: string
  readonly isExplained: boolean
  readonly verdict: Verdict
  /** The verdict as the host is told it. */
  readonly json: string
}

let judged: Judged

/** The gate's verdict, which is the same for every run of one text. */
export function judgeOnce(
  source: string,
  taken: ReadonlySet<string>,
  series: SeriesNames,
  account: ReadonlyMap<string, readonly number[]>,
  isExplained: boolean,
): Judged {
  if (judged?.source !== source || judged.isExplained !== isExplained) {
    const verdict = judge(source, taken, series, account, isExplained)
    judged = { source, isExplained, verdict, json: JSON.stringify(verdict) }
  }
  return judged
}
