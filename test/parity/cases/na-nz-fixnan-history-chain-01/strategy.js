// Missing values replaced by zero and by the last known one, and an average built on both.
strategy('na-nz-fixnan-history-chain-01', { initialCapital: 1_000_000, pyramiding: 1 })

const change = ta.change(close)
const held = ta.fixnan(change)
const average = ta.sma(
  series(() => nz(change()) + nz(held())),
  8,
)

onBar(() => {
  const position = strategy.positionSize()
  const now = average()
  const before = nz(average(1))
  if (now > 0 && before <= 0 && position === 0) strategy.entry('N', 'long', { qty: 1 })
  if (now < 0 && before >= 0 && position > 0) strategy.close('N')
})
