import { describe, expect, it } from 'vitest'
import { formatCell } from '../../src/report/csv.ts'
import { buildResult } from '../../src/report/result.ts'
import { tradingViewCsv } from '../../src/report/tradingview.ts'
import { equityOf, HOUR, openRow, recordOf, rows, tradeRow } from './fixture.ts'

describe('formatCell', () => {
  it.each([
    { says: 'a number in its shortest form', cell: 0.1 + 0.2, want: '0.30000000000000004' },
    { says: 'a negative number without a quote', cell: -5, want: '-5' },
    { says: 'nothing for null', cell: null, want: '' },
    { says: 'a flag', cell: true, want: 'true' },
    { says: 'plain text', cell: 'L', want: 'L' },
    { says: 'text with a comma in quotes', cell: 'a, b', want: '"a, b"' },
    { says: 'quotes twice', cell: 'a "b"', want: '"a ""b"""' },
    { says: 'a formula with a quote in front', cell: '=1+1', want: "'=1+1" },
    { says: 'an at sign with a quote in front', cell: '@x', want: "'@x" },
    {
      says: 'text that looks like a negative number with a quote in front',
      cell: '-5',
      want: "'-5",
    },
    { says: 'a plus sign with a quote in front', cell: '+5', want: "'+5" },
    { says: 'a tab in front with a quote', cell: '\t=1', want: "' =1" },
    { says: 'a carriage return in front with a quote', cell: '\r=1', want: "' =1" },
    { says: 'a formula behind a hidden mark with a quote', cell: '\u200b=1', want: "'=1" },
    { says: 'line breaks as a blank', cell: 'a\nb', want: 'a b' },
  ])('writes $says', ({ cell, want }) => {
    expect(formatCell(cell)).toBe(want)
  })
})

describe('tradingViewCsv (RM-1.6)', () => {
  const trades = rows(
    tradeRow({
      entryBar: 1,
      exitBar: 2,
      entryPrice: 1802.75,
      exitPrice: 1781.28,
      runUp: 0.331,
      drawdown: 25.95,
      exitId: 2,
    }),
  )
  const openTrades = rows(
    openRow({ side: -1, entryBar: 2, entryPrice: 2261.4, exitPrice: 2257.9, qty: 2, runUp: 13 }),
  )
  const equity = equityOf(10_000, [{ equity: 10_000 }, { equity: 10_000 }, { equity: 9985.53 }])
  const base = recordOf({ trades, openTrades, equity, settings: { currency: 'USD' } })

  const text = (record = base, offset?: (timeMs: number) => number): string => {
    let all = ''
    tradingViewCsv(
      buildResult(record),
      (piece) => {
        all += piece
      },
      offset,
    )
    return all
  }

  it('begins with a byte order mark and the columns of the export', () => {
    expect(text().split('\n')[0]).toBe(
      '\ufeffTrade #,Type,Date and time,Signal,Price USDT,Size (qty),Size (value),Net P&L USD,' +
        'Net P&L %,Favorable excursion USD,Favorable excursion %,Adverse excursion USD,' +
        'Adverse excursion %,Cumulative P&L USD,Cumulative P&L %',
    )
  })

  it('has two lines for each trade, the exit first, figures on both', () => {
    expect(text().trimEnd().split('\n').slice(1)).toEqual([
      '1,Exit long,2024-01-01 02:00,X,1781.28,1,1802.75,-21.47,-1.19,0.33,0.02,-25.95,-1.44,-21.47,-0.21',
      '1,Entry long,2024-01-01 01:00,L,1802.75,1,1802.75,-21.47,-1.19,0.33,0.02,-25.95,-1.44,-21.47,-0.21',
      '2,Exit short,2024-01-01 02:00,Open,2257.9,2,4522.8,7,0.15,13,0.29,0,0.00,-14.47,-0.14',
      '2,Entry short,2024-01-01 02:00,L,2261.4,2,4522.8,7,0.15,13,0.29,0,0.00,-14.47,-0.14',
    ])
  })

  it('shifts times to the zone of the chart', () => {
    expect(text(base, () => 8 * HOUR)).toContain('1,Entry long,2024-01-01 09:00,')
  })

  it('shows dates alone from daily bars on, and no currency where none is known', () => {
    const daily = {
      ...base,
      symbol: { ...base.symbol, currency: '' },
      strategy: { ...base.strategy, settings: { ...base.strategy.settings, currency: '' } },
      data: [{ ...base.data[0]!, timeframe: '1d' }],
    }
    expect(text(daily)).toContain(',Price,Size (qty),Size (value),Net P&L,Net P&L %,')
    expect(text(daily)).toContain('1,Exit long,2024-01-01,X,')
  })

  it('has the header alone without trades', () => {
    const none = { ...base, trades: rows(), openTrades: rows() }
    expect(text(none).trimEnd().split('\n')).toHaveLength(1)
  })
})
