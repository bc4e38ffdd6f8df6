import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import vm from 'node:vm'
import { type Expression, type Node, parse } from 'acorn'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { createRun } from '../../src/engine/index.ts'
import { createRealm, type Realm, readScripts } from '../../src/sandbox/index.ts'
import { BAR_COLUMNS, createBlock } from '../../src/shared/bars.ts'
import { DEFAULT_LIMITS } from '../../src/shared/job.ts'
import { TRADE_WIDTH } from '../../src/shared/layout.ts'

const ROOT = join(import.meta.dirname, '../..')
const REALM = join(ROOT, 'src/realm')

/** Variables that outlive a run, and why they may. */
const LASTING: Readonly<Record<string, string>> = {
  'base.ts: commandRows': 'rows beyond the count of the bar are never read',
  'base.ts: unpermitted': 'of the realm, which is hardened once',
  'base.ts: judged': 'the verdict on a text, which is asked for by that text',
  'each-run.ts: beginnings': 'what begins each run',
  'fail.ts: failures': 'known by the error alone, which the run that threw it has',
  'harden.ts: frozen': 'filled while the realm is hardened',
  'index.ts: api': 'frozen, without state, and of the facts beside it',
  'index.ts: apiFor': 'those facts',
  'index.ts: ti': 'the definitions of the second script, which are the same in every run',
  'math/doubleDouble.ts: result': 'written before it is read, in one call',
  'math/pow.ts: FACTORIAL_HI': 'a table',
  'math/pow.ts: FACTORIAL_LO': 'a table',
  'math/pow.ts: LOG_HI': 'a table',
  'math/pow.ts: LOG_LO': 'a table',
  'math/pow.ts: ODD_HI': 'a table',
  'math/pow.ts: ODD_LO': 'a table',
  'math/pow.ts: bits': 'written before it is read, in one call',
  'math/pow.ts: words': 'written before it is read, in one call',
  'series/market.ts: markets': 'known by results that only the run before has',
  'series/node.ts: EMPTY': 'reads as na, and nobody writes it',
  'series/node.ts: outputs': 'known by results that only the run before has',
  'series/graph.ts: bars': 'those of all trials, and where they are shown begins anew',
  'shared-columns.ts: asked': 'what trials have in common',
  'shared-columns.ts: bars': 'what trials have in common',
  'shared-columns.ts: budget': 'what trials have in common',
  'shared-columns.ts: columns': 'what trials have in common',
  'shared-columns.ts: room': 'what trials have in common',
  'shared-columns.ts: shared': 'what trials have in common',
  'strategy/account.ts: accountColumns': 'filled with the names of the library, once',
  'strategy/fills.ts: fillRow': 'written by the host before it is read',
  'strategy/names.ts: SERIES_NAMES': 'names, which nobody changes',
}

/** Files of the library: the gate keeps nothing, and the box is another script. */
const files = (readdirSync(REALM, { recursive: true }) as string[])
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !/^(?:gate|box|ti)\//.test(path))

/** Variables at the top of a file that can change, and the text of what begins each run. */
function variablesOf(file: string): { readonly names: string[]; readonly beginnings: string } {
  const typed = readFileSync(join(REALM, file), 'utf8')
  const { code } = transformSync(typed, { loader: 'ts', target: 'es2022' })
  const { body } = parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
  const textOf = ({ start, end }: Node): string => code.slice(start, end)
  const names: string[] = []
  const functions = new Map<string, string>()
  const arguments_: string[] = []
  for (const statement of body) {
    const item =
      statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement
    if (item.type === 'FunctionDeclaration') functions.set(item.id.name, textOf(item))
    if (item.type === 'VariableDeclaration')
      for (const { id, init } of item.declarations) {
        const isTable = new RegExp(`const ${textOf(id)}: (?:[Rr]eadonly|Definition)`).test(typed)
        if (item.kind !== 'const' || (!isTable && init && canChange(init))) names.push(textOf(id))
      }
    if (
      item.type === 'ExpressionStatement' &&
      item.expression.type === 'CallExpression' &&
      textOf(item.expression.callee) === 'eachRun'
    )
      arguments_.push(textOf(item.expression.arguments[0]!))
  }
  // What a beginning calls by name belongs to it.
  const called = arguments_.flatMap((text) => text.match(/\w+/g) ?? [])
  return {
    names,
    beginnings: [...arguments_, ...called.map((name) => functions.get(name) ?? '')].join('\n'),
  }
}

/** Arrays and objects that are made to be filled: empty ones, and what `new` gives. */
function canChange(node: Expression): boolean {
  if (node.type === 'NewExpression') return true
  if (node.type === 'CallExpression')
    return node.callee.type === 'MemberExpression' && canChange(node.callee.object as Expression)
  if (node.type === 'ArrayExpression') return node.elements.length === 0
  return (
    node.type === 'ObjectExpression' &&
    node.properties.some((of) => of.type === 'Property' && canChange(of.value))
  )
}

describe('a variable of the library', () => {
  const found = files.map((file) => ({ file, ...variablesOf(file) }))

  it('begins each run anew, or has a reason to stay', () => {
    const stay = found.flatMap(({ file, names, beginnings }) =>
      names
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(beginnings))
        .map((name) => `${file}: ${name}`),
    )
    expect(stay.filter((name) => !Object.hasOwn(LASTING, name))).toEqual([])
    expect(Object.keys(LASTING).filter((name) => !stay.includes(name))).toEqual([])
  })

  it('is looked for where it is', () => {
    const all = found.flatMap(({ file, names }) => names.map((name) => `${file}: ${name}`))
    expect(all).toEqual(expect.arrayContaining(['series/cursor.ts: bar', 'text.ts: texts']))
    expect(all.length).toBeGreaterThan(60)
  })
})

const HOUR = 3_600_000

function runIn(realm: Realm, source: string) {
  const trades: number[] = []
  const texts: string[] = []
  const run = createRun(
    realm,
    {
      file: 's.js',
      source,
      inputs: {},
      properties: {},
      symbol: { name: 'T', tick: 0.01, lot: 1e-3, pointValue: 1, currency: 'USD', timezone: 'UTC' },
      timeframe: '60',
      volume: true,
      seed: 1,
      limits: DEFAULT_LIMITS,
      tradeFromMs: null,
      fx: [],
    },
    {
      trades: (rows, count) => trades.push(...rows.slice(0, count * TRADE_WIDTH)),
      texts: (given) => texts.push(...given),
    },
  )
  const declared = run.declare()
  if ('zones' in declared) {
    run.start(declared.zones.map((name) => ({ name, starts: [], offsets: [HOUR] })))
    run.bars(bars(), true)
  }
  return { result: run.finish(), declared, trades, texts }
}

function bars() {
  const block = createBlock(3000)
  block.count = 3000
  let close = 100
  for (let i = 0; i < block.count; i++) {
    const open = close
    close = Math.round((open + 3 * Math.sin(i / 7) + 2 * Math.sin(i * i)) * 100) / 100
    const row = {
      time: 1_600_000_000_000 - (1_600_000_000_000 % HOUR) + i * HOUR,
      open,
      high: Math.max(open, close) + 0.5,
      low: Math.min(open, close) - 0.5,
      close,
      volume: 5 + (i % 9),
    }
    for (const name of BAR_COLUMNS) block[name][i] = row[name]
  }
  return block
}

const TEXTS = [
  `strategy('states', { maxBarsBack: 9000, pyramiding: 3 })
   const seen = state(0), up = state(false)
   const wide = request.security('', '1D'), hour = clock('Asia/Tokyo').hour
   const mean = ta.sma(hl2, 5), own = series(() => mean() - close(1))
   let said = 0
   plot('own', own); plot('wide', wide.close); hline('h', 100)
   onFill((fill) => { said = fill.price; seen.set(seen() + 1) })
   onBar(() => {
     up.set(own() > 0)
     if (random() > 0.9) log('bar', barIndex(), said, hour(), strategy.equity(), seen(1))
     if (up() && !up(1)) strategy.entry('L' + (barIndex() % 5), 'long', { comment: 'c' + barIndex() })
     if (strategy.closedtrades() > 2 && strategy.closedtrades.profit(strategy.closedtrades() - 1) < 0) strategy.closeAll()
     if (barstate.islast()) label('end ' + strategy.opentrades())
   })`,
  `const h4 = request.security('', '4H', { gaps: true }), e = ta.ema(ohlc4, 7), v = ta.vwap(hlc3)
   strategy.risk.maxPositionSize(3)
   onBar(() => {
     if (h4.isnew() && h4.close() > e()) strategy.order('o', 'long', { limit: close() - 1 })
     if (close() < v()) { strategy.close('o'); alert('under') }
   })`,
  'onBar(() => { if (barIndex() === 40) strategy.entry(1) })',
  'ta.sma(close)',
  'onBar(() => { log(close(), ta); const deep = () => deep(); if (barIndex() === 30) deep() })',
  "const x = series(() => y(1)), y = series(() => x()); strategy('late')",
  "const b = ti.bullish(); onBar(() => { if (b()) strategy.entry('L', 'long'); else strategy.close('L') })",
  "strategy('plain'); onBar(() => { if (barIndex() % 50 === 0) strategy.entry('x', 'short', { qty: 2, stop: close() - 1 }); strategy.exit('e', 'x', { profit: 90, loss: 40 }) })",
  ...readdirSync(join(ROOT, 'strategies')).map((file) =>
    readFileSync(join(ROOT, 'strategies', file), 'utf8'),
  ),
]

describe('a run in a realm that has run others', () => {
  it('is the run in a realm of its own', () => {
    const realm = createRealm(vm, readScripts())
    const want = TEXTS.map((source) => runIn(createRealm(vm, readScripts()), source))
    expect(want.filter(({ trades }) => trades.length > 0).length).toBeGreaterThan(8)
    expect(new Set(want.map(({ result }) => result.end.status)).size).toBeGreaterThan(1)
    // Each after all others, in two orders.
    const order = [...TEXTS.keys()]
    for (const k of [...order, ...order.reverse(), 0, 3, 0, 7, 1, 0]) {
      expect(runIn(realm, TEXTS[k]!), `text ${k}`).toEqual(want[k])
      realm.beginAgain()
    }
  })
})
