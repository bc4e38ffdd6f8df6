import { DEFAULT_SETTINGS } from '../../shared/settings.ts'
import { eachRun } from '../each-run.ts'
import { fail } from '../fail.ts'
import * as cursor from './cursor.ts'

/** @throws `S304` when `what` is declared while bars run. */
export function requireSetup(what: string): void {
  if (cursor.phase !== 'setup')
    fail(
      'S304',
      `${what} declares something while bars run`,
      'declare it at the top of the file, outside onBar, and only read it here',
    )
}

let declaredHistory!: number
eachRun(() => {
  declaredHistory = DEFAULT_SETTINGS.maxBarsBack
})

/** Bars of history that every series will keep; also the longest window of an indicator (R10). */
export function history(): number {
  return declaredHistory
}

export function setHistory(maxBarsBack: number): void {
  declaredHistory = maxBarsBack
}
