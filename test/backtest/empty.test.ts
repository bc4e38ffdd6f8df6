import { describe, expect, it } from 'vitest'
import { NO_EQUITY, NO_STATISTICS } from '../../src/backtest/empty.ts'
import { createBroker } from '../../src/broker/index.ts'
import { DEFAULT_SETTINGS } from '../../src/shared/settings.ts'
import { createEquityTrack } from '../../src/trades/index.ts'

const SYMBOL = {
  name: 'X',
  tick: 0.01,
  lot: 1e-8,
  pointValue: 1,
  currency: '',
  timezone: 'UTC',
}

describe('the figures of a run that was lost', () => {
  it('are those of an equity that saw no bar', () => {
    expect(NO_EQUITY).toEqual(createEquityTrack({ initialCapital: 1 }).finish())
  })

  it('are those of a broker that saw no order', () => {
    const sink = { trade: () => true, decline: () => {} }
    const broker = createBroker({ settings: DEFAULT_SETTINGS, symbol: SYMBOL, sink })
    expect(NO_STATISTICS).toEqual(broker.statistics())
  })
})
