// Our side of the comparison: indicators as they are called in blocks, and backtest() of bars in memory.
import { fileURLToPath } from 'node:url'
import { backtest } from '../../dist/index.js'
import { TICK } from '../lib/bars.mjs'
import { openKernels, prepare } from '../lib/kernels.mjs'

const STRATEGY = fileURLToPath(new URL('sma-flat.js', import.meta.url))

/** `columns` for the indicators, `many` bars for the back-test. */
export async function openOurs(columns, many) {
  const { TA } = await openKernels()
  return {
    /** `run(passes)` computes the outputs, columns as long as the bars. */
    kernel: (name) => prepare(name, TA[name], columns),
    /** With layer 1 of the sandbox and all of the result, in this process so that its CPU time is seen. */
    async backtest() {
      const { failure, trades } = await backtest({
        strategy: STRATEGY,
        data: { bars: many, name: 'bars' },
        dataOptions: { timeframe: '1m' },
        symbol: { tick: TICK },
        isolation: 'realm',
      })
      if (failure !== null) throw new Error(failure.message)
      const closed = [...trades].filter(({ exit_time }) => exit_time !== null)
      const netProfit = closed.reduce((sum, { profit }) => sum + profit, 0)
      return { trades: closed.length, netProfit }
    },
  }
}
