import { eachRun } from '../each-run.ts'
import { fail } from '../fail.ts'
import { freezeRecord } from '../record.ts'
import * as cursor from './cursor.ts'

/** The bars a series lives on: the chart's, or those of a requested timeframe. */
export type Domain = {
  /** How many bars of this domain are complete at each slot of the chart; undefined for the chart itself. */
  readonly done: Done | undefined
  /** Words for messages: "the chart" or "the 1D bars". */
  readonly label: string
  /** Whether reads show a value only on the chart bar that completed the domain's bar. */
  readonly gaps: boolean
  /** Whether its bars have volume; as the chart's where it is absent. */
  readonly volume?: boolean
}

/** Complete bars of a domain: at each slot of the chart, and so far. */
export type Done = { ring: Float64Array; count: number }

export const CHART: Domain = { done: undefined, label: 'the chart', gaps: false }

/** One column of values with history. `ring` is swapped in when the bars begin. */
export type Node = {
  ring: Float64Array
  /** Whether values are true (1) and false (0). A derived series learns it on its first bar. */
  boolean: boolean
  readonly domain: Domain
  /** Whether whole blocks can be computed ahead: nothing it depends on needs the strategy's code. */
  readonly blockwise: boolean
  /** Extends the ring over the slots from..to-1 of its domain; undefined when somebody else writes it. */
  readonly advance: ((from: number, to: number) => void) | undefined
  /** Names what decides the values where these follow from the bars alone; undefined where they may not. */
  readonly key: string | undefined
  /** Place among the bar-by-bar series, given when the bars begin; -1 for all others. */
  turn: number
}

/** What makes a node. */
export type Parts = Pick<Node, 'boolean' | 'domain' | 'blockwise' | 'advance'> & {
  readonly key?: string | undefined
}

/** Reads as `na` until the bars begin. */
export const EMPTY: Float64Array = new Float64Array(1).fill(Number.NaN)

/** A number or boolean per bar; called without an argument it gives the current bar's. */
export type Series = (offset?: number) => number | boolean

/** The node behind a series; absent for functions that are not series. */
const nodes = new WeakMap<object, Node | (() => Node)>()

/** Every node in order of declaration. */
export let declared!: Node[]
/** Series that were computed on each read and have been given a node in this run, and what made it. */
const formed = new Map<object, () => Node>()

eachRun(() => {
  declared = []
  for (const [series, form] of formed) nodes.set(series, form)
  formed.clear()
})

/** A node that is not declared. All have the same fields in the same order: a read that has met five shapes looks each field up. */
export function createNode({ boolean, domain, blockwise, advance, key }: Parts): Node {
  return { ring: EMPTY, boolean, domain, blockwise, advance, key, turn: -1 }
}

export function declareNode(parts: Parts): Node {
  const node = createNode(parts)
  declared[declared.length] = node
  return node
}

/** A frozen read function over a node, recognised again when it is passed to an indicator. */
export function seriesOf(name: string, node: Node): Series {
  if (node.domain.done !== undefined) return register(domainReader(name, node), name, node)
  return register(chartReader(name, node), name, node)
}

/** Makes `read` a series: frozen, known to the binder, and loud when used as a value. */
export function register(read: Series, name: string, node: Node | (() => Node)): Series {
  const misuse = (): never =>
    fail('S301', `${name} is a series, not a value`, `write ${name}() to read the current bar`)
  Object.defineProperty(read, Symbol.toPrimitive, { value: Object.freeze(misuse) })
  if (read.name !== name) Object.defineProperty(read, 'name', { value: name })
  nodes.set(read, node)
  return Object.freeze(read)
}

/** The node of a series, made now where a series was so far computed on each read. */
export function nodeOf(value: unknown): Node | undefined {
  if (typeof value !== 'function') return undefined
  const found = nodes.get(value)
  if (typeof found !== 'function') return found
  const node = found()
  formed.set(value, found)
  nodes.set(value, node)
  return node
}

/** The same, with nothing made. */
export function nodeIn(value: unknown): Node | (() => Node) | undefined {
  return typeof value === 'function' ? nodes.get(value) : undefined
}

/** What an indicator of several outputs gave, so that it is known again. */
const outputs = new WeakMap<object, Readonly<Record<string, Series>>>()

export function registerOutputs<T extends Readonly<Record<string, Series>>>(of: T): T {
  outputs.set(of, of)
  return freezeRecord(of)
}

export function outputsOf(value: unknown): Readonly<Record<string, Series>> | undefined {
  return typeof value === 'object' && value !== null ? outputs.get(value) : undefined
}

export function isSeries(value: unknown): value is Series {
  return typeof value === 'function' && nodes.has(value)
}

function chartReader(name: string, node: Node): Series {
  if (!node.blockwise && node.advance !== undefined) return stepReader(name, node)
  return node.boolean ? conditionReader(name, node) : numberReader(name, node)
}

/** Numbers and conditions have a reader each: of one that gives both the engine makes every number an object. */
function numberReader(name: string, node: Node): Series {
  return (offset) => (offset === undefined ? node.ring[cursor.slot]! : readBack(name, node, offset))
}

function conditionReader(name: string, node: Node): Series {
  return (offset) =>
    offset === undefined ? node.ring[cursor.slot] === 1 : readBack(name, node, offset) === 1
}

/**
 * What is not a number of bars that there are goes apart: so little is put into every read. A ring may hold all bars
 * of the trials before, so that what is before the first bar would be one that is still to come.
 */
export function readBack(name: string, node: Node, offset: number): number {
  if (
    typeof offset === 'number' &&
    offset >= 0 &&
    offset <= cursor.bar &&
    offset <= cursor.maxBarsBack &&
    offset % 1 === 0
  )
    return node.ring[(cursor.slot - offset) & cursor.mask]!
  return readBeyond(name, offset)
}

function readBeyond(name: string, offset: number): number {
  cursor.reaches(name, offset, cursor.bar)
  return Number.NaN
}

/** A reader of a series that goes bar by bar: its value of this bar may not be there yet, nor what kind it is. */
function stepReader(name: string, node: Node): Series {
  return (offset) => {
    if (offset === undefined || offset === 0) requireTurn(name, node)
    const value = offset === undefined ? node.ring[cursor.slot]! : readBack(name, node, offset)
    return node.boolean ? value === 1 : value
  }
}

/**
 * Series of the strategy's own code get their values in order of declaration, before `onBar`.
 *
 * @throws `S318` when one reads a later one, or itself, on the bar it is being made for.
 */
export function requireTurn(name: string, node: Node): void {
  if (node.turn >= cursor.turn) refuseTurn(name)
}

function refuseTurn(name: string): never {
  return fail(
    'S318',
    `${name}() was read before it had its value of this bar`,
    `declare it above the series that reads it, or read the bar before with ${name}(1)`,
  )
}

function domainReader(name: string, node: Node): Series {
  const { done, gaps } = node.domain
  return (offset) => {
    const count = cursor.bar < 0 ? 0 : done!.ring[cursor.slot]!
    const isNew =
      cursor.bar <= 0 ? count > 0 : count !== done!.ring[(cursor.slot - 1) & cursor.mask]!
    const back = offset === undefined ? 0 : offset
    let value = Number.NaN
    if (cursor.reaches(name, back, count - 1) && (isNew || !gaps))
      value = node.ring[(count - 1 - back) & cursor.mask]!
    return node.boolean ? value === 1 : value
  }
}
