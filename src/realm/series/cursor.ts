import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'

/**
 * Where the run stands. `slot` is the ring position of the current bar; nothing at a later slot may
 * be shown. These are plain module variables because every read of every series goes through them.
 */
export let phase!: 'setup' | 'bars'
/** Index of the current bar, -1 before the first. */
export let bar!: number
export let slot!: number
export let capacity!: number
export let mask!: number
export let maxBarsBack!: number
/** Turn of the bar-by-bar series that is being brought to the bar; behind every turn while none is. */
export let turn!: number
/** Small enough to be a whole number to the engine. */
export const LAST_TURN = 2 ** 30 - 1

/** Whether the strategy runs inside the bar, after a fill, and whether this run is one that is discarded. */
export let isInside!: boolean
export let isDiscarded!: boolean

eachRun(() => {
  phase = 'setup'
  bar = -1
  slot = 0
  capacity = 1
  mask = 0
  maxBarsBack = 0
  turn = LAST_TURN
  isInside = false
  isDiscarded = false
})

export function goInside(inside: boolean, discarded: boolean): void {
  isInside = inside
  isDiscarded = discarded
}

/** Ends the setup phase: rings of `size` slots (a power of two) are readable `back` bars deep. */
export function beginBars(size: number, back: number): void {
  phase = 'bars'
  capacity = size
  mask = size - 1
  maxBarsBack = back
}

export function setTurn(next: number): void {
  turn = next
}

export function moveTo(index: number): void {
  bar = index
  slot = index & mask
}

/**
 * Checks the offset of a history read and returns whether the bar exists.
 *
 * @throws `S302` for anything but a whole number of at least 0, `S303` beyond `maxBarsBack`.
 */
export function reaches(name: string, offset: unknown, last: number): offset is number {
  // Apart from what is said of anything else: so little is put into the reads of every series.
  if (typeof offset === 'number' && offset >= 0 && offset <= maxBarsBack && offset % 1 === 0)
    return offset <= last
  return judgeReach(name, offset, last)
}

function judgeReach(name: string, offset: unknown, last: number): boolean {
  if (typeof offset !== 'number' || offset < 0 || offset % 1 !== 0)
    fail(
      'S302',
      `${name}(${quote(offset)}) does not name a bar`,
      'give a whole number of bars back: 0 is the current bar, 1 the bar before',
    )
  if (offset > maxBarsBack && phase === 'bars')
    fail(
      'S303',
      `${name}(${offset}) reaches further back than maxBarsBack "${maxBarsBack}"`,
      `raise it in the declaration: strategy('…', { maxBarsBack: ${offset} })`,
    )
  return offset <= last
}
