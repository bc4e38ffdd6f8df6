import { describe, expect, it } from 'vitest'
import { backtest, type ExplainOptions, explain } from '../../src/index.ts'
import { bars } from '../escape/run.ts'

const run = (source: string, more: Partial<ExplainOptions> = {}) => ({
  strategy: { name: 's.js', source },
  data: bars(60),
  limits: { timeMs: 2000, memoryMb: 192 },
  ...more,
})

/** A file that has got hold of the probe, and what it does with it on every bar. */
const withProbe = (body: string): string => `const probe = arguments[arguments.length - 1]
let calls = 0
onBar(() => {
  if (close() > 103) strategy.entry('L', 'long')
  ${body}
  if (barIndex() === 59) log(calls)
})`

describe('a file that calls the probe itself', () => {
  it.each([
    {
      says: 'gets every value back as it is',
      body: "const o = {}; if (probe(0, o) !== o || probe(1e9, o) !== o || probe('0', o) !== o || probe() !== undefined) throw 'changed'",
    },
    {
      says: 'has none of its code run: getters, traps, conversions',
      body: `const trap = new Proxy({}, { get() { calls++ }, has() { calls++ }, ownKeys() { calls++; return [] }, getPrototypeOf() { calls++; return null } })
  const convert = { valueOf() { calls++; return 0 }, toString() { calls++; return '0' }, [Symbol.toPrimitive]() { calls++; return 0 }, get i() { calls++; return 0 } }
  for (const hostile of [trap, convert, () => { calls++ }, new Proxy(() => 1, { apply() { calls++ } })]) { probe(0, hostile); probe(hostile, 1); probe(hostile, hostile) }`,
    },
    {
      says: 'cannot reach beyond the counters',
      body: "for (const n of [-1, 0.5, 1e300, NaN, Infinity, -0, 2 ** 32, 99, '1', null, 1n]) probe(n, 1)",
    },
    {
      says: 'cannot keep a long text',
      body: "probe(0, 'x'.repeat(1e6)); probe(0, 'y'.repeat(1e6)); probe(0, Symbol('s')); probe(0, 5n)",
    },
    {
      says: 'cannot change it',
      body: "let held = 0; for (const change of [() => { probe.x = 1 }, () => { probe.call = 1 }, () => Object.defineProperty(probe, 'name', { value: 1 }), () => Object.setPrototypeOf(probe, null)]) try { change() } catch { held++ } if (held !== 4) throw 'changed'",
    },
  ])('$says', async ({ body }) => {
    const source = withProbe(body)
    const plain = await backtest(run(source))
    const report = await explain(run(source, { at: 'bar:20' }))
    expect([plain.failure, report.failure]).toEqual([null, null])
    expect(plain.logs.lines.map(({ text }) => text)).toEqual(['0'])
    expect(report.result).toBe(plain.hashes.result)
    expect(report.explained[0]?.bar).toBe(20)
  })

  it('in the set-up registers nothing but series of the library', async () => {
    const source = `const probe = arguments[arguments.length - 1]
const real = ta.sma(close, 2)
let fakeCalls = 0
const fake = new Proxy(() => { fakeCalls++ }, { apply() { fakeCalls++ }, get() { fakeCalls++ } })
for (let i = -2; i < 50; i++) for (const value of [fake, { get a() { fakeCalls++ } }, close, open]) probe(i, value)
onBar(() => { if (barIndex() === 59) log(fakeCalls); if (real() > 1) strategy.entry('L', 'long') })`
    const report = await explain(run(source, { at: 'bar:5' }))
    expect(report.failure).toBeNull()
    expect(report.series.length).toBeLessThanOrEqual(256)
    const { logs } = await backtest(run(source))
    expect(logs.lines.map(({ text }) => text)).toEqual(['0'])
  })

  it('cannot name it', async () => {
    const source =
      'onBar(() => { if (barIndex() === 0) log(typeof $x); if (close() > 1) strategy.closeAll() })'
    const report = await explain(run(source))
    expect(report.failure).toBeNull()
    const { logs } = await backtest(run(source))
    expect(logs.lines.map(({ text }) => text)).toEqual(['undefined'])
  })

  it('has its limits all the same', async () => {
    const endless = await explain(
      run('onBar(() => { while (close() > 0) if (close() > 1e9) strategy.closeAll() })', {
        limits: { timeMs: 300 },
      }),
    )
    expect(endless.failure?.code).toBe('L401')
    expect(endless.orders.map(({ text }) => text)).toEqual(['strategy.closeAll()'])
  })
})

describe('a file that leads to its orders in more ways than there is memory for', () => {
  it('is told of in part', async () => {
    // 8 to the power of 12 ways.
    const steps = Array.from(
      { length: 12 },
      (_, i) => `function f${i + 1}() { ${`f${i}(); `.repeat(8)}}`,
    )
    const source = `function f0() { if (close() > 0) strategy.entry('L', 'long') }
${steps.join('\n')}
onBar(() => { if (barIndex() < 0) f12() })`
    const report = await explain(run(source))
    expect(report.failure).toBeNull()
    expect(report.isCut).toBe(true)
    expect(report.orders.map(({ text }) => text)).toEqual(["strategy.entry('L', 'long')"])
    expect(JSON.stringify(report).length).toBeLessThan(20_000_000)
  })
})

it('looks at no more of a place than it shows', async () => {
  const source = `onBar(() => { if (close() > 0) strategy.entry('L',${' '.repeat(9000)}'long') })`
  const report = await explain(run(source))
  expect(report.orders.map(({ text }) => text)).toEqual(["strategy.entry('L',…"])
})
