// Pyramiding: enter on a new high and add to the position each time price has gained another ATR,
// up to four units; one stop for all of them follows the highest high at a distance of some ATRs.
// The units bought last are the dearest: it takes a few long trends to pay for many small losses.
strategy('Pyramiding trend', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 20,
  pyramiding: 4,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const length = input.int('length', 100, { min: 20, max: 1000 })
const units = input.int('units', 4, { min: 1, max: 4 })
const addAtrs = input.float('addAtrs', 2, { min: 0.5, max: 10 })
const stopAtrs = input.float('stopAtrs', 5, { min: 1, max: 20 })

const top = ta.highest(high, length)
const atr = ta.atr(20)
const trail = series(() => top() - stopAtrs * atr())
/** Price at which the next unit is bought. */
const nextPrice = state(Number.NaN)
/** The stop in force; it never falls. */
const stop = state(Number.NaN)

plot('stop', stop, { color: 'red' })

onBar(() => {
  const count = strategy.opentrades()
  const adds = count === 0 ? close() > top(1) : count < units && close() > nextPrice()
  if (count === 0) stop.set(Number.NaN)
  if (count === 0 && !adds) return

  if (adds) {
    nextPrice.set(close() + addAtrs * atr())
    strategy.entry('L', 'long')
  }
  stop.set(Math.max(trail(), nz(stop(), trail())))
  // Without fromEntry an exit holds for every entry of the position.
  strategy.exit('trail', { stop: stop() })
})
