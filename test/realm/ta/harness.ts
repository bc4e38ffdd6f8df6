import type { Column, Definition, Parameter, Values } from '../../../src/shared/kernel.ts'

/** Columns of numbers by name: the series, conditions and lengths of a call, and the bars. */
export type Inputs = Readonly<Record<string, readonly number[]>>

export type Course = {
  /** Slots of the rings, a power of two; room for all bars if absent. */
  readonly ring?: number
  /** Bars per chunk, taken in turn; all at once if absent. */
  readonly chunks?: readonly number[]
  readonly maxBarsBack?: number
}

/** Names of the columns a call reads, in the order of the kernel's inputs. */
export function columnsOf(definition: Definition, values: Values): string[] {
  const own = definition.parameters.filter(
    ({ kind, name }) =>
      kind === 'series' ||
      kind === 'condition' ||
      (kind === 'length' && values[name] === undefined),
  )
  return [...own.map(({ name }) => name), ...(definition.columns ?? []).map(barColumn)]
}

/** A bar column's name among the inputs, apart from parameters of the same name. */
export function barColumn(column: Column): string {
  return `bar.${column}`
}

/** Runs a definition over whole inputs, as the realm does: chunk by chunk through rings. */
export function run(
  definition: Definition,
  values: Values,
  inputs: Inputs,
  { maxBarsBack = 64, ring: slots, chunks }: Course = {},
): number[][] {
  const columns = columnsOf(definition, values).map((name) => {
    const column = inputs[name]
    if (column === undefined) throw new Error(`no column "${name}"`)
    return column
  })
  const bars = columns[0]!.length
  let ring = slots ?? 1024
  while (slots === undefined && ring < bars) ring *= 2
  const kernel = definition.start(values, maxBarsBack)
  const rings = columns.map(() => new Float64Array(ring).fill(Number.NaN))
  const outputs = (definition.outputs ?? ['']).map(() => new Float64Array(ring).fill(-9e99))
  const results: number[][] = outputs.map(() => [])
  for (let bar = 0, turn = 0; bar < bars; turn++) {
    const end = Math.min(bars, bar + (chunks?.[turn % chunks.length] ?? bars))
    for (let i = bar; i < end; i++)
      columns.forEach((column, c) => {
        rings[c]![i % ring] = column[i]!
      })
    for (let i = bar; i < end; ) {
      const from = i % ring
      const to = Math.min(ring, from + end - i)
      kernel(rings, outputs, from, to)
      outputs.forEach((output, o) => {
        results[o]!.push(...output.subarray(from, to))
      })
      i += to - from
    }
    bar = end
  }
  return results
}

/** A small generator of numbers from 0 to 1, the same on every machine. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

/** Bars of a random walk with the OHLCV rules, prices on ticks of 0.01. */
export function walk(bars: number, seed = 1): Inputs {
  const random = generator(seed)
  const tick = (x: number) => Math.round(x * 100) / 100
  const open: number[] = []
  const high: number[] = []
  const low: number[] = []
  const close: number[] = []
  const volume: number[] = []
  let last = 100
  for (let i = 0; i < bars; i++) {
    const first = tick(last + (random() - 0.5))
    const end = tick(first + (random() - 0.5) * 3)
    open.push(first)
    close.push(end)
    high.push(tick(Math.max(first, end) + random() * random()))
    low.push(tick(Math.min(first, end) - random() * random()))
    volume.push(Math.floor(random() * 1000))
    last = end
  }
  const price = (f: (i: number) => number) => open.map((_, i) => f(i))
  return {
    'bar.open': open,
    'bar.high': high,
    'bar.low': low,
    'bar.close': close,
    'bar.volume': volume,
    'bar.time': price((i) => i * 900_000),
    'bar.hl2': price((i) => (high[i]! + low[i]!) / 2),
    'bar.hlc3': price((i) => (high[i]! + low[i]! + close[i]!) / 3),
    'bar.ohlc4': price((i) => (open[i]! + high[i]! + low[i]! + close[i]!) / 4),
    'bar.hlcc4': price((i) => (high[i]! + low[i]! + close[i]! * 2) / 4),
  }
}

/** Constant arguments that suit a parameter list: different short lengths, 2 for numbers. */
export function sampleValues(parameters: readonly Parameter[], varying = false): Values {
  const values: Record<string, number | boolean | string | undefined> = {}
  parameters.forEach((parameter, index) => {
    const { kind, name } = parameter
    if (kind === 'length') values[name] = varying && parameter.varying ? undefined : 3 + index
    else if (kind === 'number') values[name] = parameter.initial ?? 2
    else if (kind === 'flag') values[name] = parameter.initial
    else if (kind === 'choice') values[name] = parameter.initial ?? parameter.options[0]
  })
  return values
}
