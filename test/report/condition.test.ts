import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/errors/index.ts'
import { CONDITION_NAMES, checkCondition, evaluateCondition } from '../../src/report/condition.ts'
import { buildResult } from '../../src/report/result.ts'
import { METRICS } from '../../src/report/table.ts'
import { recordOf, rows, tradeRow } from './fixture.ts'

/** Two wins of 100 and 50, no loss: no profit factor, no Sharpe of one bar. */
const result = buildResult(
  recordOf({
    trades: rows(tradeRow({ profit: 100 }), tradeRow({ side: -1, profit: 50 })),
  }),
)

describe('evaluateCondition', () => {
  it.each([
    ['trades < 30', true],
    ['trades<2', false],
    ['trades <= 2', true],
    ['trades >= 2', true],
    ['trades > 2', false],
    ['trades == 2', true],
    ['trades != 2', false],
    ['30 > trades', true],
    ['netProfit > -1', true],
    ['-netProfit < -149.5', true],
    ['netProfit == 1.5e2', true],
    ['long.netProfit == 100', true],
    ['short.trades == 1', true],
    ['tv.netProfitPct == 1.5', true],
    ['tv.long.netProfit > short.netProfit', true],
    ['bars == 1', true],
    ['notes > 0', true],
    ['trades < 1 || netProfit > 1', true],
    ['trades < 1 && netProfit > 1', false],
    ['trades < 1 && netProfit > 1 || bars == 1', true],
    ['trades < 1 && (netProfit > 1 || bars == 1)', false],
    ['((trades) < 3)', null],
  ])('%s is %s', (text, want) => {
    if (want === null) expect(() => evaluateCondition(text, result)).toThrow(/not understood/)
    else expect(evaluateCondition(text, result)).toMatchObject({ value: want, holds: want })
  })

  it.each([
    ['profitFactor < 1', null],
    ['profitFactor < 1 || trades == 2', true],
    ['profitFactor < 1 && trades == 3', false],
    ['profitFactor < 1 && trades == 2', null],
    ['profitFactor < 1 || trades == 3', null],
    ['profitFactor == profitFactor', null],
  ])('%s, of a metric that is null, is %s and closes a gate unless false', (text, value) => {
    const verdict = evaluateCondition(text, result)
    expect(verdict.value).toBe(value)
    expect(verdict.holds).toBe(value !== false)
    expect(verdict.text).toContain('profitFactor is not defined: no losing trade')
  })

  it('says the figures', () => {
    expect(evaluateCondition('trades < 30 || winRate < 40', result).text).toBe(
      'trades is 2, winRate is 100',
    )
  })

  it.each([
    ['', /missing at its end/],
    ['trades', /one of < <= > >= == != is missing/],
    ['trades <', /a metric or a number is missing/],
    ['trades = 3', /cannot be read from "= 3" on/],
    ['trades < 3 trades', /was expected at "trades"/],
    ['(trades < 3', /"\)" is missing/],
    ['trades < 3)', /was expected at "\)"/],
    ['trades < "3"', /cannot be read/],
    ['process.exit(1)', /asks for "process.exit", which is no metric/],
    ['trades < 3; 1', /cannot be read from "; 1" on/],
    ['constructor > 1', /asks for "constructor"/],
    ['trades < 0x10', /was expected at "x10"/],
  ])('refuses "%s" with U114', (text, message) => {
    const thrown = catchIt(() => checkCondition(text))
    expect(isFailure(thrown) && thrown.code).toBe('U114')
    expect((thrown as Error).message).toMatch(message)
  })

  it('suggests the nearest names, and lists them', () => {
    const hint = (text: string) => (catchIt(() => checkCondition(text)) as { hint: string }).hint
    expect(hint('trade < 3')).toMatch(/^Did you mean trades/)
    expect(hint('maxDrawDownPct > 3')).toMatch(/^Did you mean maxDrawdownPct/)
    expect(hint('zzzzzzzzz > 3')).toMatch(/^--metrics full prints all names/)
  })

  it('knows every metric of the table', () => {
    for (const { id, panel } of METRICS) {
      expect(CONDITION_NAMES).toContain(panel === 'tv' ? `tv.${id}` : id)
    }
    for (const name of CONDITION_NAMES) expect(() => checkCondition(`${name} > 0`)).not.toThrow()
  })
})

function catchIt(act: () => void): unknown {
  try {
    act()
  } catch (thrown) {
    return thrown
  }
  return undefined
}
