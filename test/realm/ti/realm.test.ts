import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { TI } from '../../../src/realm/ti/index.ts'
import { columnsOf, run, sampleValues, walk } from '../ta/harness.ts'

/** Runs inside: the library, then a realm without the things the real one takes away, all frozen. */
const HARDEN = `
  const Column = Float64Array
  for (const name of ['Float64Array', 'Int32Array', 'Uint8Array', 'Promise', 'console', 'WeakRef'])
    delete globalThis[name]
  const generator = Object.getPrototypeOf(function* () {})
  for (const prototype of [
    Object.prototype, Function.prototype, Array.prototype, Number.prototype, String.prototype,
    Boolean.prototype, RegExp.prototype, Map.prototype, Error.prototype, Symbol.prototype,
    Column.prototype, Object.getPrototypeOf(Column.prototype), generator, generator.prototype,
    Object.getPrototypeOf(generator.prototype), Object, Array, Number, Math, Function,
  ])
    Object.freeze(prototype)
`

describe('inside a realm whose intrinsics were frozen after the bundle ran', () => {
  const context = createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
  })
  const bars = walk(300, 2)

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/realm/ti/index.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'library',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      // As in scripts/build.mjs: the library takes the typed arrays before the realm loses them.
      banner: {
        js: 'globalThis.library = (() => { const { Float64Array, Int32Array, Uint32Array } = globalThis;',
      },
      footer: { js: 'return library })()' },
    })
    runInContext(outputFiles[0]!.text, context)
    runInContext(
      `globalThis.drive = (name, values, columns, count) => {
        const { TI } = library
        const definition = TI[name]
        const kernel = definition.start(values, 64)
        const inputs = columns.map((text) => Column.from(text.split(',').map(Number)))
        const outputs = (definition.outputs ?? ['']).map(() => new Column(512))
        for (let at = 0; at < 512; at += 32) kernel(inputs, outputs, at, at + 32)
        return outputs.map((output) => Array.from(output.subarray(0, count)).join()).join(';')
      }`,
      context,
    )
    runInContext(HARDEN, context)
  })

  it('is really frozen', () => {
    expect(runInContext('Object.isFrozen(Array.prototype) && typeof console', context)).toBe(
      'undefined',
    )
  })

  it.each(Object.keys(TI))('ti.%s gives the same bits as outside', (name) => {
    const definition = TI[name]!
    const values = sampleValues(definition.parameters)
    const inputs = { ...bars, source: bars['bar.close']! }
    const columns = columnsOf(definition, values).map((column) => {
      const filled = [...inputs[column as keyof typeof inputs]!]
      while (filled.length < 512) filled.push(Number.NaN)
      return filled.join()
    })
    const call = `drive(${JSON.stringify(name)}, ${JSON.stringify(values)}, ${JSON.stringify(columns)}, 300)`
    const want = run(definition, values, inputs)
    expect(runInContext(call, context)).toBe(want.map((column) => column.join()).join(';'))
  })
})
