import { describe, expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import type { Values } from '../../../src/shared/kernel.ts'
import { type Inputs, run } from './harness.ts'

const na = Number.NaN

type Fact = {
  says: string
  name: string
  values?: Values
  inputs: Inputs
  /** One column per output. */
  want: readonly (readonly number[])[]
}

const source = (...values: number[]) => ({ source: values })
const series = (...values: number[]) => ({ series: values })
const pair = (source1: number[], source2: number[]) => ({ source1, source2 })

/** Bars as [high, low, close], with an open and a volume where a fact needs them. */
const bars = (...rows: [number, number, number, number?, number?][]) => ({
  'bar.high': rows.map((row) => row[0]),
  'bar.low': rows.map((row) => row[1]),
  'bar.close': rows.map((row) => row[2]),
  'bar.open': rows.map((row) => row[3] ?? na),
  'bar.volume': rows.map((row) => row[4] ?? na),
})

const volume = (...values: number[]) => ({ 'bar.volume': values })

const sets: Record<string, Fact[]> = {
  averages: [
    {
      says: 'sma of one bar is the source',
      name: 'sma',
      values: { length: 1 },
      inputs: source(3, 5),
      want: [[3, 5]],
    },
    {
      says: 'sma skips na and holds its value (IN-0.5)',
      name: 'sma',
      values: { length: 2 },
      inputs: source(1, na, 3, na, 7),
      want: [[na, na, 2, 2, 5]],
    },
    {
      says: 'sma is exact where a running sum is not (IN-1.1)',
      name: 'sma',
      values: { length: 2 },
      inputs: source(1e16, 1, 1, 3),
      want: [[na, 5000000000000000, 1, 2]],
    },
    {
      says: 'sma follows a length that changes (IN-0.7)',
      name: 'sma',
      inputs: { source: [1, 2, 3, 4, 5, 6], length: [2, 2, 3, 1, 4, 0] },
      want: [[na, 1.5, 2, 4, 3.5, na]],
    },
    {
      says: 'sma truncates a length of 2.9 to 2',
      name: 'sma',
      inputs: { source: [1, 3, 9], length: [2.9, 2.9, 2.9] },
      want: [[na, 2, 6]],
    },
    {
      says: 'ema of 10, 20, 30, 40 over 3 (IN-10)',
      name: 'ema',
      values: { length: 3 },
      inputs: source(10, 20, 30, 40),
      want: [[na, na, 20, 30]],
    },
    {
      says: 'ema gives na on na and keeps its state (IN-0.5)',
      name: 'ema',
      values: { length: 3 },
      inputs: source(10, na, 20, 30, na, 40),
      want: [[na, na, na, 20, na, 30]],
    },
    {
      says: 'ema adds α · (source − e), bit for bit (IN-2.2)',
      name: 'ema',
      values: { length: 4 },
      inputs: source(0.1, 0.2, 0.3, 0.4, 0.7),
      want: [[na, na, na, 0.25, 0.25 + 0.4 * (0.7 - 0.25)]],
    },
    {
      says: 'rma of 3, 6, 9, 12 over 3 (IN-10)',
      name: 'rma',
      values: { length: 3 },
      inputs: source(3, 6, 9, 12),
      want: [[na, na, 6, 8]],
    },
    {
      says: 'rma gives na on na and keeps its state',
      name: 'rma',
      values: { length: 2 },
      inputs: source(2, 4, na, 6),
      want: [[na, 3, na, 4.5]],
    },
    {
      says: 'wma of 1, 2, 3 over 3 (IN-10)',
      name: 'wma',
      values: { length: 3 },
      inputs: source(1, 2, 3),
      want: [[na, na, 14 / 6]],
    },
    {
      says: 'wma puts the last value in the place of na (IN-2.4)',
      name: 'wma',
      values: { length: 2 },
      inputs: source(na, 3, 6, na, 9),
      want: [[na, na, 5, na, (6 + 2 * 9) / 3]],
    },
    {
      says: 'vwma weighs by volume',
      name: 'vwma',
      values: { length: 2 },
      inputs: { ...source(1, 4, 4), ...volume(2, 1, 0) },
      want: [[na, 2, 4]],
    },
    {
      says: 'vwma is na where no volume was traded (IN-0.6)',
      name: 'vwma',
      values: { length: 2 },
      inputs: { ...source(1, 4), ...volume(0, 0) },
      want: [[na, na]],
    },
    {
      says: 'hma of a line is the line (IN-10)',
      name: 'hma',
      values: { length: 4 },
      inputs: source(1, 2, 3, 4, 5, 6),
      want: [[na, na, na, na, 5, 6]],
    },
    {
      says: 'alma of a constant is the constant',
      name: 'alma',
      values: { length: 3, offset: 0.85, sigma: 6, floor: false },
      inputs: series(2, 2, 2, na, 2),
      want: [[na, na, 2, na, na]],
    },
    {
      says: 'swma of a constant is the constant (IN-10)',
      name: 'swma',
      inputs: source(3, 3, 3, 3, na, 3),
      want: [[na, na, na, 3, na, 3]],
    },
    {
      says: 'swma weighs 1 2 2 1',
      name: 'swma',
      inputs: source(6, 0, 3, 12),
      want: [[na, na, na, 4]],
    },
    {
      says: 'linreg of a line is the line (IN-10)',
      name: 'linreg',
      values: { length: 3, offset: 0 },
      inputs: source(1, 3, 5, 7),
      want: [[na, na, 5, 7]],
    },
    {
      says: 'linreg looks back by its offset',
      name: 'linreg',
      values: { length: 3, offset: 2 },
      inputs: source(1, 3, 5, 7),
      want: [[na, na, 1, 3]],
    },
  ],
  spread: [
    {
      says: 'tr of the first bar is na (IN-3.1)',
      name: 'tr',
      values: { handleNa: false },
      inputs: bars([10, 8, 9], [12, 11, 12], [11, 7, 8]),
      want: [[na, 3, 5]],
    },
    {
      says: 'tr with handleNa begins with high − low',
      name: 'tr',
      values: { handleNa: true },
      inputs: bars([10, 8, 9], [12, 11, 12]),
      want: [[2, 3]],
    },
    {
      says: 'atr counts the first bar (IN-3.2)',
      name: 'atr',
      values: { length: 2 },
      inputs: bars([10, 8, 9], [12, 11, 12], [11, 7, 8]),
      want: [[na, 2.5, 3.75]],
    },
    {
      says: 'stdev of 1, 2, 3, 4 over 4 is √1.25 (IN-10)',
      name: 'stdev',
      values: { length: 4, biased: true },
      inputs: source(1, 2, 3, 4),
      want: [[na, na, na, Math.sqrt(1.25)]],
    },
    {
      says: 'variance of a sample divides by n − 1',
      name: 'variance',
      values: { length: 4, biased: false },
      inputs: source(1, 2, 3, 4),
      want: [[na, na, na, 10 - 25 / 3]],
    },
    {
      says: 'unbiased variance of one value is na',
      name: 'variance',
      values: { length: 1, biased: false },
      inputs: source(1, 2),
      want: [[na, na]],
    },
    {
      says: 'variance is never below 0',
      name: 'variance',
      values: { length: 3, biased: true },
      inputs: source(0.1, 0.1, 0.1),
      want: [[na, na, 0]],
    },
    {
      says: 'dev of 1, 2, 6 over 3',
      name: 'dev',
      values: { length: 3 },
      inputs: source(1, 2, 6, na),
      want: [[na, na, 2, 2]],
    },
    {
      says: 'bb stands mult deviations off',
      name: 'bb',
      values: { length: 2, mult: 2 },
      inputs: series(1, 3, 7),
      want: [
        [na, 2, 5],
        [na, 4, 9],
        [na, 0, 1],
      ],
    },
    {
      says: 'bbw is in percent (IN-3.5)',
      name: 'bbw',
      values: { length: 2, mult: 2 },
      inputs: series(1, 3, -3),
      want: [[na, 200, na]],
    },
    {
      says: 'kc bands begin a bar after the middle (IN-3.6)',
      name: 'kc',
      values: { length: 1, mult: 1, useTrueRange: true },
      inputs: { ...series(9, 12), ...bars([10, 8, 9], [12, 11, 12]) },
      want: [
        [9, 12],
        [na, 15],
        [na, 9],
      ],
    },
    {
      says: 'kc by high − low begins with the middle',
      name: 'kc',
      values: { length: 1, mult: 2, useTrueRange: false },
      inputs: { ...series(9, 12), ...bars([10, 8, 9], [12, 11, 12]) },
      want: [
        [9, 12],
        [13, 14],
        [5, 10],
      ],
    },
    {
      says: 'kcw is not in percent',
      name: 'kcw',
      values: { length: 1, mult: 1, useTrueRange: false },
      inputs: { ...series(8, 10), ...bars([10, 8, 9], [12, 11, 12]) },
      want: [[0.5, 0.2]],
    },
    {
      says: 'correlation of a rise with itself and with a fall',
      name: 'correlation',
      values: { length: 2 },
      inputs: pair([1, 2, 3, 3], [2, 4, 2, 5]),
      want: [[na, 1, -1, na]],
    },
    {
      says: 'median of an odd and an even window',
      name: 'median',
      values: { length: 3 },
      inputs: source(5, 1, 3, na, 9),
      want: [[na, na, 3, 3, 3]],
    },
    {
      says: 'median of an even window is the mean of the middle',
      name: 'median',
      values: { length: 2 },
      inputs: source(5, 1, 4),
      want: [[na, 3, 2.5]],
    },
    {
      says: 'mode takes the smallest of equally frequent values (IN-3.9)',
      name: 'mode',
      values: { length: 4 },
      inputs: source(2, 1, 1, 2, 2, 2),
      want: [[na, na, na, 1, 1, 2]],
    },
    {
      says: 'range is highest less lowest',
      name: 'range',
      values: { length: 2 },
      inputs: source(1, 4, 2),
      want: [[na, 3, 2]],
    },
    {
      says: 'percentrank counts equal values, those within 1e-10 too (IN-0.3)',
      name: 'percentrank',
      values: { length: 2 },
      inputs: source(1, 2 + 1e-11, 2, 1, 3),
      want: [[na, na, 100, 0, 100]],
    },
    {
      says: 'percentrank is na with a na in the window (IN-3.11)',
      name: 'percentrank',
      values: { length: 1 },
      inputs: source(1, 2, na, 3, 3),
      want: [[na, 100, na, na, 100]],
    },
    {
      says: 'percentile by nearest rank',
      name: 'percentileNearestRank',
      values: { length: 4, percentage: 50 },
      inputs: source(4, 3, 2, 1, 9),
      want: [[na, na, na, 2, 2]],
    },
    {
      says: 'percentile 0 is the smallest',
      name: 'percentileNearestRank',
      values: { length: 2, percentage: 0 },
      inputs: source(4, 3, na, 5),
      want: [[na, 3, na, 5]],
    },
    {
      says: 'na values stand last in a percentile (IN-3.12)',
      name: 'percentileNearestRank',
      values: { length: 2, percentage: 100 },
      inputs: source(4, 3, na, 5, 1),
      want: [[na, 4, na, na, 5]],
    },
    {
      says: 'percentile between two ranks',
      name: 'percentileLinearInterpolation',
      values: { length: 2, percentage: 50 },
      inputs: source(4, 3, 7),
      want: [[na, 3.5, 5]],
    },
    {
      says: 'percentile at the ends',
      name: 'percentileLinearInterpolation',
      values: { length: 2, percentage: 90 },
      inputs: source(4, 3, 7),
      want: [[na, 4, 7]],
    },
    {
      says: 'cum leaves na out (IN-3.13)',
      name: 'cum',
      inputs: source(1, na, 2),
      want: [[1, na, 3]],
    },
    {
      says: 'max of all bars',
      name: 'max',
      inputs: source(na, -2, 1, na, 0),
      want: [[na, -2, 1, 1, 1]],
    },
    { says: 'min of all bars', name: 'min', inputs: source(3, 4, -1, 0), want: [[3, 3, -1, -1]] },
  ],
  oscillators: [
    {
      says: 'change looks back by length',
      name: 'change',
      values: { length: 2 },
      inputs: source(1, 2, 4, na, 9),
      want: [[na, na, 3, na, 5]],
    },
    {
      says: 'changed is false before there is a value before',
      name: 'changed',
      values: { length: 1 },
      inputs: source(1, 1, 0, 0, 1),
      want: [[0, 0, 1, 0, 1]],
    },
    {
      says: 'mom is change',
      name: 'mom',
      values: { length: 1 },
      inputs: source(1, 2, 4),
      want: [[na, 1, 2]],
    },
    {
      says: 'roc is in percent, na from 0',
      name: 'roc',
      values: { length: 1 },
      inputs: source(4, 5, 0, 3),
      want: [[na, 25, -100, na]],
    },
    {
      says: 'rsi: rises only 100, falls only 0, nothing na (IN-4.2)',
      name: 'rsi',
      values: { length: 1 },
      inputs: source(1, 2, 1, 1, 3),
      want: [[na, 100, 0, na, 100]],
    },
    {
      says: 'rsi of 2, 3, 2.5 over 2',
      name: 'rsi',
      values: { length: 2 },
      inputs: source(2, 3, 2.5),
      want: [[na, na, 100 - 100 / 3]],
    },
    {
      says: 'rsi gives na on na and keeps its state',
      name: 'rsi',
      values: { length: 2 },
      inputs: source(2, 3, na, 2.5),
      want: [[na, na, na, 100 - 100 / 3]],
    },
    {
      says: 'stoch is not limited and na without a range',
      name: 'stoch',
      values: { length: 2 },
      inputs: { source: [1, 7, 2, 2], high: [4, 5, 2, 2], low: [0, 1, 2, 2] },
      want: [[na, 140, 25, na]],
    },
    {
      says: 'wpr from −100 to 0',
      name: 'wpr',
      values: { length: 2 },
      inputs: bars([4, 0, 1], [5, 1, 5], [3, 2, 2]),
      want: [[na, 0, -75]],
    },
    {
      says: 'cci over 3',
      name: 'cci',
      values: { length: 3 },
      inputs: source(1, 2, 6, na),
      want: [[na, na, 3 / (0.015 * 2), na]],
    },
    {
      says: 'cci of a flat source is na',
      name: 'cci',
      values: { length: 2 },
      inputs: source(1, 1),
      want: [[na, na]],
    },
    {
      says: 'cmo: w = length, na without moves',
      name: 'cmo',
      values: { length: 2 },
      inputs: series(1, 2, 1.5, 1.5, 1.5),
      want: [[na, na, 100 / 3, -100, na]],
    },
    {
      says: 'mfi: the first bar counts on both sides (IN-4.6)',
      name: 'mfi',
      values: { length: 1 },
      inputs: { ...series(10, 12, 11, 11), ...volume(1, 2, 3, 4) },
      want: [[50, 100, 0, 100]],
    },
    {
      says: 'tsi of a steady rise is 1',
      name: 'tsi',
      values: { shortLength: 2, longLength: 2 },
      inputs: source(1, 2, 3, 4, 5),
      want: [[na, na, na, 1, 1]],
    },
    {
      says: 'cog of a constant over 3 is −2 (IN-10)',
      name: 'cog',
      values: { length: 3 },
      inputs: source(7, 7, 7, 7),
      want: [[na, na, -2, -2]],
    },
    {
      says: 'cog weighs the newest by 1',
      name: 'cog',
      values: { length: 2 },
      inputs: source(1, 3, -3),
      want: [[na, -(3 + 2) / 4, na]],
    },
    {
      says: 'macd: signal is seeded on its own values (IN-4.10)',
      name: 'macd',
      values: { fastlen: 1, slowlen: 2, siglen: 2 },
      inputs: source(1, 3, 6, 6),
      want: [
        [na, 1, 4 / 3, 4 / 9],
        [na, na, 7 / 6, 37 / 54],
        [na, na, 1 / 6, -13 / 54],
      ],
    },
    {
      says: 'rci of a rise, a fall and a flat window (w = length)',
      name: 'rci',
      values: { length: 2 },
      inputs: source(1, 2, 3, 1, 1),
      want: [[na, na, 100, -100, na]],
    },
    {
      says: 'rci shares ranks of equal values',
      name: 'rci',
      values: { length: 3 },
      inputs: source(9, 1, 2, 2 + 1e-11),
      want: [[na, na, na, (100 * Math.sqrt(3)) / 2]],
    },
  ],
  trend: [
    {
      says: 'highest and its offset: of equal values the oldest (IN-5.5)',
      name: 'highestbars',
      values: { length: 3 },
      inputs: source(3, 3, 2, 3, 1),
      want: [[na, na, -2, -2, -1]],
    },
    {
      says: 'highest over 2',
      name: 'highest',
      values: { length: 2 },
      inputs: source(1, 3, 2, na, 2, 1),
      want: [[na, 3, 3, 3, 2, 2]],
    },
    {
      says: 'lowest of negative values',
      name: 'lowest',
      values: { length: 2 },
      inputs: source(-1, -3, -2, -1),
      want: [[na, -3, -3, -2]],
    },
    {
      says: 'lowestbars over 2',
      name: 'lowestbars',
      values: { length: 2 },
      inputs: source(2, 2, 1),
      want: [[na, -1, 0]],
    },
    {
      says: 'pivothigh on its confirming bar, of equal peaks the last (IN-5.3)',
      name: 'pivothigh',
      values: { leftbars: 1, rightbars: 1 },
      inputs: source(1, 3, 3, 2, 4, 4, 4),
      want: [[na, na, na, 3, na, na, na]],
    },
    {
      says: 'pivotlow mirrored',
      name: 'pivotlow',
      values: { leftbars: 1, rightbars: 2 },
      inputs: source(3, 1, 2, 2, 0, 5, 6),
      want: [[na, na, na, 1, na, na, 0]],
    },
    {
      says: 'rising needs steps above 1e-10, in a row',
      name: 'rising',
      values: { length: 2 },
      inputs: source(1, 2, 3, 3 + 1e-11, 4, 5, na, 6),
      want: [[0, 0, 1, 0, 0, 1, 0, 0]],
    },
    {
      says: 'falling mirrored',
      name: 'falling',
      values: { length: 1 },
      inputs: source(3, 2, 2, 1),
      want: [[0, 1, 0, 1]],
    },
    {
      says: 'supertrend begins down at the upper band and turns up (IN-5.1)',
      name: 'supertrend',
      values: { atrPeriod: 1 },
      inputs: {
        factor: [1, 1, 1, 1],
        ...bars([11, 9, 10], [12, 10, 11], [20, 18, 20], [19, 8, 8]),
      },
      want: [
        [12, 12, 10, 25.5],
        [1, 1, -1, 1],
      ],
    },
    {
      says: 'sar begins on the second bar, turns, and keeps off the two highs before (IN-5.2)',
      name: 'sar',
      values: { start: 0.1, inc: 0.5, max: 1 },
      inputs: bars([10, 8, 9], [12, 9, 11], [14, 11, 13], [13, 5, 6], [7, 4, 5]),
      want: [[na, 8, 8, 14, 14]],
    },
    {
      says: 'pivot levels, traditional (IN-5.4)',
      name: 'pivotPointLevels',
      values: { type: 'Traditional', developing: false },
      inputs: { anchor: [0, 0, 1], ...bars([12, 8, 9, 10], [13, 9, 11, 9], [11, 9, 10, 12]) },
      want: [
        [na, na, 32 / 3],
        [na, na, 40 / 3],
        [na, na, 25 / 3],
        [na, na, 47 / 3],
        [na, na, 17 / 3],
        [na, na, 55 / 3],
        [na, na, 10 / 3],
        [na, na, 21],
        [na, na, 1],
        [na, na, 71 / 3],
        [na, na, -4 / 3],
      ],
    },
    {
      says: 'pivot levels, DM, have one pair',
      name: 'pivotPointLevels',
      values: { type: 'DM', developing: false },
      inputs: { anchor: [0, 1], ...bars([12, 8, 9, 8], [11, 9, 10, 12]) },
      want: [[na, 10.25], [na, 12.5], [na, 8.5], ...Array.from({ length: 8 }, () => [na, na])],
    },
    {
      says: 'pivot levels, Woodie, by the open of the new period',
      name: 'pivotPointLevels',
      values: { type: 'Woodie', developing: false },
      inputs: { anchor: [0, 1], ...bars([12, 8, 9, 8], [11, 9, 10, 12]) },
      want: [
        [na, 11],
        [na, 14],
        [na, 10],
        [na, 15],
        [na, 7],
        [na, 18],
        [na, 6],
        [na, 22],
        [na, 2],
        [na, na],
        [na, na],
      ],
    },
    {
      says: 'pivot levels, developing, of the period so far',
      name: 'pivotPointLevels',
      values: { type: 'Fibonacci', developing: true },
      inputs: { anchor: [0, 1], ...bars([12, 6, 9, 8], [11, 5, 11, 12]) },
      want: [
        [9, 9],
        [9 + 0.382 * 6, 9 + 0.382 * 6],
        [9 - 0.382 * 6, 9 - 0.382 * 6],
        [9 + 0.618 * 6, 9 + 0.618 * 6],
        [9 - 0.618 * 6, 9 - 0.618 * 6],
        [15, 15],
        [3, 3],
        ...Array.from({ length: 4 }, () => [na, na]),
      ],
    },
  ],
  events: [
    {
      says: 'crossover fires after a touch (IN-6.1)',
      name: 'crossover',
      inputs: pair([1, 2, 3, 3, 4], [2, 2, 2, 3, 3]),
      want: [[0, 0, 1, 0, 1]],
    },
    {
      says: 'crossover is false on the first known bar, and remembers over na',
      name: 'crossover',
      inputs: pair([3, 1, na, na, 3], [2, 2, 2, na, 2]),
      want: [[0, 0, 0, 0, 1]],
    },
    {
      says: 'crossover compares exactly (IN-0.3)',
      name: 'crossover',
      inputs: pair([1, 1 + 2e-16], [1, 1]),
      want: [[0, 1]],
    },
    {
      says: 'crossunder mirrored',
      name: 'crossunder',
      inputs: pair([3, 2, 1, 1], [2, 2, 2, 0]),
      want: [[0, 0, 1, 0]],
    },
    {
      says: 'cross keeps the side over a plateau (IN-6.3)',
      name: 'cross',
      inputs: pair([1, 2, 3, 2, 3, 1], [2, 2, 2, 2, 2, 2]),
      want: [[0, 0, 1, 0, 0, 1]],
    },
    {
      says: 'cross does not fire from a plateau at the start',
      name: 'cross',
      inputs: pair([2, 2, 3], [2, 2, 2]),
      want: [[0, 0, 0]],
    },
    {
      says: 'cross does not see a difference within 1e-10',
      name: 'cross',
      inputs: pair([1, 2 + 1e-11, 3], [2, 2, 2]),
      want: [[0, 0, 1]],
    },
    {
      says: 'barssince is na before the first time (IN-6.4)',
      name: 'barssince',
      inputs: { condition: [0, 1, 0, 0, 1] },
      want: [[na, 0, 1, 2, 0]],
    },
    {
      says: 'valuewhen counts occurrences back, na sources too (IN-6.4)',
      name: 'valuewhen',
      values: { occurrence: 1 },
      inputs: { condition: [1, 1, 0, 1, 1], source: [1, na, 3, 4, 5] },
      want: [[na, 1, 1, na, 4]],
    },
    {
      says: 'fixnan holds the last value',
      name: 'fixnan',
      inputs: source(na, 1, na, 2),
      want: [[na, 1, 1, 2]],
    },
  ],
  volume: [
    {
      says: 'obv begins with na (IN-7.1)',
      name: 'obv',
      inputs: bars([0, 0, 1, 0, 9], [0, 0, 2, 0, 5], [0, 0, 2, 0, 7], [0, 0, 1, 0, 2]),
      want: [[na, 5, 5, 3]],
    },
    {
      says: 'accdist counts 0 where high = low',
      name: 'accdist',
      inputs: bars([4, 0, 3, 0, 10], [2, 2, 2, 0, 7], [4, 0, 0, 0, 1]),
      want: [[5, 5, 4]],
    },
    {
      says: 'pvt adds the relative change times volume',
      name: 'pvt',
      inputs: bars([0, 0, 4, 0, 9], [0, 0, 5, 0, 8], [0, 0, 0, 0, 1]),
      want: [[na, 2, 1]],
    },
    {
      says: 'wad by true high and true low',
      name: 'wad',
      inputs: bars([5, 3, 4], [6, 5, 6], [5, 2, 3], [3, 3, 3]),
      want: [[0, 2, -1, -1]],
    },
    {
      says: 'wvad is per bar and na where high = low',
      name: 'wvad',
      inputs: bars([4, 0, 3, 1, 10], [2, 2, 2, 2, 7]),
      want: [[5, na]],
    },
    {
      says: 'iii divides by volume',
      name: 'iii',
      inputs: bars([4, 0, 3, 1, 10], [4, 0, 3, 1, 0]),
      want: [[0.05, na]],
    },
    {
      says: 'nvi moves when volume falls (IN-7.2)',
      name: 'nvi',
      inputs: bars(
        [0, 0, 4, 0, 9],
        [0, 0, 5, 0, 8],
        [0, 0, 6, 0, 9],
        [0, 0, 0, 0, 1],
        [0, 0, 6, 0, 0],
      ),
      want: [[1, 1.25, 1.25, 1.25, 1.25]],
    },
    {
      says: 'pvi moves when volume rises',
      name: 'pvi',
      inputs: bars([0, 0, 4, 0, 9], [0, 0, 5, 0, 8], [0, 0, 10, 0, 9]),
      want: [[1, 1, 2]],
    },
    {
      says: 'vwap of one bar is the source, na before the anchor (IN-7.3, IN-10)',
      name: 'vwap',
      inputs: { source: [5, 7, 9, 4], anchor: [0, 1, 0, 1], ...volume(1, 1, 3, 2) },
      want: [[na, 7, 8.5, 4]],
    },
    {
      says: 'vwap is na while nothing was traded',
      name: 'vwap',
      inputs: { source: [5, 7], anchor: [1, 0], ...volume(0, 2) },
      want: [[na, 7]],
    },
    {
      says: 'vwap bands stand stdevMult deviations off',
      name: 'vwapBands',
      inputs: { source: [5, 9], anchor: [1, 0], stdevMult: [2, 2], ...volume(1, 1) },
      want: [
        [5, 7],
        [5, 11],
        [5, 3],
      ],
    },
  ],
}

/** Facts hold to the last bit, except where a sum of thirds is written as a fraction. */
function expectColumns(got: number[][], want: readonly (readonly number[])[]): void {
  expect(got.map((column) => column.map((x) => x + 0))).toHaveLength(want.length)
  got.forEach((column, c) => {
    expect(column).toHaveLength(want[c]!.length)
    column.forEach((x, i) => {
      const wanted = want[c]![i]!
      if (Number.isNaN(wanted)) expect(x, `output ${c}, bar ${i}`).toBeNaN()
      else
        expect(Math.abs(x - wanted), `output ${c}, bar ${i}: ${x}, not ${wanted}`).toBeLessThan(
          1e-13,
        )
    })
  })
}

describe.each(Object.entries(sets))('%s', (_set, facts) => {
  it.each(facts)('$name: $says', ({ name, values = {}, inputs, want }) => {
    expectColumns(run(TA[name]!, values, inputs), want)
  })
})

describe('math', () => {
  it.each([
    {
      says: 'sum skips na and holds (IN-1.1)',
      length: 2,
      values: [1, na, 2, 4],
      want: [na, na, 3, 6],
    },
    {
      says: 'sum keeps what a plain sum would lose',
      length: 3,
      values: [1, 1e100, 1, -1e100, 5],
      want: [na, na, 1e100, 1, -1e100],
    },
  ])('$says', ({ length, values, want }) => {
    expect(run(MATH.sum!, { length }, source(...values))[0]).toEqual(want)
  })

  it('sum does not drift over a hundred thousand bars', () => {
    const values = Array.from(
      { length: 100_000 },
      (_, i) => (i % 7) / 10 + (i % 1000 === 0 ? 1e9 : 0),
    )
    const got = run(MATH.sum!, { length: 5 }, { source: [...values, 1, 1, 1, 1, 1] })[0]!
    expect(got.at(-1)).toBe(5)
  })
})

describe('where a call is refused', () => {
  it('Woodie levels cannot be developing (IN-5.4)', () => {
    expect(() => TA.pivotPointLevels!.start({ type: 'Woodie', developing: true }, 10)).toThrow(
      'developing',
    )
  })
})
