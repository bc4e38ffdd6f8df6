import { parseTimeframe, type Timeframe } from '../shared/timeframe.ts'

/** What a file name says about its bars (data-formats section 10). */
export type NameGuess = { readonly symbol: string; readonly timeframe: Timeframe | undefined }

const UNIT = '\\d{1,4}(?:[smhdw]|M)|\\d{1,4}(?:S|H|D|W|min|mo)|[MH]\\d{1,3}|D1|W1|MN1'

/** Patterns with the symbol and the timeframe in named groups, the most telling first. */
const PATTERNS = [
  // DAT_ASCII_EURUSD_M1_2024
  `^DAT_ASCII_(?<symbol>[A-Z0-9]+)_(?<tf>${UNIT})_`,
  // ccxt_BYBIT_BTC_USDT_USDT_1D
  `^ccxt_[A-Za-z0-9]+_(?<symbol>.+)_(?<tf>${UNIT})$`,
  // BINANCE_BTCUSDT, 60
  `^(?:[A-Z0-9]+_)?(?<symbol>[^,]+), (?<tf>\\d{1,4}[SDWM]?|[DWM])(?: \\(\\d+\\)|_[0-9a-f]+)?$`,
  // Binance_BTCUSDT_1h, Binance_BTCUSDT_d
  `^(?:Binance|Bitstamp|Bitfinex|Gemini|Kraken|Coinbase|Bybit|OKX|Poloniex|Bittrex|Kucoin|Cexio)_(?<symbol>[A-Za-z0-9]+)_(?<tf>${UNIT}|d|minute|hour)$`,
  // EURUSD_M15_202401020000_202402010000
  `^(?<symbol>[^_]+)_(?<tf>${UNIT})_\\d{6,12}_\\d{6,12}$`,
  // abc_us_d
  '^(?<stooq>[a-z0-9.^]+_[a-z]{2})_(?<tf>[dwm])$',
  // BTCUSDT-1h-2024-01, simulated-btc-1h, usdt_usd_1d
  `^(?<symbol>.+?)[-_](?<tf>${UNIT})(?:[-_]\\d{4}(?:-\\d{2}){0,2})?$`,
  // XBTUSD_60
  '^(?<symbol>[A-Z0-9.]{5,})_(?<tf>1|5|15|30|60|240|720|1440)$',
  // EURUSD60
  '^(?<symbol>[A-Z]{6})(?<tf>1|5|15|30|60|240|1440)$',
].map((pattern) => new RegExp(pattern))

/** Guesses symbol and timeframe from a file name; the stem itself is the symbol where nothing fits. */
export function guessFromName(name: string): NameGuess {
  const stem = stemOf(name)
  for (const pattern of PATTERNS) {
    const groups = pattern.exec(stem)?.groups
    if (!groups) continue
    const timeframe = readTimeframe(groups.tf!)
    if (!timeframe) continue
    const symbol = groups.stooq ? groups.stooq.replace('_', '.').toUpperCase() : groups.symbol!
    return { symbol, timeframe }
  }
  return { symbol: stem, timeframe: undefined }
}

/** A file name without its extensions. */
export function stemOf(name: string): string {
  return name.replace(/(\.(csv|txt|tsv|json|ndjson|jsonl|qbars|gz|zip|zst))+$/i, '')
}

/** `M15` and `H4` as MetaTrader writes them, `d` and `hour` as archives do, and the usual forms. */
function readTimeframe(text: string): Timeframe | undefined {
  const metatrader = /^(MN|M|H|D|W)(\d{1,3})$/.exec(text)
  if (metatrader) {
    const unit = { M: 'm', H: 'h', D: 'd', W: 'w', MN: 'M' }[metatrader[1]!]!
    return parseTimeframe(metatrader[2]! + unit)
  }
  const words: Readonly<Record<string, string>> = {
    d: '1d',
    w: '1w',
    m: '1M',
    minute: '1m',
    hour: '1h',
  }
  const word = words[text] ?? text.replace(/min$/, 'm').replace(/mo$/, 'M').replace(/H$/, 'h')
  return parseTimeframe(word)
}
