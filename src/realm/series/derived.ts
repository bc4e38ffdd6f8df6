import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import * as cursor from './cursor.ts'
import {
  CHART,
  declareNode,
  type Node,
  readBack,
  register,
  requireTurn,
  type Series,
  seriesOf,
} from './node.ts'
import { requireSetup } from './setup.ts'

/**
 * `series(fn)`: a derived series. `fn` runs once per bar, before `onBar`, in order of declaration,
 * and gives a number (NaN is na) or a boolean, the same kind on every bar.
 *
 * @throws `S306` when `fn` is no function or gives anything else, `S304` in the bar phase, `S318`
 *   when `fn` reads the same bar of a series declared after this one, or of itself.
 */
export function series(fn: unknown): Series {
  requireSetup('series(fn)')
  if (typeof fn !== 'function')
    fail('S306', `series(${quote(fn)}) needs a function`, 'write series(() => high() - low())')
  const compute = fn as () => unknown
  let kind: 'number' | 'boolean' | undefined
  const node: Node = declareNode({
    boolean: false,
    domain: CHART,
    blockwise: false,
    advance: (from) => {
      const value = compute()
      if (typeof value === 'number' && kind === 'number') {
        node.ring[from] = value
        return
      }
      const type = typeof value
      if (type !== 'number' && type !== 'boolean')
        fail(
          'S306',
          `the function of series(fn) gave ${quote(value)}`,
          'return a number or a boolean on every bar; NaN means na',
        )
      if (kind === undefined) {
        kind = type
        node.boolean = type === 'boolean'
      } else if (type !== kind)
        fail(
          'S306',
          `the function of series(fn) gave a ${type} after a ${kind}`,
          'return the same kind of value on every bar',
        )
      node.ring[from] = type === 'boolean' ? (value ? 1 : 0) : (value as number)
    },
  })
  return seriesOf('series', node)
}

export type State = Series & { readonly set: (value: number | boolean) => void }

/** The present value of a state, and the one to go back to. */
type Cell = { readonly node: Node; current: number; kept: number }
let cells!: Cell[]
eachRun(() => {
  cells = []
})

/** Shows the states at the slot of a bar that is not complete, and remembers them. */
export function showStates(): void {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!
    cell.node.ring[cursor.slot] = cell.current
    cell.kept = cell.current
  }
}

/** Takes back what was set since `showStates`. */
export function returnStates(): void {
  for (let i = 0; i < cells.length; i++) cells[i]!.current = cells[i]!.kept
}

/**
 * `state(initial)`: a series the strategy writes. Keeps its value from bar to bar until set again;
 * `trend(1)` is the value at the end of the bar before.
 *
 * @throws `S306` for values other than a number or boolean, or of another kind than `initial`;
 *   `S305` for `set` in the setup phase.
 */
export function state(initial: unknown): State {
  requireSetup('state(initial)')
  const kind = typeof initial
  if (kind !== 'number' && kind !== 'boolean')
    fail('S306', `state(${quote(initial)}) cannot be kept`, 'start with a number or a boolean')
  const first = Number(initial)
  const node: Node = declareNode({
    boolean: kind === 'boolean',
    domain: CHART,
    blockwise: false,
    advance: (from) => {
      node.ring[from] = cell.current
    },
  })
  const cell: Cell = { node, current: first, kept: first }
  cells[cells.length] = cell
  const valueAt = (offset: number | undefined): number => {
    if (cursor.phase === 'setup') return cell.current
    if (offset === undefined || offset === 0) requireTurn('state', node)
    return readBack('state', node, offset ?? 0)
  }
  // Named as properties are: a name that is given later makes a function a hash table to the engine, and this one is
  // asked for `set` on every bar.
  const { state: read } = node.boolean
    ? { state: (offset?: number): boolean => valueAt(offset) === 1 }
    : { state: (offset?: number): number => valueAt(offset) }
  const set = node.boolean
    ? (value: unknown): void => {
        if (typeof value !== 'boolean' || cursor.phase === 'setup') refuseValue(value, kind)
        setCell(cell, value ? 1 : 0)
      }
    : (value: unknown): void => {
        if (typeof value !== 'number' || cursor.phase === 'setup') refuseValue(value, kind)
        setCell(cell, value)
      }
  Object.defineProperty(read, 'set', { value: Object.freeze(set), enumerable: true })
  return register(read, 'state', node) as State
}

function setCell(cell: Cell, value: number): void {
  cell.current = value
  cell.node.ring[cursor.slot] = value
}

function refuseValue(value: unknown, kind: string): never {
  if (cursor.phase === 'setup')
    fail('S305', 'set() stands in the setup phase', 'give the first value to state(initial)')
  return fail('S306', `set(${quote(value)}) is not a ${kind}`, `the state began as a ${kind}`)
}
