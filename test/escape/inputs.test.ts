import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readResult } from '../../src/backtest/check.ts'
import { backtest, ordersCsv, renderPretty, tradesCsv, tradingViewCsv } from '../../src/index.ts'
import { KIND } from '../../src/shared/layout.ts'
import { folder, qrun, SAMPLE } from '../cli/command.ts'
import { field, runRealm } from '../realm/harness.ts'
import { attacks, bars, end } from './run.ts'

const source = (name: string): string => attacks().find((attack) => attack.name === name)!.source

describe('orders whose options run code', () => {
  it('keep the kind and the values of each call apart (R11)', () => {
    const { commands } = runRealm(
      `onBar(() => {
        strategy.exit('outer', {
          get fromEntry() { strategy.closeAll(); return 'A' },
          get limit() { strategy.exit('inner', { limit: 99, qty: 5 }); return 1 },
        })
        strategy.entry('E', 'long', { get qty() { strategy.risk.maxDrawdown(7, 'cash'); return 2 } })
      })`,
      { closes: [1] },
    )
    const kinds = commands.map(({ row }) => field(row, 'KIND'))
    expect(kinds).toEqual([
      KIND.EXIT,
      KIND.CLOSE_ALL,
      KIND.EXIT,
      KIND.RISK_MAX_DRAWDOWN,
      KIND.ENTRY,
    ])
    const [inner, , outer, rule, entry] = commands.map(({ row }) => row)
    expect([field(inner!, 'LIMIT'), field(inner!, 'QTY')]).toEqual([99, 5])
    expect([field(outer!, 'LIMIT'), field(outer!, 'QTY')]).toEqual([1, Number.NaN])
    expect([field(rule!, 'VALUE'), field(entry!, 'QTY'), field(entry!, 'SIDE')]).toEqual([7, 2, 1])
  })

  it('cannot be re-entered through the position mark (G7, R11)', () => {
    const told = runRealm(source('mark-getter'), { closes: [1, 2] })
    expect(told.failure).toBeUndefined()
    expect(told.commands).toEqual([])
    expect(told.logs).toEqual([])
  })

  it('refuse quantities whose sums could not be written down (R10)', () => {
    const { failure } = runRealm("onBar(() => strategy.order('A', 'long', { qty: 1e16 }))")
    expect(failure).toMatchObject({
      code: 'S306',
      message: 'strategy.order: qty was "10000000000000000"',
    })
  })

  it('give figures that the parent believes, whatever the numbers are (P4)', async () => {
    const odd = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 1e15, 1e300, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, 1e-300),
    )
    const names = [
      'qty',
      'limit',
      'stop',
      'profit',
      'loss',
      'trailPoints',
      'trailOffset',
      'trailPrice',
      'qtyPercent',
    ]
    const property = fc.asyncProperty(
      fc.array(odd, { minLength: 12, maxLength: 12 }),
      async (values) => {
        const text = values.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join(', ')
        const { code } = await end(
          `strategy('odd', { initialCapital: 9e15, marginLong: 0, marginShort: 0, pyramiding: 100, slippage: 1000000, commissionValue: 9e15, commissionType: 'cashPerOrder' })
        const v = [${text}], names = ${JSON.stringify(names)}
        let bar = 0
        const pick = (k) => Object.fromEntries(names.slice(0, 3 + (k % 7)).map((name, i) => [name, v[(i + k) % 12]]))
        onBar(() => {
          bar++
          for (const call of [() => strategy.order('a' + bar % 3, bar % 2 ? 'long' : 'short', { qty: v[bar % 12], limit: v[bar % 5], stop: v[bar % 7] }), () => strategy.entry('b', bar % 3 ? 'long' : 'short', { qty: 1e15 }), () => strategy.exit('x', pick(bar)), () => bar % 11 === 0 && strategy.closeAll()])
            try { call() } catch {}
        })`,
          { isolation: 'realm', data: bars(60) },
        )
        expect(code).toBe('ok')
      },
    )
    await fc.assert(property, { numRuns: 40 })
  })
})

describe('a run that is stopped anywhere', () => {
  it('tells of time and sends whole messages (R12)', async () => {
    const strategy = `
      strategy('busy', { pyramiding: 50 })
      let bar = 0
      onBar(() => { bar++; for (let i = 0; i < 20; i++) strategy.order('o' + bar + i, i % 2 ? 'long' : 'short', { qty: 1, comment: 'c' + bar }) })`
    const codes = new Set<string>()
    const data = bars(20_000)
    for (let timeMs = 1; timeMs < 240; timeMs += 13)
      codes.add((await end(strategy, { data, limits: { timeMs, memoryMb: 512 } })).code)
    expect(
      [...codes].filter((code) => code !== 'L401' && code !== 'L403' && code !== 'ok'),
    ).toEqual([])
    expect(codes).toContain('L401')
  })
})

describe('texts of a strategy', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

  it('move no cursor, turn no line and run in no spreadsheet (P4)', async () => {
    const result = await backtest({
      strategy: { name: 'x\u001b[2J\u202e.js', source: source('terminal-escapes') },
      data: bars(90),
    })
    const texts: Record<string, string> = { tradingView: '', trades: '', orders: '' }
    texts.pretty = renderPretty(result, {
      columns: 100,
      unicode: true,
      colour: false,
      written: [],
      trades: 10,
    })
    tradesCsv(result, (text) => {
      texts.trades += text
    })
    ordersCsv(result, (text) => {
      texts.orders += text
    })
    tradingViewCsv(result, (text) => {
      texts.tradingView += text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')
    })
    expect(result.trades.length).toBeGreaterThan(3)
    for (const [where, text] of Object.entries(texts)) {
      expect(text, where).not.toMatch(CONTROLS)
      if (where !== 'pretty') expect(text, where).not.toMatch(/(^|,)"?[=+@\t]/m)
    }
  })

  it('stand in no line of their own when they are an error', () => {
    const path = folder({
      'bad.js': "throw new Error('x\\u001b[2J\\nerror U101  forged\\r\\nstopped L401')",
    })
    const { stdout, stderr, status } = qrun(['backtest', join(path, 'bad.js'), '-d', SAMPLE])
    expect(status).toBe(3)
    expect(stdout + stderr).not.toMatch(CONTROLS)
    expect(stderr).not.toMatch(/^(error U101|stopped L401)/m)
  })

  it('that name what every object has stay names (R8)', async () => {
    const { code, text } = await end(source('input-prototype-names'), {
      inputs: JSON.parse('{"__proto__": 3, "constructor": "3"}'),
    })
    expect(code).toBe('ok')
    const { strategy } = JSON.parse(text)
    expect(JSON.stringify(strategy.inputs)).toContain('"__proto__"')
    expect(({} as Record<string, unknown>).value).toBeUndefined()
  })
})

describe('paths of strategies', () => {
  it.each([
    { says: 'a folder', path: '.', message: 'is a folder' },
    { says: 'a device without an end', path: '/dev/zero', message: 'has more than' },
    { says: 'a file that is not there', path: 'none.js', message: 'does not exist' },
    { says: 'a name with an escape', path: 'x\u001b[2J.js', message: 'does not exist' },
    { says: 'a name with a zero', path: 'x\u0000.js', message: 'cannot be read' },
  ])('refuses $says', async ({ path, message }) => {
    await expect(backtest({ strategy: path, data: bars(10) })).rejects.toMatchObject({
      code: 'U104',
    })
    await expect(backtest({ strategy: path, data: bars(10) })).rejects.toThrow(message)
  })

  it('follows a link and shows nothing of its target but its own name', () => {
    const path = folder({ 'secret.js': 'const token = "hidden-word"; (' })
    symlinkSync(join(path, 'secret.js'), join(path, 'link.js'))
    const { stderr, status } = qrun(['backtest', 'link.js', '-d', SAMPLE], { cwd: path })
    expect(status).toBe(3)
    expect(stderr).toMatch(/^error S308 {2}link\.js:1:/)
  })

  it('keeps inputs with hostile names apart from the prototype', () => {
    const path = folder({ 's.js': "input.int('n', 1); onBar(() => {})" })
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(
        qrun(['backtest', 's.js', '-d', SAMPLE, '--set', `${name}=1`], { cwd: path }).stderr,
      ).toContain(`unknown input "${name}"`)
  })
})

describe('readResult', () => {
  it('refuses any text but a result (P4)', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((json) => `{"end":${json}}`),
        ),
        (text) => {
          expect(() => readResult(text)).toThrow(expect.objectContaining({ code: 'X502' }))
        },
      ),
    )
  })
})
