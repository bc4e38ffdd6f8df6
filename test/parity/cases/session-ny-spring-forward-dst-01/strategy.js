// Long through the New York session, daylight saving included.
strategy('session-ny-spring-forward-dst-01', { initialCapital: 1_000_000, pyramiding: 1 })

const inside = session.isin('0930-1600', 'America/New_York')
let wasInside = false

onBar(() => {
  const position = strategy.positionSize()
  if (inside() && !wasInside && position === 0) strategy.entry('L', 'long', { qty: 1 })
  if (!inside() && wasInside && position > 0) strategy.close('L')
  wasInside = inside()
})
