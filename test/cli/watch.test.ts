import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { changeLine, type Figures } from '../../src/cli/watch/change.ts'
import { createPoller, type Poller } from '../../src/cli/watch/poll.ts'
import { folder, MAIN, qrun } from './command.ts'

const BARS = Array.from({ length: 60 }, (_, i) => {
  const price = 100 + (i % 7) - (i % 3)
  const time = new Date(Date.UTC(2024, 0, 1, i)).toISOString()
  return `${time},${price},${price + 2},${price - 2},${price + 1},10`
})
const CSV = `time,open,high,low,close,volume\n${BARS.join('\n')}\n`
const strategy = (every: number): string => `strategy('w', { initialCapital: 1000 })
const every = input.int('every', ${every}, { min: 2, max: 50 })
onBar(() => {
  if (barIndex() % every === 0) strategy.entry('L', 'long')
  if (barIndex() % every === 1) strategy.close('L')
})`
const files = { 's.js': strategy(5), 'bars.csv': CSV }
const RUN = ['backtest', 's.js', '-d', 'bars.csv', '--watch']

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
async function until(isDone: () => boolean, says: () => string): Promise<void> {
  for (let i = 0; i < 600 && !isDone(); i++) await wait(50)
  if (!isDone()) throw new Error(`waited in vain; it said: ${says()}`)
}

describe('files that are looked at', () => {
  let poller: Poller | undefined
  afterEach(() => poller?.stop())

  it.each<{ says: string; act: (path: string) => unknown; told: number }>([
    { says: 'that nobody touches are not told', act: () => wait(100), told: 0 },
    { says: 'are told when written to', act: (path) => writeFileSync(path, 'more'), told: 1 },
    {
      says: 'are told when another takes their place',
      act: (path) => {
        writeFileSync(`${path}~`, 'much')
        renameSync(`${path}~`, path)
      },
      told: 1,
    },
    {
      says: 'are told once for several writes in a row',
      act: async (path) => {
        for (let i = 0; i < 20; i++) {
          writeFileSync(path, 'x'.repeat(i + 1))
          await wait(4)
        }
      },
      told: 1,
    },
    {
      says: 'are told once when deleted and made again',
      act: async (path) => {
        rmSync(path)
        await wait(40)
        writeFileSync(path, 'again')
      },
      told: 1,
    },
    { says: 'are told when they stay away', act: (path) => rmSync(path), told: 1 },
  ])('$says', async ({ act, told }) => {
    const path = join(folder({ 'a.js': 'some' }), 'a.js')
    const calls: (readonly string[])[] = []
    poller = createPoller((changed) => calls.push(changed), 20)
    poller.watch([path])
    await act(path)
    await until(
      () => calls.length >= told,
      () => `${calls}`,
    )
    await wait(150)
    expect(calls).toEqual(Array.from({ length: told }, () => [path]))
  })

  it('are told when they come', async () => {
    const path = join(folder(), 'later.json')
    const calls: (readonly string[])[] = []
    poller = createPoller((changed) => calls.push(changed), 20)
    poller.watch([path])
    writeFileSync(path, '{}')
    await until(
      () => calls.length > 0,
      () => 'nothing',
    )
    expect(calls[0]).toEqual([path])
  })

  it('are not lost when they change while the list is made anew', async () => {
    const path = join(folder({ 'a.js': 'some' }), 'a.js')
    const calls: (readonly string[])[] = []
    poller = createPoller((changed) => calls.push(changed), 20)
    poller.watch([path])
    writeFileSync(path, 'changed')
    poller.watch([path])
    await until(
      () => calls.length > 0,
      () => 'nothing',
    )
  })
})

describe('the line of a change', () => {
  const figures = (net: number | null, hash: string): Figures => ({
    net,
    drawdown: 18.22,
    trades: 214,
    hash,
  })
  const saved = { files: [import.meta.filename] }
  const name = 'watch.test.ts'
  it.each([
    {
      says: 'tells what moved up',
      before: figures(42.12, 'a'),
      now: { ...figures(44.9, 'b'), trades: 209 },
      want: `rerun 4  ${name} saved     net 42.12% -> 44.90%  ▲2.78   maxDD 18.22% -> 18.22%   trades 214 -> 209`,
    },
    {
      says: 'tells what moved down',
      before: figures(1, 'a'),
      now: figures(-1, 'b'),
      want: `rerun 4  ${name} saved     net 1.00% -> -1.00%  ▼2.00   maxDD 18.22% -> 18.22%   trades 214 -> 214`,
    },
    {
      says: 'tells that nothing did',
      before: figures(1, 'a'),
      now: figures(1, 'a'),
      want: `rerun 4  ${name} saved     the result is the same`,
    },
    {
      says: 'has no arrow where there is no figure',
      before: figures(null, 'a'),
      now: figures(1, 'b'),
      want: `rerun 4  ${name} saved     net n/a -> 1.00%   maxDD 18.22% -> 18.22%   trades 214 -> 214`,
    },
    {
      says: 'stands alone for a run that failed',
      before: figures(1, 'a'),
      now: undefined,
      want: `rerun 4  ${name} saved`,
    },
    {
      says: 'compares with nothing after a first one that failed',
      before: undefined,
      now: figures(1, 'a'),
      want: `rerun 4  ${name} saved     net 1.00%   maxDD 18.22%   trades 214`,
    },
  ])('$says', ({ before, now, want }) => {
    expect(changeLine(4, saved, before, now, { unicode: true })).toBe(want)
  })

  it('keeps to ASCII, and shows nothing that a terminal acts on', () => {
    const hostile = { files: ['/tmp/a\u001b[31m\nb.js'] }
    expect(changeLine(2, hostile, figures(1, 'a'), figures(3, 'b'), { unicode: false })).toBe(
      'rerun 2  a[31mb.js gone     net 1.00% -> 3.00%  +2.00   maxDD 18.22% -> 18.22%   trades 214 -> 214',
    )
  })
})

describe('what cannot be watched', () => {
  it.each<{ says: string; args: string[]; code: string }>([
    { says: 'one JSON document after another', args: [...RUN, '--json'], code: 'U102' },
    { says: 'a table on standard output', args: [...RUN, '-f', 'csv'], code: 'U102' },
    { says: 'standard input', args: ['bt', 's.js', '-d', '-', '-w'], code: 'U102' },
    {
      says: 'several runs',
      args: ['bt', 's.js', '-d', 'bars.csv', '-d', 's.js', '-w'],
      code: 'U102',
    },
    {
      says: 'a strategy that is not there',
      args: ['bt', 'no.js', '-d', 'bars.csv', '-w'],
      code: 'U104',
    },
  ])('$says', ({ args, code }) => {
    const { status, stderr } = qrun(args, { cwd: folder(files) })
    expect(stderr).toMatch(new RegExp(`^error ${code}`))
    expect(status).toBe(2)
  })
})

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

type Watched = {
  readonly child: ChildProcess
  readonly said: () => string
  readonly printed: () => string
  readonly saw: (text: string) => Promise<void>
}

function start(cwd: string, args: readonly string[] = RUN): Watched {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '' },
  })
  running.push(child)
  let said = ''
  let printed = ''
  child.stderr!.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stdout!.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  return {
    child,
    said: () => said,
    printed: () => printed,
    saw: (text) =>
      until(
        () => said.includes(text),
        () => said,
      ),
  }
}

async function endOf({ child }: Watched): Promise<[number | null, string | null]> {
  return child.exitCode === null && child.signalCode === null
    ? ((await once(child, 'exit')) as [number | null, string | null])
    : [child.exitCode, child.signalCode]
}

const WAITING = 'waiting for changes of s.js and bars.csv\n'

describe.skipIf(process.platform === 'win32')('a run under watch', () => {
  it('runs again when the strategy is saved, and tells what changed', async () => {
    const cwd = folder(files)
    const run = start(cwd)
    await run.saw(WAITING)
    writeFileSync(join(cwd, 's.js'), strategy(10))
    await run.saw('rerun 2  s.js saved     net ')
    await run.saw('trades 12 -> 6')
    expect(run.printed().match(/Net profit/g)).toHaveLength(2)
    // No terminal: nothing is cleared.
    expect(run.printed() + run.said()).not.toContain('\u001b')
    run.child.kill('SIGINT')
    expect(await endOf(run)).toEqual([130, null])
  })

  it('shows what is wrong with the file and goes on', async () => {
    const cwd = folder(files)
    const run = start(cwd)
    await run.saw(WAITING)
    writeFileSync(join(cwd, 's.js'), 'onBar(() => {')
    await run.saw('error S308')
    await run.saw('rerun 2  s.js saved\n')
    writeFileSync(join(cwd, 's.js.new'), strategy(5))
    renameSync(join(cwd, 's.js.new'), join(cwd, 's.js'))
    await run.saw('rerun 3  s.js saved     the result is the same')
    rmSync(join(cwd, 's.js'))
    await run.saw('error U104')
    await run.saw('rerun 4  s.js gone')
    writeFileSync(join(cwd, 's.js'), strategy(10))
    await run.saw('trades 12 -> 6')
    run.child.kill('SIGTERM')
    expect(await endOf(run)).toEqual([143, null])
  })

  it('runs again for data, inputs and configuration', async () => {
    const cwd = folder({ ...files, 'in.json': '{ "every": 5 }' })
    const run = start(cwd, [...RUN, '--inputs', 'in.json', '-o', 'out'])
    await run.saw(WAITING)
    writeFileSync(join(cwd, 'bars.csv'), CSV.split('\n').slice(0, 31).join('\n'))
    await run.saw('rerun 2  bars.csv saved     net ')
    await run.saw('trades 12 -> 6')
    writeFileSync(join(cwd, 'in.json'), '{ "every": 10 }')
    await run.saw('rerun 3  in.json saved')
    await run.saw('trades 6 -> 3')
    writeFileSync(join(cwd, 'qrun.config.json'), '{ "defaults": { "to": "2024-01-01T20:00" } }')
    await run.saw('rerun 4  qrun.config.json saved')
    await run.saw('trades 3 -> 2')
    writeFileSync(join(cwd, 'qrun.config.json'), '{ "defaults"')
    await run.saw('error C102')
    rmSync(join(cwd, 'qrun.config.json'))
    await run.saw('rerun 6  qrun.config.json gone')
    await run.saw('trades 2 -> 3')
    const { trades } = JSON.parse(readFileSync(join(cwd, 'out', 's.json'), 'utf8')).metrics.all
    expect(trades).toBe(3)
    run.child.kill('SIGINT')
    expect(await endOf(run)).toEqual([130, null])
  })

  it('gives up a run that a change has overtaken', async () => {
    const cwd = folder({ ...files, 's.js': 'onBar(() => { for (;;) {} })' })
    const run = start(cwd)
    await wait(1000)
    writeFileSync(join(cwd, 's.js'), strategy(5))
    await run.saw(WAITING)
    expect(run.said()).not.toContain('L401')
    expect(run.printed()).toContain('Net profit')
  })

  it('is ended by Ctrl-C in the middle of a run', async () => {
    const cwd = folder(files)
    const run = start(cwd)
    await run.saw(WAITING)
    writeFileSync(join(cwd, 's.js'), 'onBar(() => { for (;;) {} })')
    await wait(1500)
    run.child.kill('SIGINT')
    expect(await endOf(run)).toEqual([130, null])
  })
})

describe.skipIf(process.platform === 'win32')('checks under watch', () => {
  it('run again, and tell which verdict changed', async () => {
    const cwd = folder(files)
    const run = start(cwd, ['check', 's.js', '-d', 'bars.csv', '-w'])
    await run.saw('waiting for changes of 1 check\n')
    expect(existsSync(join(cwd, 'baselines', 's.json'))).toBe(true)
    writeFileSync(join(cwd, 's.js'), strategy(10))
    await run.saw('rerun 2  s.js saved     s new -> fail')
    writeFileSync(join(cwd, 's.js'), strategy(5))
    await run.saw('rerun 3  s.js saved     s fail -> pass')
    run.child.kill('SIGINT')
    expect(await endOf(run)).toEqual([130, null])
  })

  it('are refused where there is none, and for a document on standard output', () => {
    expect(qrun(['check', '-w'], { cwd: folder(files) }).stderr).toMatch(/^error C105/)
    const { stderr } = qrun(['check', 's.js', '-d', 'bars.csv', '-w', '--json'])
    expect(stderr).toMatch(/^error U102/)
  })
})

const hasPty =
  process.platform === 'linux' && spawnSync('sh', ['-c', 'command -v script']).status === 0

describe.skipIf(!hasPty)('on a terminal', () => {
  function onTerminal(
    cwd: string,
    args: readonly string[] = RUN,
  ): Watched & { readonly type: (keys: string) => void } {
    const line = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ')
    const child = spawn('script', ['-qfec', line, '/dev/null'], {
      cwd,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        PATH: `${cwd}${delimiter}${process.env.PATH ?? ''}`,
        TERM: 'xterm',
        LC_ALL: 'C.UTF-8',
        TMPDIR: cwd,
      },
    })
    running.push(child)
    let said = ''
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    return {
      child,
      said: () => said,
      printed: () => said,
      saw: (text) =>
        until(
          () => said.includes(text),
          () => said,
        ),
      type: (keys) => child.stdin!.write(keys),
    }
  }

  it('keys run again, open the report and quit', async () => {
    const cwd = folder({
      ...files,
      'xdg-open': '#!/bin/sh\nprintf %s "$1" > opened.part && mv opened.part opened\n',
    })
    chmodSync(join(cwd, 'xdg-open'), 0o755)
    const run = onTerminal(cwd)
    await run.saw('keys: enter rerun  h open report  q quit')
    expect(run.said()).not.toContain('\u001b[2J')
    run.type('\r')
    await run.saw('rerun 2  enter     the result is the same')
    expect(run.said()).toContain('\u001b[H\u001b[2J')
    run.type('h')
    await until(() => existsSync(join(cwd, 'opened')), run.said)
    const page = readFileSync(join(cwd, 'opened'), 'utf8')
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>\n/)
    run.type('q')
    expect(await endOf(run)).toEqual([0, null])
  })

  it('the key u accepts what differs', async () => {
    const cwd = folder(files)
    const run = onTerminal(cwd, ['check', 's.js', '-d', 'bars.csv', '-w'])
    await run.saw('keys: enter rerun  u accept baseline  q quit')
    writeFileSync(join(cwd, 's.js'), strategy(10))
    await run.saw('s new -> fail')
    run.type('u')
    await run.saw('rerun 3  u     s fail -> updated')
    run.type('\r')
    await run.saw('rerun 4  enter     s updated -> pass')
    run.type('q')
    expect(await endOf(run)).toEqual([0, null])
  })

  it('Ctrl-C ends with 130', async () => {
    const run = onTerminal(folder(files))
    await run.saw('keys: ')
    run.type('\u0003')
    expect(await endOf(run)).toEqual([130, null])
  })
})
