import { expect, it } from 'vitest'
import { backtest } from '../../src/backtest/index.ts'

it('BE-15.4 rows of trades count from 0, and read na outside', async () => {
  const prices = [100, 100, 101, 101]
  const result = await backtest({
    strategy: {
      name: 't.js',
      source: `onBar(() => {
  if (barIndex() === 0) strategy.entry('L', 'long')
  if (barIndex() === 1) strategy.close('L')
  if (barIndex() === 1) log(strategy.opentrades.size(0), strategy.opentrades.size(1), strategy.opentrades.entryPrice(1))
  if (barIndex() === 2) log(strategy.closedtrades.profit(0), strategy.closedtrades.profit(1), strategy.closedtrades.size(1))
})`,
    },
    data: {
      name: 'X',
      bars: {
        time: [0, 60_000, 120_000, 180_000],
        open: prices,
        high: prices,
        low: prices,
        close: prices,
      },
    },
    isolation: 'realm',
  })
  expect(result.failure).toBeNull()
  // BE-16, 19: the first and the last bar of a trade count.
  expect(
    [...result.trades].map(({ entry_bar, exit_bar, bars }) => [entry_bar, exit_bar, bars]),
  ).toEqual([[1, 2, 2]])
  expect(result.logs.lines.map(({ text }) => text)).toEqual(['1 0 NaN', '1 NaN 0'])
})
