// Bracket with partial exits: buy a pullback in an up-trend and sell it in two halves,
// the first at one risk unit, the second at three, both behind a stop of one unit.
// When the first half is sold, the stop of the rest moves to the entry price.
strategy('Bracket with partial exits', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 50,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const trendLength = input.int('trendLength', 200, { min: 20, max: 1000 })
const unitAtrs = input.float('unitAtrs', 3, {
  min: 0.5,
  max: 10,
  tooltip: 'one risk unit, in ATRs',
})

const trend = ta.ema(close, trendLength)
const pullback = ta.crossover(close, ta.ema(close, 20))
const atr = ta.atr(14)
/** Ticks of one risk unit, as of the entry. */
const unit = state(Number.NaN)

plot('trend', trend, { color: 'gray' })

onBar(() => {
  const size = strategy.positionSize()

  if (size === 0) {
    if (!(pullback() && close() > trend())) return
    unit.set((unitAtrs * atr()) / syminfo.mintick)
    strategy.entry('L', 'long')
    // profit and loss are ticks from the fill price, whatever that will be.
    strategy.exit('half', { fromEntry: 'L', qtyPercent: 50, profit: unit(), loss: unit() })
    strategy.exit('rest', { fromEntry: 'L', profit: 3 * unit(), loss: unit() })
    return
  }

  // A smaller position than on the bar before: the first half has just been sold.
  if (size < strategy.positionSize(1))
    strategy.exit('rest', {
      fromEntry: 'L',
      profit: 3 * unit(),
      stop: strategy.positionAvgPrice(),
      commentLoss: 'break even',
    })
})
