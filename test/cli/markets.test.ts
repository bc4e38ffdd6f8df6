import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, qrun } from './command.ts'

const HOUR = 3_600_000

/** A file of bars from `from` hours on. */
function bars(count: number, step: number, from = 0): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const close = 100 + ((i * 7919) % 101)
    return `${new Date((from + i * step) * HOUR).toISOString()},${close},${close + 1},${close - 1},${close},10`
  })
  return ['time,open,high,low,close,volume', ...rows, ''].join('\n')
}

const FILES = {
  'main.csv': bars(200, 1),
  'eth.csv': bars(100, 2),
  'daily.csv': bars(8, 24),
  's.js':
    "strategy('t')\nconst e = request.security('ETH', '240'), d = request.security(syminfo.tickerid, 'D')\n" +
    'onBar(() => { if (e.isnew() && d.close() > 0) strategy.entry("L", "long"); else strategy.closeAll() })',
}
const RUN = ['backtest', 's.js', '--symbol', 'BTC', '--limit-logs', '1000', '--progress', 'none']

describe('--data with names', () => {
  it('feeds other markets, in any order', () => {
    const cwd = folder(FILES)
    const args = ['-d', 'BTC@1d=daily.csv', '-d', 'main.csv', '--data=ETH=eth.csv', '--json']
    const run = qrun([...RUN, ...args], { cwd })
    expect([run.stderr, run.status]).toEqual(['', 0])
    const result = JSON.parse(run.stdout)
    expect(
      result.data.map((data: Record<string, unknown>) => [data.name, data.symbol, data.timeframe]),
    ).toEqual([
      ['main.csv', 'BTC', '1h'],
      ['eth.csv', 'ETH', '2h'],
      ['daily.csv', 'BTC', '1d'],
    ])
    const again = qrun([...RUN, ...args, '--isolation', 'realm'], { cwd })
    expect(JSON.parse(again.stdout).hashes).toEqual(result.hashes)
  })

  it('may come from the configuration; a path on the command line takes the place of its own', () => {
    const cwd = folder(FILES)
    const data = ['nowhere.csv', 'ETH=eth.csv', 'BTC@1d=daily.csv']
    writeFileSync(join(cwd, 'qrun.config.json'), JSON.stringify({ defaults: { data } }))
    const run = qrun([...RUN, '-d', 'main.csv', '--json'], { cwd })
    expect([run.stderr, run.status]).toEqual(['', 0])
    expect(JSON.parse(run.stdout).data).toHaveLength(3)
  })

  it('stands in the command that repeats the run', () => {
    const cwd = folder(FILES)
    const run = qrun([...RUN, '-d', 'main.csv', '-d', 'ETH=./eth.csv', '-o', 'r.html'], { cwd })
    expect([run.stderr, run.status]).toEqual(['', 0])
    expect(readFileSync(join(cwd, 'r.html'), 'utf8')).toContain(
      '--data main.csv --data ETH=eth.csv',
    )
  })

  it.each([
    { says: 'without a main series', args: ['-d', 'ETH=eth.csv'], code: 'U103' },
    {
      says: 'with two files of one name',
      args: ['-d', 'main.csv', '-d', 'ETH=eth.csv', '-d', 'ETH=main.csv'],
      code: 'U102',
    },
    { says: 'from standard input', args: ['-d', 'main.csv', '-d', 'ETH=-'], code: 'U102' },
    { says: 'of no timeframe', args: ['-d', 'main.csv', '-d', 'ETH@7x=eth.csv'], code: 'U102' },
    { says: 'of no file', args: ['-d', 'main.csv', '-d', 'ETH=nowhere.csv'], code: 'D' },
    {
      says: 'to be overwritten',
      args: ['-d', 'main.csv', '-d', 'ETH=eth.csv', '-o', 'eth.csv'],
      code: 'U105',
    },
  ])('is refused $says', ({ args, code }) => {
    const cwd = folder(FILES)
    const run = qrun([...RUN, ...args], { cwd })
    expect([run.stderr, run.status]).toEqual([
      expect.stringMatching(new RegExp(`^error ${code}`)),
      2,
    ])
    expect(existsSync(join(cwd, 'out'))).toBe(false)
  })

  it('names the flag where the strategy asks for more (S317)', () => {
    const run = qrun([...RUN, '-d', 'main.csv'], { cwd: folder(FILES) })
    expect(run.status).toBe(3)
    expect(run.stderr).toContain('--data ETH=FILE')
  })
})
