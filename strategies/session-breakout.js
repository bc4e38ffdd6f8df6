// Session breakout: the first bars of the London day set a range; a stop order above and one below
// wait for the way out of it, the first that fills cancels the other. One trade a day at most:
// its stop is the far side of the range, and what is left is closed at the end of the session.
strategy('Session breakout', {
  initialCapital: 10_000,
  defaultQtyType: 'percentOfEquity',
  defaultQtyValue: 90,
  commissionType: 'percent',
  commissionValue: 0.1,
})

const zone = 'Europe/London'
const hours = input.session('hours', '0800-1700:23456', { tooltip: 'local time, Monday to Friday' })
const rangeBars = input.int('rangeBars', 3, { min: 1, max: 24 })
const lastEntryHour = input.int('lastEntryHour', 14, { min: 1, max: 23 })

const inSession = session.isin(hours, zone)
const london = clock(zone)
const top = state(Number.NaN)
const bottom = state(Number.NaN)
/** Bars of the current session, the current one included. */
const bars = state(0)
const hasTraded = state(false)

plot('range top', top, { color: 'green' })
plot('range bottom', bottom, { color: 'red' })
bgcolor('session', inSession, { color: '#eef3ff' })

onBar(() => {
  if (!inSession()) {
    if (inSession(1)) {
      strategy.cancelAll()
      strategy.closeAll({ comment: 'session over' })
    }
    return
  }

  if (!inSession(1)) {
    bars.set(0)
    hasTraded.set(false)
    top.set(high())
    bottom.set(low())
  }
  bars.set(bars() + 1)
  if (bars() <= rangeBars) {
    top.set(Math.max(top(), high()))
    bottom.set(Math.min(bottom(), low()))
  }
  if (bars() < rangeBars) return

  // A trade may also have begun and ended inside one bar.
  const closed = strategy.closedtrades()
  if (strategy.positionSize() !== 0 || closed > strategy.closedtrades(1)) hasTraded.set(true)
  if (hasTraded()) return

  if (london.hour() > lastEntryHour) {
    strategy.cancelAll()
    return
  }
  strategy.entry('L', 'long', { stop: top(), ocaName: 'range', ocaType: 'cancel' })
  strategy.entry('S', 'short', { stop: bottom(), ocaName: 'range', ocaType: 'cancel' })
  strategy.exit('stop L', { fromEntry: 'L', stop: bottom() })
  strategy.exit('stop S', { fromEntry: 'S', stop: top() })
})
