import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { folder, qrun, SAMPLE, STRATEGY } from './command.ts'

const cwd = folder()
const RUN = ['--data', SAMPLE]

beforeAll(() => {
  const write = (name: string, ...args: string[]): void =>
    writeFileSync(join(cwd, name), qrun(['backtest', STRATEGY, ...RUN, ...args]).stdout)
  write('a.json', '--json')
  write('b.json', '--json', '--set', 'fast=12')
  write('tv.csv', '-f', 'csv', '--csv-style', 'tradingview')
  // As a chart in another zone would show them: eight hours later on its clock.
  const shifted = readFileSync(join(cwd, 'tv.csv'), 'utf8').replace(
    /\d{4}-\d\d-\d\d \d\d:\d\d/g,
    (text) =>
      new Date(Date.parse(`${text.replace(' ', 'T')}Z`) + 8 * 3_600_000)
        .toISOString()
        .slice(0, 16)
        .replace('T', ' '),
  )
  writeFileSync(join(cwd, 'east.csv'), shifted)
  const lines = shifted.split('\n')
  // A trade that they do not have, and an exit at another price.
  lines.splice(7, 2)
  lines[1] = lines[1]!.replace(/(,[^,]*),[\d.]+,/, '$1,1.5,')
  writeFileSync(join(cwd, 'other.csv'), lines.join('\n'))
})

const compare = (...args: string[]) => qrun(['compare', ...args], { cwd })

describe('qrun compare A B', () => {
  it('says that a result is the same as itself, with exit code 0', () => {
    const { status, stdout, stderr } = compare('a.json', 'a.json')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/the results are the same[\s\S]*100\.00%/)
  })

  it('tells metrics and trades that differ, with exit code 1', () => {
    const { status, stdout } = compare('a.json', 'b.json')
    expect(status).toBe(1)
    expect(stdout).toContain('differs in inputs')
    expect(stdout).toMatch(/metrics +\d+ differ/)
    expect(stdout).toContain('first difference')
  })

  it('runs strategies in the place of results', () => {
    expect(compare('a.json', STRATEGY, ...RUN).status).toBe(0)
    expect(compare('a.json', STRATEGY, ...RUN, '--set', 'fast=12').status).toBe(1)
  })

  it('prints one JSON document', () => {
    const { stdout } = compare('a.json', 'b.json', '--json', '--show', '1')
    expect(JSON.parse(stdout)).toMatchObject({ isEqual: false, identity: ['inputs'] })
    expect(JSON.parse(stdout).trades.differences).toHaveLength(1)
  })

  it('writes a page, the same on standard output and into a file', () => {
    const { status, stdout } = compare('a.json', 'b.json', '-f', 'html')
    expect(status).toBe(1)
    expect(stdout.slice(0, 15)).toBe('<!doctype html>')
    expect(stdout).toContain('<h1>a.json and b.json</h1>')
    const told = compare('a.json', 'b.json', '--out', 'pages/difference.html')
    expect(told.stdout).toContain('first difference')
    expect(readFileSync(join(cwd, 'pages/difference.html'), 'utf8') === stdout).toBe(true)
  })

  it.each([
    {
      says: 'a page of TradingView',
      args: ['a.json', '--tv', 'tv.csv', '-f', 'html'],
      code: 'U103',
    },
    { says: 'two formats', args: ['a.json', 'b.json', '--json', '-f', 'html'], code: 'U103' },
    { says: 'a page of another name', args: ['a.json', 'b.json', '--out', 'x.txt'], code: 'U102' },
  ])('refuses $says', ({ args, code }) => {
    const { status, stdout, stderr } = compare(...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(code)
  })
})

describe('qrun compare A --tv LIST', () => {
  it.each([
    { list: 'tv.csv', zone: 'UTC' },
    { list: 'east.csv', zone: '+08:00' },
  ])('matches $list and finds its zone', ({ list, zone }) => {
    const { status, stdout, stderr } = compare('a.json', '--tv', list)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`${zone}, found by matching: 100.0% of its trades`)
    expect(stdout).toContain('100.00%')
  })

  it('shows the first differences with both trades and the bars', () => {
    const { status, stdout } = compare(STRATEGY, ...RUN, '--tv', 'other.csv', '--show', '2')
    expect(status).toBe(1)
    expect(stdout).toMatch(/first difference {2}exit price/)
    expect(stdout).toMatch(/TradingView #1 .*\n +in .*\n +out .* @ 1\.5 "/)
    expect(stdout).toMatch(/qrun #1 .*\n +in .*\n +out .*, by \w+/)
    expect(stdout).toMatch(
      /bar {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}[\d. ]+, (high|low) first {2}\(entry\)/,
    )
    expect(stdout).toMatch(/difference 2 {2}only in qrun/)
  })

  it('shows the orders that waited at the bars of a difference, of a strategy that it can run', () => {
    const { stdout } = compare(STRATEGY, ...RUN, '--tv', 'other.csv')
    expect(stdout).toMatch(
      /bar .*\(entry\)\n +waiting: (buy|sell) [\d.]+ at market, entry "\w+"\n +bar /,
    )
    expect(compare('a.json', '--tv', 'other.csv').stdout).not.toContain('waiting')
  })

  it('fits a narrow page', () => {
    const { stdout } = compare(STRATEGY, ...RUN, '--tv', 'other.csv')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  it.each([
    { says: 'nothing to compare with', args: ['a.json'], code: 'U103' },
    { says: 'too much', args: ['a.json', 'b.json', '--tv', 'tv.csv'], code: 'U103' },
    { says: 'a strategy without bars', args: [STRATEGY, '--tv', 'tv.csv'], code: 'U103' },
    { says: 'a result that is not there', args: ['no.json', 'a.json'], code: 'D230' },
    { says: 'a list that is not there', args: ['a.json', '--tv', 'no.csv'], code: 'D228' },
    { says: 'bars for a list', args: ['a.json', '--tv', SAMPLE], code: 'D228' },
    {
      says: 'a zone that is none',
      args: ['a.json', '--tv', 'tv.csv', '--tv-tz', 'Mars'],
      code: 'U102',
    },
  ])('refuses $says ($code)', ({ args, code }) => {
    const { status, stdout, stderr } = compare(...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(new RegExp(`^error ${code}`))
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it.each([
    { says: 'no JSON', text: '{' },
    { says: 'a list', text: '[]' },
    { says: 'another schema', text: '{"schema":"x"}' },
    { says: 'no metrics', text: '{"schema":"qrun.result/1","run":{}}' },
  ])('refuses $says as a result (D230)', ({ text }) => {
    writeFileSync(join(cwd, 'bad.json'), text)
    expect(compare('bad.json', 'a.json').stderr).toMatch(/^error D230/)
  })
})
