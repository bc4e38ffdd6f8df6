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
