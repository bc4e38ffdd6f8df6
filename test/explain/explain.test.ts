import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ExplainOptions, type ExplainReport, explain, isFailure } from '../../src/index.ts'

const HOUR = 3_600_000
const START = Date.UTC(2024, 0, 1)

/** Hourly bars with these closes; each opens at the close before, and reaches one beyond both. */
function bars(closes: readonly number[], missing: readonly number[] = []): ExplainOptions['data'] {
  const kept = closes.map((_, i) => i).filter((i) => !missing.includes(i))
  const open = (i: number): number => closes[Math.max(0, i - 1)]!
  return {
    name: 'bars',
    bars: {
      time: kept.map((i) => START + i * HOUR),
      open: kept.map(open),
      high: kept.map((i) => Math.max(open(i), closes[i]!) + 1),
      low: kept.map((i) => Math.min(open(i), closes[i]!) - 1),
      close: kept.map((i) => closes[i]!),
    },
  }
}

const CLOSES = [100, 101, 103, 106, 104, 101, 99, 102, 107, 110]

function run(source: string, more: Partial<ExplainOptions> = {}): Promise<ExplainReport> {
  return explain({
    strategy: { name: 's.js', source },
    data: bars(CLOSES),
    isolation: 'realm',
    symbol: { tick: 0.5, lot: 1 },
    ...more,
  })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'ok'
  } catch (thrown) {
    return isFailure(thrown) ? thrown.code : 'thrown'
  }
}

describe('a bar', () => {
  const SOURCE = `strategy('s', { initialCapital: 1000, commissionType: 'cashPerOrder', commissionValue: 2, slippage: 1 })
const mean = ta.sma(close, 3)
const up = ta.crossover(close, mean)
const { upper } = ta.bb(close, 2, 1)
const kept = state(7)
plot('mean', mean)
onBar(() => {
  if (barIndex() === 3 && up(1) === false) {
    strategy.entry('L', 'long', { qty: 2, comment: 'go' })
    strategy.exit('X', { fromEntry: 'L', stop: 100.5, limit: 200 })
    kept.set(8)
  }
})`

  it('is told in full where orders are sent', async () => {
    const { explained } = await run(SOURCE, { at: 'bar:3' })
    const [bar] = explained
    expect(bar).toMatchObject({
      why: 'at',
      bar: 3,
      time: '2024-01-01T03:00:00Z',
      open: 103,
      high: 107,
      low: 102,
      close: 106,
      path: [103, 102, 107, 106],
      before: { position: 0, price: null, equity: 1000 },
      after: { position: 0, equity: 1000 },
      waiting: [],
      fills: [],
      rejections: [],
      plots: { mean: 310 / 3 },
      dropped: 0,
    })
    expect(bar?.sent).toEqual([
      {
        command: 'entry',
        id: 'L',
        side: 'long',
        given: { qty: 2 },
        fromEntry: '',
        comment: 'go',
        line: 9,
        column: 5,
        text: "strategy.entry('L', 'long', { qty: 2, comment: 'go' })",
      },
      expect.objectContaining({ command: 'exit', side: null, given: { limit: 200, stop: 100.5 } }),
    ])
    expect(bar?.series).toEqual([
      { name: 'mean', now: expect.closeTo(310 / 3), before: expect.closeTo(304 / 3) },
      { name: 'up', now: false, before: false },
      { name: 'upper', now: 104.5 + 1.5, before: 102 + 1 },
      { name: 'kept', now: 8, before: 7 },
    ])
    expect(bar?.tests.map(({ text, value, depth }) => [depth, text, value])).toEqual([
      [0, 'barIndex() === 3 && up(1) === false', true],
      [1, 'barIndex() === 3', true],
      [2, 'barIndex()', 3],
      [1, 'up(1) === false', true],
      [2, 'up(1)', false],
    ])
  })

  it('is told where its orders fill, with slippage, fee and what waits', async () => {
    const [bar] = (await run(SOURCE, { at: 'bar:4' })).explained
    expect(
      bar?.waiting.map(({ command, side, qty, stop, limit, isWaiting, bar: given }) => [
        command,
        side,
        qty,
        stop,
        limit,
        isWaiting,
        given,
      ]),
    ).toEqual([
      ['entry', 'buy', 2, null, null, false, 3],
      ['exit', 'sell', null, 100.5, 200, true, 3],
    ])
    expect(bar?.fills).toEqual([
      {
        id: 'L',
        comment: 'go',
        command: 'entry',
        how: 'market',
        side: 'buy',
        qty: 2,
        closed: 0,
        opened: 2,
        price: 106.5,
        slippage: 1,
        fee: 2,
        position: 2,
      },
    ])
    expect(bar?.after).toMatchObject({ position: 2, price: 106.5, equity: 1000 - 2 - 5 })
    expect(bar?.tests.map(({ value }) => value)).toEqual([false, false, 4])
  })

  it('is told where a stop is reached', async () => {
    const [bar] = (await run(SOURCE, { at: '2024-01-01T05:59' })).explained
    expect(bar).toMatchObject({ bar: 5, before: { position: 2 }, after: { position: 0 } })
    expect(bar?.fills).toMatchObject([
      { id: 'X', command: 'exit', how: 'stop', price: 100, slippage: 1 },
    ])
  })

  it.each([
    ['limit', "strategy.exit('X', { limit: 106 })", 'limit'],
    ['trail', "strategy.exit('X', { trailPrice: 106, trailOffset: 2 })", 'trail'],
    ['market', "strategy.close('L')", 'market'],
  ])('tells a fill by %s', async (_, order, how) => {
    const source = `onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long'); ${order} })`
    const reports = await Promise.all(CLOSES.map((__, i) => run(source, { at: `${i}` })))
    const exits = reports
      .flatMap(({ explained }) => explained[0]!.fills)
      .filter(({ closed }) => closed > 0)
    expect(exits.map((fill) => fill.how)).toEqual([how])
  })

  it('tells a margin call', async () => {
    const source = `strategy('s', { initialCapital: 200, marginLong: 10 })
onBar(() => { if (barIndex() === 0) strategy.entry('L', 'long', { qty: 15 }) })`
    const data = bars([100, 99, 90, 89, 88])
    const reports = await Promise.all([1, 2, 3].map((i) => run(source, { data, at: `${i}` })))
    const hows = reports.flatMap(({ explained }) =>
      explained[0]!.fills.map(({ how, command }) => `${how} ${command}`),
    )
    expect(hows).toContain('margin ')
  })

  it('before the window says that orders are not placed', async () => {
    const source = "onBar(() => strategy.entry('L', 'long'))"
    const { explained, early } = await run(source, { at: '1', from: '2024-01-01T05:00' })
    expect(explained[0]).toMatchObject({ isWarmup: true, sent: [{ id: 'L' }], waiting: [] })
    expect(early).toBe(5)
  })

  it('in which the file fails has been looked at so far', async () => {
    const source = 'onBar(() => { if (barIndex() === 2) { strategy.closeAll(); nothing() } })'
    const { explained, failure } = await run(source, { at: '2' })
    expect(failure?.code).toBe('S310')
    expect(explained[0]).toMatchObject({ bar: 2, tests: [{ value: true }, { value: 2 }] })
  })

  it.each([
    ['2024-01-01T03:00', 3],
    ['2024-01-01T03:59:59Z', 3],
    ['2024-01-01T05:00+02:00', 3],
    ['2024-01-01', 0],
    ['bar:7', 7],
    ['9', 9],
  ])('is found by %s', async (at, bar) => {
    expect((await run('', { at })).explained.map((found) => found.bar)).toEqual([bar])
  })

  it.each([
    '2024-01-01T10:00',
    '2023-12-31T23:59',
    'bar:10',
    '10',
    '2024-13-01',
    'now',
    '-3d',
    'bar:x',
    '',
  ])('is not found by "%s"', async (at) => {
    expect(await codeOf(run('', { at }))).toBe('U102')
  })

  it('is none where bars are missing', async () => {
    const data = bars(CLOSES, [4, 5])
    expect(await codeOf(run('', { data, at: '2024-01-01T04:30' }))).toBe('U102')
    expect((await run('', { data, at: '2024-01-01T06:30' })).explained[0]?.bar).toBe(4)
  })

  it('of a trade is its entry and its exit', async () => {
    const source =
      "onBar(() => { if (close() > 105) strategy.entry('L', 'long'); if (close() < 102) strategy.close('L') })"
    const { explained } = await run(source, { trade: 1 })
    expect(explained.map(({ why, bar }) => [why, bar])).toEqual([
      ['entry', 4],
      ['exit', 6],
    ])
    expect(await codeOf(run(source, { trade: 9 }))).toBe('U102')
    expect(await codeOf(run(source, { trade: 0 }))).toBe('U102')
    expect(await codeOf(run(source, { trade: 1, at: '1' }))).toBe('U102')
  })
})

describe('lines that send orders', () => {
  it('tell what stopped them, and what was na until when', async () => {
    const source = `const slow = ta.sma(close, 9)
onBar(() => {
  if (na(slow())) return
  if (close() > slow() && close() > 1e6) strategy.entry('L', 'long')
})`
    const { orders, series, trades } = await run(source)
    expect(trades).toBe(0)
    expect(orders).toHaveLength(1)
    const [first, second] = orders[0]!.guards
    expect(orders[0]).toMatchObject({ line: 4, column: 42, runs: 0, calledFrom: [] })
    expect(first).toMatchObject({ text: 'na(slow())', wants: false, runs: 10, stopped: 8 })
    expect(first?.reads).toMatchObject([{ text: 'slow()', na: 8, lastNaBar: 7 }])
    expect(second).toMatchObject({ wants: true, runs: 2, stopped: 2, true: 0 })
    expect(second?.parts).toMatchObject([
      { text: 'close() > slow()', runs: 2, true: 2, firstTrueBar: 8, lastTrueBar: 9 },
      { text: 'close() > 1e6', runs: 2, true: 0, firstTrueBar: null },
    ])
    expect(series).toEqual([
      { name: 'slow', line: 1, isBoolean: false, na: 8, firstBar: 8, lastNaBar: 7, true: null },
    ])
  })

  it('tell from where their function is called', async () => {
    const source = `const go = (id) => { if (close() > 105) strategy.entry(id, 'long') }
onBar(() => { if (barIndex() > 7) go('a'); if (barIndex() > 100) go('b') })`
    const [order] = (await run(source)).orders
    expect(order).toMatchObject({ runs: 2, guards: [{ runs: 2, stopped: 0 }] })
    expect(order?.calledFrom).toMatchObject([
      { text: "go('a')", runs: 2, guards: [{ text: 'barIndex() > 7', stopped: 8 }] },
      { text: "go('b')", runs: 0, guards: [{ text: 'barIndex() > 100', stopped: 10 }] },
    ])
  })

  it('count as a plain program over the same bars does', async () => {
    const price = fc.integer({ min: 90, max: 110 })
    const facts = fc.record({
      closes: fc.array(price, { minLength: 3, maxLength: 40 }),
      low: price,
      high: price,
    })
    await fc.assert(
      fc.asyncProperty(facts, async ({ closes, low, high }) => {
        const source = `onBar(() => {
  if (close() < ${low} || !(close() !== close(1))) return
  if (close(1) > ${high}) strategy.cancelAll()
})`
        const [order] = (await run(source, { data: bars(closes) })).orders
        const passed = closes.filter((close, i) => !(close < low || close === closes[i - 1]))
        const sent = closes.filter(
          (close, i) => i > 0 && !(close < low || close === closes[i - 1]) && closes[i - 1]! > high,
        )
        expect(order?.runs).toBe(sent.length)
        expect(order?.guards.map(({ runs, stopped }) => [runs, stopped])).toEqual([
          [closes.length, closes.length - passed.length],
          [passed.length, passed.length - sent.length],
        ])
      }),
      { numRuns: 15 },
    )
  })
})

describe('declined orders', () => {
  it('are told by reason and line, all of them', async () => {
    const source = `strategy('s', { initialCapital: 150 })
onBar(() => {
  strategy.entry('A', 'long', { qty: 1e6 })
  if (barIndex() > 6) strategy.entry('B', 'long', { qty: 2e6 })
  strategy.order('C', 'long', { qty: 0 })
})`
    const { rejections } = await run(source)
    expect(
      rejections.map(({ code, count, first, last }) => [code, count, first.bar, last.bar]),
    ).toEqual([
      ['N101', 13, 0, 9],
      ['N109', 10, 0, 9],
    ])
    expect(rejections[0]?.advice).not.toBe('')
    expect(rejections[0]?.sites).toMatchObject([
      { line: 3, column: 3, count: 10, command: 'entry', id: 'A', qty: 1e6 },
      { line: 4, column: 23, count: 3, first: { bar: 7, time: '2024-01-01T07:00:00Z' }, id: 'B' },
    ])
  })

  it('are all counted, however many places a file makes up', async () => {
    const source = `const mark = [...arguments].find((given) => typeof given === 'object' && Object.keys(given).join() === 'i')
onBar(() => {
  for (let i = 0; i < 200; i++) { mark.i = 4096 * (i + 1 + 200 * barIndex()); strategy.entry('A', 'long', { qty: 1e9 }) }
})`
    const [group] = (await run(source)).rejections
    expect(group?.count).toBe(2000)
    expect(group?.sites.length).toBeLessThan(600)
  })

  it('are counted beyond what a result keeps', async () => {
    const closes = Array.from({ length: 300 }, (_, i) => 100 + (i % 7))
    const source = "onBar(() => strategy.entry('A', 'long', { qty: 1e9 }))"
    expect((await run(source, { data: bars(closes) })).rejections[0]?.sites[0]?.count).toBe(300)
  })
})
