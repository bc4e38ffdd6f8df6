import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type DataOptions, openBars } from '../../src/data/index.ts'
import { walk } from './walk.ts'

const HOURS = [1704189600000, 1704193200000, 1704196800000]
const DAYS = [1704153600000, 1704240000000, 1704326400000]
/** The three bars that every sample of the catalogue holds. */
const BARS = [
  [100, 102.5, 99.5, 101, 12.5],
  [101, 103, 100.5, 102.5, 8.25],
  [102.5, 102.75, 100, 100.25, 15],
]

type Entry = {
  readonly says: string
  readonly file: string
  readonly format: string
  readonly time?: readonly number[]
  readonly options?: DataOptions
  readonly name?: string
}

const entries: readonly Entry[] = [
  { says: 'F00 canonical CSV', file: 'f00-1.csv', format: 'canonical' },
  { says: 'F01 Binance archive in ms', file: 'f01-1.csv', format: 'binance' },
  {
    says: 'F02 Binance archive in µs',
    file: 'f02-1.csv',
    format: 'binance',
    time: [1735812000000, 1735815600000, 1735819200000],
  },
  { says: 'F03 Binance futures with a header', file: 'f03-1.csv', format: 'binance' },
  { says: 'F04 Binance REST', file: 'f04-1.json', format: 'binance' },
  { says: 'F05 Yahoo classic', file: 'f05-1.csv', format: 'yahoo', time: DAYS },
  { says: 'F06 yfinance with offsets', file: 'f06-1.csv', format: 'yfinance' },
  {
    says: 'F07 yfinance, three header rows',
    file: 'f07-1.csv',
    format: 'yfinance-multi',
    time: DAYS,
  },
  {
    says: 'F08 Yahoo page, newest first, dividends',
    file: 'f08-1.csv',
    format: 'yahoo-page',
    time: DAYS,
  },
  { says: 'F09 TradingView export', file: 'f09-1.csv', format: 'tradingview' },
  { says: 'F10 ccxt arrays', file: 'f10-1.json', format: 'ccxt' },
  { says: 'F10 ccxt through pandas', file: 'f10-2.csv', format: 'ccxt' },
  { says: 'F11 MetaTrader 5 intraday', file: 'f11-1.csv', format: 'metatrader5' },
  { says: 'F12 MetaTrader 5 daily', file: 'f12-1.csv', format: 'metatrader5', time: DAYS },
  { says: 'F13 MetaTrader 4', file: 'f13-1.csv', format: 'metatrader4' },
  { says: 'F14 Bybit archive', file: 'f14-1.csv', format: 'bybit' },
  { says: 'F15 Kraken archive', file: 'f15-1.csv', format: 'kraken' },
  { says: 'F16 Kraken REST', file: 'f16-1.json', format: 'kraken-rest' },
  { says: 'F17 Stooq in English', file: 'f17-1.csv', format: 'stooq', time: DAYS },
  { says: 'F17 Stooq in Polish', file: 'f17-2.csv', format: 'stooq', time: DAYS },
  { says: 'F18 Stooq bulk', file: 'f18-1.csv', format: 'stooq-bulk' },
  {
    says: 'F19 CryptoDataDownload, s and ms mixed',
    file: 'f19-1.csv',
    format: 'cryptodatadownload',
  },
  { says: 'F20 HistData', file: 'f20-1.csv', format: 'histdata', options: { format: 'histdata' } },
  {
    says: 'F20 HistData by zone',
    file: 'f20-1.csv',
    format: 'histdata',
    options: { tz: '-05:00' },
  },
  { says: 'F21 Dukascopy', file: 'f21-1.csv', format: 'dukascopy' },
  { says: 'F22 Investing.com', file: 'f22-1.csv', format: 'investing', time: DAYS },
  { says: 'F23 Nasdaq website', file: 'f23-1.csv', format: 'nasdaq', time: DAYS },
  {
    says: 'F24 Alpha Vantage in New York time',
    file: 'f24-1.csv',
    format: 'alphavantage',
    options: { format: 'alphavantage' },
  },
  { says: 'F25 Polygon in ns', file: 'f25-1.csv', format: 'polygon' },
  { says: 'F26 Databento', file: 'f26-1.csv', format: 'databento' },
  { says: 'F27 CoinAPI', file: 'f27-1.csv', format: 'coinapi' },
  {
    says: 'F28 Coinbase by its name',
    file: 'f28-1.json',
    format: 'coinbase',
    options: { format: 'coinbase' },
  },
  {
    says: 'F28 Bitfinex by its name',
    file: 'f28-2.json',
    format: 'bitfinex',
    options: { format: 'bitfinex' },
  },
  { says: 'F29 Bybit REST', file: 'f29-1.json', format: 'bybit' },
  { says: 'F29 OKX REST with an open bar', file: 'f29-2.json', format: 'okx' },
  { says: 'F30 Bitstamp minutes', file: 'f30-1.csv', format: 'bitstamp' },
  { says: 'F31 objects in JSON', file: 'f31-1.json', format: 'json' },
  { says: 'F31 columns in JSON', file: 'f31-2.json', format: 'json' },
  {
    says: 'F33 LEAN',
    file: 'f33-1.csv',
    format: 'lean',
    options: { format: 'lean', tz: 'UTC' },
    name: '20240102_trade.csv',
  },
  { says: 'F34 Sierra Chart', file: 'f34-1.csv', format: 'sierra' },
  { says: 'F35 Exchange of India', file: 'f35-1.csv', format: 'nse', time: DAYS },
]

const read = (file: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/data/${file}`, import.meta.url))

describe('the catalogue of formats (data-formats section 8)', () => {
  it.each(entries)('loads $says', async ({ file, format, time = HOURS, options, name }) => {
    const feed = await openBars({ bytes: read(file), name: name ?? file }, options)
    const bars = await walk(feed)
    expect(bars.time).toEqual(time)
    expect(bars.rows).toEqual(BARS)
    expect(feed.head.format).toBe(format)
    expect(feed.head.timeframe.name).toBe(time === DAYS ? '1D' : '60')
    expect(feed.head.decimals).toBe(2)
  })

  it.each<{
    says: string
    text: string
    format: string
    options?: DataOptions
    time?: readonly number[]
  }>([
    {
      says: 'F09 TradingView with ISO times and offsets',
      text: 'time,open,high,low,close,Volume\n2024-01-02T11:00:00+01:00,100,102.5,99.5,101,12.5\n2024-01-02T12:00:00+01:00,101,103,100.5,102.5,8.25\n2024-01-02T13:00:00+01:00,102.5,102.75,100,100.25,15\n',
      format: 'tradingview',
    },
    {
      says: 'F14 Bybit with seconds and turnover',
      text: 'start_at,open,high,low,close,volume,turnover\n1704189600,100,102.5,99.5,101,12.5,1\n1704193200,101,103,100.5,102.5,8.25,1\n1704196800,102.5,102.75,100,100.25,15,1\n',
      format: 'bybit',
    },
    {
      says: 'F18 Finam with semicolons and clocks without leading zeros',
      text: '<TICKER>;<PER>;<DATE>;<TIME>;<OPEN>;<HIGH>;<LOW>;<CLOSE>;<VOL>\nABC;60;20240102;100000;100;102.5;99.5;101;12.5\nABC;60;20240102;110000;101;103;100.5;102.5;8.25\nABC;60;20240102;120000;102.5;102.75;100;100.25;15\n',
      format: 'stooq-bulk',
    },
    {
      says: 'F18 Stooq bulk, daily',
      text: '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nABC.US,D,20240102,000000,100,102.5,99.5,101,12.5,0\nABC.US,D,20240103,000000,101,103,100.5,102.5,8.25,0\nABC.US,D,20240104,000000,102.5,102.75,100,100.25,15,0\n',
      format: 'stooq-bulk',
      time: DAYS,
    },
    {
      says: 'F19 CryptoDataDownload of old, with hours of a 12-hour clock',
      text: 'https://www.CryptoDataDownload.com\nDate,Symbol,Open,High,Low,Close,Volume BTC,Volume USD\n2024-01-02 12-PM,BTCUSD,102.50,102.75,100.00,100.25,15,1511.25\n2024-01-02 11-AM,BTCUSD,101.00,103.00,100.50,102.50,8.25,839.4375\n2024-01-02 10-AM,BTCUSD,100.00,102.50,99.50,101.00,12.5,1262.5\n',
      format: 'csv',
    },
    {
      says: 'F19 CryptoDataDownload with the quote volume first',
      text: 'unix,date,symbol,open,high,low,close,Volume USDT,Volume BTC,tradecount\n1704189600,2024-01-02 10:00:00,BTC/USDT,100.00,102.50,99.50,101.00,1262.5,12.5,40\n1704193200,2024-01-02 11:00:00,BTC/USDT,101.00,103.00,100.50,102.50,839.4375,8.25,31\n1704196800,2024-01-02 12:00:00,BTC/USDT,102.50,102.75,100.00,100.25,1511.25,15,52\n',
      format: 'cryptodatadownload',
    },
    {
      says: 'F21 Dukascopy in local time',
      text: 'Local time,Open,High,Low,Close,Volume\n02.01.2024 11:00:00.000 GMT+0100,100,102.5,99.5,101,12.5\n02.01.2024 12:00:00.000 GMT+0100,101,103,100.5,102.5,8.25\n02.01.2024 13:00:00.000 GMT+0100,102.5,102.75,100,100.25,15\n',
      format: 'dukascopy',
    },
    {
      says: 'F22 Investing.com in German form',
      text: '"Datum","Zuletzt","Er\u00f6ffn.","Hoch","Tief","Vol.","+/- %"\n"04.01.2024","100,25","102,50","102,75","100,00","0,015K","-2,20%"\n"03.01.2024","102,50","101,00","103,00","100,50","8,25","1,49%"\n"02.01.2024","101,00","100,00","102,50","99,50","12,5","-"\n',
      format: 'csv',
      options: { columns: { close: 'Zuletzt', open: 'Er\u00f6ffn.', high: 'Hoch', low: 'Tief' } },
      time: DAYS,
    },
    {
      says: 'F22 Investing.com with month names',
      text: '"Date","Price","Open","High","Low","Vol.","Change %"\n"Jan 04, 2024","100.25","102.50","102.75","100.00","0.015K","-2.20%"\n"Jan 03, 2024","102.50","101.00","103.00","100.50","8.25","1.49%"\n"Jan 02, 2024","101.00","100.00","102.50","99.50","12.5","-"\n',
      format: 'investing',
      time: DAYS,
    },
    {
      says: 'F26 Databento in its raw encoding',
      text: 'ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n1704189600000000000,34,1,7,100000000000,102500000000,99500000000,101000000000,12.5,ABC\n1704193200000000000,34,1,7,101000000000,103000000000,100500000000,102500000000,8.25,ABC\n1704196800000000000,34,1,7,102500000000,102750000000,100000000000,100250000000,15,ABC\n',
      format: 'databento',
    },
    {
      says: 'F30 idle minutes of Bitstamp',
      text: 'Timestamp,Open,High,Low,Close,Volume_(BTC),Volume_(Currency),Weighted_Price\n1704186000,NaN,NaN,NaN,NaN,NaN,NaN,NaN\n1704189600,100,102.5,99.5,101,12.5,1262.5,101\n1704193200,101,103,100.5,102.5,8.25,839.4375,101.75\n1704196800,102.5,102.75,100,100.25,15,1511.25,100.75\n',
      format: 'bitstamp',
    },
    {
      says: 'F32 jesse, in its own order, by its header',
      text: 'timestamp,open,close,high,low,volume\n1704189600000,100,101,102.5,99.5,12.5\n1704193200000,101,102.5,103,100.5,8.25\n1704196800000,102.5,100.25,102.75,100,15\n',
      format: 'csv',
    },
    {
      says: 'F32 jesse without a header, by its name',
      text: '1704189600000,100,101,102.5,99.5,12.5\n1704193200000,101,102.5,103,100.5,8.25\n1704196800000,102.5,100.25,102.75,100,15\n',
      format: 'jesse',
      options: { format: 'jesse' },
    },
    {
      says: 'F34 Interactive Brokers with two spaces',
      text: 'date,open,high,low,close,volume,average,barCount\n20240102  10:00:00,100,102.5,99.5,101,12.5,100,40\n20240102  11:00:00,101,103,100.5,102.5,8.25,101,31\n20240102  12:00:00,102.5,102.75,100,100.25,15,101,52\n',
      format: 'interactive-brokers',
    },
    {
      says: 'a TradingView seed file without a header',
      text: '20240102T,100,102.5,99.5,101,12.5\n20240103T,101,103,100.5,102.5,8.25\n20240104T,102.5,102.75,100,100.25,15\n',
      format: 'csv',
      time: DAYS,
    },
    {
      says: 'epochs without a header',
      text: '1704189600,100,102.5,99.5,101,12.5\n1704193200,101,103,100.5,102.5,8.25\n1704196800,102.5,102.75,100,100.25,15\n',
      format: 'csv',
    },
    {
      says: 'local times by --tz',
      text: 'time,open,high,low,close,volume\n2024-01-02 05:00,100,102.5,99.5,101,12.5\n2024-01-02 06:00,101,103,100.5,102.5,8.25\n2024-01-02 07:00,102.5,102.75,100,100.25,15\n',
      format: 'canonical',
      options: { tz: 'America/New_York' },
    },
    {
      says: 'dates of a zone, which stay dates',
      text: 'time,open,high,low,close,volume\n2024-01-02,100,102.5,99.5,101,12.5\n2024-01-03,101,103,100.5,102.5,8.25\n2024-01-04,102.5,102.75,100,100.25,15\n',
      format: 'canonical',
      options: { tz: 'America/New_York' },
      time: DAYS,
    },
    {
      says: 'a pattern',
      text: 'when,open,high,low,close,volume\n02|01|24 10h,100,102.5,99.5,101,12.5\n02|01|24 11h,101,103,100.5,102.5,8.25\n02|01|24 12h,102.5,102.75,100,100.25,15\n',
      format: 'csv',
      options: { dateFormat: "dd|MM|yy HH'h'", columns: { time: 'when' } },
    },
  ])('loads $says', async ({ text, format, options, time = HOURS }) => {
    const feed = await openBars({ bytes: Buffer.from(text), name: 'x.csv' }, options)
    const bars = await walk(feed)
    expect(bars.time).toEqual(time)
    expect(bars.rows).toEqual(BARS)
    expect(feed.head.format).toBe(format)
  })

  it('gives every hourly form of the three bars one hash', async () => {
    const hashes = new Set<string>()
    for (const { file, time, options, name } of entries) {
      if (time) continue
      const named = { ...options, symbol: options?.symbol ?? 'ABC' }
      const feed = await openBars({ bytes: read(file), name: name ?? file }, named)
      await walk(feed)
      hashes.add(feed.summary().hash)
    }
    expect([...hashes]).toHaveLength(1)
  })
})
