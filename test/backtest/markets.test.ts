import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backtest } from '../../src/backtest/index.ts'
import type { BacktestOptions } from '../../src/backtest/options.ts'
import type { BarColumns } from '../../src/data/index.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Columns = { [K in keyof Required<BarColumns>]: number[] }

/** Bars at the given times: closes that differ, highs and lows around them, volume 1, 2, 3 … */
function barsAt(times: readonly number[], first = 100): Columns {
  const close = times.map((_, i) => first + ((i * 7919) % 101))
  const open = close.map((_, i) => close[i - 1] ?? first)
  return {
    time: [...times],
    open,
    high: close.map((c, i) => Math.max(c, open[i]!) + 1),
    low: close.map((c, i) => Math.min(c, open[i]!) - 1),
    close,
    volume: times.map((_, i) => i + 1),
  }
}

const every = (step: number, count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => from + i * step)

function pick(bars: Columns, keep: (row: number) => boolean): Columns {
  return Object.fromEntries(
    Object.entries(bars).map(([name, column]) => [name, column.filter((_, i) => keep(i))]),
  ) as Columns
}

type Given = Partial<Omit<BacktestOptions, 'markets'>> & {
  readonly markets?: Readonly<Record<string, BarColumns>>
}

async function run(setup: string, body: string, main: BarColumns, more: Given = {}) {
  const { markets = {}, ...rest } = more
  return backtest({
    strategy: {
      source: `${setup.startsWith('strategy') ? '' : "strategy('t')\n"}${setup}\nonBar(() => { ${body} })`,
      name: 't.js',
    },
    data: { bars: main, name: 'X' },
    symbol: { name: 'X' },
    isolation: 'realm',
    limits: { logs: 200_000 },
    markets: Object.fromEntries(
      Object.entries(markets).map(([name, bars]) => [name, { bars, name: 'other' }]),
    ),
    ...rest,
  })
}

/** What `expression` reads on each bar. */
async function read(setup: string, expression: string, main: BarColumns, more: Given = {}) {
  const result = await run(setup, `log(${expression})`, main, more)
  expect(result.failure).toBeNull()
  return result.logs.lines.map(({ text }) => text)
}

const ALL =
  'open() + " " + m.high() + " " + m.low() + " " + m.close() + " " + m.volume() + " " + m.time()'.replace(
    'open()',
    'm.open()',
  )

describe('another symbol (IN-9)', () => {
  const hours = barsAt(every(HOUR, 24 * 40))

  it('whose bars are the chart’s own shows what the chart shows', async () => {
    const lines = await read(
      "const m = request.security('BTC', '60')\nconst a = ta.ema(m.close, 5), b = ta.ema(close, 5)\n" +
        'const c = ta.atr(7, { market: m }), d = ta.atr(7)\nconst e = ta.crossover(m.close, m.open), f = ta.crossover(close, open)',
      '[m.open() === open(), m.high() === high(), m.low() === low(), m.close() === close(), m.volume() === volume(), ' +
        'm.time() === time(), Object.is(m.close(3), close(3)), m.isnew(), Object.is(a(), b()), Object.is(c(), d()), e() === f(), m.hl2() === hl2()].join()',
      hours,
      { markets: { BTC: hours } },
    )
    expect(lines).toHaveLength(hours.time.length)
    expect(new Set(lines)).toEqual(new Set([Array(12).fill('true').join()]))
  })

  it.each([0, 5, 14.5])(
    'of the same days shows them together, stamped %s hours after midnight UTC',
    async (hour) => {
      const days = barsAt(every(DAY, 400, Date.UTC(2024, 0, 1) + hour * HOUR))
      for (const timezone of ['America/New_York', 'Asia/Tokyo', 'Europe/London']) {
        const lines = await read(
          "const m = request.security('BTC', 'D')",
          'm.time() === time()',
          days,
          {
            markets: { BTC: days },
            symbol: { name: 'X', timezone },
          },
        )
        expect(new Set(lines)).toEqual(new Set(['true']))
      }
    },
  )

  it.each([
    ['120', 'UTC'],
    ['240', 'UTC'],
    ['D', 'UTC'],
    ['D', 'America/New_York'],
    ['W', 'Europe/Berlin'],
    ['M', 'UTC'],
  ])(
    'is aggregated to %s in %s as the chart is, over any holes that both have',
    async (tf, timezone) => {
      const holed = pick(
        barsAt(every(HOUR, 24 * 100, Date.UTC(2024, 1, 1))),
        (i) => (i * 7919) % 11 > 3,
      )
      const setup = (name: string) =>
        `const m = request.security('${name}', '${tf}'), g = request.security('${name}', '${tf}', { gaps: true })\nconst s = ta.sma(m.close, 3)`
      const what = `${ALL} + " " + m.isnew() + " " + g.close() + " " + s() + " " + m.close(2)`
      const more = { markets: { BTC: holed }, symbol: { name: 'X', timezone } }
      const own = await read(setup(''), what, holed, more)
      expect(await read(setup('BTC'), what, holed, more)).toEqual(own)
      expect(new Set(own).size).toBeGreaterThan(3)
    },
  )

  it('moves on the chart bar that closes with its bar; gaps read na elsewhere', async () => {
    const main = barsAt(every(HOUR, 9))
    const other = {
      ...barsAt(every(3 * HOUR, 3)),
      close: [10, 20, 30],
      high: [999, 999, 999],
      low: [1, 1, 1],
    }
    const lines = await read(
      "const m = request.security('BTC', '180'), g = request.security('BTC', '180', { gaps: true })",
      'm.close() + " " + m.close(1) + " " + m.isnew() + " " + g.close()',
      main,
      { markets: { BTC: { ...other, open: [5, 5, 5] } } },
    )
    expect(lines).toEqual([
      'NaN NaN false NaN',
      'NaN NaN false NaN',
      '10 NaN true 10',
      '10 NaN false NaN',
      '10 NaN false NaN',
      '20 10 true 20',
      '20 10 false NaN',
      '20 10 false NaN',
      '30 20 true 30',
    ])
  })

  it.each([
    { says: 'begins later', from: 4, count: 3, want: 'NaN NaN NaN NaN 0 1 2 2' },
    { says: 'begins earlier', from: -3, count: 6, want: '3 4 5 5 5 5 5 5' },
    { says: 'is over before the chart begins', from: -9, count: 4, want: '3 3 3 3 3 3 3 3' },
    {
      says: 'begins after the chart’s end',
      from: 20,
      count: 4,
      want: Array(8).fill('NaN').join(' '),
    },
  ])('that $says', async ({ from, count, want }) => {
    const other = barsAt(every(HOUR, count, (100 + from) * HOUR))
    const lines = await read(
      "const m = request.security('BTC', '60')",
      `na(m.time()) ? NaN : (m.time() - ${(100 + from) * HOUR}) / ${HOUR}`,
      barsAt(every(HOUR, 8, 100 * HOUR)),
      { markets: { BTC: other } },
    )
    expect(lines.join(' ')).toBe(want)
  })

  it('with missing bars holds the last one, and its day ends with the chart’s', async () => {
    const main = barsAt(every(HOUR, 72))
    // Nothing from 20:00 on, on any day.
    const other = pick(barsAt(every(HOUR, 72)), (i) => i % 24 < 20)
    const lines = await read(
      "const h = request.security('BTC', '60'), d = request.security('BTC', 'D')",
      `(h.time() / ${HOUR}) + " " + (d.time() / ${DAY}) + " " + d.isnew()`,
      main,
      { markets: { BTC: other } },
    )
    expect(lines).toEqual(
      every(1, 72).map((i) => {
        const day = Math.floor(i / 24)
        const last = i % 24 === 23 ? day : day - 1
        return `${Math.min(i, day * 24 + 19)} ${last < 0 ? NaN : last} ${i % 24 === 23}`
      }),
    )
  })

  it('that trades while the chart sleeps keeps all its bars for its indicators', async () => {
    // One chart bar, a hole of 3000 hours and more than an inlet and a block hold, then the chart again.
    const main = barsAt([0, 1, 3000, 3001].map((hour) => hour * HOUR))
    const setup =
      "const m = request.security('BTC', '60')\nconst c = ta.cum(m.volume), b = ta.barssince(m.isnew)"
    const lines = await read(setup, 'm.time() + " " + c() + " " + m.volume(2500)', main, {
      markets: { BTC: barsAt(every(HOUR, 3100)) },
    })
    const sum = (n: number): number => (n * (n + 1)) / 2
    expect(lines).toEqual([
      `0 ${sum(1)} NaN`,
      `${HOUR} ${sum(2)} NaN`,
      `${3000 * HOUR} ${sum(3001)} 501`,
      `${3001 * HOUR} ${sum(3002)} 502`,
    ])
  })

  it.each(['realm', 'process'] as const)(
    'begins as long before the chart as it likes: more than travels at once (%s)',
    async (isolation) => {
      const other = barsAt(every(MINUTE, 150_000))
      const lines = await read(
        "const m = request.security('BTC', '1'), h = request.security('BTC', '60')\nconst c = ta.cum(m.volume), s = ta.sma(h.close, 500)",
        'm.time() + " " + c() + " " + h.time() + " " + (s() > 0)',
        barsAt(every(HOUR, 3, 2400 * HOUR)),
        { isolation, markets: { BTC: other } },
      )
      const sum = (n: number): number => (n * (n + 1)) / 2
      expect(lines).toEqual(
        [2401, 2402, 2403].map(
          (hour) => `${hour * HOUR - MINUTE} ${sum(hour * 60)} ${(hour - 1) * HOUR} true`,
        ),
      )
    },
  )

  it('of a shorter timeframe shows its last bar (IN-9.5)', async () => {
    const quarters = barsAt(every(15 * MINUTE, 40))
    const lines = await read(
      "const m = request.security('BTC', '15'), h = request.security('BTC', '30')",
      `m.time() - time() - ${45 * MINUTE} + " " + (h.time() - time() - ${30 * MINUTE}) + " " + m.close(4)`,
      barsAt(every(HOUR, 10)),
      { markets: { BTC: quarters } },
    )
    expect(lines).toEqual(every(1, 10).map((i) => `0 0 ${quarters.close[4 * i - 1] ?? Number.NaN}`))
  })
})

describe('bars of exactly the timeframe that is asked for', () => {
  const hours = barsAt(every(HOUR, 24 * 300, Date.UTC(2024, 0, 1)))

  /** Days of a zone made of the hours, stamped with its midnights. */
  function days(bars: Columns, timezone: string): Columns {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' })
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit' })
    const made: Columns = { time: [], open: [], high: [], low: [], close: [], volume: [] }
    let day = ''
    bars.time.forEach((time, i) => {
      const now = format.format(time)
      const at = made.time.length
      if (now !== day && (at > 0 || hour.format(time) === '00')) {
        day = now
        made.time.push(time)
        for (const name of ['open', 'high', 'low', 'close', 'volume'] as const)
          made[name].push(bars[name][i]!)
      } else if (at > 0) {
        made.high[at - 1] = Math.max(made.high[at - 1]!, bars.high[i]!)
        made.low[at - 1] = Math.min(made.low[at - 1]!, bars.low[i]!)
        made.close[at - 1] = bars.close[i]!
        made.volume[at - 1]! += bars.volume[i]!
      }
    })
    return made
  }

  it.each(['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata'])(
    'days of %s: the same as aggregated ones, over summer time and back',
    async (timezone) => {
      const half = timezone === 'Asia/Kolkata' ? 30 * MINUTE : 0
      const main = { ...hours, time: hours.time.map((time) => time + half) }
      const first = main.time.findIndex((time) =>
        new Date(time).toLocaleTimeString('en-GB', { timeZone: timezone }).startsWith('00:00'),
      )
      const chart = pick(main, (i) => i >= first)
      const symbol = { name: 'X', timezone }
      const setup = "const m = request.security('', 'D')\nconst s = ta.rsi(m.close, 5)"
      const what = `${ALL} + " " + m.isnew() + " " + s()`
      const aggregated = await read(setup, what, chart, { symbol })
      const daily = days(chart, timezone)
      const native = await read(setup, what, chart, { symbol, markets: { 'X@1d': daily } })
      expect(native).toEqual(aggregated)
      // They are the file's bars: another close is seen.
      daily.close[3]! += 0.5
      expect(await read(setup, what, chart, { symbol, markets: { 'X@1d': daily } })).not.toEqual(
        native,
      )
    },
  )

  it('are shown no sooner than they can be over, whatever they are stamped with', async () => {
    const zone = 'America/New_York'
    const main = barsAt(every(HOUR, 24 * 12, Date.UTC(2024, 2, 6)))
    const seen = async (time: number[]): Promise<number[]> => {
      const lines = await read(
        "const m = request.security('BTC', 'D')",
        'm.isnew() ? timeClose() - m.time() : 0',
        main,
        { markets: { 'BTC@1d': barsAt(time) }, symbol: { name: 'X', timezone: zone } },
      )
      return lines
        .map(Number)
        .filter((wait) => wait > 0)
        .map((wait) => wait / HOUR)
    }
    // Clocks go forward at 2 am of 10 March.
    const midnights = [7, 8, 9, 10].map((day) => Date.UTC(2024, 2, day, 5))
    expect(await seen([...midnights, Date.UTC(2024, 2, 11, 4)])).toEqual([24, 24, 24, 23, 24])
    const dates = [7, 8, 9, 10, 11].map((day) => Date.UTC(2024, 2, day))
    for (const wait of await seen(dates)) expect(wait).toBeGreaterThanOrEqual(24)
    const sessions = [7, 8, 11, 12].map((day) => Date.UTC(2024, 2, day, day > 10 ? 13 : 14, 30))
    for (const wait of await seen(sessions)) expect(wait).toBeGreaterThanOrEqual(24)
  })
})

describe('no look-ahead', () => {
  const step = fc.constantFrom(5, 15, 30, 60, 120)
  const holes = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 })

  it('a bar of another market never closes after the chart’s bar, over any two charts', async () => {
    await fc.assert(
      fc.asyncProperty(
        step,
        step,
        holes,
        fc.integer({ min: -50, max: 50 }),
        async (a, b, has, shift) => {
          const times = every(a * MINUTE, 150, 6000 * MINUTE).filter(
            (_, i) => i < 90 || has[i % has.length],
          )
          const main = barsAt(times)
          const other = barsAt(every(b * MINUTE, 300, 6000 * MINUTE + shift * 60 * MINUTE))
          const lines = await read(
            `const m = request.security('BTC', '${b}'), h = request.security('BTC', '${4 * b}')`,
            'timeClose() + " " + m.time() + " " + h.time()',
            main,
            { markets: { BTC: other } },
          )
          for (const line of lines) {
            const [close = 0, fine, whole] = line.split(' ').map(Number)
            // Exactly the last one that is over.
            const over = other.time.filter((time) => time + b * MINUTE <= close)
            expect(fine).toEqual(over.at(-1) ?? Number.NaN)
            if (!Number.isNaN(whole)) expect(whole! + 4 * b * MINUTE).toBeLessThanOrEqual(close)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('inside the bar, after a fill, the market is that of the bar before', async () => {
    const hours = barsAt(every(HOUR, 60))
    const result = await backtest({
      strategy: {
        source:
          "strategy('t', { calcOnOrderFills: true })\nconst m = request.security('BTC', '60')\n" +
          'onBar(() => { strategy.entry("L", "long"); if (!barstate.isconfirmed()) log(m.time() < time()) })',
        name: 't.js',
      },
      data: { bars: hours, name: 'X' },
      markets: { BTC: { bars: hours, name: 'b' } },
      isolation: 'realm',
    })
    expect(result.failure).toBeNull()
    expect(new Set(result.logs.lines.map(({ text }) => text))).toEqual(new Set(['true']))
  })
})

describe('lookahead (IN-9.4)', () => {
  const main = barsAt(every(HOUR, 6))
  const other = { ...barsAt(every(3 * HOUR, 2)), close: [10, 20], high: [999, 999], low: [1, 1] }
  const markets = { 'BTC@3h': other }

  it('shows a bar from the chart bar on in which it opens, beside what is over', async () => {
    const lines = await read(
      "const m = request.security('BTC', '180', { lookahead: true }), d = request.security('BTC', '180')\n" +
        "const g = request.security('BTC', '180', { lookahead: true, gaps: true })",
      'm.close() + " " + d.close() + " " + m.isnew() + " " + g.close()',
      main,
      { markets },
    )
    expect(lines).toEqual([
      '10 NaN true 10',
      '10 NaN false NaN',
      '10 10 false NaN',
      '20 10 true 20',
      '20 10 false NaN',
      '20 20 false NaN',
    ])
  })

  it('is told in the report (N207); without it there is no such note', async () => {
    const ask = (options: string) =>
      run(`const m = request.security('BTC', '180'${options})`, '', main, { markets })
    const ahead = await ask(', { lookahead: true }')
    expect(ahead.notes.find(({ code }) => code === 'N207')).toMatchObject({ count: 1 })
    expect(ahead.data).toHaveLength(2)
    expect((await ask('')).notes.map(({ code }) => code)).not.toContain('N207')
  })

  it('is the same in the jail', async () => {
    const setup =
      "const m = request.security('BTC', '180', { lookahead: true }), d = request.security('BTC', '180')"
    const what = 'm.close() + " " + d.close()'
    const inside = await read(setup, what, main, { markets })
    expect(await read(setup, what, main, { markets, isolation: 'process' })).toEqual(inside)
  })

  it.each([
    {
      says: 'bars that would have to be built',
      call: "request.security('', '180', { lookahead: true })",
      code: 'S317',
    },
    {
      says: 'anything but true and false',
      call: "request.security('', '180', { lookahead: 1 })",
      code: 'S306',
    },
    { says: 'another option', call: "request.security('', '180', { ahead: true })", code: 'S306' },
  ])('refuses $says', async ({ call, code }) => {
    expect((await run(call, '', main, { markets })).failure?.code).toBe(code)
  })
})

describe('the bars inside a bar (IN-9.9)', () => {
  const fine = barsAt(every(5 * MINUTE, 12 * 6))
  const main = (): Columns => {
    const made = barsAt(every(HOUR, 6))
    for (let i = 0; i < 6; i++) {
      const part = (name: keyof Columns) => fine[name].slice(12 * i, 12 * i + 12)
      made.open[i] = part('open')[0]!
      made.close[i] = part('close')[11]!
      made.high[i] = Math.max(...part('high'))
      made.low[i] = Math.min(...part('low'))
    }
    return made
  }
  const ask = "const m = request.securityLowerTf('', '5'), q = request.securityLowerTf('', '15')"
  const what =
    'm.close().join() + " " + m.time().length + " " + q.open().join() + " " + q.volume().join()'
  const want = every(1, 6).map((i) => {
    const at = 12 * i
    const quarters = [0, 3, 6, 9].map((k) => at + k)
    return [
      fine.close.slice(at, at + 12).join(),
      12,
      quarters.map((k) => fine.open[k]).join(),
      quarters.map((k) => 3 * k + 6).join(),
    ].join(' ')
  })

  it.each([
    { says: 'from a market of their own', more: { markets: { 'X@5m': fine } } },
    {
      says: 'from the finer bars that orders fill along',
      more: { detail: { bars: fine, name: 'fine' } },
    },
  ])('$says', async ({ more }) => {
    expect(await read(ask, what, main(), more)).toEqual(want)
    expect(await read(ask, what, main(), { ...more, isolation: 'process' })).toEqual(want)
  })

  it('are told once in the result where they are the finer bars', async () => {
    const detail = { bars: fine, name: 'fine' }
    const result = await run(ask, '', main(), { detail })
    expect(result.data.map(({ inferred }) => inferred.role)).toEqual([undefined, 'detail'])
    expect(result.notes.map(({ code }) => code)).not.toContain('N206')
  })

  it('are those that open in the bar: none from a hole before it, none that is over later', async () => {
    const lines = await read(
      "const m = request.securityLowerTf('BTC', '25')",
      `m.time().map((t) => t / ${MINUTE}).join()`,
      barsAt([0, 1, 5].map((hour) => hour * HOUR)),
      { markets: { BTC: barsAt(every(25 * MINUTE, 40)) }, timeframe: '1h' },
    )
    expect(lines).toEqual(['0,25', '75', '300,325'])
  })

  it('are frozen, empty where there are none and inside a bar', async () => {
    const lines = await read(
      "const m = request.securityLowerTf('BTC', '5')",
      'Object.isFrozen(m.close()) + " " + m.close().length',
      barsAt(every(HOUR, 3)),
      { markets: { BTC: barsAt(every(5 * MINUTE, 12, HOUR)) } },
    )
    expect(lines).toEqual(['true 0', 'true 12', 'true 0'])
    const filled = await read(
      "strategy('t', { calcOnOrderFills: true })\nconst m = request.securityLowerTf('', '5')",
      '(strategy.entry("L", "long"), barstate.isconfirmed() + " " + m.close().length)',
      main(),
      { markets: { 'X@5m': fine } },
    )
    expect(new Set(filled)).toEqual(new Set(['true 12', 'false 0']))
  })

  it.each([
    { says: 'the chart’s own', tf: '60', code: 'S317' },
    { says: 'a longer one', tf: 'D', code: 'S317' },
    { says: 'one that there are no bars of', tf: '1', code: 'S317' },
  ])('refuses $says', async ({ tf, code }) => {
    const setup = `request.securityLowerTf('', '${tf}')`
    expect((await run(setup, '', main(), { markets: { 'X@5m': fine } })).failure?.code).toBe(code)
  })

  it('end the run where a bar holds more than maxBarsBack of them (S303)', async () => {
    const minutes = barsAt(every(MINUTE, 3 * 24 * 60))
    const days = barsAt(every(DAY, 3))
    const ask = (back: number) =>
      run(
        `strategy('t', { maxBarsBack: ${back} })\nconst m = request.securityLowerTf('BTC', '1')`,
        'log(m.volume().reduce((a, b) => a + b, 0), m.close().length)',
        days,
        { markets: { BTC: minutes } },
      )
    const enough = await ask(1440)
    expect(enough.logs.lines.map(({ text }) => text)).toEqual(
      [0, 1, 2].map((d) => `${1440 * (1440 * d) + (1440 * 1441) / 2} 1440`),
    )
    expect((await ask(1439)).failure).toMatchObject({ code: 'S303', bar: 0 })
  })
})

describe('the run', () => {
  const hours = barsAt(every(HOUR, 30_000))
  const quarters = barsAt(every(15 * MINUTE, 120_000), 300)
  const setup =
    "const m = request.security('BTC', '15'), d = request.security('BTC', 'D')\n" +
    'const c = ta.cum(m.volume), s = ta.sma(d.close, 20)\nplot("c", c)\nplot("s", series(() => s()))'
  const body = 'if (m.close() > s()) strategy.entry("L", "long"); else strategy.closeAll()'

  it('is the same bytes in the jail', async () => {
    const markets = { BTC: quarters, ETH: hours }
    const inside = await run(setup, body, hours, { markets })
    const jailed = await run(setup, body, hours, { markets, isolation: 'process' })
    expect(inside.failure).toBeNull()
    expect(inside.trades.length).toBeGreaterThan(100)
    expect(jailed.hashes).toEqual(inside.hashes)
    expect(jailed.plots).toEqual(inside.plots)
  })

  it('tells the markets it has read, and those that nobody asked for (N206)', async () => {
    const markets = { BTC: quarters, 'ETH@1h': hours }
    const result = await run(setup, body, hours, { markets })
    expect(result.data).toHaveLength(2)
    expect(result.data[1]).toMatchObject({
      symbol: 'BTC',
      timeframe: '15m',
      bars: 120_000,
      inferred: { role: 'market' },
    })
    expect(result.data[1]!.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(result.notes.find(({ code }) => code === 'N206')).toMatchObject({ count: 1 })
    const other = await run(setup, body, hours, {
      markets: { BTC: { ...quarters, volume: quarters.volume.map((v) => v + 1) } },
    })
    expect(other.hashes.result).not.toBe(result.hashes.result)
    expect(other.run.id).not.toBe(result.run.id)
  })

  it.each([
    { says: 'an unknown symbol', call: "request.security('ETH', 'D')", hint: '--data ETH=FILE' },
    {
      says: 'a timeframe that the bars do not add up to',
      call: "request.security('BTC', '5')",
      hint: '--data BTC@5m=FILE',
    },
    {
      says: 'a shorter one of the chart’s symbol',
      call: "request.security('', '15')",
      hint: '--data X@15m=FILE',
    },
    { says: 'an object', call: "request.security({}, '15')", hint: 'syminfo.tickerid' },
  ])('refuses $says with a hint (S317)', async ({ call, hint }) => {
    const result = await run(call, '', hours, { markets: { BTC: quarters } })
    expect(result.failure).toMatchObject({ code: 'S317' })
    expect(result.failure?.hint).toContain(hint)
  })

  it('knows volume by market (S316)', async () => {
    const { volume: _, ...plain } = quarters
    const ask = (name: string) =>
      `const m = request.security('${name}', '60')\nta.obv({ market: m })`
    expect((await run(ask('BTC'), '', hours, { markets: { BTC: plain } })).failure?.code).toBe(
      'S316',
    )
    expect((await run(ask('X'), '', hours, { markets: { BTC: plain } })).failure).toBeNull()
    const { volume: __, ...bare } = hours
    expect((await run(ask('BTC'), '', bare, { markets: { BTC: hours } })).failure).toBeNull()
  })

  it.each(['process', 'realm'] as const)(
    'is ended by its signal while a market keeps silent (%s)',
    async (isolation) => {
      async function* silent(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('time,open,high,low,close,volume\n')
        yield Buffer.from(
          every(1, 20_000)
            .map((i) => `${Date.UTC(2020, 0, 1) + i * HOUR},10,12,9,11,5\n`)
            .join(''),
        )
        await new Promise(() => {})
      }
      const abort = new AbortController()
      const options = {
        strategy: { source: "request.security('BTC', '60')\nonBar(() => {})", name: 't.js' },
        data: {
          bars: { ...hours, time: hours.time.map((t) => Date.UTC(2020, 0, 1) + t) },
          name: 'X',
        },
        markets: { BTC: { stream: silent(), name: 'late' } },
        onProgress: ({ bars }: { readonly bars: number }) => {
          // The next frame waits for bars of the market that never come.
          if (bars > 16_000) setTimeout(() => abort.abort(), 50)
        },
        signal: abort.signal,
        isolation,
      }
      await expect(backtest(options)).rejects.toMatchObject({ code: 'X504' })
    },
  )

  it.each(['', 'a b', 'BTC@', 'BTC@7x', '@1d'])('refuses the name "%s" (U102)', async (name) => {
    await expect(run('', '', hours, { markets: { [name]: hours } })).rejects.toMatchObject({
      code: 'U102',
    })
  })

  it('refuses the same market twice, and a file that cannot be read', async () => {
    const markets = { BTC: hours, 'BTC@1h': hours }
    await expect(run('', '', hours, { markets })).rejects.toMatchObject({ code: 'U102' })
    await expect(
      backtest({
        strategy: { source: 'onBar(() => {})', name: 't.js' },
        data: { bars: hours, name: 'X' },
        markets: { BTC: 'nowhere.csv' },
      }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^D/) })
  })
})
