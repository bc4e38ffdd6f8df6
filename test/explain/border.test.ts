import { describe, expect, it } from 'vitest'
import { emptyResult } from '../../src/backtest/empty.ts'
import { isFailure } from '../../src/errors/index.ts'
import { FRAME } from '../../src/sandbox/protocol.ts'
import { type Explanation, SITE, TALLY_WIDTH, TRACK_WIDTH } from '../../src/shared/explain.ts'
import { DEFAULT_SETTINGS } from '../../src/shared/settings.ts'
import { fake, takeOver } from '../escape/fake-jail.ts'

/** As many bars as the jail says it has done. */
const flat = {
  name: 'flat',
  bars: {
    time: Array.from({ length: 40 }, (_, i) => Date.UTC(2024, 0, 1) + i * 3_600_000),
    open: new Array(40).fill(1),
    high: new Array(40).fill(1),
    low: new Array(40).fill(1),
    close: new Array(40).fill(1),
  },
}
describe('what a jail says that it saw', () => {
  const { DECLARED, RESULT, EXPLANATION, START, LAST_BARS } = FRAME
  const declaration = { settings: { ...DEFAULT_SETTINGS, title: 't' }, inputs: [], plots: [] }
  const empty = emptyResult({ code: 'X503', message: '', hint: '' })
  const result = {
    ...empty,
    equity: { ...empty.equity, bars: 40 },
    end: { status: 'ok', bars: 40 },
    declaration,
  }
  const site = {
    kind: SITE.TEST,
    start: 0,
    end: 1,
    line: 1,
    column: 1,
    parent: -1,
    guards: [],
    calls: [],
  }
  const good: Explanation = {
    bars: 40,
    sites: [site],
    isCut: false,
    tallies: new Array(TALLY_WIDTH).fill(0),
    series: [{ site: 0, output: '' }],
    tracks: new Array(TRACK_WIDTH).fill(0),
    wanted: [],
    declined: [],
  }
  const account = { position: 0, price: null, equity: 1, netprofit: 0, openprofit: 0 }
  const bar = {
    wanted: 0,
    bar: 1,
    timeMs: 0,
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: null,
    detail: 0,
    isWarmup: false,
    before: account,
    after: account,
    pending: [],
    commands: [],
    fills: [],
    declined: [],
    dropped: 0,
    tests: [],
    series: [],
    plots: [],
  }

  async function told(explanation: unknown, asks = true): Promise<string> {
    takeOver(`text(${DECLARED}, ${JSON.stringify(JSON.stringify({ declaration, zones: [], feeds: [] }))})
      readUntil(${START})
      readUntil(${LAST_BARS})
      text(${EXPLANATION}, ${JSON.stringify(JSON.stringify(explanation))})
      text(${RESULT}, ${JSON.stringify(JSON.stringify(result))})`)
    const options = { strategy: { name: 's.js', source: 'x' }, data: flat }
    // Loaded here, behind the fake.
    const { backtest, explainRun } = await import('../../src/backtest/index.ts')
    try {
      if (asks) await explainRun(options, () => [{ bar: 1 }])
      else await backtest(options)
      return 'ok'
    } catch (thrown) {
      return isFailure(thrown) ? thrown.code : 'thrown'
    } finally {
      fake.script = ''
    }
  }

  it('is taken when it makes sense', async () => {
    expect(await told(good)).toBe('ok')
    expect(await told({ ...good, wanted: [bar] })).toBe('ok')
  })

  it('is refused when nothing was asked', async () => {
    expect(await told(good, false)).toBe('X502')
  })

  it.each([
    ['no object', 5],
    ['a place beyond the source', { ...good, sites: [{ ...site, end: 2 }] }],
    ['a place that ends before it begins', { ...good, sites: [{ ...site, start: 1, end: 0 }] }],
    ['an unknown kind', { ...good, sites: [{ ...site, kind: 9 }] }],
    ['a guard that is no site', { ...good, sites: [{ ...site, guards: [[1, true]] }] }],
    ['a part of itself', { ...good, sites: [{ ...site, kind: SITE.PART, parent: 0 }] }],
    ['too few counts', { ...good, tallies: [] }],
    ['a text for a count', { ...good, tallies: new Array(TALLY_WIDTH).fill('1') }],
    ['a series of no site', { ...good, series: [{ site: 1, output: '' }] }],
    ['a bar that nobody wanted', { ...good, wanted: [{ ...bar, wanted: 1 }] }],
    ['more bars than were wanted', { ...good, wanted: [bar, bar] }],
    ['a price that is a text', { ...good, wanted: [{ ...bar, close: '<b>' }] }],
    ['a test of no site', { ...good, wanted: [{ ...bar, tests: [[1, 1, 0, null]] }] }],
    [
      'values of a series that is none',
      {
        ...good,
        wanted: [
          {
            ...bar,
            series: [
              [1, 1],
              [1, 1],
            ],
          },
        ],
      },
    ],
    ['a prototype', JSON.parse('{"__proto__": {}}')],
    ['a reason that does not exist', { ...good, declined: [{ code: 'N999' }] }],
  ])('is refused for %s', async (_, explanation) => {
    expect(await told(explanation)).toBe('X502')
  })
})
