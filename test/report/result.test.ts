import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderJson, writeJson } from '../../src/report/json.ts'
import type { RunRecord } from '../../src/report/record.ts'
import { buildResult } from '../../src/report/result.ts'
import { metricsOf } from '../../src/report/table.ts'
import { EXIT_REASON, TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { equityOf, openRow, type PlainRecord, recordOf, rows, START, tradeRow } from './fixture.ts'
import { goldenRun } from './golden-run.ts'
import { faultsAgainst, type Schema } from './schema.ts'

const golden = buildResult(goldenRun())

const failed = buildResult(
  recordOf({
    status: 'failed',
    failure: {
      code: 'S307',
      message: 'the strategy threw "no"',
      hint: 'look there',
      place: { file: 'sma-cross.js', line: 3, column: 1, bar: 0, timeMs: START, source: 'throw 1' },
    },
    equity: equityOf(10_000, []),
    // As it arrives when the sandbox was lost: nothing is known of the account.
    account: new Float64Array(32).fill(Number.NaN),
  }),
)

const schema = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../schema/result.json'), 'utf8'),
) as Schema

describe('schema/result.json', () => {
  it.each([
    { says: 'a full run', result: golden },
    { says: 'a failed run without bars', result: failed },
    { says: 'a run without trades', result: buildResult(recordOf({})) },
  ])('describes $says, every field of it', ({ result }) => {
    expect(faultsAgainst(schema, JSON.parse(renderJson(result)))).toEqual([])
  })

  it('refuses what is not so', () => {
    const text = renderJson(golden)
    const broken = JSON.parse(text)
    broken.metrics.all.sharpe = 'high'
    broken.trades[1].side = 'up'
    broken.equity.time[0] = '2024-01-01 00:00'
    delete broken.hashes.result
    broken.more = 1
    expect(faultsAgainst(schema, broken).map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining([
        '/metrics/all/sharpe',
        '/trades/1/side',
        '/equity/time/0',
        '/hashes/result',
        '/more',
      ]),
    )
  })

  it('lists exactly the metrics of the table', () => {
    const all = (schema.properties!.metrics!.properties!.all as Schema).properties!
    expect(Object.keys(all).sort()).toEqual(
      metricsOf('own')
        .map((m) => m.id)
        .sort(),
    )
    for (const { id, label } of metricsOf('own')) expect(all[id]!.description).toContain(label)
  })
})

describe('the JSON document', () => {
  it('has sorted keys at every depth', () => {
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      if (!Array.isArray(value)) expect(Object.keys(value)).toEqual(Object.keys(value).sort())
      for (const item of Object.values(value)) walk(item)
    }
    walk(JSON.parse(renderJson(golden)))
  })

  it('says the same as a plain JSON.stringify of the result', () => {
    expect(JSON.parse(renderJson(golden))).toEqual(JSON.parse(JSON.stringify(golden)))
  })

  it('escapes what a terminal would act on', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(renderJson(golden)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    const texts: string[] = []
    writeJson(['\u009b31m \u202e \u200b \ud800'], (text) => texts.push(text))
    expect(texts.join('')).toBe('["\\u009b31m \\u202e \\u200b \\ud800"]\n')
    expect(JSON.parse(texts.join(''))).toEqual(['\u009b31m \u202e \u200b \ud800'])
  })

  it('reads back as any plain value that went in', () => {
    const value = fc.jsonValue()
    fc.assert(
      fc.property(value, (any) => {
        let text = ''
        writeJson(any, (piece) => {
          text += piece
        })
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(any)))
      }),
    )
  })

  it('keeps an input or plot named like a built-in property', () => {
    const result = buildResult(
      recordOf({
        inputs: [{ name: '__proto__', type: 'int', initial: 1, value: 2, overridden: true }],
        plots: ['constructor', '__proto__', '__proto__'].map((name) => ({
          declaration: { name, kind: 'line' },
          samples: { every: 1, bar: [0], time: [START], value: [Number.NaN] },
        })),
      }),
    )
    const text = renderJson(result)
    expect(text).toContain('"__proto__": 2')
    expect(Object.keys(result.plots)).toEqual(['constructor', '__proto__', '__proto__ (2)'])
    expect(Object.values(result.plots)[0]?.value).toEqual([null])
  })
})

describe('trades', () => {
  it.each([
    { says: 'the comment', facts: { exitComment: 4, exitId: 2 }, want: 'take profit' },
    { says: 'else the id', facts: { exitId: 2 }, want: 'X' },
    {
      says: 'Margin call',
      facts: { reason: EXIT_REASON.MARGIN_CALL, exitId: 2 },
      want: 'Margin call',
    },
    {
      says: 'the cap on filled orders',
      facts: { reason: EXIT_REASON.RISK, exitId: 0 },
      want: 'Close Position (Max number of filled orders in one day)',
    },
    {
      says: 'the id that close named',
      facts: { reason: EXIT_REASON.CLOSE, exitId: 1 },
      want: 'Close entry(s) order L',
    },
    {
      says: 'closeAll',
      facts: { reason: EXIT_REASON.CLOSE, exitId: 0 },
      want: 'Close position order',
    },
    {
      says: 'the comment of a close',
      facts: { reason: EXIT_REASON.CLOSE, exitId: 1, exitComment: 4 },
      want: 'take profit',
    },
  ])('RM-1.7: the exit signal is $says', ({ facts, want }) => {
    const record = recordOf({
      trades: rows(tradeRow(facts)),
      texts: ['', 'L', 'X', 'go long', 'take profit'],
    })
    expect(buildResult(record).trades.at(0)?.exit_signal).toBe(want)
  })

  it('RM-1.6: the entry signal is the comment, else the id', () => {
    const record = recordOf({
      trades: rows(tradeRow({ entryComment: 3 }), tradeRow()),
      texts: ['', 'L', 'X', 'go long'],
    })
    expect([...buildResult(record).trades].map((trade) => trade.entry_signal)).toEqual([
      'go long',
      'L',
    ])
  })

  it('RM-1.4, 1.8: lists open trades last, running sum included', () => {
    const record = recordOf({
      trades: rows(tradeRow({ profit: 100 }), tradeRow({ profit: -30 })),
      openTrades: rows(openRow({ profit: 7, exitPrice: 107 })),
      equity: equityOf(10_000, [{ equity: 10_000 }, { equity: 10_070 }, { equity: 10_077 }]),
    })
    const { trades } = buildResult(record)
    expect([...trades].map((trade) => trade.cumulative_profit)).toEqual([100, 70, 77])
    expect(trades.at(-1)).toMatchObject({
      trade: 3,
      exit_time: null,
      exit_price: 107,
      exit_bar: null,
      bars: 3,
      exit_fee: null,
      exit_signal: 'Open',
      exit_reason: 'open',
      cumulative_profit_percent: 0.77,
    })
    expect(trades.at(3)).toBeUndefined()
  })

  it('RM-1.2, 1.3: percents are of entry price × quantity × point value', () => {
    const base = recordOf({})
    const record = {
      ...base,
      symbol: { ...base.symbol, pointValue: 5 },
      trades: rows(tradeRow({ entryPrice: 10, qty: 2, profit: 1, runUp: 3, drawdown: 4 })),
    }
    expect(buildResult(record).trades.at(0)).toMatchObject({
      run_up_percent: 3,
      drawdown_percent: 4,
    })
  })

  const compare = resolve(import.meta.dirname, '../../../shared/parity/compare.mjs')
  it.skipIf(!existsSync(compare))('are read by the comparison of parity cases', () => {
    const folder = mkdtempSync(join(tmpdir(), 'qrun-report-'))
    try {
      const file = join(folder, 'result.json')
      writeFileSync(file, renderJson(golden))
      const digest = JSON.parse(
        execFileSync(process.execPath, [realpathSync(compare), '--digest', file]).toString(),
      )
      expect(digest.closed_trades).toBe(48)
      expect(digest.first[0]).toBe(
        '2024-01-02T16:00Z,20382.54,2024-01-03T12:00Z,20451.07,long,0.2500',
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('hashes', () => {
  const hashesOf = (change: (record: PlainRecord) => RunRecord) =>
    buildResult(change(goldenRun())).hashes

  it('are the same for the same run', () => {
    expect(hashesOf((record) => record)).toEqual(golden.hashes)
  })

  it.each<{ says: string; change: (record: PlainRecord) => RunRecord }>([
    { says: 'the package version', change: (r) => ({ ...r, qrun: '9.9.9' }) },
    { says: 'the command', change: (r) => ({ ...r, command: 'optimize' }) },
    {
      says: 'the name of the strategy file',
      change: (r) => ({ ...r, strategy: { ...r.strategy, file: 'b.js' } }),
    },
    {
      says: 'the name of the data file',
      change: (r) => ({ ...r, data: [{ ...r.data[0]!, name: 'other.csv' }] }),
    },
    { says: 'the numbers of the texts', change: renumber },
    {
      says: 'whether an input was set to its value or left at it',
      change: (r) => ({
        ...r,
        strategy: {
          ...r.strategy,
          inputs: r.strategy.inputs.map((i) => ({ ...i, overridden: false })),
        },
      }),
    },
  ])('do not depend on $says', ({ change }) => {
    expect(hashesOf(change)).toEqual(golden.hashes)
    expect(buildResult(change(goldenRun())).run.id).toBe(golden.run.id)
  })

  it.each<{
    says: string
    change: (record: PlainRecord) => RunRecord
    which: ('trades' | 'equity' | 'result')[]
  }>([
    {
      says: 'one bit of one price',
      change: (r) => {
        r.trades[5 * TRADE_WIDTH + TRADE.EXIT_PRICE]! += 1e-11
        return r
      },
      which: ['trades', 'result'],
    },
    {
      says: 'a text',
      change: (r) => ({ ...r, texts: r.texts.map((text) => (text === 'L' ? 'M' : text)) }),
      which: ['trades', 'result'],
    },
    {
      says: 'a trade moved from closed to open',
      change: (r) => ({
        ...r,
        trades: r.trades.subarray(0, -TRADE_WIDTH),
        openTrades: Float64Array.from([...r.trades.subarray(-TRADE_WIDTH), ...r.openTrades]),
      }),
      which: ['trades', 'result'],
    },
    {
      says: 'the equity of any bar',
      change: (r) => ({ ...r, equity: { ...r.equity, fingerprint: '0123456789abcdef' } }),
      which: ['equity', 'result'],
    },
    {
      says: 'a log line',
      change: (r) => ({ ...r, logs: { lines: [], dropped: 2 } }),
      which: ['result'],
    },
    { says: 'the seed', change: (r) => ({ ...r, seed: 2 }), which: ['result'] },
    {
      says: 'the data',
      change: (r) => ({ ...r, data: [{ ...r.data[0]!, hash: 'f'.repeat(64) }] }),
      which: ['result'],
    },
  ])('depend on $says', ({ change, which }) => {
    const hashes = hashesOf(change)
    for (const name of ['trades', 'equity', 'result'] as const) {
      if (which.includes(name)) expect(hashes[name]).not.toBe(golden.hashes[name])
      else expect(hashes[name]).toBe(golden.hashes[name])
    }
  })
})

/** The same run with its texts numbered in reverse. */
function renumber(record: PlainRecord): PlainRecord {
  const last = record.texts.length
  const flip = (text: number): number => (text === 0 ? 0 : last - text)
  const flipRows = (all: Float64Array): Float64Array =>
    all.map((value, i) => {
      const column = i % TRADE_WIDTH
      const isText = [TRADE.ENTRY_ID, TRADE.ENTRY_COMMENT, TRADE.EXIT_ID, TRADE.EXIT_COMMENT].some(
        (text) => text === column,
      )
      return isText ? flip(value) : value
    })
  return {
    ...record,
    trades: flipRows(record.trades),
    openTrades: flipRows(record.openTrades),
    texts: record.texts.map((_, i) => record.texts[flip(i)]!),
  }
}

describe('notes', () => {
  const codes = (record: RunRecord) => buildResult(record).notes.map((note) => note.code)
  const wins = (count: number, profit = 1) =>
    rows(...Array.from({ length: count }, () => tradeRow({ profit })))
  const ending = (equity: number, days = 25) =>
    equityOf(
      10_000,
      Array.from({ length: days }, (_, i) => ({
        timeMs: START + i * 86_400_000,
        equity: i === days - 1 ? equity : 10_000,
      })),
    )

  it.each<{ says: string; record: RunRecord; want: string[] }>([
    {
      says: 'nothing about a sound run',
      record: recordOf({ trades: wins(30), equity: ending(10_030) }),
      want: [],
    },
    {
      says: 'N401 below 30 trades',
      record: recordOf({ trades: wins(29), equity: ending(10_029) }),
      want: ['N401'],
    },
    {
      says: 'N402 below 20 days',
      record: recordOf({ trades: wins(30), equity: ending(10_030, 19) }),
      want: ['N402'],
    },
    {
      says: 'N403 at an equity of 0',
      record: recordOf({ trades: wins(40, -250), equity: ending(0) }),
      want: ['N403'],
    },
    {
      says: 'N404 where the books do not balance',
      record: recordOf({ trades: wins(30), equity: ending(10_031) }),
      want: ['N404'],
    },
    {
      says: 'N405 where one trade makes most of the profit',
      record: recordOf({ trades: rows(...wins31()), equity: ending(10_130) }),
      want: ['N405'],
    },
    {
      says: 'N406 with an open trade',
      record: recordOf({ trades: wins(30), openTrades: rows(openRow({})), equity: ending(10_030) }),
      want: ['N406'],
    },
    { says: 'N407 without trades', record: recordOf({ equity: ending(10_000) }), want: ['N407'] },
    {
      says: 'N408 of a run that was stopped',
      record: recordOf({ trades: wins(30), equity: ending(10_030), status: 'stopped' }),
      want: ['N408'],
    },
    {
      says: 'declined orders once, in order of codes',
      record: recordOf({
        equity: ending(10_000),
        notes: [{ code: 'N302', count: 1, text: 'one gap' }],
        declined: {
          groups: [
            { code: 'N102', count: 2, text: 'too small' },
            { code: 'N101', count: 1, text: 'margin' },
          ],
          first: [],
        },
      }),
      want: ['N101', 'N102', 'N302', 'N407'],
    },
  ])('say $says', ({ record, want }) => {
    expect(codes(record)).toEqual(want)
  })

  function wins31(): Float64Array[] {
    return [...Array.from({ length: 30 }, () => tradeRow({ profit: 1 })), tradeRow({ profit: 100 })]
  }

  it('have a page of their own for every code of this part', () => {
    for (const code of ['N401', 'N402', 'N403', 'N404', 'N405', 'N406', 'N407', 'N408', 'U114']) {
      const page = resolve(import.meta.dirname, `../../docs/errors/${code}.md`)
      expect(readFileSync(page, 'utf8')).toMatch(new RegExp(`^# ${code}`))
    }
  })
})

describe('a run of very many trades', () => {
  it('is written in pieces, each far smaller than the whole', () => {
    const count = 20_000
    const one = tradeRow({ profit: 1.25, exitBar: 3 })
    const trades = new Float64Array(count * TRADE_WIDTH)
    for (let i = 0; i < count; i++) trades.set(one, i * TRADE_WIDTH)
    const result = buildResult(recordOf({ trades }))
    let total = 0
    let longest = 0
    writeJson(result, (text) => {
      total += text.length
      longest = Math.max(longest, text.length)
    })
    expect(total).toBeGreaterThan(9_000_000)
    expect(longest).toBeLessThan(200_000)
  })
})
