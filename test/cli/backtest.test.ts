import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../documents.ts'
import { faultsAgainst } from '../report/schema.ts'
import { folder, MAIN, qrun, SAMPLE, STRATEGY } from './command.ts'

const schema = JSON.parse(readFileSync(join(ROOT, 'schema/result.json'), 'utf8'))
const sample = readFileSync(SAMPLE)

/** Two trades whose every figure can be worked out on paper: 0.1 % commission, 2 ticks of slippage. */
const TEN_BARS = `time,open,high,low,close,volume
2024-01-01T00:00:00Z,100,101,99,100,10
2024-01-01T01:00:00Z,100,102,99,101,10
2024-01-01T02:00:00Z,102,105,101,104,10
2024-01-01T03:00:00Z,104,108,103,107,10
2024-01-01T04:00:00Z,107,109,105,106,10
2024-01-01T05:00:00Z,105,106,100,101,10
2024-01-01T06:00:00Z,100,101,95,96,10
2024-01-01T07:00:00Z,96,98,94,95,10
2024-01-01T08:00:00Z,95,99,94,98,10
2024-01-01T09:00:00Z,98,100,97,99,10
`
const TWO_TRADES = `strategy('ten', { initialCapital: 10_000, commissionType: 'percent', commissionValue: 0.1, slippage: 2 })
onBar(() => {
  if (barIndex() === 1) strategy.entry('L', 'long', { qty: 10 })
  if (barIndex() === 3) strategy.close('L')
  if (barIndex() === 5) strategy.entry('S', 'short', { qty: 5 })
  if (barIndex() === 7) strategy.close('S')
})`
const FAILS = "onBar(() => { if (barIndex() === 6) throw new Error('enough') })"
const LOOPS = `onBar(() => {
  if (barIndex() === 1) strategy.entry('L', 'long')
  if (barIndex() === 4) for (;;) {}
})`

const files = {
  'ten.js': TWO_TRADES,
  'fails.js': FAILS,
  'loops.js': LOOPS,
  'broken.js': 'onBar(() => {',
  'zone.js': "clock('Mars/Phobos')\nonBar(() => {})",
  'bars.csv': TEN_BARS,
}
const RUN = ['backtest', 'ten.js', '-d', 'bars.csv', '--tick', '0.01']

describe('the figures of two trades', () => {
  const { stdout } = qrun([...RUN, '--json'], { cwd: folder(files) })
  const result = JSON.parse(stdout)

  it.each([
    // (106.98 - 102.02) * 10 = 49.6, less 0.1 % of 1020.2 and of 1069.8
    { trade: 0, entry_price: 102.02, exit_price: 106.98, fees: 2.09, profit: 47.51 },
    // (99.98 - 95.02) * 5 = 24.8, less 0.1 % of 499.9 and of 475.1
    { trade: 1, entry_price: 99.98, exit_price: 95.02, fees: 0.975, profit: 23.825 },
  ])('trade $trade', ({ trade, entry_price, exit_price, fees, profit }) => {
    const row = result.trades[trade]
    expect(row).toMatchObject({ entry_price, exit_price })
    expect(row.entry_fee + row.exit_fee).toBeCloseTo(fees, 10)
    expect(row.profit).toBeCloseTo(profit, 10)
  })

  it.each([
    { name: 'netProfit', want: 71.335 },
    { name: 'commissionPaid', want: 3.065 },
    { name: 'exposurePct', want: 60 },
    { name: 'timeInMarketPct', want: 40 },
    { name: 'buyHoldPct', want: -1 },
    // After the close of bar 3 (10 * (107 - 102.02) - 1.0202 = 48.7798) down to 47.51.
    { name: 'maxDrawdown', want: 1.2698 },
    { name: 'maxDrawdownBars', want: 3 },
    // Bar 7: 47.51 + 5 * (99.98 - 95) - 0.4999.
    { name: 'equityPeak', want: 10_071.9101 },
    { name: 'equityFinal', want: 10_071.335 },
    { name: 'avgRunUp', want: (58.7798 + 29.4001) / 2 },
    { name: 'avgAdverse', want: (11.2202 + 5.5999) / 2 },
  ])('$name', ({ name, want }) => {
    expect(result.metrics.all[name]).toBeCloseTo(want, 8)
  })
})

describe('where results go', () => {
  const REPORT = /^ten\.js {4}ten {2}no inputs\n/
  const JSON_TEXT = /^\{\n {2}"data"/
  const TABLE = /^trade,side,/
  it.each<{ args: string[]; stdout: RegExp; made?: string[] }>([
    { args: [], stdout: REPORT },
    { args: ['-q'], stdout: /^$/ },
    { args: ['--json'], stdout: JSON_TEXT },
    { args: ['--json', '-q'], stdout: JSON_TEXT },
    { args: ['-f', 'json'], stdout: JSON_TEXT },
    { args: ['-f', 'csv'], stdout: TABLE },
    { args: ['-f', 'csv', '--csv-style', 'tradingview'], stdout: /^\ufeffTrade #,Type,/ },
    { args: ['-f', 'pretty'], stdout: REPORT },
    { args: ['-o', 'out'], stdout: REPORT, made: ['out/ten.json'] },
    { args: ['-o', 'x.json'], stdout: REPORT, made: ['x.json'] },
    { args: ['-o', 'x.csv'], stdout: REPORT, made: ['x.csv'] },
    { args: ['-o', 'equity.csv'], stdout: REPORT, made: ['equity.csv'] },
    { args: ['-o', 'x.txt', '-q'], stdout: /^$/, made: ['x.txt'] },
    { args: ['-f', 'pretty', '-o', 'out'], stdout: REPORT, made: ['out/ten.txt'] },
    {
      args: ['-f', 'csv,json', '-o', 'a/b'],
      stdout: REPORT,
      made: ['a/b/ten.json', 'a/b/trades.csv', 'a/b/equity.csv', 'a/b/metrics.csv'],
    },
    { args: ['--json', '-f', 'csv', '-o', 'x.csv'], stdout: JSON_TEXT, made: ['x.csv'] },
  ])('$args', ({ args, stdout, made = [] }) => {
    const cwd = folder(files)
    const run = qrun([...RUN, ...args], { cwd })
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
    expect(run.stdout).toMatch(stdout)
    const found = readdirSync(cwd, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
    const before = Object.keys(files).map((name) => join(cwd, name))
    expect(found.sort()).toEqual([...before, ...made.map((name) => join(cwd, name))].sort())
    if (stdout === REPORT) for (const name of made) expect(run.stdout).toContain(name)
    for (const name of made) {
      const want = name.endsWith('json') ? JSON_TEXT : name.endsWith('txt') ? REPORT : /^\w+,/
      expect(readFileSync(join(cwd, name), 'utf8')).toMatch(want)
    }
  })

  it('is a list of trades for a file of any name', () => {
    const cwd = folder(files)
    qrun([...RUN, '-o', 'equity.csv'], { cwd })
    expect(readFileSync(join(cwd, 'equity.csv'), 'utf8')).toMatch(TABLE)
  })

  it.each<{ args: string[]; code: string }>([
    { args: ['-f', 'json,csv'], code: 'U103' },
    { args: ['--json', '-f', 'csv'], code: 'U103' },
    { args: ['-f', 'json,csv', '-o', 'x.json'], code: 'U103' },
    { args: ['-f', 'csv', '-o', 'x.json'], code: 'U102' },
    { args: ['-o', 'bars.csv'], code: 'U105' },
    { args: ['-o', './bars.csv'], code: 'U105' },
    { args: ['-o', 'ten.js'], code: 'U105' },
  ])('refuses $args with $code and writes nothing', ({ args, code }) => {
    const cwd = folder(files)
    const { status, stdout, stderr } = qrun([...RUN, ...args], { cwd })
    expect(stderr).toMatch(new RegExp(`^error ${code}`))
    expect([status, stdout]).toEqual([2, ''])
    expect(readdirSync(cwd).sort()).toEqual(Object.keys(files).sort())
    expect(readFileSync(join(cwd, 'bars.csv'), 'utf8')).toBe(TEN_BARS)
  })
})

describe('equal input', () => {
  const ALL = ['-f', 'json,csv,pretty', '-q', '--set', 'fast=12']
  const contents = (path: string): readonly (readonly string[])[] =>
    readdirSync(path)
      .sort()
      .map((name) => [name, readFileSync(join(path, name), 'utf8')])
  const here = folder()
  qrun(['backtest', STRATEGY, '-d', SAMPLE, ...ALL, '-o', 'out'], { cwd: here })
  const wanted = contents(join(here, 'out'))

  it.each<{ says: string; args?: string[]; env?: Record<string, string> }>([
    { says: 'another time zone', env: { TZ: 'Asia/Tokyo' } },
    { says: 'another locale', env: { LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
    { says: 'colours and a narrow terminal', env: { FORCE_COLOR: '1', COLUMNS: '40' } },
    { says: 'the inner layer alone', args: ['--isolation', 'realm'] },
  ])('gives equal files with $says', ({ args = [], env = {} }) => {
    const cwd = folder({ 'sma-cross.js': readFileSync(STRATEGY), 'simulated-btc-1h.csv': sample })
    const run = ['backtest', 'sma-cross.js', '-d', 'simulated-btc-1h.csv', ...ALL, ...args]
    expect(qrun([...run, '-o', 'elsewhere'], { cwd, env }).stderr).toBe('')
    expect(contents(join(cwd, 'elsewhere'))).toEqual(wanted)
    expect(JSON.stringify(wanted)).not.toContain(ROOT)
  })

  it('gives whole files to runs that write to one folder at once', async () => {
    const cwd = folder()
    const runs = Array.from({ length: 3 }, () =>
      start(['backtest', STRATEGY, '-d', SAMPLE, ...ALL, '-o', 'out'], cwd),
    )
    for (const { ended } of runs) expect(await ended).toMatchObject({ code: 0, stderr: '' })
    expect(contents(join(cwd, 'out'))).toEqual(wanted)
  })

  it.each<{ says: string; input: Uint8Array }>([
    { says: 'standard input', input: sample },
    { says: 'compressed standard input', input: gzipSync(sample) },
  ])('comes to the same from $says', ({ input }) => {
    const { stdout, stderr } = qrun(
      ['backtest', STRATEGY, '-d', '-', '--symbol', 'simulated-btc', '--set', 'fast=12', '--json'],
      { input },
    )
    expect(stderr).toBe('')
    const want = JSON.parse(readFileSync(join(here, 'out/sma-cross.json'), 'utf8'))
    expect(JSON.parse(stdout).hashes).toEqual(want.hashes)
  })
})

describe('exit codes', () => {
  it.each<{ says: string; args: string[]; code: number; stderr?: RegExp; stdout?: RegExp }>([
    { says: 'a good run', args: [], code: 0 },
    {
      says: 'a condition that is not true',
      args: ['--fail-on', 'trades < 2 || long.trades != 1'],
      code: 0,
    },
    {
      says: 'a condition that is true',
      args: ['--fail-on', 'trades < 30'],
      code: 1,
      stderr: /^failed {2}trades < 30 {2}\(trades is 2\)\n$/,
    },
    {
      says: 'a condition that cannot be told',
      args: ['--fail-on', 'profitFactor < 1', '-q'],
      code: 1,
      stderr: /profitFactor is not defined/,
    },
    {
      says: 'more notes than allowed',
      args: ['--max-notes', '1'],
      code: 1,
      stderr: /^failed {2}--max-notes 1 {2}\(notes is 2\)\n$/,
    },
    { says: 'as many notes as allowed', args: ['--max-notes', '2'], code: 0 },
  ])('$code for $says', ({ args, code, stderr = /^$/ }) => {
    const run = qrun([...RUN, ...args], { cwd: folder(files) })
    expect(run.status).toBe(code)
    expect(run.stderr).toMatch(stderr)
  })

  it.each([
    { file: 'broken.js', code: 3, says: 'error S308', hasReport: false, bars: 0 },
    { file: 'zone.js', code: 3, says: 'error S306  zone.js', hasReport: false, bars: 0 },
    { file: 'fails.js', code: 3, says: 'error S307  fails.js:1:37', hasReport: true, bars: 7 },
    { file: 'loops.js', code: 4, says: 'stopped L401  loops.js', hasReport: true, bars: 5 },
  ])('$code for $file, whose result is whole', ({ file, code, says, hasReport, bars }) => {
    const cwd = folder(files)
    const run = [
      'backtest',
      file,
      '-d',
      'bars.csv',
      '--limit-time',
      '1s',
      '--fail-on',
      'trades < 9',
    ]
    const report = qrun([...run, '-o', 'result.json'], { cwd })
    expect(report.status).toBe(code)
    expect(report.stderr.startsWith(says), report.stderr).toBe(true)
    expect(report.stderr).not.toMatch(/^failed/m)
    if (hasReport) expect(report.stdout).toContain('Net profit')
    else expect(report.stdout).toBe('result.json\n')
    const result = JSON.parse(readFileSync(join(cwd, 'result.json'), 'utf8'))
    expect(faultsAgainst(schema, result)).toEqual([])
    expect(result.equity.bars).toBe(bars)
    expect(result.failure.code).toBe(says.split(' ')[1])
    // The open trade of a run that was stopped is there, and the books balance.
    expect(result.trades).toHaveLength(file === 'loops.js' ? 1 : 0)
    expect(result.notes.filter((note: { code: string }) => note.code === 'N404')).toEqual([])
    const { stdout } = qrun([...run, '--json'], { cwd })
    expect(JSON.parse(stdout).failure).toEqual(result.failure)
  })

  it('is that of the run though nobody reads the report', async () => {
    const { child, ended } = start(['backtest', 'fails.js', '-d', 'bars.csv'], folder(files))
    child.stdout!.destroy()
    expect(await ended).toMatchObject({ code: 3 })
  })

  it.runIf(existsSync('/dev/full'))('is 2 when standard output is full', async () => {
    const full = openSync('/dev/full', 'w')
    const { ended } = start([...RUN, '--json'], folder(files), full)
    expect(await ended).toEqual({
      code: 2,
      stderr:
        'error U105  standard output cannot be written (ENOSPC)\n  send it elsewhere, or write a file with --out\n',
    })
  })
})

describe.runIf(process.platform !== 'win32')('an interrupted run', () => {
  const endless = 'let x = 0\nonBar(() => { for (let i = 0; i < 1e12; i++) x += i })'
  it.each<{ says: string; signal: NodeJS.Signals; data: string; code: number }>([
    { says: 'Ctrl-C in a long run', signal: 'SIGINT', data: 'bars.csv', code: 130 },
    { says: 'a request to end', signal: 'SIGTERM', data: 'bars.csv', code: 143 },
    { says: 'Ctrl-C while the data are silent', signal: 'SIGINT', data: '-', code: 130 },
  ])('ends with $code at $says and leaves nothing', async ({ signal, data, code }) => {
    const cwd = folder({ ...files, 'endless.js': endless })
    const before = readdirSync(cwd).sort()
    const { child, ended } = start(['backtest', 'endless.js', '-d', data, '-o', 'out'], cwd)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    child.kill(signal)
    expect(await ended).toEqual({
      code,
      stderr: 'error X504  interrupted\n  nothing was written\n',
    })
    expect(readdirSync(cwd).sort()).toEqual(before)
  })
})

/** Starts the command; its standard input stays open. */
function start(
  args: readonly string[],
  cwd: string,
  stdout: number | 'pipe' = 'pipe',
): { child: ChildProcess; ended: Promise<{ code: number | null; stderr: string }> } {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: ['pipe', stdout, 'pipe'] })
  let stderr = ''
  child.stderr!.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  child.stdout?.resume()
  return { child, ended: once(child, 'close').then(([code]) => ({ code, stderr })) }
}
