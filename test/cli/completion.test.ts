import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { isSafe } from '../../src/cli/complete/candidate.ts'
import { inputsOf } from '../../src/cli/complete/inputs.ts'
import { SCRIPTS, SHELLS } from '../../src/cli/complete/scripts.ts'
import { unquote } from '../../src/cli/complete/unquote.ts'
import { folder, MAIN, qrun } from './command.ts'

const STRATEGY = `strategy('named')
throw new Error('nobody runs this')
const fast = input.int('fast', 10, { min: 2, tooltip: 'bars of\\nthe \\u001b[31maverage' })
const side = input.string('side', 'all', { options: ['all', 'long', 'a b', '$(touch pwned)'] })
const shorts = input.bool('shorts', false)
const evil = input.int('$(touch pwned)', 1)
const blank = input.int('two words', 1)
const other = input.float(fast, 1)
`
const files = {
  's.js': STRATEGY,
  'typed.d.ts': '',
  'typed.ts': "const n: number = input.int('length', 20)",
  'bars.csv': '',
  'bars.csv.gz': '',
  'notes.md': '',
  'r.json': '{}',
  '-rf.js': '',
  'qrun.config.json': `{ // the project's
    "profiles": { "nightly": { "seed": 2 }, "fast one": {} },
    "checks": [{ "name": "sma-btc" }, { "name": "all-{data}" },
      { "name": "set-{data}", "data": ["btc", "eth"] }, { "data": "one", "name": "sole-{data}", "strategy": "s.js" },
      { "name": "some", "data": ["btc"] }] }`,
}

/** The words that are offered behind `typed`, of which the last is the one at the cursor. */
function offered(typed: readonly string[], cwd = folder(files)): string[] {
  const { stdout, stderr, status } = qrun(['__complete', 'zsh', '--', ...typed], { cwd })
  expect([stderr, status]).toEqual(['', 0])
  return stdout.split('\n').filter((line) => line !== '')
}
const wordsOf = (lines: readonly string[]): string[] => lines.map((line) => line.split('\t')[0]!)

describe('what is offered', () => {
  it.each<{ typed: string[]; want: string[] }>([
    { typed: ['back'], want: ['backtest'] },
    { typed: ['help', 'comp'], want: ['compare', 'completion'] },
    { typed: ['data', ''], want: ['inspect', 'convert', 'resample'] },
    { typed: ['completion', ''], want: ['bash', 'zsh', 'fish', 'powershell'] },
    { typed: ['completion', 'bash', ''], want: [] },
    { typed: ['backtest', ''], want: ['./-rf.js', 's.js', 'typed.ts'] },
    { typed: ['bt', 's'], want: ['s.js'] },
    { typed: ['report', ''], want: ['qrun.config.json', 'r.json'] },
    { typed: ['data', 'inspect', 'b'], want: ['bars.csv', 'bars.csv.gz'] },
    { typed: ['check', 's'], want: ['sma-btc', 'set-btc', 'set-eth', 'some', 's.js'] },
    { typed: ['check', '--profile', ''], want: ['nightly'] },
    { typed: ['bt', 's.js', '--csv'], want: ['--csv-style'] },
    { typed: ['bt', 's.js', '--csv-style', ''], want: ['qrun', 'tradingview'] },
    { typed: ['bt', 's.js', '--csv-style=q'], want: ['--csv-style=qrun'] },
    { typed: ['bt', 's.js', '-f', 'json,m'], want: ['json,markdown'] },
    { typed: ['bt', 's.js', '-d', 'b'], want: ['bars.csv', 'bars.csv.gz'] },
    {
      typed: ['bt', 's.js', '--data=ETH=b'],
      want: ['--data=ETH=bars.csv', '--data=ETH=bars.csv.gz'],
    },
    { typed: ['bt', 's.js', '--fx', ''], want: ['bars.csv'] },
    { typed: ['bt', 's.js', '--set', ''], want: ['fast=', 'side=', 'shorts='] },
    { typed: ['bt', 's.js', '--set=f'], want: ['--set=fast='] },
    {
      typed: ['bt', '-d', 'bars.csv', 's.js', '-s', 'shorts='],
      want: ['shorts=true', 'shorts=false'],
    },
    { typed: ['bt', 's.js', '-s', 'side='], want: ['side=all', 'side=long'] },
    { typed: ['bt', '--set', ''], want: [] },
    { typed: ['bt', 'missing.js', '--set', ''], want: [] },
    { typed: ['bt', 's.js', '--fail-on', 'tv.sharpe'], want: ['tv.sharpe'] },
    { typed: ['bt', '--', '--csv'], want: [] },
    { typed: ['nosuch', '--nosuch', ''], want: [] },
  ])('$typed', ({ typed, want }) => {
    expect(wordsOf(offered(typed))).toEqual(want)
  })

  it('comes with one visible line of text', () => {
    expect(offered(['bt', 's.js', '--set', 'fa'])).toEqual([
      'fast=\tint, 10: bars of the [31maverage',
    ])
  })

  it.skipIf(!('stripTypeScriptTypes' in process.getBuiltinModule('node:module')))(
    'has the inputs of a strategy in TypeScript',
    () => {
      expect(wordsOf(offered(['bt', 'typed.ts', '--set', '']))).toEqual(['length='])
    },
  )

  it('leaves out names that hold control characters, and looks into folders', () => {
    const cwd = folder({ 'a\nb.js': '', 'c\u001b[31m.js': '', 'd\u202e.js': '', 'e f.js': '' })
    mkdirSync(join(cwd, 'lib'))
    writeFileSync(join(cwd, 'lib', 'x.js'), '')
    expect(wordsOf(offered(['bt', ''], cwd))).toEqual(['e f.js', 'lib/'])
    expect(wordsOf(offered(['bt', 'lib/'], cwd))).toEqual(['lib/x.js'])
    expect(wordsOf(offered(['bt', 'nosuch/'], cwd))).toEqual([])
  })

  it.each([[], ['zsh'], ['zsh', '--'], ['nosuch', '--', 'bt', '--nosuch', '']])(
    'is never an error: %j',
    (...args) => {
      const { status, stderr } = qrun(['__complete', ...args])
      expect([status, stderr]).toEqual([0, ''])
    },
  )

  it.skipIf(process.platform === 'win32')('does not wait for a pipe called a strategy', () => {
    const cwd = folder()
    spawnSync('mkfifo', [join(cwd, 'p.js')])
    expect(offered(['bt', 'p.js', '--set', ''], cwd)).toEqual([])
  })
})

describe('inputs read off a text', () => {
  it.each([
    { says: 'of a half written file are none', text: 'onBar(() => {', want: [] },
    { says: 'need a name that is written out', text: 'input.int(name, 1)', want: [] },
    { says: 'are calls of input alone', text: "my.int('a', 1); input['int']('b', 1)", want: [] },
    { says: 'stand anywhere', text: "ta.sma(close, input.int('a', -1))", want: ['a int -1'] },
    { says: 'count once', text: "input.int('a', 1); input.int('a', 2)", want: ['a int 1'] },
    { says: 'name a source', text: "input.source('s', close)", want: ['s source close'] },
  ])('$says', ({ text, want }) => {
    expect(inputsOf(text).map(({ name, type, initial }) => `${name} ${type} ${initial}`)).toEqual(
      want,
    )
  })

  it('of a text that nests deep are read all the same', () => {
    expect(inputsOf(`${'['.repeat(500)}input.int('a', 1)${']'.repeat(500)}`)).toHaveLength(1)
  })
})

describe('a quoted word', () => {
  it.each([
    ['a\\ b', 'a b'],
    ["'a b'", 'a b'],
    ["'a b", 'a b'],
    ['"a\\"b\\c"', 'a"b\\c'],
    ['$(x)', '$(x)'],
    ["'it'\\''s'", "it's"],
    ['a\\', 'a'],
  ])('%s stands for %s', (word, want) => {
    expect(unquote(word)).toBe(want)
  })

  it('is what the shell reads, for any text', () => {
    const texts = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(texts, (parts) => {
        const quoted = parts.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join('')
        expect(unquote(quoted)).toBe(parts.join(''))
      }),
    )
  })
})

it('a candidate that is no file holds nothing that a shell acts on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
      if (isSafe({ value })) expect(value).not.toMatch(/[\s$`'"\\;&|<>(){}[\]*?!~#^]/)
    }),
  )
})

describe('the scripts', () => {
  it.each(SHELLS)('for %s is printed', (shell) => {
    const { stdout, status } = qrun(['completion', shell])
    expect([status, stdout]).toEqual([0, SCRIPTS[shell]])
  })

  it('are for shells that there are', () => {
    const { stderr, status } = qrun(['completion', 'tcsh'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error U102[\s\S]*bash, zsh,\s+fish, powershell/)
  })

  it('for PowerShell closes what it opens, and never evaluates an answer', () => {
    const text = SCRIPTS.powershell
    for (const [open, close] of ['()', '{}', '[]'])
      expect(text.split(open!).length).toBe(text.split(close!).length)
    expect(text.replace(/^#.*$/gm, '')).not.toMatch(/Invoke-Expression|iex\b/i)
  })

  it('for PowerShell is answered in quotes, and takes an empty word', () => {
    const cwd = folder({ "it's $(x),.js": '', 'plain.js': '' })
    const { stdout } = qrun(['__complete', 'powershell', '--', 'backtest', '='], { cwd })
    expect(stdout).toBe("'it''s $(x),.js'\nplain.js\n")
  })
})

const has = (command: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${command}`]).status === 0
const PTY = process.platform === 'linux' && has('script')

/** A folder of commands in which `qrun` completes truly, and else writes down what it was given. */
function commands(): string {
  const bin = folder({
    qrun: `#!/bin/sh
if [ "$1" = __complete ]; then exec '${process.execPath}' '${MAIN}' "$@"; fi
for word; do printf '%s\\0' "$word"; done > given.part
mv given.part given
`,
  })
  chmodSync(join(bin, 'qrun'), 0o755)
  return bin
}

const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

/** Types into a shell on a terminal of its own; what `qrun` was given when the line was entered. */
async function typeInto(shell: 'bash' | 'zsh', cwd: string, keys: string): Promise<string[]> {
  const bin = commands()
  const rc = folder({
    'script.bash': `${SCRIPTS.bash}PS1='READY'\n`,
    'script.zsh': SCRIPTS.zsh,
    '.zshrc': `autoload -Uz compinit; compinit -u -D\nsource "$ZDOTDIR/script.zsh"\nPS1=READY\n`,
  })
  const start =
    shell === 'bash' ? `bash --noprofile --rcfile '${join(rc, 'script.bash')}' -i` : 'zsh -d -i'
  const child = spawn('script', ['-qfec', start, '/dev/null'], {
    cwd,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
      TERM: 'dumb',
      ZDOTDIR: rc,
      LC_ALL: 'C.UTF-8',
    },
  })
  running.push(child)
  let said = ''
  child.stdout!.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const until = async (isDone: () => boolean): Promise<void> => {
    for (let i = 0; i < 400 && !isDone(); i++) await new Promise((done) => setTimeout(done, 50))
    if (!isDone()) throw new Error(`the shell said: ${said}`)
  }
  await until(() => said.includes('READY'))
  child.stdin!.write(keys)
  await until(() => existsSync(join(cwd, 'given')))
  child.stdin!.end('exit\r')
  return readFileSync(join(cwd, 'given'), 'utf8').split('\0').slice(0, -1)
}

const HOSTILE = [
  '$(touch pwned).js',
  '`touch pwned`.js',
  "a'b;touch pwned.js",
  'a "b" c.js',
  'two  words.js',
  'star*.js',
  'back\\slash.js',
  '#note!.js',
  'ünï.js',
]

describe.each(['bash', 'zsh'] as const)('in %s', (shell) => {
  const isHere = PTY && has(shell)

  it.skipIf(!isHere).each(HOSTILE)('the file %s is completed and nothing runs', async (name) => {
    const cwd = folder({ [name]: '', 'bars.csv': '' })
    expect(await typeInto(shell, cwd, 'qrun backtest \t\r')).toEqual(['backtest', name])
    expect(readdirSync(cwd).sort()).toEqual([name, 'bars.csv', 'given'].sort())
  })

  it.skipIf(!isHere).each([
    { keys: 'qrun back\t\r', want: ['backtest'] },
    { keys: 'qrun bt s.js --set fa\t12\r', want: ['bt', 's.js', '--set', 'fast=12'] },
    { keys: 'qrun bt s.js --set shorts=t\t\r', want: ['bt', 's.js', '--set', 'shorts=true'] },
    { keys: 'qrun bt s.js --set=fa\t12\r', want: ['bt', 's.js', '--set=fast=12'] },
    { keys: 'qrun bt s.js --data=ETH=bars\t\r', want: ['bt', 's.js', '--data=ETH=bars.csv'] },
    { keys: "qrun bt 'two w\t -d bars\t\r", want: ['bt', 'two words.js', '-d', 'bars.csv'] },
    { keys: 'qrun bt two\\ w\t -d bars\t\r', want: ['bt', 'two words.js', '-d', 'bars.csv'] },
    { keys: 'qrun bt li\tx\t\r', want: ['bt', 'lib/x.js'] },
    { keys: 'qrun bt s.js -f json,mar\t\r', want: ['bt', 's.js', '-f', 'json,markdown'] },
  ])('$keys', async ({ keys, want }) => {
    const cwd = folder({ 's.js': STRATEGY, 'two words.js': '', 'bars.csv': '' })
    mkdirSync(join(cwd, 'lib'))
    writeFileSync(join(cwd, 'lib', 'x.js'), '')
    expect(await typeInto(shell, cwd, keys)).toEqual(want)
  })
})

describe('in fish', () => {
  const isHere = has('fish')
  const complete = (typed: string, cwd: string): string[] => {
    const file = folder({ 'qrun.fish': SCRIPTS.fish })
    const line = `source '${file}/qrun.fish'; complete -C '${typed.replaceAll("'", "\\'")}'`
    const { stdout } = spawnSync('fish', ['--no-config', '-c', line], {
      cwd,
      encoding: 'utf8',
      env: { PATH: `${commands()}${delimiter}${process.env.PATH ?? ''}`, HOME: file },
    })
    return stdout.split('\n').filter((text) => text !== '')
  }

  it.skipIf(!isHere).each<{ typed: string; want: string[] }>([
    { typed: 'qrun bt s.js --set sho', want: ['shorts=\tbool, false'] },
    { typed: 'qrun bt s.js --set shorts=t', want: ['shorts=true'] },
    { typed: 'qrun bt s.js --data=ba', want: ['--data=bars.csv'] },
    { typed: "qrun bt 'two w", want: ['two words.js'] },
    { typed: 'qrun repo', want: ['report\trender a stored result in another format'] },
  ])('$typed', ({ typed, want }) => {
    const cwd = folder({ 's.js': STRATEGY, 'two words.js': '', 'bars.csv': '' })
    expect(complete(typed, cwd)).toEqual(want)
  })

  it.skipIf(!isHere).each(HOSTILE)('the file %s is offered and nothing runs', (name) => {
    const cwd = folder({ [name]: '' })
    expect(complete('qrun backtest ', cwd)).toHaveLength(1)
    expect(readdirSync(cwd)).toEqual([name])
  })
})
