import { TALLY, TALLY_WIDTH, VALUE } from '../../shared/explain.ts'
import { eachRun } from '../each-run.ts'
import * as cursor from '../series/cursor.ts'
import { takeSeries } from './tracks.ts'

/** What was counted, one TALLY row per site. Empty unless the run is explained. */
export let tallies!: Float64Array
let size!: number
eachRun(() => allowSites(0))

/** Makes room for the sites of the file; before any of it runs. */
export function allowSites(count: number): void {
  size = count
  tallies = new Float64Array(count * TALLY_WIDTH)
  for (let at = 0; at < tallies.length; at += TALLY_WIDTH) {
    tallies[at + TALLY.FIRST_TRUE] = -1
    tallies[at + TALLY.LAST_TRUE] = -1
    tallies[at + TALLY.LAST_NA] = -1
    tallies[at + TALLY.BAR] = -1
  }
}

/**
 * What the gate writes around a test, a read or an order of an explained run: gives the value back as it
 * is, and counts what it was. Every run is handed it, so that a file finds the same in both. A strategy
 * may reach it and call it with anything: nothing of a value is asked but its type and whether it is
 * true, which runs no code of the strategy's, and only numbers are kept.
 */
export const probe = Object.freeze((site: unknown, value: unknown): unknown => {
  if (typeof site !== 'number' || !(site >= 0 && site < size) || site % 1 !== 0) return value
  if (cursor.phase === 'setup') {
    if (typeof value === 'function' || typeof value === 'object') takeSeries(site, value)
    return value
  }
  const at = site * TALLY_WIDTH
  const bar = cursor.bar
  let kind: number = value ? VALUE.TRUTHY : VALUE.FALSY
  let number = Number.NaN
  if (value === true) kind = VALUE.TRUE
  else if (value === false) kind = VALUE.FALSE
  else if (value === undefined || value === null) kind = VALUE.NA
  else if (typeof value === 'number') {
    number = value
    kind = Number.isNaN(value) ? VALUE.NA : VALUE.NUMBER
  }
  tallies[at + TALLY.RUNS]!++
  if (kind === VALUE.NA) {
    tallies[at + TALLY.NA]!++
    tallies[at + TALLY.LAST_NA] = bar
  } else if (value) {
    tallies[at + TALLY.TRUE]!++
    if (tallies[at + TALLY.FIRST_TRUE]! < 0) tallies[at + TALLY.FIRST_TRUE] = bar
    tallies[at + TALLY.LAST_TRUE] = bar
  } else tallies[at + TALLY.FALSE]!++
  tallies[at + TALLY.BAR_RUNS] =
    tallies[at + TALLY.BAR] === bar ? tallies[at + TALLY.BAR_RUNS]! + 1 : 1
  tallies[at + TALLY.BAR] = bar
  tallies[at + TALLY.KIND] = kind
  tallies[at + TALLY.NUMBER] = number
  return value
})
