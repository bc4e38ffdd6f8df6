import { describe, expect, it } from 'vitest'
import { CASES } from './cases.ts'
import { runCase } from './harness.ts'
import { isPresent } from './market.ts'

describe('the broker against the trade lists of TradingView', () => {
  if (!isPresent) {
    it.skip('the folder ../shared/parity is not there: nothing was compared', () => {})
    return
  }

  it.each(Object.keys(CASES))('%s', async (name) => {
    const { matched, theirs, first, excursions } = await runCase(name)
    expect({ matched, first, excursions }).toEqual({ matched: theirs, first: null, excursions: 0 })
  })
})
