import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { faultsOfJunit, parseXml } from '../check/junit-schema.ts'
import { folder, qrun, SAMPLE, STRATEGY } from './command.ts'

const SOURCE = readFileSync(STRATEGY, 'utf8')
const BARS = readFileSync(SAMPLE, 'utf8').split('\n').slice(0, 1501).join('\n')
const CONFIG = `{
  // a comment
  "data": { "btc": { "path": "data/btc.csv" } },
  "checks": [
    { "name": "sma-{data}", "strategy": "strategies/sma.js", "data": ["btc"], "set": { "fast": 12 },
      "expect": ["trades >= 10"], },
  ],
}
`
const FILES = {
  'qrun.config.json': CONFIG,
  'package.json': '{}',
  'data/btc.csv': BARS,
  'strategies/sma.js': SOURCE,
}

const ENDLESS = "input.int('fast', 1)\nonBar(() => { while (true); })"

let repository = ''
const check = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) =>
  qrun(['check', ...args], { cwd: repository, env })
const read = (name: string): string => readFileSync(join(repository, name), 'utf8')
const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(repository, name)), { recursive: true })
  writeFileSync(join(repository, name), text)
}
/** Baselines of the repository as it stands at first. */
let recorded: Readonly<Record<string, string>> = {}
const snapshot = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(repository, 'baselines')).map((name) => [
      `baselines/${name}`,
      read(`baselines/${name}`),
    ]),
  )

beforeAll(() => {
  repository = folder()
  for (const [name, text] of Object.entries(FILES)) write(name, text)
})

describe('a repository without a baseline', () => {
  it('fails in CI, and is not written to', () => {
    const { status, stdout } = check(['--ci'])
    expect(status).toBe(1)
    expect(stdout).toContain('there is no baseline')
    expect(existsSync(join(repository, 'baselines'))).toBe(false)
  })

  it('gets one on a desk, and passes from then on, CI included', () => {
    expect(check().stdout).toMatch(/NEW +sma-btc +baseline recorded, \d+ trades/)
    recorded = snapshot()
    expect(Object.keys(recorded)).toEqual([
      'baselines/sma-btc.json',
      'baselines/sma-btc.trades.csv',
    ])
    for (const args of [[], ['--ci'], ['--ci', '--repeat', '2']]) {
      const { status, stdout, stderr } = check(args)
      expect([status, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/PASS +sma-btc +\d+ trades\n/)
    }
    expect(snapshot()).toEqual(recorded)
  })

  it('has a baseline made for review: sorted, a value on each line, without clock and path', () => {
    const text = recorded['baselines/sma-btc.json']!
    expect(JSON.parse(text)).toMatchObject({
      schema: 'qrun.baseline/1',
      identity: { inputs: { fast: 12, slow: 30 }, engine: { fills: 1 } },
    })
    expect(text).toMatch(/\n {4}"sharpe": -?[\d.]+,\n/)
    expect(text).not.toContain(repository)
    expect(recorded['baselines/sma-btc.trades.csv']!.split('\n')[1]).toMatch(
      /^long,2024-\d\d-\d\dT/,
    )
  })
})

/** Each change alone, and what it has to be recognised as. */
const CHANGES: readonly {
  says: string
  file: string
  change: (text: string) => string
  cause: string
  shows: RegExp
}[] = [
  {
    says: 'data',
    file: 'data/btc.csv',
    // A move of the price in the middle of the file.
    change: (text) =>
      text
        .split('\n')
        .map((line, i) =>
          i > 700 && i < 760 ? line.replace(/,[\d.,]+/, ',36000,36010,35990,36000,1') : line,
        )
        .join('\n'),
    cause: 'data',
    shows: /FAIL +sma-btc +data changed \(\w{8} -> \w{8}, 1 500 bars\)\n/,
  },
  {
    says: 'strategy',
    file: 'strategies/sma.js',
    change: (text) =>
      text.replace("ta.sma(close, input.int('slow'", "ta.ema(close, input.int('slow'"),
    cause: 'strategy',
    shows: /FAIL +sma-btc +strategy changed \(\w{8} -> \w{8}\), data same\n/,
  },
  {
    says: 'inputs',
    file: 'qrun.config.json',
    change: (text) => text.replace('"fast": 12', '"fast": 9'),
    cause: 'inputs',
    shows: /FAIL +sma-btc +inputs changed \(fast 12 -> 9\), data same\n/,
  },
  {
    says: 'properties',
    file: 'qrun.config.json',
    change: (text) => text.replace('"set":', '"prop": { "commissionValue": 0.3 }, "set":'),
    cause: 'inputs',
    shows: /properties changed \(commissionValue 0\.1 -> 0\.3\), data same/,
  },
  {
    says: 'the window, with the bars that follow from it',
    file: 'qrun.config.json',
    change: (text) => text.replace('"set":', '"to": "2024-02-20", "set":'),
    cause: 'inputs',
    shows: /FAIL +sma-btc +window changed \(to none -> 2024-02-20T00:00:00Z\)/,
  },
  {
    says: 'engine version',
    file: 'baselines/sma-btc.json',
    // As an engine of before recorded it: another behaviour, another profit.
    change: (text) =>
      text.replace('"fills": 1', '"fills": 0').replace(/"netProfit": [-\d.]+/, '"netProfit": 1'),
    cause: 'engine',
    shows: /FAIL +sma-btc +engine behaviour changed \(fills 0 -> 1\), data same\n/,
  },
  {
    says: 'nothing that is known',
    file: 'baselines/sma-btc.json',
    change: (text) => text.replace(/"netProfit": [-\d.]+/, '"netProfit": 1'),
    cause: 'none',
    shows: /data, strategy, inputs and engine are the same: not deterministic/,
  },
]

describe('a repository with a baseline', () => {
  beforeEach(() => {
    rmSync(join(repository, 'reports'), { recursive: true, force: true })
    rmSync(join(repository, 'baselines'), { recursive: true, force: true })
    for (const [name, text] of [...Object.entries(FILES), ...Object.entries(recorded)])
      write(name, text)
  })

  describe.each(CHANGES)('after a change of $says', ({ file, change, cause, shows }) => {
    beforeEach(() => {
      const text = read(file)
      expect(change(text)).not.toBe(text)
      write(file, change(text))
    })

    it('fails with the cause, and writes nothing', () => {
      const before = snapshot()
      const { status, stdout, stderr } = check(['--ci', '-f', 'json'])
      expect([status, stderr]).toEqual([1, ''])
      const [told] = JSON.parse(stdout).checks
      expect(told).toMatchObject({ status: 'fail', cause, exitCode: 1, recorded: [] })
      expect(check().stdout).toMatch(shows)
      expect(snapshot()).toEqual(before)
    })

    it('is accepted with -u, after which it passes', () => {
      expect(check(['-u', 'sma-btc']).stdout).toContain('baseline recorded anew')
      expect(check(['--ci']).status).toBe(0)
    })
  })

  it('is quiet with -q unless something fails', () => {
    expect([check(['-q']).stdout, check(['-q']).stderr]).toEqual(['', ''])
    write('qrun.config.json', CONFIG.replace('"fast": 12', '"fast": 9'))
    const { status, stdout, stderr } = check(['-q'])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/FAIL +sma-btc +inputs changed/)
  })

  it('shows the first trade that differs, both as it was and as it is', () => {
    write('qrun.config.json', CONFIG.replace('"fast": 12', '"fast": 9'))
    expect(check().stdout).toMatch(
      /first difference {2}trade \d+\n {3}- \d+ {2}long {2}2024-[^\n]* -> {2}2024-[^\n]*\n {3}\+ \d+ {2}long {2}2024-/,
    )
  })

  it('passes where a change changes nothing, and says so; -u takes the new identity over', () => {
    write('strategies/sma.js', `// a comment\n${SOURCE}`)
    const { status, stdout } = check(['--ci'])
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /PASS +sma-btc +\d+ trades; strategy changed \(.*\): the result is the same/,
    )
    check(['-u'])
    expect(check().stdout).not.toContain('strategy changed')
  })

  it('recognises the ends of lines of another system as the same baseline', () => {
    for (const [name, text] of Object.entries(recorded)) write(name, text.replaceAll('\n', '\r\n'))
    expect(check(['--ci']).status).toBe(0)
  })

  it('never records what does not come up to its expectations', () => {
    write(
      'qrun.config.json',
      CONFIG.replace('trades >= 10', 'trades >= 1000').replace('"fast": 12', '"fast": 9'),
    )
    const { status, stdout } = check(['-u'])
    expect(status).toBe(1)
    expect(stdout).toMatch(/expected trades >= 1000: trades is \d+/)
    expect(stdout).not.toContain('accept with')
    expect(snapshot()).toEqual(recorded)
  })

  it.each([
    { says: '--ci -u', args: ['--ci', '-u'], env: {}, status: 2 },
    { says: 'CI in the environment', args: ['-u'], env: { CI: 'true' }, status: 2 },
    { says: '--ci=false in CI', args: ['-u', '--ci=false'], env: { CI: 'true' }, status: 0 },
    { says: 'CI=false', args: ['-u'], env: { CI: 'false' }, status: 0 },
    { says: 'a name behind --ci', args: ['--ci', 'sma-btc'], env: {}, status: 0 },
    { says: 'a name that is none behind --ci', args: ['--ci', 'sma'], env: {}, status: 2 },
  ])('with $says ends with $status', ({ args, env, status }) => {
    expect(check(args, env).status).toBe(status)
  })

  it('lists baselines that belong to no check, and fails on them with --strict', () => {
    write('baselines/gone.trades.csv', '')
    expect([check().status, check(['--ci']).status, check(['--strict']).status]).toEqual([0, 0, 1])
    expect(check().stdout).toMatch(/OLD +gone +a baseline that belongs to no check/)
    // Whoever asks for one check asks for that one.
    expect(check(['sma-btc', '--strict']).stdout).not.toContain('gone')
  })

  it.each([
    {
      says: 'a strategy that throws',
      file: 'strategies/sma.js',
      text: `input.int('fast', 1)\nonBar(() => { throw new Error('no') })`,
      status: 3,
      code: 'S307',
    },
    {
      says: 'a strategy that does not end',
      file: 'strategies/sma.js',
      text: ENDLESS,
      status: 4,
      code: 'L401',
    },
    {
      says: 'bars that cannot be read',
      file: 'data/btc.csv',
      text: 'a,b\n1,2\n',
      status: 2,
      code: 'D206',
    },
    {
      says: 'an input that there is not',
      file: 'qrun.config.json',
      text: CONFIG.replace('"fast"', '"fats"'),
      status: 2,
      code: 'U110',
    },
    {
      says: 'trades that somebody wrote',
      file: 'baselines/sma-btc.trades.csv',
      text: 'side\n',
      status: 2,
      code: 'C106',
    },
    {
      says: 'a merge that is not finished',
      file: 'baselines/sma-btc.json',
      text: '<<<<<<<\n',
      status: 2,
      code: 'C106',
    },
  ])(
    'tells $says, with exit code $status, and runs the other checks',
    ({ file, text, status, code }) => {
      write(file, text)
      write('strategies/other.js', SOURCE)
      write('data/other.csv', BARS)
      write(
        'qrun.config.json',
        read('qrun.config.json')
          .replace('"data": {', '"data": { "other": { "path": "data/other.csv" },')
          .replace(
            '"checks": [',
            '"checks": [ { "name": "other", "strategy": "strategies/other.js", "data": "other" },',
          ),
      )
      const ended = check(['--ci', '--limit-time', '2s', '--json'])
      expect([ended.status, ended.stderr]).toEqual([status, ''])
      const [other, broken] = JSON.parse(ended.stdout).checks
      expect([other.status, other.exitCode]).toEqual(['missing', 1])
      expect(broken).toMatchObject({ status: 'error', exitCode: status, failure: { code } })
    },
  )

  it.each([
    {
      says: 'an unknown key',
      text: CONFIG.replace('"expect"', '"expects"'),
      code: 'C103',
      at: 'qrun.config.json:6:7',
    },
    { says: 'broken JSON', text: '{ "data": ', code: 'C102', at: 'qrun.config.json:1:11' },
    { says: 'no checks', text: '{}', code: 'C105', at: 'qrun.config.json' },
  ])('refuses a configuration with $says ($code)', ({ text, code, at }) => {
    write('qrun.config.json', text)
    const { status, stdout, stderr } = check()
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`error ${code}`)
    expect(stderr).toContain(at)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('refuses flags that belong to the check', () => {
    expect(check(['--set', 'fast=3']).stderr).toMatch(
      /^error U102 {2}--set would change what the baselines/,
    )
    expect(check([], { QRUN_SEED: '5' }).stderr).toMatch(
      /^error U102 {2}QRUN_SEED would change what the baselines/,
    )
  })

  it('tells the same whatever goes at a time', () => {
    write('qrun.config.json', CONFIG.replace('"fast": 12', '"fast": 9'))
    const [one, four, other] = [['-j', '1'], ['-j', '4'], []].map((args) =>
      check(['--ci', '--json', ...args], { QRUN_JOBS: '2' }),
    )
    expect(one!.status).toBe(1)
    expect([four!.stdout, other!.stdout]).toEqual([one!.stdout, one!.stdout])
    expect(check(['-j', 'x']).stderr).toMatch(/^error U102/)
  })

  it('writes the reports, the same bytes each time, JUnit as its schema has it', () => {
    write('qrun.config.json', CONFIG.replace('"fast": 12', '"fast": 9'))
    const args = [
      '--ci',
      '-f',
      'github',
      '-f',
      'junit,markdown',
      '-f',
      'html',
      '-f',
      'json',
      '-f',
      'pretty',
      '-o',
      'reports',
    ]
    const { status, stdout } = check(args)
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^::error file=strategies\/sma\.js,title=qrun check sma-btc::inputs changed \(fast 12 -> 9\)/m,
    )
    const reports = (): Record<string, string> =>
      Object.fromEntries(
        readdirSync(join(repository, 'reports'))
          .sort()
          .map((name) => [name, read(`reports/${name}`)]),
      )
    const first = reports()
    expect(Object.keys(first)).toEqual([
      'check.html',
      'check.json',
      'check.md',
      'check.txt',
      'junit.xml',
    ])
    expect(faultsOfJunit(first['junit.xml']!)).toEqual([])
    const [suite] = parseXml(first['junit.xml']!).children
    expect(suite!.attributes).toMatchObject({
      name: 'strategies/sma.js',
      tests: '1',
      failures: '1',
    })
    // Not by a matcher, which would print the whole page.
    expect(first['check.html']!.match(/id="curves-0"|>first difference</g)).toHaveLength(2)
    check(args)
    expect(reports()).toEqual(first)
  })

  it('takes defaults and profiles of the configuration, and the command line before them', () => {
    const text = CONFIG.replace(
      '{\n',
      '{ "defaults": { "limitTime": "1s" }, "profiles": { "slow": { "limitTime": "30s" } },\n',
    )
    write('qrun.config.json', text)
    write('strategies/sma.js', ENDLESS)
    const message = (...args: string[]): string =>
      JSON.parse(check(['--json', ...args]).stdout).checks[0].failure.message
    expect(message()).toContain('"1" seconds')
    expect(message('--limit-time', '2s', '--profile', 'slow')).toContain('"2" seconds')
    expect(check(['--profile', 'fast']).stderr).toMatch(/^error C104 {2}there is no profile "fast"/)
    write('qrun.config.json', text.replace('"limitTime": "1s"', '"limit-time": "1s"'))
    expect(check().stderr).toMatch(/error C103[\s\S]*write "limitTime"/)
    write('qrun.config.json', text.replace('"limitTime": "1s"', '"update": true'))
    expect(check().stderr).toMatch(/error C103/)
    write('qrun.config.json', text.replace('"limitTime": "1s"', '"limitTime": "soon"'))
    expect(check().stderr).toMatch(/error C104/)
  })

  it('sets defaults of other commands too, and none with --no-config', () => {
    write('qrun.config.json', '{ "defaults": { "set": { "fast": 5 }, "trades": 3 } }')
    const run = (...args: string[]) =>
      JSON.parse(
        qrun(['backtest', 'strategies/sma.js', '--data', 'data/btc.csv', '--json', ...args], {
          cwd: repository,
        }).stdout,
      ).strategy.inputs
    expect(run()).toEqual({ fast: 5, slow: 30 })
    expect(run('--set', 'slow=20')).toEqual({ fast: 5, slow: 20 })
    expect(run('--set', 'fast=6')).toEqual({ fast: 6, slow: 30 })
    expect(run('--no-config')).toEqual({ fast: 10, slow: 30 })
  })
})

describe('a configuration of a stranger (--untrusted)', () => {
  const secret = join(
    folder({ 'secret.csv': 'time,open,high,low,close\nhidden,1,1,1,1\n' }),
    'secret.csv',
  )

  it.each([
    { says: 'bars elsewhere', config: CONFIG.replace('data/btc.csv', secret) },
    { says: 'bars above', config: CONFIG.replace('data/btc.csv', '../x.csv') },
    { says: 'a link to bars elsewhere', config: CONFIG.replace('data/btc.csv', 'link.csv') },
    { says: 'a strategy elsewhere', config: CONFIG.replace('strategies/sma.js', secret) },
    {
      says: 'baselines elsewhere',
      config: CONFIG.replace('"checks"', '"baselines": "..", "checks"'),
    },
    { says: 'rates elsewhere', config: CONFIG.replace('"set"', '"fx": "../fx.csv", "set"') },
    {
      says: 'reports elsewhere',
      config: CONFIG.replace('"checks"', '"defaults": { "out": ".." }, "checks"'),
    },
  ])('cannot name $says (C104)', ({ config }) => {
    const cwd = folder({ 'qrun.config.json': config, 'sma.js': SOURCE })
    symlinkSync(secret, join(cwd, 'link.csv'))
    const { status, stdout, stderr } = qrun(['check', '--ci', '--untrusted'], { cwd })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^error C104[\s\S]*lies outside of the project/)
    expect(stderr).not.toContain('hidden')
  })

  it('is no link (C101)', () => {
    const cwd = folder()
    symlinkSync(secret, join(cwd, 'qrun.config.json'))
    expect(qrun(['check', '--untrusted'], { cwd }).stderr).toMatch(/^error C101/)
  })
})

describe('without a configuration', () => {
  const files = { 'my idea.js': SOURCE, 'btc.csv': BARS }

  it('checks a strategy under its own name', () => {
    const cwd = folder(files)
    const run = (...args: string[]) =>
      qrun(['check', 'my idea.js', '--data', 'btc.csv', ...args], { cwd })
    expect(run().stdout).toMatch(/NEW +my-idea/)
    expect(run('--ci').status).toBe(0)
    expect(run('--ci', '--set', 'fast=5').stdout).toContain('inputs changed (fast 10 -> 5)')
    expect(run('--expect', 'trades > 5000').status).toBe(1)
    expect(run('--set', 'fast=5', '-u').status).toBe(0)
    expect(readdirSync(join(cwd, 'baselines'))).toEqual(['my-idea.json', 'my-idea.trades.csv'])
  })

  it('names a baseline that cannot be written as it lies from here', () => {
    const cwd = folder({ ...files, baselines: 'a file' })
    const { status, stderr } = qrun(['check', 'my idea.js', '--data', 'btc.csv'], { cwd })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error U105 {2}"baselines\/my-idea\.\S+" cannot be written \(/)
  })

  it.each([
    { says: 'nothing', args: [], code: 'C105' },
    { says: 'a strategy alone', args: ['my idea.js'], code: 'U103' },
    { says: 'bars alone', args: ['--data', 'btc.csv'], code: 'U103' },
    { says: 'a format that there is not', args: ['-f', 'xml'], code: 'U102' },
    { says: 'several formats without a folder', args: ['-f', 'junit,html'], code: 'U103' },
    { says: 'a configuration that is not there', args: ['-c', 'no.json'], code: 'C101' },
    { says: 'a program, untrusted', args: ['-c', 'q.mjs', '--untrusted'], code: 'C108' },
    { says: 'no repetition at all', args: ['--repeat', '0'], code: 'U102' },
  ])('refuses $says ($code)', ({ args, code }) => {
    const { status, stdout, stderr } = qrun(['check', ...args], { cwd: folder(files) })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(new RegExp(`^error ${code}`))
  })
})
