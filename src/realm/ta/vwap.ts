import type { Definition, Parameter } from '../../shared/kernel.ts'
import { finite, inBlocks, ratio, STRETCH, type Stage, scratch, stretchEnd } from './stage.ts'

const SOURCE: Parameter = { kind: 'series', name: 'source', column: 'hlc3' }
const ANCHOR: Parameter = { kind: 'condition', name: 'anchor', column: 'newDay' }

/**
 * Σ value since the anchor, that bar included; na before the first anchor. A na value adds nothing
 * and gives na. Plain sums: those of TradingView, to the last bit.
 */
function sumSince(): Stage {
  const sum = new Float64Array(1).fill(Number.NaN)
  return (source, at, target, to, count, anchor, anchorAt = 0) => {
    for (let start = 0; start < count; start += STRETCH) {
      const end = stretchEnd(start, count)
      let total = sum[0]!
      for (let k = start; k < end; k++) {
        if (anchor![anchorAt + k] === 1) total = 0
        const x = source[at + k]!
        if (x - x === 0) total += x
        target[to + k] = x - x === 0 ? total : Number.NaN
      }
      sum[0] = total
    }
  }
}

/**
 * Volume-weighted average price since the last anchor: Σ(source · volume) / Σ volume, begun afresh on
 * each anchor bar, that bar included. Na before the first anchor, while no volume was traded, and on
 * na bars. O(1) per bar. IN-7.3.
 */
export const vwap: Definition = {
  parameters: [SOURCE, ANCHOR],
  columns: ['volume'],
  start: () => {
    const sumMoney = sumSince()
    const sumVolume = sumSince()
    const money = scratch()
    const weight = scratch()
    return inBlocks(([source, anchor, volume], [out], at, count) => {
      const target = out!
      for (let k = 0; k < count; k++) {
        money[k] = source![at + k]! * volume![at + k]!
        // A bar counts in both sums or in none.
        weight[k] = money[k]! - money[k]! === 0 ? volume![at + k]! : Number.NaN
      }
      sumMoney(money, 0, money, 0, count, anchor, at)
      sumVolume(weight, 0, weight, 0, count, anchor, at)
      for (let k = 0; k < count; k++) target[at + k] = ratio(money[k]!, weight[k]!)
    })
  },
}

/**
 * `vwap` with bands: `upper` and `lower` are vwap ± stdevMult · σ with
 * σ = √max(0, Σ(source² · volume) / Σ volume − vwap²). Pine's `ta.vwap` with a third argument. IN-7.3.
 */
export const vwapBands: Definition = {
  parameters: [SOURCE, ANCHOR, { kind: 'series', name: 'stdevMult' }],
  columns: ['volume'],
  outputs: ['vwap', 'upper', 'lower'],
  start: () => {
    const sumMoney = sumSince()
    const sumSquares = sumSince()
    const sumVolume = sumSince()
    const money = scratch()
    const squares = scratch()
    const weight = scratch()
    return inBlocks(([source, anchor, mult, volume], [vwap, upper, lower], at, count) => {
      for (let k = 0; k < count; k++) {
        const x = source![at + k]!
        const v = volume![at + k]!
        money[k] = x * v
        squares[k] = x * x * v
        weight[k] = squares[k]! - squares[k]! === 0 ? v : Number.NaN
      }
      sumMoney(money, 0, money, 0, count, anchor, at)
      sumSquares(squares, 0, squares, 0, count, anchor, at)
      sumVolume(weight, 0, weight, 0, count, anchor, at)
      for (let k = 0; k < count; k++) {
        const mean = ratio(money[k]!, weight[k]!)
        const variance = ratio(squares[k]!, weight[k]!) - mean * mean
        const width = finite(mult![at + k]!) * Math.sqrt(Math.max(0, variance))
        vwap![at + k] = mean
        upper![at + k] = mean + width
        lower![at + k] = mean - width
      }
    })
  },
}
