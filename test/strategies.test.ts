import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backtest } from '../src/index.ts'
import { ROOT } from './documents.ts'

const FOLDER = join(ROOT, 'strategies')
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.js'))
const DATA = join(ROOT, 'data/simulated-btc-1h.csv')

describe.each(FILES)('strategies/%s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8')

  it('says its idea in three lines before anything else', () => {
    const lines = text.split('\n')
    expect(lines.findIndex((line) => !line.startsWith('// '))).toBe(3)
  })

  it('bounds every number among its inputs', () => {
    const unbounded = [...text.matchAll(/input\.(?:int|float)\([^\n]*(?:\n {2}[^\n]*)*?\)/g)]
      .map(([call]) => call)
      .filter((call) => !/min: [\s\S]*max: /.test(call))
    expect(unbounded).toEqual([])
  })

  it('trades on the simulated bars, and none of its orders is declined', async () => {
    const result = await backtest({ strategy: join(FOLDER, file), data: DATA, isolation: 'realm' })
    expect(result.failure).toBeNull()
    expect(result.trades.length).toBeGreaterThanOrEqual(5)
    expect(result.notes.filter(({ code }) => code.startsWith('N1'))).toEqual([])
  })
})
