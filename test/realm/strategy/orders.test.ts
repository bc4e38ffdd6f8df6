import { describe, expect, it } from 'vitest'
import { KIND, OCA, UNIT } from '../../../src/shared/layout.ts'
import { field, runRealm } from '../harness.ts'

function commandsOf(call: string) {
  const told = runRealm(`onBar(() => { ${call} })`, { closes: [1] })
  expect(told.failure).toBeUndefined()
  return { rows: told.commands.map(({ row }) => row), texts: told.texts }
}

describe('order commands', () => {
  it.each([
    {
      call: "strategy.entry('L', 'long')",
      kind: KIND.ENTRY,
      want: { SIDE: 1, QTY: NaN, LIMIT: NaN, STOP: NaN, OCA_TYPE: OCA.NONE },
    },
    {
      call: "strategy.entry('S', 'short', { qty: 2, stop: 9.5 })",
      kind: KIND.ENTRY,
      want: { SIDE: -1, QTY: 2, STOP: 9.5 },
    },
    {
      call: "strategy.order('O', 'long', { limit: 3, ocaName: 'g', ocaType: 'reduce' })",
      kind: KIND.ORDER,
      want: { LIMIT: 3, OCA_TYPE: OCA.REDUCE },
    },
    {
      call: "strategy.exit('X', { fromEntry: 'L', profit: 10, loss: 20, qtyPercent: 50 })",
      kind: KIND.EXIT,
      want: { PROFIT: 10, LOSS: 20, QTY_PERCENT: 50, LIMIT: NaN },
    },
    {
      call: "strategy.exit('X', 'L', { trailPoints: 5, trailOffset: 2 })",
      kind: KIND.EXIT,
      want: { TRAIL_POINTS: 5, TRAIL_OFFSET: 2 },
    },
    {
      call: "strategy.close('L', { immediately: true })",
      kind: KIND.CLOSE,
      want: { IMMEDIATELY: 1 },
    },
    { call: 'strategy.closeAll()', kind: KIND.CLOSE_ALL, want: { ID: 0, IMMEDIATELY: 0 } },
    { call: "strategy.cancel('L')", kind: KIND.CANCEL, want: {} },
    { call: 'strategy.cancelAll()', kind: KIND.CANCEL_ALL, want: {} },
    {
      call: "strategy.risk.maxDrawdown(10, 'percentOfEquity')",
      kind: KIND.RISK_MAX_DRAWDOWN,
      want: { VALUE: 10, UNIT: UNIT.PERCENT_OF_EQUITY },
    },
    {
      call: "strategy.risk.allowEntryIn('short')",
      kind: KIND.RISK_ALLOW_ENTRY_IN,
      want: { VALUE: -1 },
    },
  ])('$call is one command', ({ call, kind, want }) => {
    const { rows } = commandsOf(call)
    expect(rows).toHaveLength(1)
    expect(field(rows[0]!, 'KIND')).toBe(kind)
    for (const [name, value] of Object.entries(want))
      expect(field(rows[0]!, name as 'QTY')).toBe(value)
  })

  it('carry texts as numbers and the place of the call', () => {
    const { rows, texts } = commandsOf(
      "strategy.entry('L', 'long', { comment: 'why' }); strategy.exit('X', { fromEntry: 'L', stop: 1 })",
    )
    expect(texts[field(rows[0]!, 'ID')]).toBe('L')
    expect(texts[field(rows[0]!, 'COMMENT')]).toBe('why')
    expect(field(rows[1]!, 'FROM_ENTRY')).toBe(field(rows[0]!, 'ID'))
    expect(field(rows[0]!, 'MARK')).toBe(4096 + 15)
  })

  it('keep source order within a bar and are forgotten on the next (BE-2.3)', () => {
    const told = runRealm(
      "onBar(() => { if (barIndex() < 2) { strategy.entry('A', 'long'); strategy.cancel('A') } })",
      { closes: [1, 2, 3] },
    )
    expect(told.commands.map(({ bar, row }) => [bar, field(row, 'KIND')])).toEqual([
      [0, KIND.ENTRY],
      [0, KIND.CANCEL],
      [1, KIND.ENTRY],
      [1, KIND.CANCEL],
    ])
  })

  it('take an explicit na quantity as an order for nothing (BE-1.6)', () => {
    expect(field(commandsOf("strategy.entry('L', 'long', { qty: NaN })").rows[0]!, 'QTY')).toBe(0)
  })

  it.each([
    ["strategy.entry('L', 'up')", "write 'long' or 'short'"],
    ["strategy.entry('', 'long')", 'give each order a name'],
    ["strategy.entry(7, 'long')", 'give a text'],
    ["strategy.entry('L', 'long', { qty: '2' })", 'give a number'],
    ["strategy.entry('L', 'long', { qty: close })", 'call the series to read its value'],
    ["strategy.entry('L', 'long', { quantity: 2 })", 'it has: qty'],
    ["strategy.exit('X', { fromentry: 'L' })", 'did you mean fromEntry?'],
    ["strategy.order('L', 'long', { ocaType: 'all' })", "write 'none', 'cancel' or 'reduce'"],
    ['strategy.risk.maxIntradayFilledOrders(1.5)', 'give a whole number above 0'],
    ["strategy.close('L', { immediately: 1 })", 'give true or false'],
  ])('%s is refused (S306)', (call, hint) => {
    const told = runRealm(`onBar(() => { ${call} })`)
    expect(told.failure?.code).toBe('S306')
    expect(told.failure?.hint).toContain(hint)
    expect(told.commands).toEqual([])
  })

  it('cannot convert an object into a quantity (R10)', () => {
    const told = runRealm(
      "let n = 0\nonBar(() => { try { strategy.entry('L', 'long', { qty: { valueOf() { n++; return 1 } } }) } catch (e) { log(n) } })",
      { closes: [1] },
    )
    expect(told.logs).toEqual(['0: 0'])
    expect(told.commands).toEqual([])
  })

  it.each([
    {
      call: "strategy.entry('L', 'long', o)",
      options: 'qty limit stop ocaName ocaType comment alertMessage disableAlert',
    },
    {
      call: "strategy.exit('X', o)",
      options:
        'qty qtyPercent profit limit loss stop trailPrice trailPoints trailOffset fromEntry ocaName comment commentProfit commentLoss commentTrailing alertMessage disableAlert',
    },
    {
      call: "strategy.close('L', o)",
      options: 'qty qtyPercent comment alertMessage immediately disableAlert',
    },
    { call: 'strategy.closeAll(o)', options: 'comment alertMessage immediately disableAlert' },
  ])('$call reads each option once, before it checks any (R10, R11)', ({ call, options }) => {
    const source = `onBar(() => {
      const read = []
      const o = new Proxy({}, { get(_, name) { read.push(name); return name === 'comment' ? 5 : undefined } })
      try { ${call} } catch (e) { log(e.message) }
      log(read.join(' '))
    })`
    const told = runRealm(source, { closes: [1] })
    expect(told.commands).toEqual([])
    expect(told.logs[0]).toContain('comment was "5"; give a text')
    expect(told.logs[1]).toBe(`0: ${options}`)
  })

  it('put each option of an exit into its column', () => {
    const { rows, texts } = commandsOf(`strategy.exit('X', {
      qty: 1, qtyPercent: 2, profit: 3, limit: 4, loss: 5, stop: 6, trailPrice: 7, trailPoints: 8, trailOffset: 9,
      fromEntry: 'a', ocaName: 'b', comment: 'c', commentProfit: 'd', commentLoss: 'e', commentTrailing: 'f',
      alertMessage: 'g' })`)
    const row = rows[0]!
    const numbers = {
      QTY: 1,
      QTY_PERCENT: 2,
      PROFIT: 3,
      LIMIT: 4,
      LOSS: 5,
      STOP: 6,
      TRAIL_PRICE: 7,
      TRAIL_POINTS: 8,
      TRAIL_OFFSET: 9,
    } as const
    const words = {
      FROM_ENTRY: 'a',
      OCA_NAME: 'b',
      COMMENT: 'c',
      COMMENT_PROFIT: 'd',
      COMMENT_LOSS: 'e',
      COMMENT_TRAILING: 'f',
      ALERT: 'g',
    } as const
    for (const name of Object.keys(numbers) as (keyof typeof numbers)[])
      expect(field(row, name)).toBe(numbers[name])
    for (const name of Object.keys(words) as (keyof typeof words)[])
      expect(texts[field(row, name)]).toBe(words[name])
  })

  it.each([
    "strategy.entry('L', 'long')",
    "strategy.exit('X', { stop: 1 })",
    "strategy.close('L')",
    'strategy.cancelAll()',
    'strategy.risk.maxPositionSize(3)',
  ])('%s keeps nothing of the command that stood in its row', (call) => {
    const all =
      "qty: 1, qtyPercent: 2, profit: 3, limit: 4, loss: 5, stop: 6, trailPrice: 7, trailPoints: 8, trailOffset: 9, ocaName: 'L', comment: 'L', commentProfit: 'L', commentLoss: 'L', commentTrailing: 'L', alertMessage: 'L'"
    const filled = `strategy.exit('L', 'L', { ${all} }); strategy.entry('L', 'short', { ocaType: 'cancel' }); strategy.closeAll({ immediately: true }); strategy.risk.maxDrawdown(5, 'percentOfEquity')`
    const last = (first: string): readonly number[] => {
      const source = `onBar(() => { if (barIndex() === 0) { ${first} } else {
${call}; ${call}; ${call}; ${call} } })`
      const told = runRealm(source, { closes: [1, 2] })
      return told.commands.filter(({ bar }) => bar === 1).flatMap(({ row }) => row)
    }
    expect(last(filled)).toEqual(last("strategy.cancel('L')"))
  })

  it('are all or nothing when the stack overflows in a call (R11)', () => {
    const source =
      "let n = 0\nfunction down() { try { strategy.exit('X', { fromEntry: 'L', stop: 1, limit: 2 }) } catch (e) {} down() }\nonBar(() => { try { down() } catch (e) { n++ } log(n) })"
    const told = runRealm(source, { closes: [1] })
    expect(told.failure).toBeUndefined()
    for (const { row } of told.commands) {
      expect(field(row, 'KIND')).toBe(KIND.EXIT)
      expect([field(row, 'STOP'), field(row, 'LIMIT')]).toEqual([1, 2])
    }
  })

  it('end the run with L403 when one bar gives too many', () => {
    expect(runRealm('onBar(() => { for (;;) strategy.cancelAll() })').failure?.code).toBe('L403')
  })
})

describe('inputs (IN-8.1)', () => {
  it.each([
    { says: 'takes the initial value', source: "input.int('n', 5)", want: '5' },
    {
      says: 'reads a text as the type',
      source: "input.int('n', 5)",
      inputs: { n: '7' },
      want: '7',
    },
    { says: 'takes a number', source: "input.float('n', 5)", inputs: { n: 0.25 }, want: '0.25' },
    { says: 'reads yes', source: "input.bool('n', false)", inputs: { n: 'yes' }, want: 'true' },
    {
      says: 'takes one of the options',
      source: "input.string('n', 'a', { options: ['a', 'b'] })",
      inputs: { n: 'b' },
      want: 'b',
    },
    {
      says: 'reads a time',
      source: "input.time('n', '2024-01-01')",
      inputs: { n: '2024-01-02T10:00Z' },
      want: '1704189600000',
    },
    {
      says: 'reads a time with an offset',
      source: "input.time('n', '2024-01-02T05:00-05:00')",
      want: '1704189600000',
    },
    {
      says: 'takes a timeframe',
      source: "input.timeframe('n', '60')",
      inputs: { n: '4h' },
      want: '4h',
    },
  ])('$says', ({ source, inputs, want }) => {
    const told = runRealm(`const v = ${source}\nonBar(() => log(v))`, {
      closes: [1],
      ...(inputs === undefined ? {} : { inputs }),
    })
    expect(told.failure).toBeUndefined()
    expect(told.logs).toEqual([`0: ${want}`])
  })

  it('chooses a source series', () => {
    const told = runRealm("const s = input.source('src', close)\nonBar(() => log(s()))", {
      closes: [5],
      inputs: { src: 'high' },
    })
    expect(told.logs).toEqual(['0: 6'])
  })

  it.each([
    { says: 'a text for a number', source: "input.int('n', 5)", n: 'abc' },
    { says: 'a fraction for a whole number', source: "input.int('n', 5)", n: '1.5' },
    { says: 'a number out of bounds', source: "input.int('n', 5, { min: 2, max: 9 })", n: '10' },
    {
      says: 'a number off the step',
      source: "input.float('n', 1, { min: 0, step: 0.25 })",
      n: '0.3',
    },
    { says: 'no option', source: "input.string('n', 'a', { options: ['a'] })", n: 'z' },
    { says: 'no series', source: "input.source('n', close)", n: 'closed' },
    { says: 'no date', source: "input.time('n', 0)", n: '2024-02-30' },
    { says: 'an empty text for a number', source: "input.float('n', 1)", n: ' ' },
  ])('refuses $says (U111)', ({ source, n }) => {
    const told = runRealm(source, { inputs: { n } })
    expect(told.failure?.code).toBe('U111')
    expect(told.failure?.message).toContain(`"${n}"`)
  })

  it.each([
    "input.int('n', 1)\ninput.int('n', 2)",
    "input.int('a b', 1)",
    "input.int('n', 'x')",
    "input.int('n', 5, { max: 3 })",
    "input.int('n', 5, { maximum: 3 })",
    'input.int()',
  ])('refuses the declaration %s', (source) => {
    expect(['S314', 'S306']).toContain(runRealm(source).failure?.code)
  })

  it('lets properties be overridden and checks them', () => {
    const source = "strategy('x', { initialCapital: 5 })\nonBar(() => {})"
    expect(
      runRealm(source, { properties: { initialCapital: '700' } }).declaration?.settings,
    ).toMatchObject({ initialCapital: 700 })
    expect(runRealm(source, { properties: { initialCapital: '-1' } }).failure?.code).toBe('U113')
    expect(runRealm(source, { properties: { initialcapital: '1' } }).failure).toMatchObject({
      code: 'U112',
      hint: 'did you mean initialCapital?',
    })
  })
})

describe('records', () => {
  it('name objects by kind only, since turning them into text would run their code (R10)', () => {
    const source =
      "onBar(() => log({ toString() { return 'x' } }, [1, 'a', [2]], close, null, undefined, Symbol('s'), () => 1, 10n))"
    expect(runRealm(source, { closes: [1] }).logs).toEqual([
      '0: [object] [1, a, [object]] [series: call it] null undefined [symbol] [function] [bigint]',
    ])
  })

  it('give the same random numbers for the same seed', () => {
    const source = 'onBar(() => log(random()))'
    const first = runRealm(source).logs
    expect(runRealm(source).logs).toEqual(first)
    expect(new Set(first.map((line) => line.slice(3))).size).toBe(5)
  })

  it('declare plots of series and conditions', () => {
    const told = runRealm(
      "plot('fast', ta.sma(close, 2), { color: 'red' })\nplotshape('up', ta.crossover(close, open))\nhline('zero', 0)",
    )
    expect(told.declaration?.plots).toEqual([
      { name: 'fast', kind: 'line', color: 'red' },
      { name: 'up', kind: 'shape' },
      { name: 'zero', kind: 'hline', price: 0 },
    ])
  })

  it('keep where a plot stands and how wide it is', () => {
    const told = runRealm(
      `plot('a', close, { pane: 'price' })
plot('b', close, { pane: 'momentum', lineWidth: 9 })
plot('c', close, { overlay: true, pane: 'mine' })
plot('d', close, { overlay: true, style: 'stepline' })
plot('e', close, { overlay: false, lineWidth: 2.7 })
hline('f', 70, { pane: 'momentum' })`,
    )
    expect(told.declaration?.plots).toEqual([
      { name: 'a', kind: 'line', pane: 'price' },
      { name: 'b', kind: 'line', pane: 'momentum', lineWidth: 4 },
      { name: 'c', kind: 'line', pane: 'mine' },
      { name: 'd', kind: 'line', pane: 'price', style: 'stepline' },
      { name: 'e', kind: 'line', pane: 'e', lineWidth: 2 },
      { name: 'f', kind: 'hline', pane: 'momentum', price: 70 },
    ])
  })

  it.each([
    { options: "{ pane: '' }", says: 'pane was ""' },
    { options: '{ pane: 2 }', says: 'pane was "2"' },
    { options: "{ pane: 'x'.repeat(41) }", says: 'pane was "xxx' },
    { options: "{ overlay: 'yes' }", says: 'overlay was "yes"' },
  ])('refuse $options of a plot', ({ options, says }) => {
    const told = runRealm(`plot('a', close, ${options})`)
    expect(told.failure?.code).toBe('S306')
    expect(told.failure?.message).toContain(says)
  })
})
