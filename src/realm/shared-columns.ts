/**
 * Columns of indicators that several trials over the same bars have in common. They are told apart by
 * all that decides their values: the kernel, its constants, and the columns it reads. Nothing of a strategy's own code
 * is among that, and no strategy reaches the arrays.
 */
const columns = new Map<string, readonly Float64Array[]>()
/** What one trial has asked for: a column is worth its memory once another one asks again. */
const asked = new Set<string>()
const MOST_ASKED = 100_000

let bars = 0
let room = 0

/** From now on trials run over `count` bars, and columns may take so many bytes in all. */
export function shareColumns(count: number, bytes: number): void {
  if (count === bars) return
  bars = count
  room = bytes
}

/** A writer of columns that are to be kept; `undefined` where they are not. */
export type Keeper = (rings: readonly Float64Array[], from: number, to: number) => void

/** The columns of a key, all bars long. */
export function findColumns(key: string): readonly Float64Array[] | undefined {
  return columns.get(key)
}

/** Keeps what is handed to it from the first bar to the last one, unless the run ends before. */
export function keepColumns(key: string, count: number): Keeper | undefined {
  if (bars === 0) return undefined
  if (!asked.has(key)) {
    if (asked.size < MOST_ASKED) asked.add(key)
    return undefined
  }
  const bytes = 8 * bars * count
  if (bytes > room) return undefined
  room -= bytes
  const kept: Float64Array[] = []
  for (let i = 0; i < count; i++) kept[i] = new Float64Array(bars)
  let at = 0
  return (rings, from, to) => {
    for (let i = 0; i < count; i++) kept[i]!.set(rings[i]!.subarray(from, to), at)
    at += to - from
    if (at === bars) columns.set(key, kept)
  }
}
