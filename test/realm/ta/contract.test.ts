import { describe, expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import { TI } from '../../../src/realm/ti/index.ts'
import type { Definition, Values } from '../../../src/shared/kernel.ts'
import { columnsOf, generator, type Inputs, run, sampleValues, walk } from './harness.ts'

const BARS = 700

type Call = { says: string; definition: Definition; values: Values }

/** Every definition as it is mostly called, and again with its lengths given as series. */
const calls: Call[] = []
for (const [library, definitions] of Object.entries({ ta: TA, math: MATH, ti: TI }))
  for (const [name, definition] of Object.entries(definitions)) {
    const { parameters } = definition
    const says = `${library}.${name}`
    calls.push({ says, definition, values: sampleValues(parameters) })
    const turned = Object.fromEntries(
      parameters.flatMap((p) => (p.kind === 'flag' ? [[p.name, !p.initial]] : [])),
    )
    if (Object.keys(turned).length > 0)
      calls.push({
        says: `${says}, flags turned`,
        definition,
        values: { ...sampleValues(parameters), ...turned },
      })
    for (const p of parameters)
      if (p.kind === 'choice')
        for (const option of p.options.slice(1))
          calls.push({
            says: `${says}, ${option}`,
            definition,
            values: { ...sampleValues(parameters), [p.name]: option },
          })
    if (parameters.some((p) => p.kind === 'length' && p.varying))
      calls.push({
        says: `${says}, lengths as series`,
        definition,
        values: sampleValues(parameters, true),
      })
  }

/** Inputs for a call: bars, random series, conditions and lengths, with na (and ∞) strewn in by `gaps`. */
function inputsOf({ definition, values }: Call, seed: number, gaps = 0): Inputs {
  const random = generator(seed)
  const inputs: Record<string, readonly number[]> = { ...walk(BARS, seed) }
  const gap = (x: number) =>
    random() < gaps ? (random() < 0.2 ? Number.POSITIVE_INFINITY : Number.NaN) : x
  for (const parameter of definition.parameters) {
    const { kind, name } = parameter
    if (kind === 'condition')
      inputs[name] = Array.from({ length: BARS }, () => (random() < 0.07 ? 1 : 0))
    else if (kind === 'series') {
      let level = 50
      inputs[name] = Array.from({ length: BARS }, () => {
        level += Math.round((random() - 0.5) * 40) / 10
        return level
      })
    } else if (kind === 'length' && values[name] === undefined) {
      let length = 4
      inputs[name] = Array.from({ length: BARS }, () => {
        if (random() < 0.2) length = Math.floor(random() * 12) + (random() < 0.2 ? 0.5 : 0)
        return random() < gaps / 3 ? Number.NaN : length
      })
    }
  }
  if (gaps > 0)
    for (const name of columnsOf(definition, values))
      if (!isLengthOrCondition(definition, name)) inputs[name] = inputs[name]!.map(gap)
  return inputs
}

function isLengthOrCondition(definition: Definition, name: string): boolean {
  return definition.parameters.some(
    (p) => p.name === name && (p.kind === 'length' || p.kind === 'condition'),
  )
}

/** The bits of every number, so that NaN equals NaN and −0 is not 0. */
function bits(results: readonly (readonly number[])[]): string[] {
  return results.map((column) =>
    Array.from(column, (x) => (Object.is(x, -0) ? '-0' : String(x))).join(),
  )
}

describe.each(calls)('$says', (call) => {
  const { definition, values } = call

  it.each([
    { says: 'bar by bar', chunks: [1] },
    { says: 'uneven chunks', chunks: [7, 1, 31, 2, 32] },
    { says: 'chunks that end at the wrap', chunks: [32] },
  ])('gives the same bits in $says, through rings that wrap', ({ chunks }) => {
    for (const gaps of [0, 0.1]) {
      const inputs = inputsOf(call, 11, gaps)
      const course = { ring: 128, chunks, maxBarsBack: 64 }
      expect(bits(run(definition, values, inputs, course))).toEqual(
        bits(run(definition, values, inputs)),
      )
    }
  })

  it('does not know later bars', () => {
    const inputs = inputsOf(call, 5, 0.05)
    const other = inputsOf(call, 6, 0.05)
    const cut = 400
    const mixed = Object.fromEntries(
      Object.entries(inputs).map(([name, column]) => [
        name,
        [...column.slice(0, cut), ...other[name]!.slice(cut)],
      ]),
    )
    const early = (results: number[][]) => bits(results.map((column) => column.slice(0, cut)))
    expect(early(run(definition, values, mixed))).toEqual(early(run(definition, values, inputs)))
  })

  it('writes every bar: 0 or 1 if boolean, never infinite', () => {
    for (const gaps of [0, 0.2])
      for (const column of run(definition, values, inputsOf(call, 21, gaps)))
        for (const x of column) {
          if (definition.boolean) expect(x === 0 || x === 1).toBe(true)
          expect(Number.isNaN(x) || Math.abs(x) < 1e90).toBe(true)
        }
  })

  it('takes bars of nothing but na', () => {
    const inputs = Object.fromEntries(
      columnsOf(definition, values).map((name) => [name, new Array<number>(50).fill(Number.NaN)]),
    )
    const results = run(definition, values, inputs)
    expect(results.every((column) => column.length === 50)).toBe(true)
  })

  it('works again after a flat stretch and after zeros', () => {
    const inputs = Object.fromEntries(
      Object.entries(inputsOf(call, 3)).map(([name, column]) =>
        isLengthOrCondition(definition, name)
          ? [name, column]
          : [name, column.map((x, i) => (i % 120 < 40 ? 7 : i % 120 < 60 ? 0 : x))],
      ),
    )
    for (const column of run(definition, values, inputs)) {
      expect(column.every((x) => Math.abs(x) !== Number.POSITIVE_INFINITY)).toBe(true)
    }
  })

  it('keeps two kernels apart and leaves its inputs alone', () => {
    const inputs = inputsOf(call, 8, 0.05)
    const names = columnsOf(definition, values)
    const rings = names.map((name) => {
      const ring = new Float64Array(1024).fill(Number.NaN)
      ring.set(inputs[name]!)
      return ring
    })
    const copies = rings.map((ring) => ring.slice())
    const outputs = [0, 1].map(() => (definition.outputs ?? ['']).map(() => new Float64Array(1024)))
    const kernels = [0, 1].map(() => definition.start(values, 64))
    for (let i = 0; i < BARS; i += 50)
      kernels.forEach((kernel, k) => {
        kernel(rings, outputs[k]!, i, i + 50)
      })
    expect(rings).toEqual(copies)
    expect(outputs[0]).toEqual(outputs[1])
    const alone = run(definition, values, inputs)
    expect(bits(outputs[0]!.map((column) => [...column.subarray(0, BARS)]))).toEqual(bits(alone))
  })
})

describe('a length given as a series that stays the same (IN-0.7)', () => {
  it.each(calls.filter(({ says }) => says.endsWith('as series')))('$says', (call) => {
    const constants = sampleValues(call.definition.parameters)
    const inputs = { ...inputsOf(call, 31, 0.1) } as Record<string, readonly number[]>
    for (const parameter of call.definition.parameters)
      if (parameter.kind === 'length' && parameter.varying)
        inputs[parameter.name] = new Array<number>(BARS).fill(constants[parameter.name] as number)
    expect(bits(run(call.definition, call.values, inputs))).toEqual(
      bits(run(call.definition, constants, inputs)),
    )
  })
})
