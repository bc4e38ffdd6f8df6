import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runRealm } from '../harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

type Facts = NonNullable<Parameters<typeof runRealm>[1]>

function read(setup: string, expression: string, facts: Facts = {}): string[] {
  const told = runRealm(`${setup}\nonBar(() => log(${expression}))`, facts)
  expect(told.failure).toBeUndefined()
  return told.logs.map((line) => line.replace(/^\d+: /, ''))
}

/** Hourly bars over so many days, closes 1, 2, 3 … */
function hours(count: number, more: Facts = {}): Facts {
  const times = Array.from({ length: count }, (_, i) => i * HOUR)
  return { times, closes: times.map((_, i) => i + 1), timeframe: '60', ...more }
}

/** Any chart with holes: which of the hours have a bar. */
const chart = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 200 })
  .map((has) => has.flatMap((is, i) => (is ? [i * HOUR] : [])))
  .filter((times) => times.length > 0)

describe('request.security against its definition', () => {
  /** The bars of `frame` ms that a chart of hours makes, and the chart bar on which each is first seen. */
  function barsOf(times: readonly number[], frame: number) {
    const bars: { open: number; seen: number; first: number; last: number }[] = []
    times.forEach((time, i) => {
      const open = Math.floor(time / frame) * frame
      const running = bars.at(-1)
      if (running?.open === open) running.last = i
      else {
        // One that ended in a gap is seen on the next bar.
        if (running !== undefined && running.seen < 0) running.seen = i
        bars.push({ open, seen: -1, first: i, last: i })
      }
      if (time + HOUR >= open + frame) bars.at(-1)!.seen = i
    })
    return bars
  }

  it.each([
    ['120', 2 * HOUR],
    ['240', 4 * HOUR],
    ['D', DAY],
  ])('IN-9.1, IN-9.2, IN-9.3, IN-9.7: %s over any hours, with and without gaps', (name, frame) => {
    fc.assert(
      fc.property(chart, (times) => {
        const closes = times.map((_, i) => 100 + ((i * 7919) % 101))
        const facts = { times, closes, timeframe: '60' }
        const setup =
          `const h = request.security('', '${name}')\n` +
          `const g = request.security('', '${name}', { gaps: true })\nconst m = ta.sma(h.close, 2)`
        const lines = read(
          setup,
          'h.close(), h.high(), h.open(), h.close(1), h.isnew(), g.close(), m()',
          facts,
        )
        const bars = barsOf(times, frame)
        lines.forEach((line, i) => {
          const seen = bars.filter((bar) => bar.seen >= 0 && bar.seen <= i)
          const close = (back: number) => closes[seen.at(-1 - back)?.last ?? -1] ?? Number.NaN
          const now = seen.at(-1)
          const within = now === undefined ? [] : closes.slice(now.first, now.last + 1)
          const isnew = now?.seen === i
          const want = [
            close(0),
            now === undefined ? Number.NaN : Math.max(...within) + 1,
            // The harness opens each bar at the close before.
            now === undefined ? Number.NaN : (closes[now.first - 1] ?? closes[0]!),
            close(1),
            isnew,
            isnew ? close(0) : Number.NaN,
            (close(0) + close(1)) / 2,
          ]
          expect([i, line]).toEqual([i, want.join(' ')])
        })
      }),
      { numRuns: 30 },
    )
  })
})

describe('IN-9.4: what is not over is not shown', () => {
  it('the day before, from the first bar of the new day: the held close, one chart bar later', () => {
    const setup = "const d = request.security('', 'D')\nconst held = series(() => d.close())"
    const lines = read(setup, 'held(1)', hours(72))
    // As close[1] with lookahead_on: na on the first day, then the close of the day before.
    expect(lines).toEqual(
      Array.from({ length: 72 }, (_, i) => (i < 24 ? 'NaN' : String(Math.floor(i / 24) * 24))),
    )
  })
})

describe('IN-9.5: other timeframes of the chart’s own market', () => {
  it('the chart’s own is the chart, bit for bit, new on every bar', () => {
    const setup =
      "const h = request.security('', '60')\nconst a = ta.ema(h.close, 3)\nconst b = ta.ema(close, 3)"
    const lines = read(
      setup,
      'h.close() === close(), h.volume(2) === volume(2) || na(volume(2)), h.isnew(), a() === b() || na(b())',
      hours(10),
    )
    expect(new Set(lines)).toEqual(new Set(['true true true true']))
  })
})

describe('IN-9.6: nothing repaints', () => {
  it('between confirmed bars no value moves', () => {
    const setup = "const h = request.security('', '240')\nlet last = NaN"
    const told = runRealm(
      `${setup}\nonBar(() => { const now = h.close() + h.high() + h.time(); ` +
        'if (!h.isnew() && !Object.is(now, last)) log("moved"); last = now })',
      hours(200),
    )
    expect(told.failure).toBeUndefined()
    expect(told.logs).toEqual([])
  })
})

describe('IN-9.8: requests', () => {
  it('two calls alike are one', () => {
    const source =
      "const a = request.security('', '240')\nconst b = request.security('', '4h')\n" +
      "const c = request.security('TEST', '240')\nonBar(() => log(a === b, a === c))"
    expect(runRealm(source, hours(1)).logs).toEqual(['0: true true'])
  })

  it('at most 40 that differ; the error says so', () => {
    const ask = (count: number) =>
      `for (let i = 2; i < ${count} + 2; i++) request.security('', i + 'D')`
    expect(runRealm(ask(40), hours(1)).failure).toBeUndefined()
    expect(runRealm(ask(41), hours(1)).failure).toMatchObject({ code: 'S317' })
    expect(runRealm(ask(41), hours(1)).failure?.message).toContain('40')
  })

  it('are declared before the first bar, as strategy state cannot be in them', () => {
    expect(runRealm("onBar(() => request.security('', 'D'))", hours(2)).failure?.code).toBe('S304')
  })
})

describe('IN-9.9: bars inside the bar', () => {
  it('that the run does not have end it before its first bar', () => {
    const told = runRealm("request.securityLowerTf('', '15')", hours(3))
    expect(told.failure?.code).toBe('S317')
    expect([told.line, told.logs]).toEqual([1, []])
  })

  it('and a shorter timeframe of request.security is refused by name', () => {
    expect(runRealm("request.security('', '15')", hours(3)).failure).toMatchObject({
      code: 'S317',
      hint: 'ask for the chart timeframe or a longer one, or give the bars: --data TEST@15m=FILE',
    })
  })
})
