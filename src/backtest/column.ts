/**
 * How a column of doubles is packed: a value is `(BASE + STEP × number) / SCALE`. Numbers are `SIZE` bytes
 * wide, eight where they are the values themselves; none where they are the values of the column `LEADER`,
 * or of none. `ZERO` is the number of the zero below zero, which no sum comes to.
 */
const HEAD = { BASE: 0, STEP: 1, SCALE: 2, SIZE: 3, ZERO: 4, LEADER: 5 } as const
export const HEAD_WIDTH = 6

/** Of four kinds: the engine is slow where it meets a fifth. */
export type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array

const NONE = new Uint8Array(0)
const NO_ZERO = Number.NaN
const NO_LEADER = -1
const MOST_SCALE = 1e8

/** Packs the values of a column behind others, and tells how in `head`. */
export function packColumn(columns: readonly Float64Array[], head: Float64Array): Numbers {
  const leaders = columns.slice(0, -1)
  const values = columns.at(-1)!
  if (isConstant(values)) {
    head.set([values[0]!, 0, 1, 0, NO_ZERO, NO_LEADER])
    return NONE
  }
  for (const [index, leader] of leaders.entries()) {
    const step = stepBetween(leader, values)
    if (step === undefined) continue
    head.set([values[0]! - step * leader[0]!, step, 1, 0, NO_ZERO, index])
    return NONE
  }
  const numbers = packDecimals(values, head)
  if (numbers !== undefined) return numbers
  // The one number that changes no other when it is added.
  head.set([-0, 1, 1, 8, NO_ZERO, NO_LEADER])
  return values.slice()
}

/** By what values grow where `leader` grows by 1, if it is always the same: times by bars, names by sides. */
function stepBetween(leader: Float64Array, values: Float64Array): number | undefined {
  let other = 1
  while (other < leader.length && leader[other] === leader[0]) other++
  const step = (values[other]! - values[0]!) / (leader[other]! - leader[0]!)
  const base = values[0]! - step * leader[0]!
  for (let i = 0; i < values.length; i++)
    if (!Object.is(base + step * leader[i]!, values[i])) return undefined
  return step
}

function isConstant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return false
  return true
}

/** As numbers with up to eight decimals, which most prices and sums of money are; undefined where they are not. */
function packDecimals(values: Float64Array, head: Float64Array): Numbers | undefined {
  const scale = scaleOf(values)
  if (scale > MOST_SCALE) return undefined
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const whole = Math.round(values[i]! * scale) + 0
    if (whole < least) least = whole
    if (whole > most) most = whole
  }
  if (least < Number.MIN_SAFE_INTEGER || most > Number.MAX_SAFE_INTEGER) return undefined
  const isWide = most - least >= 2 ** 16
  const step = isWide ? stepOf(values, scale, least) : 1
  const zero = (most - least) / step + 1
  const numbers = numbersUpTo(zero, values.length)
  if (numbers === undefined) return undefined
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const number = (Math.round(value * scale) - least) / step
    numbers[i] = Object.is(value, -0) ? zero : number
    // What was found for a coarser scale is not quite sure to hold for a finer one.
    if ((least + step * number) / scale !== value) return undefined
  }
  head.set([least, step, scale, numbers.BYTES_PER_ELEMENT, zero, NO_LEADER])
  return numbers
}

/** The least power of ten that makes all values whole; more than `MOST_SCALE` where there is none. */
function scaleOf(values: Float64Array): number {
  let scale = 1
  for (let i = 0; i < values.length && scale <= MOST_SCALE; i++) {
    const value = values[i]!
    while (scale <= MOST_SCALE && Math.round(value * scale) / scale !== value) scale *= 10
  }
  return scale
}

/** The greatest number that divides the distance of each value from the least. */
function stepOf(values: Float64Array, scale: number, least: number): number {
  let step = 0
  for (let i = 0; i < values.length && step !== 1; i++) {
    let rest = Math.round(values[i]! * scale) - least
    while (rest > 0) {
      const next = step % rest
      step = rest
      rest = next
    }
  }
  return step
}

function numbersUpTo(most: number, count: number): Numbers | undefined {
  if (most < 2 ** 8) return new Uint8Array(count)
  if (most < 2 ** 16) return new Uint16Array(count)
  return most < 2 ** 32 ? new Uint32Array(count) : undefined
}

/** Bytes that the numbers of a column take: whole doubles, so that any others may follow. */
export function sizeOf(head: Float64Array, count: number): number {
  return 8 * Math.ceil((head[HEAD.SIZE]! * count) / 8)
}

/** The numbers of a column at a place in memory. */
export function numbersAt(
  bytes: ArrayBuffer,
  at: number,
  head: Float64Array,
  count: number,
): Numbers {
  switch (head[HEAD.SIZE]) {
    case 8:
      return new Float64Array(bytes, at, count)
    case 4:
      return new Uint32Array(bytes, at, count)
    case 2:
      return new Uint16Array(bytes, at, count)
    case 1:
      return new Uint8Array(bytes, at, count)
    default:
      return NONE
  }
}

/** Writes the values of a column of `count` rows to every `width`-th place from `first` on. */
export function unpackColumn(
  head: Float64Array,
  numbers: Numbers,
  into: Float64Array,
  first: number,
  count: number,
  width: number,
): void {
  const base = head[HEAD.BASE]!
  const step = head[HEAD.STEP]!
  const scale = head[HEAD.SCALE]!
  const zero = head[HEAD.ZERO]!
  const leader = head[HEAD.LEADER]!
  if (leader !== NO_LEADER) {
    for (let i = 0, at = 0; i < count; i++, at += width)
      into[at + first] = base + step * into[at + leader]!
    return
  }
  if (numbers.length === 0) {
    for (let i = 0, at = first; i < count; i++, at += width) into[at] = base
    return
  }
  for (let i = 0, at = first; i < count; i++, at += width) {
    const number = numbers[i]!
    into[at] = number === zero ? -0 : (base + step * number) / scale
  }
}
