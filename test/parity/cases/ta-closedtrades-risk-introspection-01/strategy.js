// Twenty-bar breakout whose quantity depends on the profit of the last closed trade.
strategy('ta-closedtrades-risk-introspection-01', { initialCapital: 1_000_000, pyramiding: 1 })

strategy.risk.maxDrawdown(20, 'percentOfEquity')

const top = ta.highest(high, 20)
const bottom = ta.lowest(low, 20)

function nextQty() {
  const count = strategy.closedtrades()
  if (count === 0) return 1
  return strategy.closedtrades.profit(count - 1) < 0 ? 0.5 : 2
}

onBar(() => {
  const qty = nextQty()
  if (close() > top(1)) strategy.entry('Long', 'long', { qty })
  if (close() < bottom(1)) strategy.entry('Short', 'short', { qty })
  if (strategy.opentrades() > 0 && strategy.opentrades.maxDrawdown(0) > 1000) {
    strategy.close('Long')
    strategy.close('Short')
  }
})
