import { parseTimeframe } from '../../shared/timeframe.ts'
import type { BacktestResult } from '../result.ts'
import { sanitize } from '../sanitize.ts'
import { packFloats, packSteps } from './bytes.ts'
import type { Candles } from './candles.ts'
import { packCandles } from './pack-candles.ts'
import { packLevels } from './pack-levels.ts'
import { packPlots } from './pack-plots.ts'
import { packTrades } from './pack-trades.ts'
import type { PackedEquity, Payload } from './payload.ts'

/** Labels of the strategy that the page holds. */
const MAX_LABELS = 2000
const MAX_LABEL = 200

/** What the page's script needs of a result. */
export function payloadOf(result: BacktestResult, candles: Candles | undefined): Payload {
  const main = result.data[0]
  const lastBar = result.equity.bar.at(-1) ?? 0
  const lastTime = result.equity.time.at(-1) ?? '1970-01-01T00:00:00Z'
  // Bars may have gone by that a run which ended early never saw.
  const isDrawn = candles !== undefined && candles.count > 0 && result.equity.bars > 0
  const packed = isDrawn ? packCandles(candles, lastBar + 1) : null
  const decimals = Math.max(packed?.decimals ?? 0, decimalsOf(result.symbol.tick))
  return {
    decimals,
    currency: sanitize(result.strategy.properties.currency || result.symbol.currency),
    barMs: (main && parseTimeframe(main.timeframe)?.ms) ?? 0,
    candles: packed,
    equity: packEquity(result),
    trades: packTrades(result.trades, lastBar, Date.parse(lastTime)),
    levels: packLevels(result, decimals),
    ...packPlots(result),
    labels: result.logs.lines
      .filter(({ kind }) => kind === 'label')
      .slice(0, MAX_LABELS)
      .map(({ bar, text }) => ({ bar, text: sanitize(text).slice(0, MAX_LABEL) })),
  }
}

function packEquity({ equity, strategy }: BacktestResult): PackedEquity {
  const capital = strategy.properties.initialCapital
  const first = equity.close[0]
  let peak = capital
  const fall = equity.value.map((value) => {
    if (value === null) return null
    peak = Math.max(peak, value)
    return peak > 0 ? (value / peak - 1) * 100 : null
  })
  return {
    every: equity.every,
    time: packSteps(equity.time.map((time) => Date.parse(time))),
    value: packFloats(equity.value),
    hold:
      first !== undefined && first > 0
        ? packFloats(equity.close.map((close) => (capital * close) / first))
        : null,
    fall: packFloats(fall),
  }
}

/** Decimals of a price step: 0.05 has two. */
function decimalsOf(tick: number): number {
  for (let decimals = 0; decimals < 8; decimals++) {
    const units = tick * Number(`1e${decimals}`)
    if (Math.abs(units - Math.round(units)) < 1e-9 * Math.max(1, units)) return decimals
  }
  return 8
}
