// The indicators of the library, bundled from the sources and called as the realm calls them: in blocks,
// over rings. Outside of the realm, so that a bare loop can run beside them.
import { bundle } from './engine.mjs'

export const RING = 8192
export const BLOCK = 1024
const HISTORY = 5000

/** Arguments where neither Pine has a default nor 14 and 2 are what one takes. */
const ARGUMENTS = {
  sma: { length: 30 },
  ema: { length: 30 },
  macd: { fastlen: 12, slowlen: 26, siglen: 9 },
  bb: { length: 20, mult: 2 },
  median: { length: 20 },
  percentrank: { length: 100 },
  mode: { length: 20 },
}

export function openKernels() {
  return bundle(`
    export { TA } from './src/realm/ta/index.ts'
    export { TI } from './src/realm/ti/index.ts'
    export { pow } from './src/realm/math/pow.ts'`)
}

/** What an indicator is measured with. */
function argumentsOf(name, { parameters }) {
  const values = {}
  for (const { kind, name: parameter, initial, options } of parameters) {
    if (kind === 'length') values[parameter] = initial ?? 14
    else if (kind === 'choice') values[parameter] = options[0]
    else values[parameter] = initial ?? 2
  }
  return { ...values, ...ARGUMENTS[name] }
}

/** A kernel over `columns`, which are rings: their length is a power of two. `given` are other arguments. */
export function prepare(name, definition, columns, given = {}) {
  const ring = columns.close.length
  const values = { ...argumentsOf(name, definition), ...given }
  const inputs = definition.parameters
    .filter(({ kind }) => kind === 'series' || kind === 'condition')
    .map(({ kind, name: parameter }) =>
      kind === 'condition'
        ? columns.close.map((_, i) => (i % 96 === 0 ? 1 : 0))
        : (columns[parameter] ?? columns.close),
    )
  for (const column of definition.columns ?? []) inputs.push(columns[column] ?? columns.close)
  const outputs = (definition.outputs ?? ['']).map(() => new Float64Array(ring))
  return {
    values,
    outputs,
    /** Runs over the ring so many times; the kernel takes it for one long series. */
    run(passes) {
      const kernel = definition.start(values, HISTORY)
      for (let pass = 0; pass < passes; pass++)
        for (let at = 0; at < ring; at += BLOCK) kernel(inputs, outputs, at, at + BLOCK)
    },
  }
}
