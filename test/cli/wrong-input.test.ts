import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { folder, qrun, SAMPLE, STRATEGY } from './command.ts'

const HEAD = 'time,open,high,low,close,volume\n'
const ROWS = Array.from(
  { length: 40 },
  (_, i) => `${new Date(Date.UTC(2024, 0, 1, i)).toISOString().slice(0, 19)}Z,10,12,9,11,5`,
)
const bars = (...changes: (readonly [row: number, text: string])[]): string => {
  const rows = [...ROWS]
  for (const [row, text] of changes) rows[row] = text
  return `${HEAD}${rows.join('\n')}\n`
}
const time = (hour: number): string =>
  `${new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 19)}Z`
const RUN = ['backtest', 's.js', '-d', 'bars.csv']
const GOOD = "onBar(() => { if (barIndex() === 3) strategy.entry('L', 'long') })"

type Case = {
  readonly says: string
  readonly args?: readonly string[]
  readonly source?: string
  readonly data?: string | Uint8Array
  readonly files?: Readonly<Record<string, string>>
  readonly code: string
  readonly exit: number
  /** Part of the message, and part of the hint. */
  readonly message?: string
  readonly hint?: string
}

const CASES: readonly Case[] = [
  // The command line.
  {
    says: 'an unknown command',
    args: ['bactest'],
    code: 'U101',
    exit: 2,
    message: "'bactest'",
    hint: 'Did you mean backtest?',
  },
  {
    says: 'an unknown flag',
    args: [...RUN, '--sett', 'a=1'],
    code: 'U101',
    exit: 2,
    message: "'--sett'",
    hint: 'Did you mean --set?',
  },
  {
    says: 'a name that begins with a dash',
    args: ['backtest', '-x.js', '-d', 'bars.csv'],
    code: 'U101',
    exit: 2,
    message: "'-x.js'",
    hint: 'a file of that name is written "./-x.js"',
  },
  {
    says: 'a pattern that names declarations only',
    args: ['backtest', '*.d.ts', '-d', 'bars.csv'],
    files: { 'a.d.ts': '' },
    code: 'U102',
    exit: 2,
    message: 'no file is called like "*.d.ts"',
  },
  {
    says: 'no strategy',
    args: ['backtest', '-d', 'bars.csv'],
    code: 'U103',
    exit: 2,
    message: 'strategy',
  },
  {
    says: 'no data',
    args: ['backtest', 's.js'],
    code: 'U103',
    exit: 2,
    message: '--data',
    hint: 'add --data FILE with the bars; qrun backtest --help lists what there is',
  },
  {
    says: 'no file to look at',
    args: ['data', 'inspect'],
    code: 'U103',
    exit: 2,
    message: "'file'",
    hint: 'qrun data inspect --help lists what there is',
  },
  {
    says: 'a value that a flag cannot take',
    args: [...RUN, '--seed', "it's '1' is invalid. So"],
    code: 'U102',
    exit: 2,
    message: "--seed was \"it's '1' is invalid. So\"",
    hint: 'give a whole number of at least 0',
  },
  {
    says: 'a choice that a flag does not have',
    args: [...RUN, '--csv-style', 'x'],
    code: 'U102',
    exit: 2,
    message: '--csv-style was "x"',
    hint: 'choose one of: qrun, tradingview',
  },
  {
    says: 'a choice that an argument does not have',
    args: ['completion', 'tcsh'],
    code: 'U102',
    exit: 2,
    message: 'the shell was "tcsh"',
    hint: 'choose one of: bash, zsh, fish, powershell',
  },
  {
    says: 'a file that ends too early',
    source: 'onBar(() => {\n  log(1)\n',
    code: 'S308',
    exit: 3,
    message: 'the text ends before it is complete',
    hint: 'close what is open',
  },
  {
    says: 'bars that the shell put in the place of a strategy',
    args: ['backtest', '-d', 'bars.csv', 'more.csv', 's.js'],
    code: 'U102',
    exit: 2,
    message: '"more.csv" stands where a strategy is expected',
  },
  {
    says: 'a check over two main series',
    args: ['check', 's.js', '-d', 'bars.csv', '-d', 'more.csv'],
    code: 'U102',
    exit: 2,
    message: '--data named two main series, "bars.csv" and "more.csv"',
  },
  {
    says: 'columns that are no pairs',
    args: [...RUN, '--columns', 'Date'],
    code: 'U102',
    exit: 2,
    message: '--columns was "Date"',
    hint: 'time=Date',
  },
  {
    says: 'an exchange in no time zone',
    args: [...RUN, '--exchange-tz', 'Mars'],
    code: 'U102',
    exit: 2,
    message: 'time zone of the exchange was "Mars"',
  },
  {
    says: 'a strategy without a name',
    args: ['new', ''],
    code: 'U102',
    exit: 2,
    message: 'name of the strategy was ""',
  },
  {
    says: 'a strategy named as a folder',
    args: ['new', 'ideas/'],
    code: 'U102',
    exit: 2,
    message: '"ideas/"',
  },
  {
    says: 'help about what there is not',
    args: ['help', 'data', 'inpsect'],
    code: 'U101',
    exit: 2,
    message: '"data inpsect"',
  },
  {
    says: 'a --set without a value',
    args: [...RUN, '--set', 'fast'],
    code: 'U102',
    exit: 2,
    message: 'name=value',
  },
  {
    says: 'a seed that is no number',
    args: [...RUN, '--seed', 'x'],
    code: 'U102',
    exit: 2,
    message: 'whole number',
  },
  {
    says: 'a tick of zero',
    args: [...RUN, '--tick', '0'],
    code: 'U102',
    exit: 2,
    message: 'above 0',
  },
  {
    says: 'a time limit without meaning',
    args: [...RUN, '--limit-time', 'soon'],
    code: 'U102',
    exit: 2,
    message: '60s',
  },
  {
    says: 'a memory limit that is too small',
    args: [...RUN, '--limit-memory', '1mb'],
    code: 'U102',
    exit: 2,
    message: '16mb',
  },
  {
    says: 'an unknown output format',
    args: [...RUN, '-f', 'xml'],
    code: 'U102',
    exit: 2,
    message: 'pretty, json, csv',
  },
  {
    says: 'a choice that does not exist',
    args: [...RUN, '--on-gap', 'jump'],
    code: 'U102',
    exit: 2,
    message: 'keep, fill, error',
  },
  {
    says: 'a date that is none',
    args: [...RUN, '--from', 'yesterday'],
    code: 'U102',
    exit: 2,
    message: '"yesterday"',
    hint: '2023-05-01',
  },
  {
    says: 'a window backwards',
    args: [...RUN, '--from', '2024-02', '--to', '2024-01'],
    code: 'U115',
    exit: 2,
    hint: 'half-open',
  },
  {
    says: 'a window after the data',
    args: [...RUN, '--from', '2030'],
    code: 'U115',
    exit: 2,
    hint: 'inside the data',
  },
  {
    says: 'a timeframe that does not exist',
    args: [...RUN, '--tf', '7x'],
    code: 'U102',
    exit: 2,
    message: '"7x"',
    hint: '4h',
  },
  {
    says: 'a condition on no metric',
    args: [...RUN, '--fail-on', 'tradez < 3'],
    code: 'U114',
    exit: 2,
    message: '"tradez"',
    hint: 'trades',
  },
  {
    says: 'a condition that cannot be read',
    args: [...RUN, '--fail-on', 'trades <'],
    code: 'U114',
    exit: 2,
  },
  {
    says: 'an output place that is a file',
    args: [...RUN, '-f', 'csv', '-o', 's.js'],
    code: 'U105',
    exit: 2,
    message: 's.js',
  },
  {
    says: 'an output place that cannot be written',
    args: [...RUN, '-f', 'csv', '-o', '/proc/none'],
    code: 'U105',
    exit: 2,
    hint: 'choose another place',
  },
  {
    says: 'several formats without a place',
    args: [...RUN, '-f', 'json,csv'],
    code: 'U103',
    exit: 2,
    hint: '--out',
  },
  { says: 'help for nothing', args: ['help', 'nonsense'], code: 'U101', exit: 2, hint: 'S301' },
  {
    says: 'a new file over an old one',
    args: ['new', 's'],
    code: 'U106',
    exit: 2,
    message: 's.js',
    hint: '--force',
  },
  {
    says: 'a template that does not exist',
    args: ['new', 'x', '-t', 'moon'],
    code: 'U102',
    exit: 2,
    message: 'cross',
  },
  // Inputs and properties.
  {
    says: 'an unknown input',
    source: "input.int('fast', 3)",
    args: [...RUN, '--set', 'fats=3'],
    code: 'U110',
    exit: 2,
    message: '"fats"',
    hint: 'fast',
  },
  {
    says: 'an input named like a prototype',
    source: GOOD,
    args: [...RUN, '--set', '__proto__=3'],
    code: 'U110',
    exit: 2,
    message: '"__proto__"',
  },
  {
    says: 'an input named constructor',
    source: GOOD,
    args: [...RUN, '--set', 'constructor=3'],
    code: 'U110',
    exit: 2,
  },
  {
    says: 'an input of the wrong kind',
    source: "input.int('n', 3)",
    args: [...RUN, '--set', 'n=abc'],
    code: 'U111',
    exit: 2,
    message: '"abc"',
    hint: 'whole number',
  },
  {
    says: 'an input out of bounds',
    source: "input.int('n', 3, { max: 9 })",
    args: [...RUN, '--set', 'n=10'],
    code: 'U111',
    exit: 2,
    hint: 'at most 9',
  },
  {
    says: 'an unknown property',
    args: [...RUN, '--prop', 'initialcapital=1'],
    code: 'U112',
    exit: 2,
    hint: 'did you mean initialCapital?',
  },
  {
    says: 'a property out of range',
    args: [...RUN, '--prop', 'slippage=-1'],
    code: 'U113',
    exit: 2,
    message: '"-1"',
  },
  {
    says: 'an inputs file that is missing',
    args: [...RUN, '--inputs', 'none.json'],
    code: 'U108',
    exit: 2,
    message: 'none.json',
  },
  {
    says: 'an inputs file that is no JSON',
    files: { 'i.json': '{' },
    args: [...RUN, '--inputs', 'i.json'],
    code: 'U108',
    exit: 2,
    message: 'not JSON',
  },
  {
    says: 'an inputs file with a list',
    files: { 'i.json': '{"a":[1]}' },
    args: [...RUN, '--inputs', 'i.json'],
    code: 'U108',
    exit: 2,
    message: '"a"',
  },
  // Strategy files.
  {
    says: 'a strategy that is missing',
    args: ['backtest', 'none.js', '-d', 'bars.csv'],
    code: 'U104',
    exit: 2,
    message: 'none.js',
    hint: 'qrun new',
  },
  {
    says: 'a strategy that is a folder',
    args: ['backtest', '.', '-d', 'bars.csv'],
    code: 'U104',
    exit: 2,
    message: 'folder',
  },
  { says: 'a syntax error', source: 'const a = ;', code: 'S308', exit: 3, message: 's.js:1:11' },
  { says: 'an import', source: "import fs from 'fs'", code: 'S309', exit: 3, message: 's.js:1:1' },
  {
    says: 'an async callback',
    source: 'onBar(async () => {})',
    code: 'S309',
    exit: 3,
    hint: 'synchronous',
  },
  {
    says: 'a series as a number',
    source: 'onBar(() => { if (close > open) log(1) })',
    code: 'S301',
    exit: 3,
    message: 's.js:1:19',
    hint: 'write close() > open()',
  },
  {
    says: 'a name of the host',
    source: 'process.exit(1)',
    code: 'S310',
    exit: 3,
    message: '"process"',
  },
  {
    says: 'an exception on a bar',
    source: 'onBar(() => {\n  if (barIndex() === 5) null.x\n})',
    code: 'S307',
    exit: 3,
    message: 's.js:2:25   at bar 5, 2024-01-01 05:00 UTC',
  },
  {
    says: 'an indicator in onBar',
    source: 'onBar(() => { ta.sma(close, 3) })',
    code: 'S304',
    exit: 3,
    hint: 'outside onBar',
  },
  {
    says: 'the clock',
    source: 'onBar(() => { Date.now() })',
    code: 'S311',
    exit: 3,
    hint: 'time()',
  },
  {
    says: 'a loop without end',
    source: 'onBar(() => { for (;;); })',
    args: [...RUN, '--limit-time', '500ms'],
    code: 'L401',
    exit: 4,
    message: '0.5',
    hint: '--limit-time',
  },
  {
    says: 'memory without end',
    source: 'const a = []\nonBar(() => { for (;;) a.push(new Array(1000).fill(0)) })',
    args: [...RUN, '--limit-memory', '32mb'],
    code: 'L402',
    exit: 4,
    hint: '--limit-memory',
  },
  {
    says: 'recursion without end',
    source: 'const f = () => f()\nonBar(() => f())',
    code: 'L405',
    exit: 4,
  },
  {
    says: 'too many orders',
    source: "onBar(() => strategy.entry('L', 'long'))",
    args: [...RUN, '--limit-orders', '5'],
    code: 'L403',
    exit: 4,
    hint: '--limit-orders',
  },
  // Data files.
  {
    says: 'data that are missing',
    args: ['backtest', 's.js', '-d', 'none.csv'],
    code: 'D201',
    exit: 2,
    message: 'none.csv',
  },
  { says: 'data that are a folder', args: ['backtest', 's.js', '-d', '.'], code: 'D', exit: 2 },
  { says: 'an empty file', data: '', code: 'D', exit: 2, message: 'bars.csv' },
  { says: 'a header without rows', data: HEAD, code: 'D', exit: 2 },
  { says: 'no table at all', data: 'hello world\nthis is prose\n', code: 'D', exit: 2 },
  {
    says: 'a cell that is no number',
    data: bars([7, `${time(7)},10,12,nine,11,5`]),
    code: 'D',
    exit: 2,
    message: '"nine"',
  },
  {
    says: 'a high below the low',
    data: bars([7, `${time(7)},10,8,9,11,5`]),
    code: 'D',
    exit: 2,
    hint: '--on-bad',
  },
  { says: 'a negative price', data: bars([7, `${time(7)},-10,12,-11,11,5`]), code: 'D', exit: 2 },
  {
    says: 'two different bars of one time',
    data: bars([7, `${time(6)},10,12,9,10,5`]),
    code: 'D',
    exit: 2,
    hint: '--on-duplicate',
  },
  { says: 'a NUL byte', data: bars([7, `${time(7)},10,12,9,\u00001,5`]), code: 'D', exit: 2 },
  {
    says: 'bytes that are no UTF-8',
    data: Buffer.concat([Buffer.from(bars()), Buffer.from([0xff, 0xfe, 0x41])]),
    code: 'D',
    exit: 2,
  },
  {
    says: 'a gzip file that was cut off',
    data: gzipSync(bars()).subarray(0, 60),
    code: 'D',
    exit: 2,
  },
  { says: 'a line without end', data: `${HEAD}${'1'.repeat(2 * 1024 * 1024)}`, code: 'D', exit: 2 },
  {
    says: 'a gap, when gaps are refused',
    data: bars().replace(`${ROWS[9]}\n`, ''),
    args: [...RUN, '--on-gap', 'error'],
    code: 'D',
    exit: 2,
    hint: '--on-gap',
  },
  {
    says: 'volume indicators without volume',
    source: 'ta.sma(volume, 3)',
    data: bars()
      .replace(/,volume/, '')
      .replace(/,5$/gm, ''),
    code: 'S316',
    exit: 3,
  },
  {
    says: 'a table of rates that is none',
    files: { 'fx.csv': 'day,price\n1,2\n' },
    args: [...RUN, '--fx', 'fx.csv'],
    code: 'U116',
    exit: 2,
    message: 'day,price',
  },
]

describe('wrong input', () => {
  it.each(CASES)(
    '$says gives $code and exit $exit',
    ({ args = RUN, source = GOOD, data = bars(), files = {}, code, exit, message, hint }) => {
      const cwd = folder({ 's.js': source, 'bars.csv': data, ...files })
      const before = readdirSync(cwd).sort()
      const { status, stdout, stderr } = qrun(args, { cwd })
      const plain = stderr.replace(/\s+/g, ' ')
      expect(stderr).toMatch(new RegExp(`^(error|stopped) ${code}`, 'm'))
      if (message !== undefined) expect(plain).toContain(message.replace(/\s+/g, ' '))
      if (hint !== undefined) expect(plain).toContain(hint)
      // No stack trace, no path of this machine or of the package.
      expect(stdout + stderr).not.toMatch(/\n\s+at .*[:(]\d+/)
      expect(stdout + stderr).not.toContain(join(import.meta.dirname, '../..'))
      expect(status).toBe(exit)
      expect(readdirSync(cwd).sort()).toEqual(before)
    },
  )

  it('has at least forty cases', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(40)
  })
})

describe('a run that is cut short', () => {
  it('ends quietly when the reader closes the pipe', () => {
    const { status, stderr } = qrun(['backtest', STRATEGY, '-d', SAMPLE, '--json'])
    expect(status).toBe(0)
    expect(stderr).toBe('')
  })

  it('leaves no file behind when the strategy fails', () => {
    const cwd = folder({ 's.js': 'null.x', 'bars.csv': bars() })
    expect(qrun([...RUN, '-f', 'csv', '-o', 'out'], { cwd }).status).toBe(3)
    expect(existsSync(join(cwd, 'out'))).toBe(true)
    expect(readdirSync(join(cwd, 'out')).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
