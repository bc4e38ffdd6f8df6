import { join } from 'node:path'
import vm from 'node:vm'
import { build } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRealm, readScripts, type Vm } from '../../src/sandbox/index.ts'
import { runRealm } from '../realm/harness.ts'
import { programs, textOf } from './fuzz/grammar.ts'
import { fuzz, runInRealm } from './fuzz/run.ts'
import { end } from './run.ts'

const SEED = Number(process.env.FC_SEED ?? 1)
const COUNT = 300
const ROOT = join(import.meta.dirname, '../..')

const REFERENCE = `
  const fast = ta.sma(close, 3), slow = ta.sma(close, 8)
  onBar(() => { if (fast() > slow()) strategy.entry('L', 'long'); else strategy.close('L'); log(fast()) })`

/** The realm's script without its first statement, rule R3. */
async function withoutQuiet(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/realm/index.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'exported',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    banner: {
      js: '(() => { const { ArrayBuffer, DataView, Float64Array, Float32Array, Int32Array, Uint32Array, Uint16Array, Uint8Array, Int8Array } = globalThis;',
    },
    footer: { js: 'return exported.table })()' },
    plugins: [
      {
        name: 'no-quiet',
        setup: ({ onLoad }) => onLoad({ filter: /quiet\.ts$/ }, () => ({ contents: 'export {}' })),
      },
    ],
  })
  return outputFiles[0]!.text
}

describe('programs composed of fragments of attacks', () => {
  it(`are contained by the realm: ${COUNT} of them`, { timeout: 240_000 }, async () => {
    const before = await end(REFERENCE, { isolation: 'realm' })
    expect(await fuzz({ count: COUNT, seed: SEED })).toBeUndefined()
    expect(await end(REFERENCE, { isolation: 'realm' })).toEqual(before)
  })

  it('are contained by both layers', async () => {
    expect(await fuzz({ count: 25, seed: SEED, layer: 'both' })).toBeUndefined()
  })
})

describe('the same programs find a hole', () => {
  it('where stacks are captured (R3)', async () => {
    const realm = await withoutQuiet()
    const found = await fuzz({
      count: COUNT,
      seed: SEED,
      newRealm: () => createRealm(vm, { ...readScripts(), ti: readScripts().ti, realm }),
    })
    expect(found?.escape).toContain('a foreign object')
  })

  it('where an object of the host is in scope (R1)', async () => {
    const leaky: Vm = {
      ...vm,
      compileFunction: ((body, names, options) =>
        vm.compileFunction(body, names, {
          ...options,
          contextExtensions: [{ leak: {} }],
        })) as typeof vm.compileFunction,
    }
    const found = await fuzz({
      count: COUNT,
      seed: SEED,
      newRealm: () => createRealm(leaky, readScripts()),
    })
    expect(found?.escape).toContain('code ran in the host')
    expect(found?.text).toContain('leak')
  })

  it('since most of them run to their last statement', () => {
    const ends = fc.sample(programs(), { numRuns: 100, seed: SEED }).map((program) => {
      const { logs, failure } = runRealm(
        `${textOf({ ...program, end: '' }, 'PWNED')}\nonBar(() => log('reached the bars'))`,
      )
      return failure?.code === 'S312' || logs.length > 0 || failure === undefined
        ? 'ran'
        : failure.code
    })
    expect(ends.filter((end) => end === 'ran').length).toBeGreaterThan(60)
    expect(ends).not.toContain('S308')
  })

  it('and a plain program none', () => {
    expect(runInRealm('onBar(() => log(close()))', createRealm(vm, readScripts()))).toEqual([])
  })
})
