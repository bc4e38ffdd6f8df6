import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runRealm } from '../harness.ts'

/** What `expression` reads on each bar. */
function read(setup: string, expression: string, facts = {}): string[] {
  const told = runRealm(`${setup}\nonBar(() => log(${expression}))`, facts)
  expect(told.failure).toBeUndefined()
  return told.logs.map((line) => line.replace(/^\d+: /, ''))
}

describe('a series', () => {
  it.each([
    {
      says: 'gives the current bar when called',
      expression: 'close()',
      want: ['1', '2', '3', '4', '5'],
    },
    {
      says: 'gives the bar before with 1',
      expression: 'close(1)',
      want: ['NaN', '1', '2', '3', '4'],
    },
    {
      says: 'gives na before the first bar',
      expression: 'close(3)',
      want: ['NaN', 'NaN', 'NaN', '1', '2'],
    },
    { says: 'counts bars', expression: 'barIndex()', want: ['0', '1', '2', '3', '4'] },
    { says: 'averages high and low', expression: 'hl2()', want: ['1', '2', '3', '4', '5'] },
    {
      says: 'averages high, low and close',
      expression: 'hlc3(1)',
      want: ['NaN', '1', '2', '3', '4'],
    },
    {
      says: 'tells the closing time',
      expression: 'timeClose() - time()',
      want: Array(5).fill('3600000'),
    },
    {
      says: 'knows the first bar',
      expression: 'barstate.isfirst()',
      want: ['true', ...Array(4).fill('false')],
    },
    {
      says: 'knows the last bar',
      expression: 'barstate.islast()',
      want: [...Array(4).fill('false'), 'true'],
    },
  ])('$says', ({ expression, want }) => {
    expect(read('', expression)).toEqual(want)
  })

  it.each([
    { says: 'a negative offset', source: 'close(-1)', code: 'S302' },
    { says: 'a fraction', source: 'close(0.5)', code: 'S302' },
    { says: 'a text', source: "close('1')", code: 'S302' },
    {
      says: 'an object that converts itself',
      source: 'close({ valueOf() { return -1 } })',
      code: 'S302',
    },
    { says: 'NaN', source: 'close(NaN)', code: 'S302' },
    { says: 'an offset beyond maxBarsBack', source: 'close(5001)', code: 'S303' },
  ])('refuses $says', ({ source, code }) => {
    expect(runRealm(`onBar(() => ${source})`).failure?.code).toBe(code)
  })

  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a strategy
  it.each(['close + 1', 'close > 1', '`${close}`', 'close * open', '+close'])(
    'throws when %s gets past the gate (S301)',
    (expression) => {
      const hidden = expression.replaceAll('close', 'f').replaceAll('open', 'g')
      const told = runRealm(`let f = close, g = open\nf = close\nonBar(() => log(${hidden}))`)
      expect(told.failure?.code).toBe('S301')
      expect(told.failure?.hint).toContain('close()')
    },
  )

  it('reads na in the setup phase', () => {
    expect(read('const seen = close()', 'seen', { closes: [1] })).toEqual(['NaN'])
  })

  it('is na before the first bar, however far the rings have been filled', () => {
    const source = `strategy('s', { maxBarsBack: 3000 })
      const mean = ta.sma(close, 2), up = ta.crossover(close, mean), own = series(() => close()), is = series(() => true)
      const held = state(7), flag = state(true)
      let wrong = 0
      onBar(() => {
        for (const back of [1, 2, 1023, 1024, 1025, 2047, 3000]) {
          if (back <= barIndex()) continue
          for (const x of [close, mean, own, held]) if (!na(x(back))) wrong++
          for (const x of [up, is, flag]) if (x(back) !== false) wrong++
        }
        if (barIndex() === 2999) log(wrong, held(2999), flag(2999), is(2999), close(2999))
      })`
    const told = runRealm(source, { closes: Array.from({ length: 3000 }, (_, i) => 5 + (i % 7)) })
    expect(told.failure).toBeUndefined()
    expect(told.logs).toEqual(['2999: 0 7 true true 5'])
  })

  it('cannot be changed (S315)', () => {
    expect(runRealm('onBar(() => { close.x = 1 })').failure?.code).toBe('S315')
  })
})

describe('series(fn)', () => {
  it('is computed before onBar and has history', () => {
    expect(read('const range = series(() => close() * 2)', 'range(), range(1)')).toEqual([
      '2 NaN',
      '4 2',
      '6 4',
      '8 6',
      '10 8',
    ])
  })

  it('is an input of indicators, in order of declaration', () => {
    expect(
      read('const twice = series(() => close() * 2)\nconst mean = ta.sma(twice, 2)', 'mean()'),
    ).toEqual(['NaN', '3', '5', '7', '9'])
  })

  it('can be boolean', () => {
    expect(read('const odd = series(() => close() % 2 === 1)', 'odd(), odd(1)')).toEqual([
      'true false',
      'false true',
      'true false',
      'false true',
      'true false',
    ])
  })

  it.each([
    { says: 'a text', fn: "() => 'x'" },
    { says: 'nothing', fn: '() => {}' },
    { says: 'another kind than before', fn: '() => (barIndex() === 2 ? true : 1)' },
  ])('refuses $says (S306)', ({ fn }) => {
    expect(runRealm(`series(${fn})\nonBar(() => {})`).failure?.code).toBe('S306')
  })

  it.each([
    { says: 'a later one', setup: 'const a = series(() => b())\nconst b = series(() => 1)' },
    { says: 'itself', setup: 'const a = series(() => a() + 1)' },
    { says: 'a later state', setup: 'const a = series(() => b(0))\nconst b = state(1)' },
    {
      says: 'an indicator over a later one',
      setup: 'const a = series(() => m())\nconst b = series(() => 1)\nconst m = ta.sma(b, 1)',
    },
  ])('cannot read $says on the same bar (S318)', ({ setup }) => {
    expect(runRealm(`${setup}\nonBar(() => {})`).failure).toMatchObject({ code: 'S318' })
  })

  it('reads later ones and itself on the bar before', () => {
    const setup =
      'const sum = series(() => nz(sum(1)) + nz(next(1)))\nconst next = series(() => close())'
    expect(read(setup, 'sum()')).toEqual(['0', '1', '3', '6', '10'])
  })
})

describe('state(initial)', () => {
  it('keeps its value until set and remembers it bar by bar', () => {
    const setup =
      'const trend = state(0)\nseries(() => { if (close() === 3) trend.set(7); return 0 })'
    expect(read(setup, 'trend(), trend(1)')).toEqual(['0 NaN', '0 0', '7 0', '7 7', '7 7'])
  })

  it('refuses another kind of value (S306)', () => {
    expect(runRealm('const s = state(1)\nonBar(() => s.set(true))').failure?.code).toBe('S306')
  })
})

describe('declarations', () => {
  it.each([
    {
      says: 'ta in onBar',
      source: 'onBar(() => { ta.sma(close, 3) })',
      code: 'S304',
      line: 1,
      column: 15,
    },
    { says: 'series in onBar', source: 'onBar(() => series(() => 1))', code: 'S304' },
    { says: 'an order in setup', source: "strategy.entry('L', 'long')", code: 'S305', line: 1 },
    { says: 'a generator', source: 'onBar(function* () {})', code: 'S312', line: 1 },
    { says: 'two callbacks', source: 'onBar(() => {})\nonBar(() => {})', code: 'S312', line: 2 },
    { says: 'a late strategy()', source: "ta.sma(close, 3)\nstrategy('x')", code: 'S313', line: 2 },
    { says: 'two strategy()', source: "strategy('x')\nstrategy('y')", code: 'S313', line: 2 },
    { says: 'an unknown option', source: "strategy('x', { pyramidding: 2 })", code: 'S306' },
    { says: 'a length of 0', source: 'ta.sma(close, 0)', code: 'S306' },
    { says: 'a length beyond maxBarsBack', source: 'ta.sma(close, 6000)', code: 'S303' },
    { says: 'a text as a source', source: "ta.sma('close', 3)", code: 'S306' },
    { says: 'too many arguments', source: 'ta.sma(close, 3, 4)', code: 'S306' },
    { says: 'an unknown input', source: 'onBar(() => {})', inputs: {}, code: undefined },
    { says: 'Math.random', source: 'Math.random()', code: 'S311' },
    { says: 'Date.now', source: 'Date.now()', code: 'S311' },
    { says: 'new Date()', source: 'new Date()', code: 'S311' },
    { says: 'require', source: "const fs = require('fs')", code: 'S310' },
    {
      says: 'volume indicators without volume',
      source: 'ta.sma(volume, 3)',
      volume: false,
      code: 'S316',
    },
  ])('judge $says', ({ source, code, line, column, ...facts }) => {
    const told = runRealm(source, facts)
    expect(told.failure?.code).toBe(code)
    if (line !== undefined) expect(told.line).toBe(line)
    if (column !== undefined) expect(told.column).toBe(column)
  })
})

describe('request.security', () => {
  const MINUTES = 15 * 60_000
  const times = Array.from({ length: 12 }, (_, i) => i * MINUTES)
  const closes = times.map((_, i) => i + 1)
  const facts = { closes, times, timeframe: '15' }

  it('moves on the last chart bar of the period (IN-9.2)', () => {
    expect(read("const h = request.security('', '60')", 'h.close()', facts)).toEqual([
      'NaN',
      'NaN',
      'NaN',
      '4',
      '4',
      '4',
      '4',
      '8',
      '8',
      '8',
      '8',
      '12',
    ])
  })

  it('is na between with gaps (IN-9.3)', () => {
    expect(
      read("const h = request.security('', '60', { gaps: true })", 'h.close()', facts),
    ).toEqual(['NaN', 'NaN', 'NaN', '4', 'NaN', 'NaN', 'NaN', '8', 'NaN', 'NaN', 'NaN', '12'])
  })

  it('counts offsets in its own bars and tells new ones', () => {
    expect(
      read("const h = request.security('', '1h')", 'h.close(1), h.isnew()', facts).slice(6),
    ).toEqual(['NaN false', '4 true', '4 false', '4 false', '4 false', '8 true'])
  })

  it('feeds indicators on its own bars (IN-9.1)', () => {
    expect(
      read("const h = request.security('', '60')\nconst m = ta.sma(h.close, 2)", 'm()', facts),
    ).toEqual([...Array(7).fill('NaN'), '6', '6', '6', '6', '10'])
  })

  it('meets other markets on the chart', () => {
    const setup = "const h = request.security('', '60')\nconst over = ta.crossover(close, h.close)"
    expect(read(setup, 'over()', facts)).toEqual([
      'false',
      'false',
      'false',
      'false',
      'true',
      ...Array(3).fill('false'),
      'true',
      ...Array(3).fill('false'),
    ])
  })

  it('closes a period whose last bar is missing on the next bar (IN-9.7)', () => {
    const gapped = {
      timeframe: '15',
      times: [0, 1, 2, 4, 5].map((i) => i * MINUTES),
      closes: [1, 2, 3, 5, 6],
    }
    expect(read("const h = request.security('', '60')", 'h.close()', gapped)).toEqual([
      'NaN',
      'NaN',
      'NaN',
      '3',
      '3',
    ])
  })

  it.each([
    ["request.security('OTHER', '60')", 'S317'],
    ["request.security('', '5')", 'S317'],
    ["request.security('', '1H ')", 'S306'],
  ])('refuses %s (%s)', (source, code) => {
    expect(runRealm(source, facts).failure?.code).toBe(code)
  })

  it('gives the same values for any blocks', () => {
    const source =
      "const h = request.security('', '60')\nconst e = ta.ema(h.close, 3)\nconst x = ta.crossover(close, e)\nonBar(() => log(h.close(), e(), e(1), x(), h.isnew()))"
    const many = Array.from({ length: 60 }, (_, i) => 50 + 10 * Math.sin(i))
    const at = many.map((_, i) => i * MINUTES)
    const whole = runRealm(source, { closes: many, times: at, timeframe: '15' }).logs
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 61 }), (block) => {
        expect(runRealm(source, { closes: many, times: at, timeframe: '15', block }).logs).toEqual(
          whole,
        )
      }),
      { numRuns: 20 },
    )
  })
})

describe('clock and sessions', () => {
  const DAY = 86_400_000
  it('read the wall clock of a zone', () => {
    const zones = [{ name: 'Test/Zone', starts: [DAY], offsets: [-18_000_000, -14_400_000] }]
    const facts = { closes: [1, 2], times: [15 * 3_600_000, DAY + 15 * 3_600_000], zones }
    expect(
      read("const ny = clock('Test/Zone')", 'ny.hour(), ny.dayofweek(), ny.dayofmonth()', facts),
    ).toEqual(['10 5 1', '11 6 2'])
  })

  it.each([
    { says: 'inside, start inclusive', spec: '0930-1600', hour: 9.5, want: 'true' },
    { says: 'outside, end exclusive', spec: '0930-1600', hour: 16, want: 'false' },
    { says: 'overnight', spec: '2200-0200', hour: 1, want: 'true' },
    { says: 'whole day', spec: '0000-0000', hour: 0, want: 'true' },
    { says: 'only on its days', spec: '0000-0000:17', hour: 3, want: 'false' },
    { says: 'several spans', spec: '0100-0200,0300-0400', hour: 3.5, want: 'true' },
  ])('session.isin tells $says (IN-8.5)', ({ spec, hour, want }) => {
    expect(
      read(`const s = session.isin('${spec}')`, 's()', { closes: [1], times: [hour * 3_600_000] }),
    ).toEqual([want])
  })
})

describe('the account page, blocks and rings', () => {
  it('give the same for any blocks, far beyond one ring', () => {
    const source =
      'const m = ta.sma(close, 5)\nconst s = series(() => m(3))\nonBar(() => { if (barIndex() % 500 === 0) log(m(), s(), close(100)) })'
    const closes = Array.from({ length: 5000 }, (_, i) => Math.sin(i) * 10 + 100)
    const whole = runRealm(`strategy('x', { maxBarsBack: 100 })\n${source}`, { closes }).logs
    expect(whole).toHaveLength(10)
    for (const block of [1, 7, 1000])
      expect(
        runRealm(`strategy('x', { maxBarsBack: 100 })\n${source}`, { closes, block }).logs,
      ).toEqual(whole)
  })
})
