import { BAR_COLUMNS, BLOCK_BARS } from '../../shared/bars.ts'
import { hasRoomFor, isShared, slotsForAll } from '../base.ts'
import { eachRun } from '../each-run.ts'
import { chart } from './bars.ts'
import * as cursor from './cursor.ts'
import { CHART, declared, type Node } from './node.ts'

/**
 * Rings of all bars that this run has of its own, and those that earlier ones had. Nothing is left of a value: what
 * is behind the bars was never written, and a slot of a bar is before it is read.
 */
let taken: Float64Array[] = []
let spare: Float64Array[] = []

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
  areBarsShown = false
  known = new Map()
  returnRings()
})

/** Rings that hold all bars of a node already. */
let known!: Map<Node, Float64Array>

/** Has a node take a ring with all of its values, where those of this run are as long. */
export function adoptRing(node: Node, ring: Float64Array): void {
  known.set(node, ring)
}

/** Has the holder's ring allocated with all others. */
export function allocateLater(holder: { ring: Float64Array }): void {
  extra[extra.length] = holder
}

/** The same for a counter of complete bars. */
export function allocateCounter(holder: { ring: Float64Array }): void {
  allocateLater(holder)
  counters[counters.length] = holder
}

/**
 * Allocates every ring for `maxBarsBack` bars of history and a block, or for all bars of a trial where it
 * `mayHoldAll` and has no other market, whose rings would be as long; and fixes the order of work.
 */
export function begin(maxBarsBack: number, mayHoldAll: boolean): void {
  const rings = BAR_COLUMNS.length + declared.length
  const all = slotsForAll(maxBarsBack)
  const holdsAll = mayHoldAll && extra.length === 0 && hasRoomFor(rings, all)
  let size = BLOCK_BARS
  while (size < maxBarsBack + BLOCK_BARS) size *= 2
  if (holdsAll) size = all
  cursor.beginBars(size, maxBarsBack)
  if (holdsAll) showBars(size)
  else for (const name of BAR_COLUMNS) chart.columns[name].ring = newRing(size)
  for (let i = 0; i < extra.length; i++) extra[i]!.ring = newRing(size)
  for (let i = 0; i < declared.length; i++) {
    const node = declared[i]!
    const adopted = holdsAll ? known.get(node) : undefined
    if (adopted?.length === size) node.ring = adopted
    else node.ring = holdsAll && node.domain === CHART ? takeRing(size) : newRing(size)
  }
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

/** The bars of all trials in columns, as far as they were handed in. */
let bars:
  | { readonly size: number; readonly columns: readonly Float64Array[]; count: number }
  | undefined
let areBarsShown!: boolean

function showBars(size: number): void {
  if (bars?.size !== size) bars = { size, columns: BAR_COLUMNS.map(() => newRing(size)), count: 0 }
  for (let k = 0; k < BAR_COLUMNS.length; k++)
    chart.columns[BAR_COLUMNS[k]!].ring = bars.columns[k]!
  areBarsShown = true
}

/** Bars, from the first on, that the columns of the chart hold already. */
export function barsHeld(): number {
  return areBarsShown ? bars!.count : 0
}

function newRing(size: number): Float64Array {
  return new Float64Array(size).fill(Number.NaN)
}

function takeRing(size: number): Float64Array {
  const ring = spare[spare.length - 1]?.length === size ? spare.pop()! : newRing(size)
  taken[taken.length] = ring
  return ring
}

function returnRings(): void {
  spare = [...taken, ...spare].filter((ring) => !isShared(ring))
  taken = []
}

/** Brings every blockwise node over the bars in chart slots from..to-1. */
export function advanceBlock(from: number, to: number): void {
  if (areBarsShown && to > bars!.count) bars!.count = to
  for (let i = 0; i < ahead.length; i++) ahead[i]!.advance!(from, to)
}

/** Brings the bar-by-bar nodes to the current bar, in order of declaration. */
export function advanceBar(): void {
  if (stepwise.length > 0) advanceStepwise()
}

function advanceStepwise(): void {
  // Not taken apart: a namespace that is passed around as an object is slow to read.
  const slot = cursor.slot
  for (let i = 0; i < stepwise.length; i++) {
    cursor.setTurn(i)
    stepwise[i]!.advance!(slot, slot + 1)
  }
  cursor.setTurn(cursor.LAST_TURN)
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
