import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backtest, tradesCsv } from '../../src/index.ts'
import { CASES, isPresent, runCase } from './run.mjs'

const STRATEGIES = join(import.meta.dirname, 'strategies')

it('has a strategy for every case and no other', () => {
  expect(readdirSync(STRATEGIES).sort()).toEqual(CASES.map(({ name }) => `${name}.js`).sort())
})

if (!isPresent) console.warn('parity cases skipped: there is no ../shared/parity beside the repo')

describe.skipIf(!isPresent)("matches TradingView's list trade for trade", () => {
  it.each(CASES)('$name: $trades trades', async (parityCase) => {
    const { theirs, count, differences, otherSignals } = await runCase(
      { backtest, tradesCsv },
      parityCase,
    )
    expect(differences.slice(0, 3)).toEqual([])
    expect(theirs).toBe(parityCase.trades)
    expect(count.matched).toBe(theirs)
    if (parityCase.signals) expect(otherSignals.slice(0, 3)).toEqual([])
  })
})
