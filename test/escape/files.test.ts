import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, MAIN, qrun, SAMPLE } from '../cli/command.ts'
import { attacks, bars, end } from './run.ts'

const PLAIN = 'onBar(() => log(close()))'
const WITH_INPUT = "const n = input.int('fast', 3); onBar(() => log(n))"
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/
const rows = Array.from(
  { length: 24 },
  (_, hour) => `2024-01-01T${String(hour).padStart(2, '0')}:00:00Z,1,2,0.5,1.5,10`,
)
const csv = (header: string, change: (row: string) => string = (row) => row): string =>
  `${[header, ...rows.map(change)].join('\n')}\n`
const HEADER = 'time,open,high,low,close,volume'

describe('names of strategy files', () => {
  it.each([
    { says: 'an escape sequence', name: 'x\u001b[2J\u001b]0;owned\u0007.js' },
    { says: 'a line of their own', name: 'x\nerror U101  forged\nstopped L401.js' },
    { says: 'marks that turn the text', name: 'x\u202esj.exe\u2066.js' },
    { says: 'a formula', name: '=HYPERLINK("http:x").js' },
    { says: 'markup', name: '<img src=x onerror=alert(1)>.js' },
    { says: 'a flag after two dashes', name: '-o.js' },
    { says: 'the name of a prototype', name: '__proto__.js' },
    { says: 'a very long name', name: `${'n'.repeat(200)}.js` },
  ])('with $says stand harmlessly in every output', ({ name }) => {
    const path = folder({ [name]: PLAIN, 'bad.js': '((' })
    const good = qrun(
      [
        'backtest',
        '-d',
        SAMPLE,
        '--to',
        '2024-01-03',
        '-f',
        'pretty,json,csv',
        '-o',
        'out',
        '--',
        name,
      ],
      { cwd: path },
    )
    expect(good.status).toBe(0)
    expect(good.stdout + good.stderr).not.toMatch(CONTROLS)
    writeFileSync(join(path, name), 'throw new Error(1)')
    const bad = qrun(['backtest', '-d', SAMPLE, '--', name], { cwd: path })
    expect([bad.status, bad.stderr]).toEqual([3, expect.stringMatching(/^error S307 /)])
    expect(bad.stderr).not.toMatch(CONTROLS)
    expect(bad.stderr).not.toMatch(/^(error U101|stopped L401)/m)
  })

  it('that lead in circles, nowhere or too far are refused', () => {
    const path = folder()
    symlinkSync('b.js', join(path, 'a.js'))
    symlinkSync('a.js', join(path, 'b.js'))
    symlinkSync('/none/at/all.js', join(path, 'dangling.js'))
    mkdirSync(join(path, 'folder.js'))
    for (const name of [
      'a.js',
      'dangling.js',
      'folder.js',
      '../../../../../../../../etc',
      `${'../'.repeat(3000)}x.js`,
      'n'.repeat(5000),
    ]) {
      const { status, stderr } = qrun(['backtest', name, '-d', SAMPLE], { cwd: path })
      expect(status).toBe(2)
      expect(stderr).toMatch(/^error U104 /)
    }
  })
})

function makePipe(path: string): void {
  execFileSync('bash', ['-c', 'mkfifo "$0"', path])
}

describe.skipIf(process.platform === 'win32')('named pipes', () => {
  it('without a writer are waited for until Ctrl-C, as strategy and as data', async () => {
    const path = folder({ 's.js': PLAIN })
    for (const name of ['pipe.js', 'pipe.csv']) makePipe(join(path, name))
    for (const args of [
      ['pipe.js', '-d', SAMPLE],
      ['s.js', '-d', 'pipe.csv'],
    ]) {
      const child = spawn(process.execPath, [MAIN, 'backtest', ...args], {
        cwd: path,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.on('data', (chunk) => {
        said += chunk
      })
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
      // Sent again until the command listens: before that the signal ends it without a word.
      await new Promise((resolve) => setTimeout(resolve, 1000))
      child.kill('SIGINT')
      const isOver = await Promise.race([
        ended.then(() => true),
        new Promise((resolve) => setTimeout(() => resolve(false), 20_000).unref()),
      ])
      if (!isOver) child.kill('SIGKILL')
      expect(isOver).toBe(true)
      expect(said).toContain('error X504')
    }
  })

  it('give a strategy as a file does, and never more than one may have', () => {
    const path = folder({ 's.js': PLAIN })
    const run = (feed: string) => {
      const pipe = join(path, `${feed.length}.js`)
      makePipe(pipe)
      const writer = spawn('bash', ['-c', `${feed} > "$0" 2>/dev/null`, pipe], { cwd: path })
      const told = qrun(['backtest', pipe, '-d', SAMPLE, '-q'], { cwd: path })
      writer.kill('SIGKILL')
      return told
    }
    expect(run('cat s.js').status).toBe(0)
    expect(run('yes onBar').stderr).toContain('has more than')
  })
})

describe('hostile data files', () => {
  it.each([
    {
      says: 'columns named like a prototype',
      text: csv(`${HEADER},__proto__,constructor`, (row) => `${row},1,2`),
      status: 0,
    },
    {
      says: 'a prototype in place of the time',
      text: csv(HEADER.replace('time', '__proto__')),
      status: 2,
    },
    {
      says: 'formulas in a column',
      text: csv(HEADER, (row) => row.replace('1.5', '=1+1')),
      status: 2,
    },
    {
      says: 'escape sequences in a header',
      text: csv(HEADER.replace('volume', '\u001b[2Jvolume')),
      status: 0,
    },
    {
      says: 'escape sequences in cells',
      text: csv(HEADER, (row) => row.replace('1.5', '1.5\u001b[2J\u0007')),
      status: 2,
    },
    {
      says: 'line ends in cells',
      text: csv(HEADER, (row) => row.replace('1.5', '"1.5\nerror U101  forged\n"')),
      status: 2,
    },
    { says: 'NUL bytes', text: csv(HEADER, (row) => row.replace('1.5', '1.5\u0000')), status: 2 },
    { says: 'nothing but NUL bytes', text: '\u0000'.repeat(100_000), status: 2 },
    {
      says: 'numbers that are none',
      text: csv(HEADER, (row) => row.replace('1.5', 'Infinity')),
      status: 2,
    },
    {
      says: 'numbers beyond all numbers',
      text: csv(HEADER, (row) => row.replace('1.5', '1e999')),
      status: 2,
    },
    {
      says: 'hexadecimal numbers',
      text: csv(HEADER, (row) => row.replace('1.5', '0x1')),
      status: 2,
    },
    { says: 'a quote that never ends', text: `${HEADER}\n"${'1,\n'.repeat(200_000)}`, status: 2 },
    {
      says: 'a line of a hundred megabytes',
      text: `${HEADER}\n2024-01-01T00:00:00Z,${'1'.repeat(100_000_000)}\n`,
      status: 2,
    },
    {
      says: 'two million columns',
      text: `${Array.from({ length: 2e6 }, (_, i) => `c${i}`).join()}\n`,
      status: 2,
    },
  ])('with $says end in a result or a clear error', ({ text, status }) => {
    const path = folder({ 's.js': PLAIN, 'd.csv': text })
    const told = qrun(['backtest', 's.js', '-d', 'd.csv', '-q'], { cwd: path })
    expect(told.stderr).toMatch(status === 0 ? /^$/ : /^error [DU]\d{3} /)
    expect(told.stdout + told.stderr).not.toMatch(CONTROLS)
    expect(told.stderr).not.toMatch(/^error U101/m)
    expect(told.status).toBe(status)
  })

  it.each([
    {
      says: 'a prototype beside the columns',
      text: '{"__proto__":{"close":[1]},"open":[1],"high":[1],"low":[1],"time":[1]}',
    },
    { says: 'a million brackets', text: '['.repeat(1e6) },
    { says: 'rows named like a prototype', text: '[{"__proto__":1,"constructor":2}]' },
    {
      says: 'an object in place of a number',
      text: '[{"time":{"toString":1},"open":[],"high":{},"low":null,"close":true}]',
    },
  ])('of JSON with $says are refused', ({ text }) => {
    const path = folder({ 's.js': PLAIN, 'd.json': text })
    const { status, stderr } = qrun(['backtest', 's.js', '-d', 'd.json', '-q'], { cwd: path })
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error D\d{3} /)])
  })
})

describe('names on the command line', () => {
  const path = folder({ 's.js': WITH_INPUT })
  const run = (...args: string[]) =>
    qrun(['backtest', 's.js', '-d', SAMPLE, '--to', '2024-01-03', ...args], { cwd: path })

  it.each([
    { flag: '--set', code: 'U110' },
    { flag: '--prop', code: 'U112' },
    { flag: '--columns', code: 'D223' },
  ])('of $flag that every object has are unknown like any other', ({ flag, code }) => {
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '__defineGetter__',
      'valueOf',
    ])
      expect(run(flag, `${name}=1`).stderr).toMatch(new RegExp(`^error ${code} `))
  })

  it('with escape sequences are shown without them', () => {
    for (const args of [
      ['--set', 'x\u001b[2J=1'],
      ['--prop', 'x\u001b[2J=1'],
      ['--columns', 'x\u001b[2J=1'],
      ['--tf', '\u001b[2J'],
      ['--tz', '\u001b[2J'],
      ['--from', '\u001b[2J'],
      ['--fail-on', '\u001b[2J'],
      ['--\u001b[2J'],
      ['--format', '\u001b[2J'],
    ]) {
      const { stderr, status } = run(...args)
      expect(status).toBe(2)
      expect(stderr).not.toMatch(CONTROLS)
    }
  })

  it.each([
    { says: 'a prototype', text: '{"__proto__": 5}', code: 'U110' },
    { says: 'a constructor', text: '{"constructor": 5}', code: 'U110' },
    { says: 'an object for a value', text: '{"fast": {"valueOf": 1}}', code: 'U108' },
    { says: 'a list', text: '[1]', code: 'U108' },
    { says: 'a number beyond all numbers', text: '{"fast": 1e999}', code: 'U111' },
    { says: 'a million brackets', text: '['.repeat(1e6), code: 'U108' },
    { says: 'a text of a megabyte', text: `{"fast": "${'9'.repeat(1e6)}"}`, code: 'U111' },
    { says: 'a half pair', text: '{"fast\\ud800": 1}', code: 'U110' },
    { says: 'no text at all', text: '\u0000\u0001', code: 'U108' },
  ])('of a file of inputs with $says are refused', ({ text, code }) => {
    writeFileSync(join(path, 'i.json'), text)
    const { stderr, status } = run('--inputs', 'i.json')
    expect(status).toBe(2)
    expect(stderr).toMatch(new RegExp(`^error ${code} `))
    expect(stderr.length).toBeLessThan(8000)
    expect(stderr).not.toMatch(CONTROLS)
  })
})

describe('tables that a spreadsheet opens', () => {
  it.each(['names-formulas', 'names-breakers', 'names-markup', 'names-surrogates', 'names-orders'])(
    'hold no cell of %s that it would run',
    (name) => {
      const { source } = attacks().find((attack) => attack.name === name)!
      const path = folder({ 's.js': source })
      for (const style of ['qrun', 'tradingview']) {
        const { status, stderr } = qrun(
          [
            'backtest',
            's.js',
            '-d',
            SAMPLE,
            '--to',
            '2024-01-10',
            '-f',
            'csv,json',
            '-o',
            style,
            '--csv-style',
            style,
          ],
          { cwd: path },
        )
        expect([status, stderr]).toEqual([0, ''])
        for (const file of execFileSync('ls', [join(path, style)], { encoding: 'utf8' })
          .trim()
          .split('\n')) {
          const text = readFileSync(join(path, style, file), 'utf8').replace(/^\ufeff/, '')
          if (!file.endsWith('.csv')) continue
          for (const cell of cells(text))
            expect(cell, file).not.toMatch(/^\s*[=+@\t\r\uff1d]|^\s*-(?![\d.])/)
        }
      }
    },
  )
})

/** Cells of a CSV text, unquoted. */
function cells(text: string): string[] {
  return [...text.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
    ([, quoted, plain]) => (quoted ?? plain ?? '').replaceAll('""', '"'),
  )
}

describe('the machine around a run', () => {
  it.each(['process', 'realm'] as const)(
    'changes nothing of it, behind %s: zone, language, folder',
    (isolation) => {
      const { source } = attacks().find(({ name }) => name === 'truth-zone')!
      const told = [
        { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
        { TZ: 'America/St_Johns', LANG: 'C' },
        { TZ: 'UTC' },
      ].map((env) => {
        const path = folder({ 's.js': source })
        const { stdout, status } = qrun(
          [
            'backtest',
            's.js',
            '-d',
            SAMPLE,
            '--to',
            '2024-01-03',
            '--json',
            '--isolation',
            isolation,
          ],
          { cwd: path, env },
        )
        expect(status).toBe(0)
        expect(stdout).not.toContain('PWNED')
        return stdout
      })
      expect(new Set(told).size).toBe(1)
    },
  )
})

describe('calls into the engine that heed no limit', () => {
  it.each([
    'Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)',
    "'x'.repeat(2 ** 28).split('').sort()",
    'String(7n ** 3000000n)',
    'JSON.stringify(Array.from({ length: 40 }).reduce((x) => [x, x], 1))',
    "'ab'.repeat(1e8).normalize('NFKD').localeCompare('x')",
    'new Array(2 ** 32 - 2).indexOf(1); new Array(2 ** 32 - 2).join("x")',
  ])('are ended from outside: %s (P1)', async (call) => {
    const { code } = await end(`onBar(() => { for (;;) try { ${call} } catch {} })`, {
      data: bars(5),
      limits: { timeMs: 300, memoryMb: 256 },
    })
    expect(code).toMatch(/^L40[128]$/)
    expect(await end(PLAIN, { data: bars(5) })).toMatchObject({ code: 'ok' })
  })
})

describe('words of a thrown value', () => {
  it.each([
    { says: 'controls that grow when quoted', thrown: "'\\u0000'.repeat(5000)" },
    {
      says: 'a name and a message of full length',
      thrown: "Object.assign(new Error('m'.repeat(5000)), { name: 'n'.repeat(500) })",
    },
    { says: 'half pairs', thrown: "'\\ud800'.repeat(5000)" },
  ])('are cut as a whole: $says (P4, R14)', async ({ thrown }) => {
    for (const isolation of ['process', 'realm'] as const)
      for (const source of [`throw ${thrown}`, `onBar(() => { throw ${thrown} })`])
        expect(await end(source, { isolation })).toMatchObject({ code: 'S307' })
  })
})
