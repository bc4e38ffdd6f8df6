import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { BLOCKS, ROOT } from '../../documents.ts'
import { faultsAgainst, type Schema } from '../../report/schema.ts'
import { folder, MAIN, qrun } from '../command.ts'

const read = (path: string): Schema => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Schema
const result = read('schema/result.json')

/** The schema with those of the other file in it. */
const schema: Schema = {
  ...resolved(read('schema/matrix.json')),
  $defs: result.$defs!,
}

function resolved(node: Schema): Schema {
  const name = /^result\.json#\/properties\/(\w+)$/.exec(node.$ref ?? '')?.[1]
  if (name !== undefined) return result.properties![name]!
  return JSON.parse(JSON.stringify(node), (_, value) =>
    typeof value === 'object' && value !== null && typeof value.$ref === 'string'
      ? resolved(value)
      : value,
  ) as Schema
}

/** Bars that rise or fall by 1 in an hour. */
function bars(count: number, step: 1 | -1): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const [open, close] = [1000 + step * i, 1000 + step * (i + 1)]
    const time = new Date(Date.UTC(2024, 0, 1, i)).toISOString()
    return `${time},${open},${Math.max(open, close)},${Math.min(open, close)},${close},1`
  })
  return `time,open,high,low,close,volume\n${rows.join('\n')}\n`
}

const HOLDS = `const at = input.int('at', 1)
onBar(() => {
  if (barIndex() === at) strategy.entry('L', 'long', { qty: 1 })
  if (barIndex() === 11) strategy.close('L')
})`

let cwd = ''
beforeAll(() => {
  cwd = fresh()
})

function fresh(): string {
  const path = folder({
    'fails.js': "onBar(() => { if (barIndex() === 6) throw new Error('enough') })",
    'broken.js': 'onBar(() => {',
    'loops.js': 'for (;;);',
    'idle.js': 'onBar(() => {})',
    'random.js': 'onBar(() => { if (random() < 0.5) strategy.entry("L", "long", { qty: 1 }) })',
  })
  for (const name of ['s', 'd', 'd/old']) mkdirSync(join(path, name))
  writeFileSync(join(path, 's/holds.js'), HOLDS)
  writeFileSync(join(path, 's/short.js'), HOLDS.replace("'long'", "'short'"))
  writeFileSync(join(path, 'd/up.csv'), bars(100, 1))
  writeFileSync(join(path, 'd/down.csv'), bars(100, -1))
  writeFileSync(join(path, 'd/old/up.csv'), bars(50, 1))
  return path
}

const ALL = [
  'backtest',
  's/*.js',
  '--data',
  'd/*.csv',
  '--tick',
  '1',
  '--prop',
  'initialCapital=2000',
]

describe('several runs', () => {
  it('print a table whose figures can be worked out on paper', () => {
    const { stdout, stderr, status } = qrun(ALL, { cwd })
    expect(stderr).toBe('')
    // In at the open of bar 2, out at the open of bar 12: ten points either way.
    expect(stdout.split('\n').map((line) => line.slice(0, 36).trimEnd())).toEqual([
      '  strategy  data      net %  maxDD %',
      '  holds.js  down.csv  -0.50     0.50',
      '  holds.js  up.csv     0.50     0.00',
      '  short.js  down.csv   0.50     0.00',
      '  short.js  up.csv    -0.50     0.50',
      '',
    ])
    expect(stdout).toMatch(/^ {2}strategy {2}data +net % +maxDD % +sharpe +trades +notes$/m)
    expect(status).toBe(0)
  })

  it('come to the same for one strategy and one file as the run alone', () => {
    const [first] = JSON.parse(qrun([...ALL, '--json'], { cwd }).stdout).runs
    const alone = qrun(['bt', 's/holds.js', '--data', 'd/down.csv', ...ALL.slice(4), '--json'], {
      cwd,
    })
    const want = JSON.parse(alone.stdout)
    for (const name of ['run', 'metrics', 'hashes', 'notes', 'strategy', 'data'])
      expect(first.result[name]).toEqual(want[name])
  })

  it('give equal bytes whatever goes at a time', () => {
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
    const written = (jobs: string, formats: string, more: string[] = []): unknown => {
      const path = fresh()
      const files = ['s/*.js', 'random.js', 'fails.js', '-d', 'd/*.csv']
      const args = ['bt', ...files, '-j', jobs, '--tick', '1', ...more]
      const table = qrun([...args, '-f', formats, '-o', 'out', '--store'], { cwd: path })
      const json = qrun([...args, '--json'], { cwd: path })
      const made = [...filesIn(join(path, 'out')), ...filesIn(join(path, '.qrun'))]
      expect(made.length).toBeGreaterThan(8 * 4)
      const hashes = made.map(([name, text]) => `${name} ${hash(text)}`)
      return [table.stdout, table.stderr, table.status, hash(json.stdout), hashes]
    }
    expect(written('4', 'json,html,csv')).toEqual(written('1', 'json,html,csv'))
    // An HTML report names the flags of its run.
    const inner = written('3', 'json,csv,pretty', ['--isolation', 'realm'])
    expect(inner).toEqual(written('1', 'json,csv,pretty'))
  })

  it('tell files of one name apart by their folders', () => {
    const { stdout } = qrun(['bt', 's/holds.js', '-d', 'd/**/up.csv'], { cwd })
    expect(stdout).toMatch(/^ {2}holds\.js {2}old\/up\.csv .*\n {2}holds\.js {2}d\/up\.csv /m)
  })

  it('give named markets to each of them', () => {
    writeFileSync(join(cwd, 'asks.js'), "const up = request.security('X', '60')\nonBar(() => {})")
    const args = ['bt', 'asks.js', 'idle.js', '-d', 'd/up.csv', '-d', 'X=d/down.csv', '--json']
    const { runs } = JSON.parse(qrun(args, { cwd }).stdout)
    expect(runs.map(({ result }: never) => (result as { data: unknown[] }).data.length)).toEqual([
      2, 1,
    ])
  })

  it('run a file once that is named twice', () => {
    const { stdout } = qrun(['bt', 's/*.js', 's/holds.js', '-d', 'd/up.csv'], { cwd })
    expect(stdout.trimEnd().split('\n')).toHaveLength(3)
  })

  it('print a table for a pattern that names one file, and a report for a file', () => {
    expect(qrun(['bt', 's/h*.js', '-d', 'd/up.csv'], { cwd }).stdout).toMatch(/^ {2}strategy/)
    expect(qrun(['bt', 's/holds.js', '-d', 'd/up.csv'], { cwd }).stdout).toMatch(/^holds\.js/)
  })
})

describe('a run that fails', () => {
  const mixed = [
    'bt',
    'idle.js',
    'fails.js',
    'broken.js',
    'gone.js',
    's/holds.js',
    '-d',
    'd/up.csv',
    '-d',
    'd/down.csv',
  ]

  it('stops no other, and is told below with its code', () => {
    const { stdout, stderr, status } = qrun([...mixed, '--set', 'at=2', ...ALL.slice(6)], { cwd })
    expect(status).toBe(3)
    const cells = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/ {2,}/))
    expect(cells.map((cell) => [cell[0], cell[2], cell.at(-1)])).toEqual([
      ['idle.js', 'n/a', 'U110'],
      ['idle.js', 'n/a', 'U110'],
      ['fails.js', 'n/a', 'U110'],
      ['fails.js', 'n/a', 'U110'],
      ['broken.js', 'n/a', 'S308'],
      ['broken.js', 'n/a', 'S308'],
      ['gone.js', 'n/a', 'U104'],
      ['gone.js', 'n/a', 'U104'],
      ['holds.js', '0.45', '2'],
      ['holds.js', '-0.45', '2'],
    ])
    // Each failure once, with the runs that it befell.
    expect(stderr.match(/error \w+/g)).toEqual(['error U110', 'error S308', 'error U104'])
    expect(stderr).toMatch(
      /^idle\.js {2}up\.csv\nidle\.js {2}down\.csv\nfails\.js {2}up\.csv\nfails\.js {2}down\.csv\nerror U110/,
    )
  })

  it('has no figures of the part that it came to', () => {
    const { stdout, stderr } = qrun(['bt', 'fails.js', 'idle.js', '-d', 'd/up.csv'], { cwd })
    expect(stdout).toMatch(/^ {2}fails\.js {2}up\.csv( +n\/a){5} {2}S307$/m)
    expect(stdout).toMatch(/^ {2}idle\.js .* no trades$/m)
    expect(stderr).toContain('at bar 6')
  })

  it.each<{ files: string[]; more: string[]; code: number }>([
    { files: ['idle.js', 's/holds.js'], more: [], code: 0 },
    { files: ['idle.js', 's/holds.js'], more: ['--fail-on', 'trades < 1'], code: 1 },
    { files: ['idle.js', 'gone.js'], more: ['--fail-on', 'trades < 1'], code: 2 },
    { files: ['idle.js', 'gone.js', 'broken.js'], more: [], code: 3 },
    { files: ['loops.js', 'broken.js', 'gone.js'], more: ['--limit-time', '400ms'], code: 4 },
  ])('$files with $more ends with $code, the highest', ({ files, more, code }) => {
    const run = qrun(['bt', ...files, '-d', 'd/up.csv', ...more, '--json'], { cwd })
    const { runs } = JSON.parse(run.stdout)
    expect(run.status).toBe(code)
    expect(Math.max(...runs.map(({ exitCode }: { exitCode: number }) => exitCode))).toBe(code)
  })

  it('is judged by no gate, the others are', () => {
    const { stdout, stderr } = qrun(
      ['bt', 'broken.js', 'idle.js', 's/holds.js', '-d', 'd/up.csv', '--fail-on', 'trades < 1'],
      { cwd },
    )
    expect(stdout).toMatch(/^ {2}idle\.js .* failed$/m)
    expect(stderr).toMatch(/\n\nfailed {2}idle\.js {2}up\.csv {2}trades < 1 {2}\(trades is 0\)\n$/)
  })

  it('is one whose files cannot be written', () => {
    const path = fresh()
    writeFileSync(join(path, 'out'), 'a file where a folder is wanted')
    const run = qrun([...ALL, '-o', 'out', '-f', 'json'], { cwd: path })
    expect(run.stdout.match(/U105$/gm)).toHaveLength(4)
    expect(run.status).toBe(2)
  })
})

describe('--json', () => {
  it('is one document that its schema describes', () => {
    const args = [
      'bt',
      's/*.js',
      'broken.js',
      'gone.js',
      'fails.js',
      '-d',
      'd/*.csv',
      '--max-notes',
      '0',
    ]
    const document = JSON.parse(qrun([...args, '--json'], { cwd }).stdout)
    expect(faultsAgainst(schema, document)).toEqual([])
    expect(document).toMatchObject({ schema: 'qrun.matrix/1', status: 'complete', planned: 10 })
    expect(JSON.stringify(document)).not.toContain(cwd)
    const gone = document.runs.find(({ strategy }: { strategy: string }) => strategy === 'gone.js')
    expect(gone).toMatchObject({ exitCode: 2, result: null, failure: { code: 'U104' } })
  })

  it('is what -f json prints', () => {
    expect(qrun([...ALL, '-f', 'json'], { cwd }).stdout).toBe(
      qrun([...ALL, '--json'], { cwd }).stdout,
    )
  })

  it('ships its schema', () => {
    const { exports } = read('package.json') as unknown as { exports: Record<string, string> }
    expect(existsSync(join(ROOT, exports['./schema/matrix.json']!))).toBe(true)
  })
})

describe('files of several runs', () => {
  it.each<{ out: string; format: string; want: string[] }>([
    {
      out: 'out',
      format: 'json',
      want: [
        'holds/down/holds.json',
        'holds/up/holds.json',
        'short/down/short.json',
        'short/up/short.json',
      ],
    },
    {
      out: 'out/{data}-{strategy}.html',
      format: 'html',
      want: ['down-holds.html', 'down-short.html', 'up-holds.html', 'up-short.html'],
    },
    {
      out: 'out/{run}',
      format: 'csv',
      want: Array(12).fill(/^\w{16}\/(?:trades|equity|metrics)\.csv$/),
    },
  ])('stand where $out says', ({ out, format, want }) => {
    const path = fresh()
    const { stdout, status } = qrun([...ALL, '-o', out, '-f', format], { cwd: path })
    expect(status).toBe(0)
    const found = filesIn(join(path, 'out')).map(([name]) => name)
    expect(found).toEqual(
      want.map((name: unknown) => (name instanceof RegExp ? expect.stringMatching(name) : name)),
    )
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`  ${want.length} files: ${out}`)
  })

  it('are those of the first where runs are equal', () => {
    const path = fresh()
    cpSync(join(path, 's/holds.js'), join(path, 'again.js'))
    for (const jobs of ['1', '2']) {
      const args = [
        'bt',
        's/holds.js',
        'again.js',
        '-d',
        'd/up.csv',
        '-j',
        jobs,
        '-o',
        '{run}.json',
      ]
      expect(qrun(args, { cwd: path }).status).toBe(0)
      const [name] = readdirSync(path).filter((file) => /^\w{16}\.json$/.test(file))
      expect(JSON.parse(readFileSync(join(path, name!), 'utf8')).strategy.file).toBe('holds.js')
    }
  })

  it.each<{ args: string[]; code: string; says: string }>([
    { args: ['-o', 'x.json'], code: 'U103', says: 'one file for 4 runs' },
    {
      args: ['-o', 'x/{strategy}'],
      code: 'U102',
      says: 'would be written by "holds.js down.csv" and by "holds.js up.csv"',
    },
    { args: ['-o', '{name}'], code: 'U102', says: '"{name}" stands for nothing' },
    { args: ['-f', 'csv'], code: 'U103', says: 'several runs in the format "csv" need a folder' },
    { args: ['-f', 'html'], code: 'U103', says: 'need a folder' },
    { args: ['--open'], code: 'U120', says: 'belongs to the report of one run' },
    { args: ['--by', 'month'], code: 'U102', says: '--by belongs to the report of one run' },
    { args: ['--data', '-'], code: 'U102', says: 'can be read once only' },
    { args: ['--data', 'x/*.csv'], code: 'U102', says: 'no file is called like "x/*.csv"' },
    { args: ['d/up.csv'], code: 'U102', says: '"d/up.csv" stands where a strategy is expected' },
    { args: ['--store', '--untrusted'], code: 'U117', says: '--store does not go with' },
    { args: ['--fail-on', 'tradez < 1'], code: 'U114', says: 'tradez' },
    { args: ['-j', '0'], code: 'U102', says: 'from 1 to 256' },
    {
      args: ['--data', 'X=d/up.csv', '--data', 'X=d/down.csv'],
      code: 'U102',
      says: '"X" has a file already',
    },
  ])('$args are refused with $code before anything is run', ({ args, code, says }) => {
    const path = fresh()
    const before = filesIn(path).length
    const { stdout, stderr, status } = qrun([...ALL, ...args], { cwd: path })
    expect(stderr.replace(/\s+/g, ' ')).toContain(says)
    expect(stderr).toMatch(new RegExp(`^error ${code}`))
    expect([stdout, status]).toEqual(['', 2])
    expect(filesIn(path)).toHaveLength(before)
  })

  it('are written for one run by the same names', () => {
    const path = fresh()
    const args = ['bt', 's/holds.js', '-d', 'd/up.csv', '-o', '{data}/{strategy}-{run}.json']
    const { stdout } = qrun(args, { cwd: path })
    const [name] = readdirSync(join(path, 'up'))
    expect(name).toMatch(/^holds-\w{16}\.json$/)
    expect(stdout).toContain(`up/${name}`)
  })
})

describe('--store', () => {
  it('keeps results by the id of the run, in the folder of the project', () => {
    const path = fresh()
    for (const name of ['qrun.config.json', 'package.json']) writeFileSync(join(path, name), '{}')
    expect(
      qrun(['bt', '*.js', '-d', '../d/up.csv', '--store', '-q'], { cwd: join(path, 's') }).stderr,
    ).toBe('')
    const kept = filesIn(join(path, '.qrun/runs'))
    expect(kept).toHaveLength(2)
    for (const [name, text] of kept) {
      const stored = JSON.parse(text)
      expect(name).toBe(`${stored.run.id}/result.json`)
      expect(faultsAgainst(result, stored)).toEqual([])
    }
  })

  it('keeps that of one run, and says where', () => {
    const path = fresh()
    const { stdout } = qrun(['bt', 's/holds.js', '-d', 'd/up.csv', '--store'], { cwd: path })
    const [[name] = ['']] = filesIn(join(path, '.qrun/runs'))
    expect(stdout).toContain(`.qrun/runs/${name}`)
  })
})

describe('variables of the environment', () => {
  const seedOf = (args: string[], env: Record<string, string>, config = '{}'): number => {
    writeFileSync(join(cwd, 'qrun.config.json'), config)
    const { stdout } = qrun(['bt', 'random.js', '-d', 'd/up.csv', '--json', ...args], { cwd, env })
    return JSON.parse(stdout).run.seed
  }
  const CONFIG = '{ "defaults": { "seed": 3 } }'

  it.each<{
    says: string
    args: string[]
    env: Record<string, string>
    config?: string
    want: number
  }>([
    { says: 'nothing', args: [], env: {}, want: 1 },
    { says: 'the configuration', args: [], env: {}, config: CONFIG, want: 3 },
    { says: 'the variable over it', args: [], env: { QRUN_SEED: '5' }, config: CONFIG, want: 5 },
    {
      says: 'the flag over both',
      args: ['--seed', '7'],
      env: { QRUN_SEED: '5' },
      config: CONFIG,
      want: 7,
    },
  ])('stand between flag and configuration: $says', ({ args, env, config, want }) => {
    expect(seedOf(args, env, config)).toBe(want)
  })

  it('name another configuration', () => {
    writeFileSync(join(cwd, 'other.json'), '{ "defaults": { "seed": 9 } }')
    expect(seedOf([], { QRUN_CONFIG: 'other.json' }, CONFIG)).toBe(9)
    expect(seedOf(['--no-config'], { QRUN_CONFIG: 'other.json' }, CONFIG)).toBe(1)
  })

  it.each<{ env: Record<string, string>; code: string }>([
    { env: { QRUN_SEED: 'x' }, code: 'U102' },
    { env: { QRUN_SEED: '' }, code: 'U102' },
    { env: { QRUN_JOBS: '0' }, code: 'U102' },
    { env: { QRUN_JOBS: '1.5' }, code: 'U102' },
    { env: { QRUN_CONFIG: 'gone.json' }, code: 'C101' },
    { env: { QRUN_CONFIG: '' }, code: 'C101' },
  ])('are named where $env has a wrong value', ({ env, code }) => {
    const { stderr, status } = qrun(['bt', 'idle.js', '-d', 'd/up.csv'], { cwd, env })
    expect(stderr).toMatch(new RegExp(`^error ${code}`))
    expect(stderr).toContain(Object.keys(env)[0])
    expect(status).toBe(2)
  })
})

describe.runIf(process.platform !== 'win32')('an interrupt', () => {
  it.each<{ signal: NodeJS.Signals; code: number }>([
    { signal: 'SIGINT', code: 130 },
    { signal: 'SIGTERM', code: 143 },
  ])(
    'by $signal keeps the runs that are over and says that there are more',
    async ({ signal, code }) => {
      const path = fresh()
      const args = [
        'bt',
        's/holds.js',
        'loops.js',
        'idle.js',
        '-d',
        'd/up.csv',
        '-j',
        '1',
        '-o',
        'out',
        '--limit-setup',
        '50s',
        '--progress',
        'none',
      ]
      const child = spawn(process.execPath, [MAIN, ...args], {
        cwd: path,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const [stdout, stderr] = [textOf(child, 'stdout'), textOf(child, 'stderr')]
      while (!existsSync(join(path, 'out/holds/up/holds.json')))
        await new Promise((done) => setTimeout(done, 50))
      await new Promise((done) => setTimeout(done, 300))
      child.kill(signal)
      const [ended] = await once(child, 'close')
      expect(ended).toBe(code)
      expect(stdout()).toMatch(
        /^ {2}strategy.*\n {2}holds\.js .*\n {2}partial: 1 of 3 runs\n {2}1 file: out\n$/,
      )
      expect(stderr()).toBe(
        'error X504  interrupted after 1 of 3 runs\n  what these came to is kept; nothing of the others was written\n',
      )
      expect(filesIn(join(path, 'out'))).toHaveLength(1)
    },
  )
})

describe('hostile names', () => {
  it.runIf(process.platform === 'linux')('are cleaned before they are printed', () => {
    const path = fresh()
    writeFileSync(join(path, 's/\u001b[31mred.js'), 'onBar(() => {')
    symlinkSync('holds.js', join(path, 's/\u202elink.js'))
    const { stdout, stderr } = qrun(['bt', 's/*.js', '-d', 'd/up.csv'], { cwd: path })
    for (const sign of ['\u001b', '\u202e']) expect(stdout + stderr).not.toContain(sign)
    expect(stdout).toMatch(/^ {2}red\.js /m)
  })
})

describe('docs/cli.md', () => {
  it.each(BLOCKS.filter(({ page, info }) => page === 'docs/cli.md' && info === 'console'))(
    '$place prints what it shows',
    ({ text }) => {
      const [command = '', ...lines] = text.split('\n')
      const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
        ([, quoted, plain]) => quoted ?? plain!,
      )
      expect(words.slice(0, 2)).toEqual(['$', 'qrun'])
      expect(qrun(words.slice(2), { cwd: ROOT }).stdout).toBe(lines.join('\n'))
    },
  )
})

/** Files below a folder with their texts, by name. */
function filesIn(path: string): [name: string, text: string][] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file.slice(path.length + 1).replaceAll('\\', '/'), readFileSync(file, 'utf8')])
}

function textOf(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  let text = ''
  child[stream]!.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return () => text
}
