import type { Column, Definition, Kernel, Parameter } from '../../shared/kernel.ts'
import { findColumns, keepColumns } from '../base.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { chart, columnNode, type Market } from './bars.ts'
import { newDayNode } from './calendar.ts'
import { adoptRing } from './graph.ts'
import { holdOnChart } from './hold.ts'
import { marketOf } from './market.ts'
import {
  CHART,
  type Domain,
  declareNode,
  type Node,
  nodeOf,
  registerOutputs,
  type Series,
  seriesOf,
} from './node.ts'
import { history, requireSetup } from './setup.ts'

export type Indicator = (...args: unknown[]) => Series | Readonly<Record<string, Series>>

/** Whether the data of this run have volume; indicators that need it refuse to start without (S316). */
let volumePresent!: boolean
eachRun(() => {
  volumePresent = true
})

export function setVolumePresent(present: boolean): void {
  volumePresent = present
}

/**
 * Makes the function that strategies call out of a definition. Arguments come by position in Pine's
 * order; an options object at the end gives any of them by name, and `market` for the bars of
 * another timeframe. The result lives on the market of its inputs; inputs of several markets meet on
 * the chart.
 */
export function bind(name: string, definition: Definition): Indicator {
  const { parameters } = definition
  return Object.freeze((...args: unknown[]) => {
    requireSetup(name)
    const { values, market } = readArguments(name, parameters, args)
    return start(name, definition, values, market)
  })
}

/** Arguments by name, still unchecked, and the market named in the options. */
function readArguments(
  name: string,
  parameters: readonly Parameter[],
  args: readonly unknown[],
): { values: Map<string, unknown>; market: Market | undefined } {
  const values = new Map<string, unknown>()
  let count = args.length
  let market: Market | undefined
  const last = args[count - 1]
  if (isOptions(last)) {
    count--
    for (const key of Object.keys(last)) {
      const value = last[key]
      if (key === 'market') {
        market = marketOf(value)
        if (market === undefined)
          fail('S306', `${name}: market was ${quote(value)}`, 'give what request.security returned')
      } else if (parameters.some((parameter) => parameter.name === key)) values.set(key, value)
      else
        fail(
          'S306',
          `${name} has no option ${quote(key)}`,
          `it has: ${parameters.map((parameter) => parameter.name).join(', ')}`,
        )
    }
  }
  const skipped = leadingSkips(parameters, args, count)
  if (count + skipped > parameters.length)
    fail(
      'S306',
      `${name} was given ${count} arguments`,
      `it takes at most ${parameters.length}: ${parameters.map((parameter) => parameter.name).join(', ')}`,
    )
  for (let i = 0; i < count; i++) values.set(parameters[i + skipped]!.name, args[i])
  return { values, market }
}

/** `ta.highest(10)`: a number in the place of a source that has a default stands for the next parameter. */
function leadingSkips(
  parameters: readonly Parameter[],
  args: readonly unknown[],
  count: number,
): number {
  const [first] = parameters
  if (first?.kind !== 'series' || first.column === undefined || count === 0) return 0
  const required = parameters.filter((parameter) => parameter.kind === 'length').length
  return typeof args[0] === 'number' && count <= required ? 1 : 0
}

function isOptions(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function start(
  name: string,
  definition: Definition,
  values: ReadonlyMap<string, unknown>,
  market: Market | undefined,
): Series | Readonly<Record<string, Series>> {
  const constants: Record<string, number | boolean | string | undefined> = {}
  const inputs: Input[] = []
  for (const parameter of definition.parameters)
    readParameter(name, parameter, values.get(parameter.name), constants, inputs)

  const home = market ?? marketOfInputs(inputs) ?? chart
  const columns = definition.columns ?? []
  if (usesAbsentVolume(columns, inputs, home))
    fail(
      'S316',
      `${name} needs volume and the data have none`,
      'use data with a volume column, or an indicator that works on prices alone',
    )
  const nodes = inputs.map((input) => resolveInput(input, home))
  for (const column of columns) nodes[nodes.length] = columnNode(home, column)

  const domain = commonDomain(nodes)
  const held = nodes.map((node) => (node.domain === domain ? node : holdOnChart(node)))
  const kernel = definition.start(Object.freeze(constants), history())
  const blockwise = held.every((node) => node.blockwise)
  const outputs: Node[] = []
  const count = definition.outputs?.length ?? 1
  const key = domain === CHART ? keyOf(name, constants, held) : undefined
  const advance =
    key === undefined
      ? advanceBy(kernel, held, outputs, domain)
      : advanceOnChart(kernel, held, outputs, key, count)
  for (let i = 0; i < count; i++)
    outputs[i] = declareNode({
      boolean: definition.boolean === true,
      domain,
      blockwise,
      key: key === undefined ? undefined : `${key}#${i}`,
      advance: i === 0 ? advance : undefined,
    })
  const known = key === undefined ? undefined : findColumns(key)
  if (known !== undefined) for (let i = 0; i < count; i++) adoptRing(outputs[i]!, known[i]!)
  if (definition.outputs === undefined) return seriesOf(name, outputs[0]!)
  const results: Record<string, Series> = {}
  definition.outputs.forEach((output, index) => {
    results[output] = seriesOf(`${name}().${output}`, outputs[index]!)
  })
  return registerOutputs(results)
}

/** A source of values that may still have to be found on the home market. */
type Input = Node | { readonly constant: number } | { readonly column: Column } | 'newDay'

function readParameter(
  name: string,
  parameter: Parameter,
  value: unknown,
  constants: Record<string, number | boolean | string | undefined>,
  inputs: Input[],
): void {
  const what = `${name}: ${parameter.name}`
  switch (parameter.kind) {
    case 'series': {
      if (value === undefined && parameter.column !== undefined)
        inputs.push({ column: parameter.column })
      else if (typeof value === 'number') inputs.push({ constant: value })
      else inputs.push(nodeOf(value) ?? missing(what, value, 'a series or a number'))
      return
    }
    case 'condition': {
      if (value === undefined && parameter.column !== undefined) inputs.push('newDay')
      else inputs.push(nodeOf(value) ?? missing(what, value, 'a boolean series'))
      return
    }
    case 'length': {
      const length = value === undefined ? parameter.initial : value
      const node = parameter.varying === true ? nodeOf(length) : undefined
      if (node !== undefined) {
        inputs.push(node)
        constants[parameter.name] = undefined
        return
      }
      const min = parameter.min ?? 1
      if (typeof length !== 'number' || !(length >= min))
        fail('S306', `${what} was ${quote(length)}`, `give a whole number of bars, ${min} or more`)
      if (length > history())
        fail(
          'S303',
          `${what} was ${quote(length)}, longer than maxBarsBack "${history()}"`,
          `raise it in the declaration: strategy('…', { maxBarsBack: ${Math.trunc(length)} })`,
        )
      constants[parameter.name] = Math.trunc(length)
      return
    }
    case 'number': {
      const number = value === undefined ? parameter.initial : value
      if (
        typeof number !== 'number' ||
        !(number >= (parameter.min ?? -Number.MAX_VALUE)) ||
        !(number <= (parameter.max ?? Number.MAX_VALUE))
      )
        fail('S306', `${what} was ${quote(number)}`, `give ${rangeWords(parameter)}`)
      constants[parameter.name] = number
      return
    }
    case 'flag': {
      const flag = value === undefined ? parameter.initial : value
      if (typeof flag !== 'boolean')
        fail('S306', `${what} was ${quote(flag)}`, 'give true or false')
      constants[parameter.name] = flag
      return
    }
    case 'choice': {
      const choice = value === undefined ? parameter.initial : value
      if (typeof choice !== 'string' || !parameter.options.includes(choice))
        fail('S306', `${what} was ${quote(choice)}`, `give one of: ${parameter.options.join(', ')}`)
      constants[parameter.name] = choice
    }
  }
}

function rangeWords({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return `a number from ${min} to ${max}`
  if (min !== undefined) return `a number of at least ${min}`
  return max === undefined ? 'a finite number' : `a number of at most ${max}`
}

function missing(what: string, value: unknown, wanted: string): never {
  const hint =
    typeof value === 'function'
      ? 'wrap the function: series(() => …)'
      : typeof value === 'boolean' || value === undefined
        ? `give ${wanted}, such as close or series(() => …)`
        : `give ${wanted}`
  return fail('S306', `${what} was ${quote(value)}`, hint)
}

function usesAbsentVolume(
  columns: readonly Column[],
  inputs: readonly Input[],
  home: Market,
): boolean {
  const isAbsent = ({ domain }: Market): boolean => !(domain.volume ?? volumePresent)
  const isHomes =
    columns.includes('volume') ||
    inputs.some((input) => isColumn(input) && input.column === 'volume')
  if (isHomes && isAbsent(home)) return true
  return inputs.filter(isNode).some((node) => {
    const market = node.domain === CHART ? chart : marketOf(node.domain)
    return market !== undefined && node === market.columns.volume && isAbsent(market)
  })
}

function isColumn(input: Input): input is { readonly column: Column } {
  return typeof input === 'object' && 'column' in input
}

function isNode(input: Input): input is Node {
  return typeof input === 'object' && 'ring' in input
}

/** The market that the series among the inputs belong to, if they agree on one. */
function marketOfInputs(inputs: readonly Input[]): Market | undefined {
  const domains = inputs.filter(isNode).map((node) => node.domain)
  const [first] = domains
  if (first === undefined || domains.some((domain) => domain !== first)) return undefined
  return first === CHART ? chart : marketOf(first)
}

function commonDomain(nodes: readonly Node[]): Domain {
  const domains = nodes.filter((node) => node.domain !== ANYWHERE).map((node) => node.domain)
  const [first] = domains
  return first !== undefined && domains.every((domain) => domain === first) ? first : CHART
}

function resolveInput(input: Input, home: Market): Node {
  if (input === 'newDay') return newDayNode(home)
  if (isNode(input)) return input
  return isColumn(input) ? columnNode(home, input.column) : constantNode(input.constant)
}

/** Constants belong to no market: they take the one of the other inputs. */
const ANYWHERE: Domain = { done: undefined, label: 'any market', gaps: false }

function constantNode(value: number): Node {
  // The ring is allocated with all others and filled once, before the first block.
  let filled = false
  const key = textOf(value)
  const known = findColumns(key)
  const keep = known === undefined ? keepColumns(key, 1, history()) : undefined
  const node: Node = declareNode({
    boolean: false,
    domain: ANYWHERE,
    blockwise: true,
    key,
    advance: (from, to) => {
      if (!filled && node.ring !== known?.[0]) node.ring.fill(value)
      filled = true
      keep?.([node.ring], from, to)
    },
  })
  if (known !== undefined) adoptRing(node, known[0]!)
  return node
}

/** Names an indicator by all that decides its values; undefined where an input has no such name. */
function keyOf(
  name: string,
  constants: Readonly<Record<string, number | boolean | string | undefined>>,
  inputs: readonly Node[],
): string | undefined {
  let key = `${name}(${history()}`
  for (const constant of Object.keys(constants))
    key += `,${constant}=${textOf(constants[constant])}`
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i]!.key
    if (input === undefined) return undefined
    key += `;${input}`
  }
  return `${key})`
}

function textOf(value: number | boolean | string | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return Object.is(value, -0) ? '-0' : `${value}`
}

/** As `advanceBy`, with columns that another run over the same bars may have left. */
function advanceOnChart(
  kernel: Kernel,
  inputs: readonly Node[],
  outputs: readonly Node[],
  key: string,
  count: number,
): (from: number, to: number) => void {
  const known = findColumns(key)
  if (known !== undefined) {
    let at = 0
    return (from, to) => {
      if (outputs[0]!.ring === known[0]) return
      for (let i = 0; i < count; i++)
        outputs[i]!.ring.set(known[i]!.subarray(at, at + to - from), from)
      at += to - from
    }
  }
  const keep = keepColumns(key, count, history())
  const advance = advanceBy(kernel, inputs, outputs, CHART)
  if (keep === undefined) return advance
  const rings: Float64Array[] = []
  return (from, to) => {
    advance(from, to)
    for (let i = 0; i < count; i++) rings[i] = outputs[i]!.ring
    keep(rings, from, to)
  }
}

/** Runs the kernel over new bars of its domain, in stretches that do not wrap. */
function advanceBy(
  kernel: Kernel,
  inputs: readonly Node[],
  outputs: readonly Node[],
  domain: Domain,
): (from: number, to: number) => void {
  let inputRings: Float64Array[] | undefined
  let outputRings: Float64Array[] = []
  let complete = 0
  return (from, to) => {
    if (inputRings === undefined) {
      inputRings = inputs.map((node) => node.ring)
      outputRings = outputs.map((node) => node.ring)
    }
    if (domain.done === undefined) {
      // Bars of other markets may come between two of the chart.
      if (from < to) kernel(inputRings, outputRings, from, to)
      return
    }
    const size = outputRings[0]!.length
    const target = domain.done.count
    while (complete < target) {
      const start = complete & (size - 1)
      const end = Math.min(size, start + target - complete)
      kernel(inputRings, outputRings, start, end)
      complete += end - start
    }
  }
}
