import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PERMITS } from '../../src/realm/permits.ts'
import { ROOT } from '../documents.ts'

/** The table of `ses`, which is no part of its public interface. */
const { permitted } = (await import(join(ROOT, 'node_modules/ses/src/permits.js'))) as {
  permitted: Readonly<Record<string, unknown>>
}

type Seen = {
  readonly names: readonly string[]
  readonly removed: readonly string[]
  readonly kept: readonly string[]
}

/** What a strategy sees on an engine, after `before` was done to the context that the realm is made of. */
function look(node: string, before = ''): Seen {
  const script = join(import.meta.dirname, 'names.mjs')
  // As in the jail (spec chapter 8).
  const args = ['--disable-proto=delete', script, join(ROOT, 'dist/realm.js'), before]
  return JSON.parse(execFileSync(node, args, { encoding: 'utf8', maxBuffer: 1 << 24 }))
}

const FOLDER = join(ROOT, '.node-versions')
const OTHERS = existsSync(FOLDER) ? readdirSync(FOLDER) : []
const binaryOf = (version: string): string => join(FOLDER, version, 'node_modules/node/bin/node')
const here = look(process.execPath)

describe('the names that a strategy sees', () => {
  it('are there', () => {
    expect(here.names.length).toBeGreaterThan(1000)
    for (const name of [
      'globalThis.Array',
      'globalThis.Math.max',
      'generator.[proto].[proto].next',
    ])
      expect(here.names).toContain(name)
  })

  it.for(['22', '24', '26'])('are the same on Node %s (R4, R6)', (major, { skip }) => {
    const version = OTHERS.find((name) => name.startsWith(`${major}.`))
    if (version === undefined || !existsSync(binaryOf(version)))
      return skip(`no Node ${major} in .node-versions`)
    const there = look(binaryOf(version))
    expect(there.names.filter((name) => !here.names.includes(name))).toEqual([])
    expect(here.names.filter((name) => !there.names.includes(name))).toEqual([])
    expect(there.kept).toEqual([])
  })

  it.each([
    'Set.prototype.union',
    'Object.groupBy',
    'Array.fromAsync',
    'Math.f16round',
    'RegExp.escape',
    'Error.isError',
    'JSON.rawJSON',
    'Map.prototype.getOrInsert',
    'Symbol.dispose',
    'Iterator',
  ])('have no %s, which Node 20 lacks', (path) => {
    expect(here.names).not.toContain(`globalThis.${path}`)
  })

  it.each([
    'Object.prototype.__proto__',
    'Object.prototype.__defineGetter__',
    'Function.prototype.caller',
    'String.prototype.anchor',
    'Date.prototype.getYear',
    'RegExp.prototype.compile',
    'RegExp.$1',
    'Error.captureStackTrace',
  ])('have no %s, which is history', (path) => {
    expect(here.names).not.toContain(`globalThis.${path}`)
  })

  it('leave nothing behind that the engine would not give up', () => {
    expect(here.kept).toEqual([])
  })
})

describe('an engine with a new intrinsic', () => {
  const NEW: readonly [says: string, text: string, removed: string][] = [
    ['method', 'Array.prototype.fancyNew = () => 1', 'Array.prototype.fancyNew'],
    ['static', 'Promise.fancy = 1', 'Promise.fancy'],
    ['global', 'globalThis.Fancy = class {}', 'globalThis.Fancy'],
    ['symbol', "Array.prototype[Symbol('Symbol.fancy')] = 1", 'Array.prototype.@@fancy'],
    [
      'accessor',
      "Object.defineProperty(Map.prototype, 'fancy', { get() { return 1 }, configurable: true })",
      'Map.prototype.fancy',
    ],
    [
      'property that only syntax reaches',
      'Object.getPrototypeOf(function* () {}).fancy = 1',
      '%GeneratorFunction.prototype%.fancy',
    ],
    [
      'property of iterators',
      'Object.getPrototypeOf([][Symbol.iterator]()).fancy = 1',
      '%ArrayIteratorPrototype%.fancy',
    ],
    [
      'property of typed arrays',
      'Object.getPrototypeOf(Float64Array.prototype).fancy = 1',
      '%TypedArray.prototype%.fancy',
    ],
    [
      'property of async functions',
      'Object.getPrototypeOf(async () => {}).fancy = 1',
      '%AsyncFunction.prototype%.fancy',
    ],
    ['property of a function', 'Array.prototype.push.fancy = 1', 'Array.prototype.push.fancy'],
    [
      'unscopable name',
      'Array.prototype[Symbol.unscopables].fancy = true',
      'Array.prototype.@@unscopables.fancy',
    ],
  ]
  const fancy = look(process.execPath, NEW.map(([, text]) => text).join(';'))

  it.each(NEW)('has its new %s removed by default (R4)', (_says, _text, path) => {
    expect(fancy.removed).toContain(path)
  })

  it('shows a strategy what every other engine shows', () => {
    expect(fancy.names).toEqual(here.names)
    expect(fancy.removed.filter((path) => !here.removed.includes(path)).sort()).toEqual(
      NEW.map(([, , path]) => path).sort(),
    )
  })

  it('is told of when it does not give a property up', () => {
    const text = "Object.defineProperty(Math, 'fancy', { value: 1, configurable: false })"
    const { kept, names } = look(process.execPath, text)
    expect(kept).toEqual(['Math.fancy'])
    expect(names).toContain('globalThis.Math.fancy')
  })
})

/** Own names of an intrinsic in the table of `ses`: what is permitted there, symbols as here. */
function theirs(path: string): Set<string> | undefined {
  const key = THEIR_NAMES[path] ?? path.replace(/^(\w+)\.prototype$/, '%$1Prototype%')
  const entry = permitted[key]
  if (typeof entry !== 'object' || entry === null) return undefined
  return new Set(
    Object.entries(entry)
      .filter(([name, permit]) => !name.startsWith('[[') && permit !== false)
      .map(([name]) => name)
      .filter((name) => !/^(?:name|length|prototype)$/.test(name)),
  )
}

const THEIR_NAMES: Readonly<Record<string, string>> = {
  Error: '%SharedError%',
  Function: '%InertFunction%',
  Math: '%SharedMath%',
  Date: '%SharedDate%',
  RegExp: '%SharedRegExp%',
  Symbol: '%SharedSymbol%',
  '%TypedArray.prototype%': '%TypedArrayPrototype%',
  '%AsyncFunction.prototype%': '%AsyncFunctionPrototype%',
  '%GeneratorFunction.prototype%': '%Generator%',
  '%AsyncGeneratorFunction.prototype%': '%AsyncGenerator%',
}

/** What `ses` permits and we do not, by reason. */
const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'newer than Node 20': {
    Object: 'groupBy',
    Symbol: 'asyncDispose dispose',
    Error: 'isError',
    Math: 'f16round sumPrecise',
    'Date.prototype': 'toTemporalInstant',
    RegExp: 'escape',
    Array: 'fromAsync',
    Map: 'groupBy',
    'Map.prototype': 'getOrInsert getOrInsertComputed',
    'Set.prototype':
      'intersection union difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom',
    'WeakMap.prototype': 'getOrInsert getOrInsertComputed',
    Uint8Array: 'fromBase64 fromHex',
    'Uint8Array.prototype': 'setFromBase64 setFromHex toBase64 toHex',
    'ArrayBuffer.prototype':
      'transfer transferToFixedLength detached transferToImmutable sliceToImmutable immutable',
    'DataView.prototype': 'getFloat16 setFloat16',
    JSON: 'rawJSON isRawJSON',
    '%IteratorPrototype%':
      'constructor map filter take drop flatMap reduce toArray forEach some every find @@toStringTag toAsync',
    '%AsyncIteratorPrototype%':
      'constructor map filter take drop flatMap reduce toArray forEach some every find @@toStringTag',
    Promise: 'withResolvers try',
  },
  'there for history': {
    'Object.prototype':
      '--proto-- __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__',
    'Date.prototype': 'getYear setYear toGMTString',
    'String.prototype':
      'anchor big blink bold fixed fontcolor fontsize italics link small strike sub sup',
  },
  'an engine has it in another place, or a proposal had it': {
    'String.prototype': 'unicodeSets',
    Array: 'at',
    'Array.prototype': 'group groupToMap groupBy',
    DataView: 'BYTES_PER_ELEMENT',
  },
  'made by ses or by Node, or taken away by R3': {
    Object: 'RegisteredSymbol(harden)',
    Error: 'captureStackTrace prepareStackTrace',
    'Error.prototype': 'stack',
    '%PromisePrototype%':
      'UniqueSymbol(async_id_symbol) UniqueSymbol(trigger_async_id_symbol) UniqueSymbol(destroyed)',
  },
}

describe('the permits of ses, as a second opinion', () => {
  const paths = Object.keys(PERMITS)
  const namesOf = (path: string): string[] =>
    PERMITS[path]!.split(' ').filter((name) => !/^(?:name|length|prototype|)$/.test(name))

  it('say nothing of four places of ours', () => {
    expect(paths.filter((path) => theirs(path) === undefined)).toEqual([
      'globalThis',
      '%GlobalPrototype%',
      'Array.prototype.@@unscopables',
      'SharedArrayBuffer',
    ])
  })

  it('hold everything that ours hold', () => {
    const more = paths.flatMap((path) => {
      const their = theirs(path)
      return their === undefined ? [] : namesOf(path).filter((name) => !their.has(name))
    })
    expect(more).toEqual([])
  })

  it('hold more for the reasons given here', () => {
    const more = paths.flatMap((path) => {
      const ours = new Set(namesOf(path))
      return [...(theirs(path) ?? [])]
        .filter((name) => !ours.has(name))
        .map((name) => `${path}.${name}`)
    })
    const explained = Object.values(REASONS).flatMap((places) =>
      Object.entries(places).flatMap(([path, names]) =>
        names.split(' ').map((name) => `${path}.${name}`),
      ),
    )
    expect(more.sort()).toEqual(explained.sort())
  })
})
