import { MAX_SERIES, TRACK, TRACK_WIDTH, type TrackedSeries } from '../../shared/explain.ts'
import { eachRun } from '../each-run.ts'
import * as cursor from '../series/cursor.ts'
import { type Node, nodeIn, outputsOf, type Series } from '../series/node.ts'

type Tracked = TrackedSeries & { readonly read: Series; readonly node: Node | undefined }

let tracked!: Tracked[]
/** One TRACK row per series. */
export let tracks!: Float64Array

eachRun(() => {
  tracked = []
  tracks = new Float64Array(0)
})

/** A name of the file holds `value`: remembered if it is a series of ours, or a set of them. */
export function takeSeries(site: number, value: unknown): void {
  const outputs = outputsOf(value)
  if (outputs === undefined) {
    add(site, '', value)
    return
  }
  const names = Object.keys(outputs)
  for (let i = 0; i < names.length; i++) add(site, names[i]!, outputs[names[i]!])
}

function add(site: number, output: string, value: unknown): void {
  const found = nodeIn(value)
  if (found === undefined || tracked.length >= MAX_SERIES) return
  // A loop may come by more than once.
  for (let i = 0; i < tracked.length; i++)
    if (tracked[i]!.site === site && tracked[i]!.output === output) return
  const node = typeof found === 'function' ? undefined : found
  tracked[tracked.length] = { site, output, read: value as Series, node }
}

/** The series, as JSON, and room for what is known of them. */
export function beginTracks(): string {
  tracks = new Float64Array(tracked.length * TRACK_WIDTH)
  for (let at = 0; at < tracks.length; at += TRACK_WIDTH) {
    tracks[at + TRACK.FIRST_VALUE] = -1
    tracks[at + TRACK.LAST_NA] = -1
  }
  return JSON.stringify(tracked.map(({ site, output }) => ({ site, output })))
}

/** Counts the values of the bars in slots from..to-1, the first of which is `bar`; after they have run. */
export function countTracks(bar: number, from: number, to: number): void {
  for (let i = 0; i < tracked.length; i++) {
    const { node } = tracked[i]!
    if (node === undefined) continue
    const at = i * TRACK_WIDTH
    const { done } = node.domain
    for (let slot = from; slot < to; slot++) {
      const value = done === undefined ? node.ring[slot]! : ofDomain(node, done.ring[slot]!)
      if (Number.isNaN(value)) {
        tracks[at + TRACK.NA]!++
        tracks[at + TRACK.LAST_NA] = bar + slot - from
        continue
      }
      if (tracks[at + TRACK.FIRST_VALUE]! < 0) tracks[at + TRACK.FIRST_VALUE] = bar + slot - from
      if (node.boolean && value === 1) tracks[at + TRACK.TRUE]!++
    }
    tracks[at + TRACK.IS_BOOLEAN] = node.boolean ? 1 : 0
  }
}

/** The newest value of a series of another timeframe, of which `count` bars are complete. */
function ofDomain(node: Node, count: number): number {
  return count > 0 ? node.ring[(count - 1) & cursor.mask]! : Number.NaN
}

/** Reads every series where the run stands, and one bar before. */
export function lookAtTracks(): void {
  for (let i = 0; i < tracked.length; i++) {
    const at = i * TRACK_WIDTH
    tracks[at + TRACK.NOW] = Number.NaN
    tracks[at + TRACK.BEFORE] = Number.NaN
    const { read } = tracked[i]!
    try {
      const now = read()
      tracks[at + TRACK.IS_BOOLEAN] = typeof now === 'boolean' ? 1 : 0
      tracks[at + TRACK.NOW] = Number(now)
      tracks[at + TRACK.BEFORE] = Number(read(1))
    } catch {
      // The account is not kept for a file that does not name it; there is nothing to show then.
    }
  }
}
