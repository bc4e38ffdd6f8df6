import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { folder, MAIN, qrun, SAMPLE, STRATEGY } from './command.ts'

const sample = readFileSync(SAMPLE)
const hashIn = (text: string): string => /^hash +(\w{64})$/m.exec(text)![1]!

/** Minutes with dropped rows, gaps and a volume that is missing at times. */
const minutes = (days: number): string => {
  const lines = ['time,open,high,low,close,volume']
  for (let i = 0; i < days * 1440; i += i % 97 === 0 ? 3 : 1) {
    const open = 100 + (i % 50) / 4
    lines.push(
      [(1704067200 + i * 60) * 1000, open, open + 1, open - 1, open + 0.5, i % 9 || ''].join(),
    )
    if (i % 500 === 0) lines.push(`${(1704067200 + i * 60) * 1000},,,,,`)
  }
  return `${lines.join('\n')}\n`
}

describe('qrun data convert', () => {
  const cwd = folder({ 'm1.csv': minutes(20) })
  beforeAll(() => {
    for (const [input, out] of [
      [SAMPLE, 'main.qbars'],
      ['m1.csv', 'm1.qbars'],
    ] as const)
      expect(qrun(['data', 'convert', input, '-o', out], { cwd }).stderr).toBe('')
    const piped = qrun(['data', 'convert', '-', '-o', 'piped.qbars'], { cwd, input: sample })
    expect(piped.stderr).toBe('')
  })

  it('says how the file was read, and what it wrote', () => {
    const { stdout, status } = qrun(['data', 'convert', SAMPLE, '-o', 'a.qbars'], { cwd })
    const inspected = qrun(['data', 'inspect', SAMPLE], { cwd }).stdout
    expect([status, stdout]).toEqual([0, `wrote a.qbars\n\n${inspected}`])
    expect(hashIn(qrun(['data', 'inspect', 'a.qbars'], { cwd }).stdout)).toBe(hashIn(inspected))
  })

  it.each([[], ['--tf', '4h'], ['--symbol', 'ABC'], ['--on-gap', 'fill']])(
    'makes a file over which runs have the same result, byte for byte: %s %s',
    (...flags) => {
      const command = ['backtest', STRATEGY, '--data', '-', '--json', ...flags]
      const ofCsv = qrun(command, { cwd, input: sample })
      const ofBars = qrun(command, { cwd, input: readFileSync(join(cwd, 'piped.qbars')) })
      expect([ofBars.status, ofBars.stderr]).toEqual([0, ''])
      expect(ofBars.stdout).toBe(ofCsv.stdout)
      expect(JSON.parse(ofBars.stdout).trades.length).toBeGreaterThan(10)
    },
  )

  it('makes a file that serves as main series, detail and market alike', () => {
    const strategy = folder({
      's.js':
        "const other = request.security('OTHER', '60')\nonBar(() => { if (barIndex() % 40 === 3) strategy.entry('L', 'long'); if (other.close() > 108) strategy.close('L') })\n",
    })
    const run = (ending: string) =>
      qrun(
        [
          ...['backtest', join(strategy, 's.js'), '--tf', '1h', '--json'],
          ...['--data', `m1.${ending}`, '--data', `OTHER=m1.${ending}`],
        ],
        { cwd },
      )
    const [ofCsv, ofBars] = [run('csv'), run('qbars')]
    expect([ofBars.status, ofBars.stderr]).toEqual([0, ''])
    expect(ofBars.stdout.replaceAll('m1.qbars', 'm1.csv')).toBe(ofCsv.stdout)
    const detailed = (ending: string) =>
      qrun(
        [...['backtest', STRATEGY, '--json', '--data', SAMPLE], ...['--detail', `m1.${ending}`]],
        { cwd },
      )
    const [withCsv, withBars] = [detailed('csv'), detailed('qbars')]
    expect([withBars.status, withBars.stderr]).toEqual([0, ''])
    expect(withBars.stdout.replaceAll('m1.qbars', 'm1.csv')).toBe(withCsv.stdout)
  })

  it('writes the canonical CSV for a name that ends so, and says what that does not hold', () => {
    const { stderr, status } = qrun(['data', 'convert', 'main.qbars', '-o', 'back.csv'], { cwd })
    expect([status, stderr]).toEqual([
      0,
      'read it with --symbol "simulated-btc" to have the same hash\n',
    ])
    expect(readFileSync(join(cwd, 'back.csv')).equals(sample)).toBe(true)
    const named = qrun(['data', 'convert', 'main.qbars', '-o', 'simulated-btc-1h.csv'], { cwd })
    expect([named.status, named.stderr]).toEqual([0, ''])
  })

  it('names both flags where the bars are too few to tell', () => {
    const few = folder({ 'a.csv': 'time,open,high,low,close\n2024-01-01,1,1,1,1\n' })
    const { stderr } = qrun(['data', 'convert', 'a.csv', '--tf', '1d', '-o', 'b.csv'], { cwd: few })
    expect(stderr).toBe('read it with --symbol "a" --tf 1D to have the same hash\n')
  })

  it('takes the flags that say how the data are read, and only these again', () => {
    const text =
      'Zeit;o;h;l;c\n01.02.2024 00:00;1,5;2;1;2\n01.02.2024 01:00;2;2;1;2\n01.02.2024 02:00;2;2;1;2\n'
    const own = folder({ 'a.csv': text })
    const flags = [
      '--columns',
      'time=Zeit',
      '--decimal',
      ',',
      '--date-format',
      'DMY',
      '--tz',
      '+01:00',
    ]
    const made = qrun(['data', 'convert', 'a.csv', '-o', 'a.qbars', ...flags], { cwd: own })
    expect([made.status, made.stderr]).toEqual([0, ''])
    const again = qrun(['data', 'inspect', 'a.qbars', ...flags], { cwd: own })
    expect(hashIn(again.stdout)).toBe(hashIn(made.stdout))
    const other = qrun(['data', 'inspect', 'a.qbars', '--tz', 'UTC'], { cwd: own })
    expect([other.status, other.stderr]).toEqual([
      2,
      'error D223  a.qbars: the option tz was ""UTC"", and the bar file was made with ""+01:00""\n  leave the option out, or make the file again from its source with it: qrun data convert\n',
    ])
  })

  it.each<{ says: string; args: readonly string[]; code: string }>([
    { says: 'a file that exists', args: ['m1.csv', '-o', 'main.qbars'], code: 'U106' },
    { says: 'its own source', args: ['m1.csv', '-o', 'm1.csv'], code: 'U106' },
    { says: 'an ending of no form', args: ['m1.csv', '-o', 'm1.parquet'], code: 'U102' },
    { says: 'a packed name', args: ['m1.csv', '-o', 'm1.csv.gz'], code: 'U102' },
    { says: 'no place', args: ['m1.csv'], code: 'U103' },
    { says: 'no such source', args: ['none.csv', '-o', 'none.qbars'], code: 'D201' },
    { says: 'a place below a file', args: ['m1.csv', '-o', 'm1.csv/a.qbars'], code: 'U105' },
    {
      says: 'bars that are none',
      args: ['bad.csv', '--tf', '1d', '-o', 'bad.qbars'],
      code: 'D212',
    },
    {
      says: 'nothing left',
      args: ['bad.csv', '--on-bad', 'drop', '--tf', '1h', '-o', 'bad.qbars'],
      code: 'D202',
    },
  ])('refuses $says and leaves nothing behind', ({ args, code }) => {
    const own = folder({
      'm1.csv': minutes(1),
      'main.qbars': 'mine',
      'bad.csv': 'time,open,high,low,close\n2024-01-01,1,1,2,1\n',
    })
    const before = readdirSync(own)
    const { status, stderr, stdout } = qrun(['data', 'convert', ...args], { cwd: own })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(new RegExp(`^error ${code}  `))
    expect(readdirSync(own)).toEqual(before)
    expect(readFileSync(join(own, 'main.qbars'), 'utf8')).toBe('mine')
  })

  it('writes over a file that may go, even its own source', () => {
    const own = folder({ 'a.csv': minutes(1), 'b.qbars': 'old' })
    const run = (...args: readonly string[]) =>
      qrun(['data', 'convert', ...args, '--force'], { cwd: own })
    const { stdout } = run('a.csv', '-o', 'b.qbars', '--symbol', 'b')
    expect(run('a.csv', '-o', 'a.csv').status).toBe(0)
    expect(hashIn(qrun(['data', 'inspect', 'a.csv', '--symbol', 'b'], { cwd: own }).stdout)).toBe(
      hashIn(stdout),
    )
    expect(readdirSync(own)).toEqual(['a.csv', 'b.qbars'])
  })

  it('makes the folders that lead to the file, and none in vain', () => {
    const own = folder({ 'a.csv': minutes(1) })
    expect(qrun(['data', 'convert', 'a.csv', '-o', 'x/y/b.qbars'], { cwd: own }).status).toBe(0)
    mkdirSync(join(own, 'd.qbars'))
    expect(
      qrun(['data', 'convert', 'a.csv', '-o', 'd.qbars', '--force'], { cwd: own }).stderr,
    ).toMatch(/^error U105/)
    expect(readdirSync(own).sort()).toEqual(['a.csv', 'd.qbars', 'x'])
  })

  it.skipIf(process.platform === 'win32')(
    'leaves nothing behind when it is interrupted',
    async () => {
      const own = folder()
      const child = spawn(process.execPath, [MAIN, 'data', 'convert', '-', '-o', 'a.qbars'], {
        cwd: own,
      })
      let said = ''
      child.stderr.on('data', (text) => {
        said += text
      })
      // More than what is read before the file is begun; the end never comes.
      child.stdin.on('error', () => {})
      child.stdin.write(minutes(20))
      while (readdirSync(own).length === 0) await new Promise((done) => setTimeout(done, 20))
      child.kill('SIGINT')
      const [code] = await once(child, 'exit')
      expect([code, said]).toEqual([130, 'error X504  interrupted\n  nothing was written\n'])
      expect(readdirSync(own)).toEqual([])
    },
  )

  it('makes the same bytes of the same bars', () => {
    const run = (out: string) => qrun(['data', 'convert', 'm1.csv', '-o', out], { cwd })
    run('first.qbars')
    run('second.qbars')
    const [first, second] = ['first.qbars', 'second.qbars'].map((name) =>
      readFileSync(join(cwd, name)),
    )
    expect(first!.equals(second!)).toBe(true)
  })
})

describe('qrun data resample', () => {
  it.each(['csv', 'qbars'])('writes the longer bars that --tf makes of any file: %s', (ending) => {
    const cwd = folder({ 'a.csv': minutes(3) })
    const { stdout, status } = qrun(
      ['data', 'resample', 'a.csv', '--tf', '4h', '-o', `b.${ending}`],
      { cwd },
    )
    expect(status).toBe(0)
    const asked = qrun(['data', 'inspect', 'a.csv', '--tf', '4h'], { cwd }).stdout
    expect(stdout).toBe(`wrote b.${ending}\n\n${asked}`)
    const written = qrun(['data', 'inspect', `b.${ending}`, '--symbol', 'a'], { cwd }).stdout
    expect(hashIn(written)).toBe(hashIn(asked))
    expect(written).toMatch(/^timeframe +4h /m)
  })

  it.each([
    { args: ['a.csv', '-o', 'b.csv'], says: /^error U103 {2}--tf was not given\n/ },
    { args: ['a.csv', '--tf', '30s', '-o', 'b.csv'], says: /^error D224/ },
    { args: ['a.csv', '--tf', 'long', '-o', 'b.csv'], says: /^error D223/ },
  ])('refuses $args', ({ args, says }) => {
    const cwd = folder({ 'a.csv': minutes(1) })
    const { status, stderr } = qrun(['data', 'resample', ...args], { cwd })
    expect(status).toBe(2)
    expect(stderr).toMatch(says)
    expect(readdirSync(cwd)).toEqual(['a.csv'])
  })
})
