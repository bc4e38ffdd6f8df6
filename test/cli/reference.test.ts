import { describe, expect, it } from 'vitest'
import { findInReference, likeliest, namesInReference } from '../../src/cli/reference.ts'
import { apiReference } from '../api-reference.ts'
import { qrun } from './command.ts'

describe('qrun help NAME', () => {
  it.each([
    {
      says: 'a function has its section',
      name: 'ta.sma',
      holds: ['### ta.sma\n', '| `length` |', '```js\n'],
    },
    { says: 'case does not matter', name: 'Strategy.ClosedTrades.PROFIT', holds: ['profit(trade'] },
    { says: 'a global', name: 'onBar', holds: ['### onBar\n', 'S312'] },
    { says: 'a series of a table', name: 'close', holds: ['### close: Series\n', 'Closing price'] },
    {
      says: 'a value of the account',
      name: 'STRATEGY.equity',
      holds: ['### strategy.equity: Series'],
    },
    { says: 'a risk rule', name: 'strategy.risk.maxDrawdown', holds: ['percentOfEquity'] },
    { says: 'no such name', name: 'ta.smaa', holds: undefined },
    { says: 'the heading of a table', name: 'parameter', holds: undefined },
  ])('$says: $name', async ({ name, holds }) => {
    const found = await findInReference(name)
    if (holds === undefined) expect(found).toBeUndefined()
    else for (const text of holds) expect(found).toContain(text)
  })

  it('gives one section only', async () => {
    expect((await findInReference('ta.sma'))!.match(/^##/gm)).toHaveLength(1)
  })

  it('finds every name of the index', async () => {
    const index = apiReference().pages['README.md']!
    const names = [...index.matchAll(/^\| \[([\w.]+)\]\(/gm)].map(([, name]) => name!)
    expect(names.length).toBeGreaterThan(200)
    const missing = []
    for (const name of names) if ((await findInReference(name)) === undefined) missing.push(name)
    expect(missing).toEqual([])
  })

  it('prints it, and says what else there is', () => {
    expect(qrun(['help', 'ta.sma']).stdout).toContain('### ta.sma')
    const { status, stderr } = qrun(['help', 'ta.smaa'])
    expect(status).toBe(2)
    expect(stderr).toContain('error U101  there is no help for "ta.smaa"\n  did you mean ta.sma?\n')
    expect(qrun(['help', 'codes']).stdout).toMatch(/^# Codes\n[\s\S]*\| \[S301\]/)
  })

  it.each([
    ['sma', ['ta.sma']],
    ['TA.SMAA', ['ta.sma']],
    ['ta.crosover', ['ta.cross', 'ta.crossover', 'ta.crossunder']],
    ['strategy.entyr', ['strategy.entry']],
    ['plott', ['plot']],
    ['bakctest', []],
    ['nope', []],
    ['ta.x', []],
    ['', []],
  ])('of %j it takes %j to be meant', async (topic, meant) => {
    expect(likeliest(topic, ['backtest', ...(await namesInReference())])).toEqual(meant)
  })
})
