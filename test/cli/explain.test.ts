import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BLOCKS, ROOT } from '../documents.ts'
import { folder, qrun, SAMPLE, STRATEGY } from './command.ts'

const data = ['--data', SAMPLE]
const ERRORS = {
  noStrategy: [[], 'U103'],
  noData: [[STRATEGY], 'U103'],
  at: [[STRATEGY, ...data, '--at', 'noon'], 'U102'],
  beyond: [[STRATEGY, ...data, '--at', '2031-01-01T00:00'], 'U102'],
  trade: [[STRATEGY, ...data, '--trade', '99999'], 'U102'],
  tradeWord: [[STRATEGY, ...data, '--trade', 'last'], 'U102'],
  both: [[STRATEGY, ...data, '--trade', '1', '--at', '1'], 'U102'],
  stdin: [[STRATEGY, '--data', '-', '--trade', '1'], 'U102'],
  missing: [['none.js', ...data], 'U104'],
  flag: [[STRATEGY, ...data, '--reject'], 'U101'],
} as const

describe('qrun explain', () => {
  it.each(Object.values(ERRORS))('%j is a mistake of its caller: %s', (args, code) => {
    const { status, stdout, stderr } = qrun(['explain', ...args], { input: readFileSync(SAMPLE) })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`error ${code}`)
    expect(stderr).not.toContain('    at ')
  })

  it('tells without a question what each order waited for', () => {
    const { status, stdout, stderr } = qrun(['explain', STRATEGY, ...data])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain("21:13  strategy.entry('L', 'long')  sent 128 times")
    expect(qrun(['explain', STRATEGY, ...data, '--no-trades']).stdout).toBe(stdout)
  })

  it('tells of a bar by its time and by its index, the same', () => {
    const byTime = qrun(['explain', STRATEGY, ...data, '--at', '2024-01-10T08:00'])
    const byIndex = qrun(['explain', STRATEGY, ...data, '--at', 'bar:224'])
    expect(byTime.status).toBe(0)
    expect(byTime.stdout).toBe(byIndex.stdout)
    expect(byTime.stdout).toContain('  bar 224\n')
    expect(byTime.stdout).toContain('buy 0.20835791 at 40 140.67  entry "L"  at market')
  })

  it('tells of both ends of a trade', () => {
    const { stdout } = qrun(['explain', STRATEGY, ...data, '--trade', '5'])
    expect(stdout).toContain('  bar 224, entry\n')
    expect(stdout).toContain('  bar 243, exit\n')
  })

  it('prints one document of the same run that backtest makes', () => {
    const { status, stdout } = qrun(['explain', STRATEGY, ...data, '--trade', '5', '--json'])
    const report = JSON.parse(stdout)
    const result = JSON.parse(qrun(['backtest', STRATEGY, ...data, '--json']).stdout)
    expect(status).toBe(0)
    expect(report).toMatchObject({ schema: 'qrun.explain/1', status: 'ok', trades: 127 })
    expect(report.result).toBe(result.hashes.result)
    expect(report.explained.map(({ bar }: { bar: number }) => bar)).toEqual([
      result.trades[4].entry_bar,
      result.trades[4].exit_bar,
    ])
    expect(stdout).not.toContain(ROOT)
  })

  it('counts declined orders as the notes of the result do', () => {
    const strategy =
      "strategy('s', { initialCapital: 100 })\nonBar(() => {\n  strategy.entry('A', 'long', { qty: 7 })\n})"
    const cwd = folder({ 's.js': strategy })
    const { status, stdout } = qrun(['explain', 's.js', ...data, '--rejected'], { cwd })
    const { notes } = JSON.parse(qrun(['backtest', 's.js', ...data, '--json'], { cwd }).stdout)
    expect(status).toBe(0)
    expect(notes).toContainEqual(expect.objectContaining({ code: 'N101', count: 6000 }))
    expect(stdout).toMatch(/N101 {2}orders declined: not enough margin {2}6 000 times/)
    expect(stdout).toContain("3:3  strategy.entry('A', 'long', { qty: 7 })")
  })

  it('heeds the defaults of a configuration, and asks its questions itself', () => {
    const config = { defaults: { data: SAMPLE, trades: 5, ascii: true } }
    const cwd = folder({ 'qrun.config.json': JSON.stringify(config), 'package.json': '{}' })
    const { status, stdout } = qrun(['explain', STRATEGY, '--at', '9'], { cwd })
    expect(status).toBe(0)
    expect(stdout).toContain('  bar 9\n')
    expect(stdout).not.toContain('sends orders')
    const asked = folder({ 'qrun.config.json': '{"defaults":{"at":"9"}}', 'package.json': '{}' })
    expect(qrun(['explain', STRATEGY, ...data], { cwd: asked }).stderr).toContain('error C103')
  })

  it('reads bars from a pipe', () => {
    const { status, stdout } = qrun(
      ['explain', STRATEGY, '--data', '-', '--at', '9', '--tf', '4h'],
      {
        input: readFileSync(SAMPLE),
      },
    )
    expect(status).toBe(0)
    expect(stdout).toContain('  bar 9\n')
  })

  it.each([
    ['onBar(() => { if (barIndex() === 9) oops() })', 3, 'S310'],
    ['onBar(() => {', 3, 'S308'],
    ['onBar(() => { for (;;); })', 4, 'L401'],
  ])('ends as the run does: %s', (source, code, error) => {
    const cwd = folder({ 's.js': source })
    const ended = qrun(['explain', 's.js', ...data, '--limit-time', '4s', '--at', '9'], { cwd })
    expect(ended.status).toBe(code)
    expect(ended.stderr).toContain(error)
    const trade = qrun(['explain', 's.js', ...data, '--limit-time', '4s', '--trade', '1'], {
      cwd,
    })
    expect(trade.status).toBe(code)
  })

  it('prints the names that a strategy can use, one sentence each', () => {
    const { status, stdout } = qrun(['explain', '--api'])
    expect(status).toBe(0)
    for (const name of ['declare const close', 'sma(', 'entry(', 'onBar'])
      expect(stdout).toContain(name)
    expect(stdout.length).toBeLessThan(0.6 * readFileSync(join(ROOT, 'dist/globals.d.ts')).length)
    expect(stdout).not.toContain('@example')
  })
})

describe('docs/explain.md', () => {
  const blocks = BLOCKS.filter(({ page, info }) => page === 'docs/explain.md' && info === 'console')

  it('has examples', () => expect(blocks.length).toBeGreaterThan(2))

  it.each(blocks)('shows what is really printed: $place', ({ text }) => {
    const [command = '', ...lines] = text.split('\n')
    const { stdout, status } = qrun(command.replace(/^\$ qrun /, '').split(' '), { cwd: ROOT })
    expect(status).toBe(0)
    // Three dots stand for lines that are left out.
    const parts = lines.join('\n').split(/^ *\.\.\.\n/m)
    let at = 0
    for (const part of parts) {
      const found = stdout.indexOf(part, at)
      expect(found, part).toBeGreaterThanOrEqual(0)
      at = found + part.length
    }
  })
})
