import { BLOCK_BARS } from '../../shared/bars.ts'
import { eachRun } from '../each-run.ts'
import { chart } from './bars.ts'
import * as cursor from './cursor.ts'
import { CHART, declared, type Node } from './node.ts'

/** Nodes computed a block ahead, and nodes that need the strategy's code and so go bar by bar. */
let ahead!: Node[]
let stepwise!: Node[]
/** Rings that are not nodes of their own, such as a requested market's columns and counters. */
let extra!: { ring: Float64Array }[]

/** Counters of complete bars of requested markets, by chart slot. */
let counters!: { ring: Float64Array }[]
/** Chart series, counters included, and what they showed before `holdBar`. */
let held!: { ring: Float64Array; boolean?: boolean }[]
let kept!: Float64Array

eachRun(() => {
  ahead = []
  stepwise = []
  extra = []
  counters = []
  held = []
  kept = new Float64Array(0)
})

/** Has the holder's ring allocated with all others. */
export function allocateLater(holder: { ring: Float64Array }): void {
  extra[extra.length] = holder
}

/** The same for a counter of complete bars. */
export function allocateCounter(holder: { ring: Float64Array }): void {
  allocateLater(holder)
  counters[counters.length] = holder
}

/** Allocates every ring for `maxBarsBack` bars of history and a block, and fixes the order of work. */
export function begin(maxBarsBack: number): void {
  let size = BLOCK_BARS
  while (size < maxBarsBack + BLOCK_BARS) size *= 2
  cursor.beginBars(size, maxBarsBack)
  const holders = [...Object.values(chart.columns), ...extra, ...declared]
  for (let i = 0; i < holders.length; i++)
    holders[i]!.ring = new Float64Array(size).fill(Number.NaN)
  held = [...counters, ...declared.filter(({ domain }) => domain === CHART)]
  kept = new Float64Array(held.length)
  for (let i = 0; i < declared.length; i++) {
    const node = declared[i]!
    if (node.advance === undefined) continue
    const list = node.blockwise ? ahead : stepwise
    if (!node.blockwise) node.turn = list.length
    list[list.length] = node
  }
}

/** Brings every blockwise node over the bars in chart slots from..to-1. */
export function advanceBlock(from: number, to: number): void {
  for (let i = 0; i < ahead.length; i++) ahead[i]!.advance!(from, to)
}

/** Brings the bar-by-bar nodes to the current bar, in order of declaration. */
export function advanceBar(): void {
  if (stepwise.length === 0) return
  // Not taken apart: a namespace that is passed around as an object is slow to read.
  const slot = cursor.slot
  for (let i = 0; i < stepwise.length; i++) {
    cursor.setTurn(i)
    stepwise[i]!.advance!(slot, slot + 1)
  }
  cursor.setTurn(Number.MAX_SAFE_INTEGER)
}

/**
 * While the strategy runs inside a bar, what is computed from whole bars shows the last one: numbers
 * as they were, conditions false, since an event of this bar is not known yet.
 */
export function holdBar(): void {
  const { slot, mask } = cursor
  for (let i = 0; i < held.length; i++) {
    const { ring, boolean } = held[i]!
    kept[i] = ring[slot]!
    ring[slot] = boolean === true ? 0 : ring[(slot - 1) & mask]!
  }
}

export function releaseBar(): void {
  const { slot } = cursor
  for (let i = 0; i < held.length; i++) held[i]!.ring[slot] = kept[i]!
}
