// Pyramiding until five contracts have ever been held.
strategy('risk-max-contracts-held-gate-pyramid-01', { initialCapital: 1_000_000, pyramiding: 10 })

const at = clock()

onBar(() => {
  if (at.minute() === 0 && strategy.maxContractsHeldAll() < 5)
    strategy.entry('LE', 'long', { qty: 1 })
  if (at.hour() === 23 && at.minute() === 45 && strategy.positionSize() !== 0) strategy.closeAll()
})
