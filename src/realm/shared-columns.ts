/**
 * Columns of indicators that several trials over the same bars have in common. They are told apart by
 * all that decides their values: the kernel, its constants, and the columns it reads. Nothing of a strategy's own code
 * is among that, and no strategy reaches the arrays.
 */
const columns = new Map<string, readonly Float64Array[]>()
const shared = new WeakSet<Float64Array>()
/** What one trial has asked for: a column is worth its memory once another one asks again. */
const asked = new Set<string>()
const MOST_ASKED = 100_000

let bars = 0
let budget = 0
let room = 0

/** From now on trials run over `count` bars, and columns may take so many bytes in all. */
export function shareColumns(count: number, bytes: number): void {
  if (count === bars) return
  bars = count
  budget = bytes
  room = bytes
}

/**
 * Slots of a ring that holds every bar of a trial, and behind them at least `back` that are never written: what
 * reads back from the first bars finds nothing there. 0 outside of trials.
 */
export function slotsForAll(back: number): number {
  if (bars === 0) return 0
  let size = 1
  while (size < bars + back) size *= 2
  return size
}

/** Whether so many rings of that size are worth their memory. */
export function hasRoomFor(rings: number, slots: number): boolean {
  return slots > 0 && 8 * slots * rings <= budget / 2
}

/** Keeps what one more block of bars has brought. */
export type Keeper = (rings: readonly Float64Array[], from: number, to: number) => void

/** The columns of a key, of all bars. Whoever gets them must not write them. */
export function findColumns(key: string): readonly Float64Array[] | undefined {
  return columns.get(key)
}

/** Whether an array is one of those. */
export function isShared(column: Float64Array): boolean {
  return shared.has(column)
}

/**
 * Keeps what is handed to it from the first bar to the last one, unless the run ends before: rings that hold
 * all bars as they are, and others bar by bar. `undefined` for what is not kept.
 */
export function keepColumns(key: string, count: number, back: number): Keeper | undefined {
  if (bars === 0) return undefined
  if (!asked.has(key)) {
    if (asked.size < MOST_ASKED) asked.add(key)
    return undefined
  }
  const bytes = 8 * slotsForAll(back) * count
  if (bytes > room) return undefined
  room -= bytes
  let kept: readonly Float64Array[] | undefined
  let at = 0
  return (rings, from, to) => {
    const areWhole = rings[0]!.length >= bars
    kept ??= areWhole ? [...rings] : rings.map(() => new Float64Array(bars))
    if (!areWhole) for (let i = 0; i < count; i++) kept[i]!.set(rings[i]!.subarray(from, to), at)
    at += to - from
    if (at !== bars) return
    columns.set(key, kept)
    for (let i = 0; i < count; i++) shared.add(kept[i]!)
  }
}
