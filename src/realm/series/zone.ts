import type { ZoneTable } from '../../shared/job.ts'
import { MAX_ZONES } from '../../shared/layout.ts'
import { eachRun } from '../each-run.ts'
import { fail } from '../fail.ts'

/**
 * A time zone as the host hands it in: from `starts[i]` on, local time is UTC plus `offsets[i]`.
 * UTC needs no table; every other zone is filled in between setup and the first bar.
 */
export type Zone = { readonly name: string; starts: readonly number[]; offsets: readonly number[] }

let zones!: Map<string, Zone>
eachRun(() => {
  zones = new Map()
})

/** @throws `S306` for more zones than the host makes tables for. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  if (zones.size >= MAX_ZONES)
    fail('S306', `more than ${MAX_ZONES} time zones were named`, 'use fewer zones')
  const zone: Zone = { name, starts: [Number.NEGATIVE_INFINITY], offsets: [0] }
  zones.set(name, zone)
  return zone
}

/** Names of the zones that need a table. */
export function zonesWanted(): string[] {
  return [...zones.keys()].filter((name) => name !== 'UTC')
}

export function fillZones(tables: readonly ZoneTable[]): void {
  for (const { name, starts, offsets } of tables) {
    const zone = zoneOf(name)
    zone.starts = [Number.NEGATIVE_INFINITY, ...starts]
    zone.offsets = offsets
  }
}

/**
 * Gives local wall-clock milliseconds for a time. Remembers where it was, since times come in
 * order or nearly so.
 */
export function localTime(zone: Zone): (timeMs: number) => number {
  let at = 0
  return (timeMs) => {
    const { starts, offsets } = zone
    while (at + 1 < starts.length && timeMs >= starts[at + 1]!) at++
    while (at > 0 && timeMs < starts[at]!) at--
    return timeMs + offsets[at]!
  }
}
