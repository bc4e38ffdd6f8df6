import {
  abandonedbaby,
  bearishengulfingpattern,
  bearishhammerstick,
  bearishharami,
  bearishharamicross,
  bearishinvertedhammerstick,
  bearishmarubozu,
  bullishengulfingpattern,
  bullishhammerstick,
  bullishinvertedhammerstick,
  bullishmarubozu,
  darkcloudcover,
  doji,
  downsidetasukigap,
  dragonflydoji,
  eveningdojistar,
  eveningstar,
  gravestonedoji,
  morningdojistar,
  morningstar,
  threeblackcrows,
} from 'technicalindicators'
import type { Candles, Pattern } from './candles.ts'

/** Patterns that the package finds as their definition says; docs/kernels.md has the definitions. */
export const PACKAGE_PATTERNS = {
  abandonedbaby: { bars: 3, holds: abandonedbaby },
  bearishengulfingpattern: { bars: 2, holds: bearishengulfingpattern },
  bearishhammerstick: { bars: 1, holds: bearishhammerstick },
  bearishharami: { bars: 2, holds: bearishharami },
  bearishharamicross: { bars: 2, holds: bearishharamicross },
  bearishinvertedhammerstick: { bars: 1, holds: bearishinvertedhammerstick },
  bearishmarubozu: { bars: 1, holds: bearishmarubozu },
  bullishengulfingpattern: { bars: 2, holds: bullishengulfingpattern },
  bullishhammerstick: { bars: 1, holds: bullishhammerstick },
  bullishinvertedhammerstick: { bars: 1, holds: bullishinvertedhammerstick },
  bullishmarubozu: { bars: 1, holds: bullishmarubozu },
  darkcloudcover: { bars: 2, holds: darkcloudcover },
  doji: { bars: 1, holds: doji },
  downsidetasukigap: { bars: 3, holds: downsidetasukigap },
  dragonflydoji: { bars: 1, holds: dragonflydoji },
  eveningdojistar: { bars: 3, holds: eveningdojistar },
  eveningstar: { bars: 3, holds: eveningstar },
  gravestonedoji: { bars: 1, holds: gravestonedoji },
  morningdojistar: { bars: 3, holds: morningdojistar },
  morningstar: { bars: 3, holds: morningstar },
  threeblackcrows: { bars: 3, holds: threeblackcrows },
} as const satisfies Record<string, Pattern>

/** One bar of a view, as a view of its own; refilled, never allocated, per call. */
const single: Candles = { open: [0], high: [0], low: [0], close: [0] }

function bar({ open, high, low, close }: Candles, k: number): Candles {
  single.open[0] = open[k]!
  single.high[0] = high[k]!
  single.low[0] = low[k]!
  single.close[0] = close[k]!
  return single
}

const isHammer = (candle: Candles): boolean =>
  bearishhammerstick(candle) || bullishhammerstick(candle)

const isInvertedHammer = (candle: Candles): boolean =>
  bearishinvertedhammerstick(candle) || bullishinvertedhammerstick(candle)

/** Whether the first `count` closes rose more than they fell; the package compares the two as texts. */
function rose({ close }: Candles, count: number): boolean {
  return balance(close, count) > 0
}

function fell({ close }: Candles, count: number): boolean {
  return balance(close, count) < 0
}

/** Sum of rises less sum of falls among the first `count` closes. */
function balance(close: readonly number[], count: number): number {
  let rises = 0
  let falls = 0
  for (let k = 1; k < count; k++) {
    const change = close[k]! - close[k - 1]!
    if (change > 0) rises += change
    else falls -= change
  }
  return rises - falls
}

/** The fifth bar is bullish and closes above the fourth. */
const confirmsRise = ({ open, close }: Candles): boolean =>
  open[4]! < close[4]! && close[3]! < close[4]!

/** The fifth bar is bearish and closes below the fourth. */
const confirmsFall = ({ open, close }: Candles): boolean =>
  open[4]! > close[4]! && close[3]! > close[4]!

/** `bearishharami` mirrored; the package lets the second close leave the first body. */
const isHarami = ({ open, high, low, close }: Candles): boolean =>
  open[0]! > high[1]! && close[0]! < open[1]! && close[0]! < close[1]! && low[0]! < low[1]!

/** Patterns that the package finds wrongly, by their definition; docs/kernels.md says what it gets wrong. */
export const OWN_PATTERNS = {
  bearishspinningtop: {
    bars: 1,
    holds: ({ open, high, low, close }) => {
      const body = open[0]! - close[0]!
      return body > 0 && body < high[0]! - open[0]! && body < close[0]! - low[0]!
    },
  },
  bullishspinningtop: {
    bars: 1,
    holds: ({ open, high, low, close }) => {
      const body = close[0]! - open[0]!
      return body > 0 && body < high[0]! - close[0]! && body < open[0]! - low[0]!
    },
  },
  bullishharami: { bars: 2, holds: isHarami },
  bullishharamicross: {
    bars: 2,
    holds: (candles) =>
      isHarami(candles) &&
      Math.abs(candles.open[1]! - candles.close[1]!) <= candles.open[1]! * 0.001,
  },
  piercingline: {
    bars: 2,
    holds: ({ open, low, close }) =>
      close[0]! < open[0]! &&
      close[1]! > open[1]! &&
      open[1]! < low[0]! &&
      close[1]! > (open[0]! + close[0]!) / 2 &&
      close[1]! < open[0]!,
  },
  threewhitesoldiers: {
    bars: 3,
    holds: ({ open, high, close }) =>
      high[1]! > high[0]! &&
      high[2]! > high[1]! &&
      close[0]! > open[0]! &&
      close[1]! > open[1]! &&
      close[2]! > open[2]! &&
      open[1]! > open[0]! &&
      open[1]! < close[0]! &&
      open[2]! > open[1]! &&
      open[2]! < close[1]!,
  },
  hammerpattern: {
    bars: 5,
    holds: (candles) =>
      fell(candles, 3) &&
      confirmsRise(candles) &&
      (isHammer(bar(candles, 3)) || isInvertedHammer(bar(candles, 3))),
  },
  hammerpatternunconfirmed: {
    bars: 5,
    holds: (candles) =>
      fell(candles, 4) && (isHammer(bar(candles, 4)) || isInvertedHammer(bar(candles, 4))),
  },
  hangingman: {
    bars: 5,
    holds: (candles) => rose(candles, 3) && confirmsFall(candles) && isHammer(bar(candles, 3)),
  },
  hangingmanunconfirmed: {
    bars: 5,
    holds: (candles) => rose(candles, 4) && isHammer(bar(candles, 4)),
  },
  shootingstar: {
    bars: 5,
    holds: (candles) =>
      rose(candles, 3) && confirmsFall(candles) && isInvertedHammer(bar(candles, 3)),
  },
  shootingstarunconfirmed: {
    bars: 5,
    holds: (candles) => rose(candles, 4) && isInvertedHammer(bar(candles, 4)),
  },
  tweezertop: {
    bars: 5,
    holds: (candles) => rose(candles, 3) && candles.high[3] === candles.high[4],
  },
  tweezerbottom: {
    bars: 5,
    holds: (candles) => fell(candles, 3) && candles.low[3] === candles.low[4],
  },
} as const satisfies Record<string, Pattern>
