import { describe, expect, it } from 'vitest'
import { readTradingView } from '../../src/compare/tradingview.ts'

const ROWS = `
1,Exit long,2025-03-31 08:45,tp,1781.28,2,-14.5,-1.47,12,0.1,-17,-1.7
1,Entry long,2025-03-31 08:15,go,1807.82,2,-14.5,-1.47,12,0.1,-17,-1.7`

const read = (header: string, rows = ROWS) => readTradingView(`${header}${rows}\n`, 'list.csv')

describe('the list of trades of TradingView (RM-1.6)', () => {
  it.each([
    {
      says: 'the first',
      header:
        'Trade #,Type,Date/Time,Signal,Price,Contracts,Profit,Profit %,Run-up,Run-up %,Drawdown,Drawdown %',
    },
    {
      says: 'with currencies',
      header:
        'Trade #,Type,Date/Time,Signal,Price USDT,Contracts,Profit USD,Profit %,Run-up USD,Run-up %,Drawdown USD,Drawdown %',
    },
    {
      says: 'with a position size',
      header:
        'Trade #,Type,Date and time,Signal,Price USDT,Position size (qty),Net P&L USD,Net P&L %,Favorable excursion USD,Favorable excursion %,Adverse excursion USD,Adverse excursion %',
    },
    {
      says: 'with a size',
      header:
        '\ufeffTrade #,Type,Date and time,Signal,Price USDT,Size (qty),Net P&L USD,Net P&L %,Favorable excursion USD,Favorable excursion %,Adverse excursion USD,Adverse excursion %',
    },
    {
      says: 'of 2026',
      header:
        'Trade number,Type,Date and time,Signal,Price USDT,Size (qty),Net PnL USD,Net PnL %,Favorable excursion USD,Favorable excursion %,Adverse excursion USD,Adverse excursion %',
    },
    {
      says: 'in any letter case',
      header:
        'TRADE #,TYPE,DATE AND TIME,SIGNAL,PRICE USDT,SIZE (QTY),NET P&L USD,NET P&L %,FAVORABLE EXCURSION USD,FAVORABLE EXCURSION %,ADVERSE EXCURSION USD,ADVERSE EXCURSION %',
    },
  ])('has the header $says', ({ header }) => {
    expect(read(header)).toEqual({
      closed: [
        {
          trade: '1',
          side: 'long',
          entryWall: Date.UTC(2025, 2, 31, 8, 15),
          exitWall: Date.UTC(2025, 2, 31, 8, 45),
          entryPrice: 1807.82,
          exitPrice: 1781.28,
          qty: 2,
          profit: -14.5,
          entrySignal: 'go',
          exitSignal: 'tp',
          runUp: 12,
          drawdown: 17,
        },
      ],
      open: 0,
      isDaily: false,
    })
  })

  const HEADER = 'Trade #,Type,Date and time,Signal,Price,Size (qty),Profit'

  it.each([
    { says: 'a minus sign', cell: '\u221214.5', want: -14.5 },
    { says: 'brackets', cell: '(14.5)', want: -14.5 },
    { says: 'a decimal comma', cell: '"-14,5"', want: -14.5 },
    { says: 'groups of thousands', cell: '"1,014.5"', want: 1014.5 },
    { says: 'narrow blanks', cell: '1\u202f014.5', want: 1014.5 },
  ])('reads a profit with $says', ({ cell, want }) => {
    const rows = `\n1,Exit long,2025-03-31 08:45,tp,2,1,${cell}\n1,Entry long,2025-03-31 08:15,go,1,1,`
    expect(read(HEADER, rows).closed[0]!.profit).toBe(want)
  })

  it.each([
    { says: 'says Open', exit: '1,Exit long,2025-03-31 08:45,Open,2,1,1\n' },
    { says: 'is not there', exit: '' },
  ])('counts a trade as open whose exit $says', ({ exit }) => {
    expect(read(HEADER, `\n${exit}1,Entry long,2025-03-31 08:15,go,1,1,1`)).toMatchObject({
      closed: [],
      open: 1,
    })
  })

  it('knows dates of daily bars', () => {
    const rows = '\n1,Exit long,2025-03-31,x,2,1,1\n1,Entry long,2025-03-28,go,1,1,1'
    expect(read(HEADER, rows).isDaily).toBe(true)
  })

  const ENTRY = '1,Entry long,2025-03-31 08:15,go,1,1,1'
  it.each([
    { says: 'no header', text: 'hello', message: 'no column for the trade' },
    { says: 'nothing at all', text: '', message: 'no column for the trade' },
    { says: 'bars', text: 'time,open,high,low,close\n1,2,3,4,5', message: 'no column' },
    {
      says: 'another kind of row',
      text: `${HEADER}\n1,Einstieg long,2025-03-31 08:15,go,1,1,1`,
      message: 'type "Einstieg long"',
    },
    {
      says: 'a time that a spreadsheet rewrote',
      text: `${HEADER}\n1,Entry long,3/31/2025 8:15,go,1,1,1`,
      message: 'time "3/31/2025 8:15"',
    },
    {
      says: 'two entries of one trade',
      text: `${HEADER}\n${ENTRY}\n${ENTRY}`,
      message: 'second entry of trade "1"',
    },
    {
      says: 'an exit alone',
      text: `${HEADER}\n${ENTRY.replace('Entry', 'Exit')}`,
      message: 'no entry of trade "1"',
    },
    {
      says: 'a word for a price',
      text: `${HEADER}\n${ENTRY.replace('go,1', 'go,one')}`,
      message: '"one" where a number',
    },
    {
      says: 'a comma that may be either',
      text: `${HEADER}\n${ENTRY.replace('go,1', 'go,"1,234"')}`,
      message: '"1,234" where a number',
    },
    { says: 'a short row', text: `${HEADER}\n1,Entry long`, message: '"2" cells' },
    { says: 'a quote left open', text: `${HEADER}\n1,"Entry long`, message: 'is not CSV' },
  ])('refuses $says (D228)', ({ text, message }) => {
    expect(() => readTradingView(text, 'list.csv')).toThrow(
      expect.objectContaining({ code: 'D228', message: expect.stringContaining(message) }),
    )
  })
})
