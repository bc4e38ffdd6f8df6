import type { ColumnField } from './options.ts'

/** Formats by name: what `--format` takes and `qrun data inspect` prints. */
export type FormatId =
  | 'canonical'
  | 'binance'
  | 'yahoo'
  | 'yfinance'
  | 'yfinance-multi'
  | 'yahoo-page'
  | 'tradingview'
  | 'ccxt'
  | 'metatrader4'
  | 'metatrader5'
  | 'bybit'
  | 'okx'
  | 'kraken'
  | 'kraken-rest'
  | 'stooq'
  | 'stooq-bulk'
  | 'cryptodatadownload'
  | 'histdata'
  | 'ninjatrader'
  | 'dukascopy'
  | 'investing'
  | 'nasdaq'
  | 'alphavantage'
  | 'polygon'
  | 'databento'
  | 'coinapi'
  | 'bitstamp'
  | 'jesse'
  | 'lean'
  | 'interactive-brokers'
  | 'sierra'
  | 'nse'
  | 'coinbase'
  | 'bitfinex'
  | 'json'
  | 'csv'

/** What is known of a format beyond its column names. */
export type Format = {
  readonly id: FormatId
  readonly title: string
  /** Normalised names a header must hold for the format to be recognised. */
  readonly names?: readonly string[]
  /** Order of the leading cells where there is no header; undefined for a cell that is not used. */
  readonly order?: readonly (ColumnField | undefined)[]
  /** Zone of times without an offset; UTC where absent. */
  readonly zone?: string
  /** `ask`: no zone is common enough to assume; `warn`: UTC is assumed and noted. */
  readonly zoneRule?: 'ask' | 'warn'
  /** Prices are whole numbers of one part in so many. */
  readonly priceDivisor?: number
}

const TOHLCV: readonly ColumnField[] = ['time', 'open', 'high', 'low', 'close', 'volume']

/** Recognised in this order; the first whose names all stand in the header wins. */
export const FORMATS: readonly Format[] = [
  { id: 'canonical', title: 'qrun canonical CSV' },
  {
    id: 'binance',
    title: 'Binance archive',
    names: ['open time', 'open', 'close', 'close time'],
    order: TOHLCV,
  },
  {
    id: 'yfinance',
    title: 'yfinance',
    names: ['open', 'close', 'dividends', 'stock splits'],
  },
  { id: 'yfinance-multi', title: 'yfinance with three header rows' },
  { id: 'yahoo-page', title: 'Yahoo Finance history page' },
  { id: 'yahoo', title: 'Yahoo Finance CSV', names: ['date', 'open', 'close', 'adj close'] },
  {
    id: 'metatrader5',
    title: 'MetaTrader 5 export',
    names: ['date', 'open', 'close', 'tickvol', 'spread'],
    zoneRule: 'warn',
  },
  {
    id: 'metatrader4',
    title: 'MetaTrader 4 export',
    order: ['date', 'clock', 'open', 'high', 'low', 'close', 'volume'],
    zoneRule: 'warn',
  },
  { id: 'bybit', title: 'Bybit archive', names: ['start at', 'open', 'close'], order: TOHLCV },
  { id: 'okx', title: 'OKX', order: TOHLCV },
  { id: 'kraken', title: 'Kraken archive', order: TOHLCV },
  {
    id: 'kraken-rest',
    title: 'Kraken',
    order: ['time', 'open', 'high', 'low', 'close', undefined, 'volume'],
  },
  {
    id: 'stooq-bulk',
    title: 'Stooq bulk or Finam text',
    names: ['ticker', 'per', 'date', 'open', 'close'],
  },
  {
    id: 'stooq',
    title: 'Stooq',
    names: ['data', 'otwarcie', 'zamkniecie'],
  },
  {
    id: 'cryptodatadownload',
    title: 'CryptoDataDownload',
    names: ['unix', 'date', 'symbol', 'open', 'close'],
  },
  {
    id: 'histdata',
    title: 'HistData',
    order: TOHLCV,
    zone: '-05:00',
    zoneRule: 'ask',
  },
  { id: 'ninjatrader', title: 'NinjaTrader', order: TOHLCV, zone: 'UTC' },
  { id: 'dukascopy', title: 'Dukascopy', names: ['gmt time', 'open', 'close'] },
  { id: 'dukascopy', title: 'Dukascopy', names: ['local time', 'open', 'close'] },
  {
    id: 'investing',
    title: 'Investing.com',
    names: ['date', 'price', 'open', 'vol', 'change %'],
  },
  { id: 'nasdaq', title: 'Nasdaq website', names: ['date', 'close/last', 'open'] },
  { id: 'alphavantage', title: 'Alpha Vantage', zone: 'America/New_York' },
  {
    id: 'polygon',
    title: 'Polygon flat file',
    names: ['ticker', 'open', 'close', 'window start'],
  },
  {
    id: 'databento',
    title: 'Databento',
    names: ['ts event', 'open', 'close', 'instrument id'],
  },
  { id: 'coinapi', title: 'CoinAPI', names: ['time period start', 'price open', 'price close'] },
  {
    id: 'bitstamp',
    title: 'Bitstamp minutes (Kaggle)',
    names: ['timestamp', 'open', 'close', 'weighted price'],
  },
  { id: 'sierra', title: 'Sierra Chart', names: ['date', 'time', 'open', 'last', '# of trades'] },
  {
    id: 'interactive-brokers',
    title: 'Interactive Brokers',
    names: ['date', 'open', 'close', 'average', 'barcount'],
  },
  { id: 'nse', title: 'Exchange of India', names: ['date', 'series', 'open', 'close', 'ltp'] },
  { id: 'tradingview', title: 'TradingView chart export' },
  { id: 'ccxt', title: 'ccxt', order: TOHLCV },
  { id: 'coinbase', title: 'Coinbase', order: ['time', 'low', 'high', 'open', 'close', 'volume'] },
  { id: 'bitfinex', title: 'Bitfinex', order: ['time', 'open', 'close', 'high', 'low', 'volume'] },
  { id: 'jesse', title: 'jesse', order: ['time', 'open', 'close', 'high', 'low', 'volume'] },
  {
    id: 'lean',
    title: 'LEAN',
    order: TOHLCV,
    zoneRule: 'ask',
    priceDivisor: 10_000,
  },
  { id: 'json', title: 'JSON' },
  { id: 'csv', title: 'CSV', order: TOHLCV },
]

/** The format of that id; every id is in the table. */
export function formatOf(id: FormatId): Format {
  return FORMATS.find((format) => format.id === id)!
}

/** Recognises a header. `raw` keeps its capitals, `names` are normalised. */
export function recognise(raw: readonly string[], names: readonly string[]): Format {
  if (names.some((name) => /^(adj )?close .* price /.test(name))) return formatOf('yahoo-page')
  for (const format of FORMATS) {
    if (format.names?.every((name) => names.includes(name))) return format
  }
  const start = raw.slice(0, 6).join(',')
  if (raw.length === 6 && start === 'time,open,high,low,close,volume') return formatOf('canonical')
  if (start.startsWith('time,open,high,low,close')) return formatOf('tradingview')
  if (start === ',timestamp,open,high,low,close') return formatOf('ccxt')
  if (start === 'Date,Open,High,Low,Close,Volume') return formatOf('stooq')
  return formatOf('csv')
}
