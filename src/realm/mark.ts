import { eachRun } from './each-run.ts'

/** The object whose `i` the instrumented source sets before each statement: line × 4096 + column (G7). */
export type Mark = { i: unknown }

/**
 * Handed to the strategy's function, which may reach it: read as data, believed only if it is a number.
 * Sealed, so that no getter can take the place of the data and run in the middle of an order (R11).
 */
export let mark!: Mark
eachRun(renewMark)

/** Puts another one in its place: what was done to the first, freezing too, is forgotten with it (J8). */
export function renewMark(): void {
  mark = create()
}

function create(): Mark {
  return Object.seal({ i: 0 })
}

export function markNow(): number {
  const { i } = mark
  return typeof i === 'number' && i >= 0 && i < 1_099_511_627_776 && i % 1 === 0 ? i : 0
}
