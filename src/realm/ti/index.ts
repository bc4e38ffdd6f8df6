import type { Definition } from '../../shared/kernel.ts'
import { candlestick } from './candles.ts'
import { heikinashi } from './heikinashi.ts'
import { ichimokucloud } from './ichimokucloud.ts'
import { awesomeoscillator, kst, trix } from './momentum.ts'
import { chandelierexit, forceindex, stochasticrsi } from './others.ts'
import { PACKAGE_PATTERNS as FOUND, OWN_PATTERNS as OWN } from './patterns.ts'

const patterns = Object.fromEntries(
  Object.entries({ ...FOUND, ...OWN }).map(([name, pattern]) => [name, candlestick(pattern)]),
)

/**
 * What the `technicalindicators` package has and Pine lacks, by the package's function names.
 * Candlestick patterns are boolean series. Where the package computes wrongly, the kernel is our own.
 */
export const TI: Readonly<Record<string, Definition>> = {
  ...patterns,
  /** Any of the package's bullish patterns. */
  bullish: candlestick(
    FOUND.bullishengulfingpattern,
    FOUND.downsidetasukigap,
    OWN.bullishharami,
    OWN.bullishharamicross,
    FOUND.morningdojistar,
    FOUND.morningstar,
    FOUND.bullishmarubozu,
    OWN.piercingline,
    OWN.threewhitesoldiers,
    FOUND.bullishhammerstick,
    FOUND.bullishinvertedhammerstick,
    OWN.hammerpattern,
    OWN.hammerpatternunconfirmed,
    OWN.tweezerbottom,
  ),
  /** Any of the package's bearish patterns. */
  bearish: candlestick(
    FOUND.bearishengulfingpattern,
    FOUND.bearishharami,
    FOUND.bearishharamicross,
    FOUND.eveningdojistar,
    FOUND.eveningstar,
    FOUND.bearishmarubozu,
    FOUND.threeblackcrows,
    FOUND.bearishhammerstick,
    FOUND.bearishinvertedhammerstick,
    OWN.hangingman,
    OWN.hangingmanunconfirmed,
    OWN.shootingstar,
    OWN.shootingstarunconfirmed,
    OWN.tweezertop,
  ),
  awesomeoscillator,
  chandelierexit,
  forceindex,
  heikinashi,
  ichimokucloud,
  kst,
  stochasticrsi,
  trix,
}

/** The package's names that `ti` leaves out since Pine has the indicator, and what to use. */
export const TI_INSTEAD: Readonly<Record<string, string>> = {
  adl: 'ta.accdist',
  adx: 'ta.dmi',
  atr: 'ta.atr',
  averagegain: 'ta.rma',
  averageloss: 'ta.rma',
  bollingerbands: 'ta.bb',
  cci: 'ta.cci',
  crossDown: 'ta.crossunder',
  crossUp: 'ta.crossover',
  ema: 'ta.ema',
  highest: 'ta.highest',
  keltnerchannels: 'ta.kc',
  lowest: 'ta.lowest',
  macd: 'ta.macd',
  mfi: 'ta.mfi',
  obv: 'ta.obv',
  psar: 'ta.sar',
  roc: 'ta.roc',
  rsi: 'ta.rsi',
  sd: 'ta.stdev',
  sma: 'ta.sma',
  stochastic: 'ta.stoch',
  sum: 'math.sum',
  truerange: 'ta.tr',
  vwap: 'ta.vwap',
  wema: 'ta.rma',
  williamsr: 'ta.wpr',
  wma: 'ta.wma',
}
