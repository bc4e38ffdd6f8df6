/**
 * Numbers in ascending order, for windows that ask for ranks. Finding a place takes O(log n)
 * comparisons; making room is one move of memory, which for windows of a few thousand values is
 * quicker than any tree.
 */
export type Ordered = {
  /** The first `size` are in ascending order. */
  readonly values: Float64Array
  size: number
}

/** Values from which on a move of memory is quicker than a loop. */
const MANY = 48

export function ordered(capacity: number): Ordered {
  return { values: new Float64Array(capacity), size: 0 }
}

/** How many of the numbers are below `x`. */
export function countBelow({ values, size }: Ordered, x: number): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! < x) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the numbers are at most `x`, or above it by no more than `tolerance`. */
export function countUpTo({ values, size }: Ordered, x: number, tolerance: number): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle]! - x <= tolerance) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts `x` before those that equal it, and tells its place. */
export function insert(set: Ordered, x: number): number {
  const place = countBelow(set, x)
  move(set.values, place, place + 1, set.size - place)
  set.values[place] = x
  set.size++
  return place
}

/** Takes the first number equal to `x` out, and tells its place; there must be one. */
export function remove(set: Ordered, x: number): number {
  const place = countBelow(set, x)
  removeAt(set, place)
  return place
}

export function removeAt(set: Ordered, place: number): void {
  move(set.values, place + 1, place, set.size - place - 1)
  set.size--
}

/** `remove` of `old` and `insert` of `x` in one: only what lies between the two moves. */
export function replace(set: Ordered, old: number, x: number): void {
  const { values } = set
  const from = countBelow(set, old)
  // Counted with `old` still among them.
  const to = countBelow(set, x) - (old < x ? 1 : 0)
  if (from < to) move(values, from + 1, from, to - from)
  else move(values, to, to + 1, from - to)
  values[to] = x
}

/** Moves `count` values by one place up or down. */
export function move(values: Float64Array, from: number, to: number, count: number): void {
  if (count > MANY) values.copyWithin(to, from, from + count)
  else if (to < from) for (let i = 0; i < count; i++) values[to + i] = values[from + i]!
  else for (let i = count - 1; i >= 0; i--) values[to + i] = values[from + i]!
}
