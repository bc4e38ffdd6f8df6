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

export function insert(set: Ordered, x: number): void {
  const place = countBelow(set, x)
  set.values.copyWithin(place + 1, place, set.size)
  set.values[place] = x
  set.size++
}

/** Takes one number equal to `x` out; there must be one. */
export function remove(set: Ordered, x: number): void {
  const place = countBelow(set, x)
  set.values.copyWithin(place, place + 1, set.size)
  set.size--
}
