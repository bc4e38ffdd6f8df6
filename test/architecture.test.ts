import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = resolve(import.meta.dirname, '../src')

/** Which folder may import which: one line per folder of src, in the order in which data flow. */
const MAP: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  errors: ['shared'],
  realm: ['shared'],
  data: ['shared', 'errors'],
  orders: ['shared', 'errors'],
  trades: ['shared', 'errors'],
  package: [],
  sandbox: ['shared', 'errors', 'package'],
  broker: ['shared', 'errors', 'orders', 'trades'],
  engine: ['shared', 'errors', 'broker', 'trades', 'sandbox'],
  jail: ['shared', 'engine', 'sandbox'],
  box: ['shared', 'errors', 'sandbox'],
  report: ['shared', 'errors', 'package', 'broker', 'trades'],
  compare: ['shared', 'errors', 'package', 'data', 'report'],
  backtest: ['shared', 'errors', 'data', 'sandbox', 'engine', 'trades', 'broker', 'report'],
  check: ['shared', 'errors', 'data', 'report', 'compare', 'backtest'],
  explain: ['shared', 'errors', 'report', 'compare', 'backtest'],
  lint: ['shared', 'errors', 'package', 'sandbox', 'report'],
  'index.ts': [
    'shared',
    'errors',
    'data',
    'package',
    'report',
    'compare',
    'backtest',
    'check',
    'lint',
    'explain',
  ],
  cli: ['index.ts'],
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesUnder(path)
    return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : []
  })
}

const unitOf = (path: string): string => relative(SRC, path).split('/')[0]!

const IMPORT =
  /^(?:import|export)\b[^'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bawait import\('([^']+)'\)/gm

const imports = filesUnder(SRC).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, from, bare, lazy]) => ({
    file: relative(SRC, file),
    unit: unitOf(file),
    target: (from ?? bare ?? lazy)!,
  })),
)

describe('the import map', () => {
  it('has a line for every folder of src and no other', () => {
    const units = readdirSync(SRC).filter((name) => !name.endsWith('.d.ts'))
    expect(Object.keys(MAP).sort()).toEqual(units.sort())
  })

  const across = imports
    .filter(({ target }) => target.startsWith('.'))
    .map(({ file, unit, target }) => {
      const path = resolve(SRC, dirname(file), target)
      return { file, unit, target, to: unitOf(path), entry: relative(SRC, path) }
    })
    .filter(({ unit, to }) => unit !== to)

  it('is kept by every import across folders', () => {
    const off = across.filter(({ unit, to }) => !MAP[unit]?.includes(to))
    expect(off.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })

  it('has every folder but shared entered through its index', () => {
    const deep = across.filter(
      ({ to, entry }) => to !== 'shared' && entry !== to && entry !== `${to}/index.ts`,
    )
    expect(deep.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })

  it('lets the realm import nothing of Node, and no package but the parser and the indicators', () => {
    const packages = imports.filter(
      ({ unit, target }) => unit === 'realm' && !target.startsWith('.'),
    )
    const names = new Set(packages.map(({ target }) => target.split('/')[0]))
    expect([...names].sort()).toEqual(['acorn', 'technicalindicators'])
  })

  it('keeps Node out of the code that runs in the jail', () => {
    const node = imports.filter(
      ({ unit, target }) =>
        ['engine', 'broker', 'trades', 'orders', 'jail', 'shared'].includes(unit) &&
        target.startsWith('node:'),
    )
    expect(node.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })
})
