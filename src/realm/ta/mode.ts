import type { Definition } from '../../shared/kernel.ts'
import { countBelow, move, type Ordered } from './ordered.ts'
import { type Follower, rankedStage } from './ranked.ts'
import { alone } from './stage.ts'
import { length, SOURCE, VARYING } from './values.ts'

type Tally = Follower & {
  /** The value that is there most often, the smallest of several; there must be one. */
  readonly first: () => number
}

/**
 * How often each number of an ordered set is there: a heap of the different ones, most frequent
 * first, of equally frequent ones the smallest. O(log n) comparisons when one comes or goes.
 */
function tally(capacity: number): Tally {
  /** By place in the set: the slot that its value has below. */
  const slotOf = new Float64Array(capacity)
  const values = new Float64Array(capacity)
  const counts = new Int32Array(capacity)
  /** Slots in the order of a heap, and where in it each of them stands. */
  const heap = new Int32Array(capacity)
  const spotOf = new Int32Array(capacity)
  /** Slots that hold no value: those from `size` on. */
  const spare = Int32Array.from({ length: capacity }, (_, slot) => slot)
  let size = 0

  function isBefore(a: number, b: number): boolean {
    const more = counts[a]! - counts[b]!
    return more > 0 || (more === 0 && values[a]! < values[b]!)
  }

  function put(slot: number, spot: number): void {
    heap[spot] = slot
    spotOf[slot] = spot
  }

  function rise(slot: number): void {
    let spot = spotOf[slot]!
    while (spot > 0) {
      const above = heap[(spot - 1) >> 1]!
      if (!isBefore(slot, above)) break
      put(above, spot)
      spot = (spot - 1) >> 1
    }
    put(slot, spot)
  }

  function sink(slot: number): void {
    let spot = spotOf[slot]!
    for (;;) {
      let next = 2 * spot + 1
      if (next >= size) break
      if (next + 1 < size && isBefore(heap[next + 1]!, heap[next]!)) next++
      if (!isBefore(heap[next]!, slot)) break
      put(heap[next]!, spot)
      spot = next
    }
    put(slot, spot)
  }

  function open(value: number): number {
    const slot = spare[size]!
    values[slot] = value
    counts[slot] = 0
    put(slot, size++)
    return slot
  }

  function close(slot: number): void {
    const spot = spotOf[slot]!
    const last = heap[--size]!
    spare[size] = slot
    if (last === slot) return
    put(last, spot)
    rise(last)
    sink(last)
  }

  return {
    added: (set, place) => {
      const value = set.values[place]!
      move(slotOf, place, place + 1, set.size - 1 - place)
      // A new value stands before its equals.
      const isKnown = place + 1 < set.size && set.values[place + 1] === value
      const slot = isKnown ? slotOf[place + 1]! : open(value)
      slotOf[place] = slot
      counts[slot]!++
      rise(slot)
    },
    removed: (set, place) => {
      const slot = slotOf[place]!
      move(slotOf, place + 1, place, set.size - place)
      counts[slot]!--
      if (counts[slot] === 0) close(slot)
      else sink(slot)
    },
    first: () => values[heap[0]!]!,
  }
}

/**
 * The most frequent of the last `length` values, of equally frequent ones the smallest. Na inputs are
 * skipped and repeat the last result. Warm-up: length − 1. O(log length) per bar. IN-3.9.
 */
export const mode: Definition = {
  parameters: [SOURCE, VARYING],
  start: (values, maxBarsBack) => {
    const constant = length(values)
    const follower = tally((constant ?? maxBarsBack) + 1)
    const measure = (
      set: Ordered,
      _now: number,
      _length: number,
      target: Float64Array,
      slot: number,
    ): void => {
      const first = follower.first()
      // Which of 0 and −0 came last is known to the set only.
      target[slot] = first === 0 ? set.values[countBelow(set, 0)]! : first
    }
    return alone(rankedStage(measure, { naRule: 'skip', follower }, constant, maxBarsBack))
  },
}
