// Runs a folder of attack programs as strategies and judges each by the table of the folder's README.md:
//
//   node scripts/attacks.mjs [--dir ../shared/attacks] [--only NAME…] [--isolation process|realm|both]
//                            [--node PATH…] [--jobs 2] [--json]
//
// A file fails when it leaves a marker or shows the secret, when its outcome is not one of the table's,
// when two runs that ended by themselves differ, when a reference strategy run after it gives other
// bytes, when the judging process grows, hangs or crashes, or, in the realm alone, when a prototype of
// the host has changed. Exit code 1 when any file fails.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const REFERENCE = join(root, 'strategies/sma-cross.js')
const DATA = join(root, 'data/simulated-btc-1h.csv')
const UNTIL = '2024-01-15'
const TIME_MS = 2000
const MEMORY_MB = 192
/** What a whole run may take: the inner limit, the outer one, start and end. */
const PATIENCE_MS = TIME_MS + 5000
/** Nobody kills a run without a jail: calls into the engine that heed no limit end when memory does. */
const REALM_PATIENCE_MS = 60_000
const GROWTH_MB = 300
/** A heap bound for runs without a jail, so that the engine ends them before the machine suffers. */
const REALM_HEAP_MB = 512

/** Codes of limits that end a run by its own doing: neither time nor memory. */
const CONTAINED = ['L403', 'L405', 'L406', 'L407', 'L408']

const { values: flags } = parseArgs({
  options: {
    dir: { type: 'string', default: join(root, '../shared/attacks') },
    only: { type: 'string', multiple: true },
    isolation: { type: 'string', default: 'both' },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    jobs: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    inside: { type: 'string' },
  },
})

/** Expected outcomes by file name. */
function readTable(dir) {
  const table = new Map()
  for (const line of readFileSync(join(dir, 'README.md'), 'utf8').split('\n')) {
    const [, file, outcome] = /^\| ([\w-]+\.js) \| ([a-z ]+) \|/.exec(line) ?? []
    if (file !== undefined) table.set(file, outcome.split(' or '))
  }
  return table
}

/** One process, watched: what it wrote, how it ended and how large it grew. */
function run(node, args, { cwd, secret, heapMb }) {
  return new Promise((done) => {
    const child = spawn(node, args, {
      cwd,
      env: {
        PATH: process.env.PATH,
        QRUN_SECRET: secret,
        ...(heapMb === undefined ? {} : { NODE_OPTIONS: `--max-old-space-size=${heapMb}` }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const texts = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'])
      child[name].on('data', (chunk) => {
        if (texts[name].length < 64e6) texts[name] += chunk.toString('latin1')
      })
    let isHung = false
    let peakMb = 0
    const deadline = setTimeout(
      () => {
        isHung = true
        child.kill('SIGKILL')
      },
      heapMb === undefined ? PATIENCE_MS : REALM_PATIENCE_MS,
    )
    const watch = setInterval(() => {
      try {
        const [, kb] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))
        peakMb = Math.max(peakMb, kb / 1024)
      } catch {}
    }, 50)
    child.on('close', (code, signal) => {
      clearTimeout(deadline)
      clearInterval(watch)
      done({ ...texts, code, signal, isHung, peakMb })
    })
  })
}

/** Everything a run left in its folder, by name. */
function filesIn(folder) {
  const files = {}
  for (const name of readdirSync(folder, { recursive: true }).sort())
    if (statSync(join(folder, name)).isFile())
      files[name] = readFileSync(join(folder, name), 'latin1')
  return files
}

async function runCli(node, strategy, isolation, secret) {
  const cwd = mkdtempSync(join(tmpdir(), 'qrun-attack-'))
  try {
    const args = [join(root, 'dist/cli/main.js'), 'backtest', strategy, '-d', DATA, '--to', UNTIL]
    args.push('--limit-time', `${TIME_MS}ms`, '--limit-memory', `${MEMORY_MB}mb`)
    args.push('--isolation', isolation, '-f', 'json,csv', '-o', 'out')
    const heapMb = isolation === 'realm' ? REALM_HEAP_MB : undefined
    const ended = await run(node, args, { cwd, secret, heapMb })
    return { ...ended, files: filesIn(cwd) }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** The outcome in the words of the table, and the code behind it. */
function outcomeOf({ code, signal, stderr, isHung }, isolation) {
  const [, said] = /^(?:error|stopped) ([A-Z]\d{3})/m.exec(stderr) ?? []
  if (isHung) return ['hang', said]
  if (code === 0) return ['contained', said]
  if (code === 3) return [said === 'S308' || said === 'S309' ? 'rejected' : 'contained', said]
  if (code === 4 && said === 'L404') return ['rejected', said]
  if (code === 4 && said === 'L401') return ['time', said]
  if (code === 4 && said === 'L402') return ['memory', said]
  if (code === 4 && CONTAINED.includes(said)) return ['contained', said]
  const isOutOfMemory = signal === 'SIGABRT' || code === 134
  if (isolation === 'realm' && isOutOfMemory) return ['memory', 'heap']
  return ['crash', said ?? signal ?? `exit ${code}`]
}

/** What a run shows that it must not. */
function leaksOf(name, ended, secret) {
  const tag = `PWNED-${name}`
  const leaks = []
  const texts = { stdout: ended.stdout, stderr: ended.stderr, ...ended.files }
  for (const [where, text] of Object.entries(texts)) {
    if (text.includes(secret)) leaks.push(`the secret in ${where}`)
    // The spoof quotes its text in a message: what counts is a line of its own.
    const shows =
      name === 'throw-spoof-output' ? new RegExp(`^${tag}`, 'm').test(text) : text.includes(tag)
    if (shows) leaks.push(`its marker in ${where}`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    if (/^std/.test(where) && /[\x00-\x08\x0b-\x1f\x7f]/.test(text))
      leaks.push(`a control character in ${where}`)
    if (where.startsWith('PWNED-')) leaks.push(`the file ${where}`)
  }
  for (const folder of new Set([tmpdir(), '/tmp']))
    for (const file of existsSync(folder) ? readdirSync(folder) : [])
      if (file.startsWith(tag)) {
        leaks.push(`the file ${join(folder, file)}`)
        rmSync(join(folder, file), { force: true })
      }
  return leaks
}

const bytesOf = ({ stdout, stderr, files }) => JSON.stringify([stdout, stderr, files])

async function judge(node, isolation, dir, file, expected, reference) {
  const name = file.replace(/\.js$/, '')
  const secret = `secret-${Math.random().toString(36).slice(2)}${process.pid}`
  const path = join(dir, file)
  const faults = []
  const first = await runCli(node, path, isolation, secret)
  const [outcome, code] = outcomeOf(first, isolation)
  faults.push(...leaksOf(name, first, secret))
  if (!expected.includes(outcome))
    faults.push(`${outcome} where ${expected.join(' or ')} was expected`)
  if (isolation === 'process' && first.peakMb > reference.peakMb + GROWTH_MB)
    faults.push(`the parent grew to ${Math.round(first.peakMb)} MB`)
  if (outcome === 'rejected' && code !== 'L404' && !/\.js:\d+:\d+/.test(first.stderr))
    faults.push('refused without line and column')
  const endsByItself = outcome === 'contained' || outcome === 'rejected'
  if (endsByItself) {
    const second = await runCli(node, path, isolation, secret)
    faults.push(...leaksOf(name, second, secret))
    const isSelf = ['contained', 'rejected'].includes(outcomeOf(second, isolation)[0])
    if (isSelf && bytesOf(first) !== bytesOf(second)) faults.push('two runs differ')
  }
  if (isolation === 'process') {
    const after = await runCli(node, REFERENCE, isolation, secret)
    if (bytesOf(after) !== reference.bytes) faults.push('the reference strategy gives other bytes')
  } else if (endsByItself || outcome === 'time')
    faults.push(...(await judgeInside(node, path, name, secret)))
  return { node: nodeName(node), isolation, file, outcome, code: code ?? '', faults }
}

/** Runs a file and then the reference in one process, as a program would that embeds the realm. */
async function judgeInside(node, path, name, secret) {
  const cwd = mkdtempSync(join(tmpdir(), 'qrun-attack-'))
  try {
    const self = fileURLToPath(import.meta.url)
    const ended = await run(node, [self, '--inside', path], {
      cwd,
      secret,
      heapMb: 2 * REALM_HEAP_MB,
    })
    const faults = leaksOf(name, { ...ended, files: filesIn(cwd) }, secret)
    if (ended.code !== 0)
      faults.push(`the embedding process: ${ended.stderr.slice(-200) || ended.signal}`)
    return faults
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** The other side of {@link judgeInside}: exit code 1 when the attack left something behind. */
async function runInside(path) {
  const { backtest, writeResult } = await import(join(root, 'dist/index.js'))
  const hosts = [Object, Array, Function, Error, Promise, Map, String, RegExp]
  const shape = () =>
    hosts.map(({ prototype }) => Reflect.ownKeys(prototype).map(String).join()).join(';')
  const attempt = async (strategy, timeMs) => {
    let text = ''
    const result = await backtest({
      strategy,
      data: DATA,
      to: UNTIL,
      isolation: 'realm',
      limits: { timeMs },
    })
    writeResult(result, (part) => {
      text += part
    })
    return text
  }
  const shapeBefore = shape()
  const before = await attempt(REFERENCE, 10_000)
  process.stdout.write(await attempt(path, TIME_MS))
  const problems = []
  if ((await attempt(REFERENCE, 10_000)) !== before)
    problems.push('the reference strategy gives other bytes')
  if (shape() !== shapeBefore) problems.push('a prototype of the host has changed')
  process.stderr.write(problems.join(', '))
  process.exitCode = problems.length === 0 ? 0 : 1
}

function nodeName(node) {
  return /\.node-versions\/([\d.]+)/.exec(node)?.[1] ?? process.versions.node
}

async function judgeAll() {
  const dir = resolve(flags.dir)
  if (!existsSync(join(dir, 'README.md'))) {
    console.error(`no attack set in "${dir}"; give one with --dir`)
    process.exitCode = 2
    return
  }
  const table = readTable(dir)
  const wanted = (file) =>
    flags.only === undefined || flags.only.some((name) => file === name || file === `${name}.js`)
  const files = readdirSync(dir).filter((file) => file.endsWith('.js') && wanted(file))
  const layers = flags.isolation === 'both' ? ['process', 'realm'] : [flags.isolation]
  const results = []
  for (const node of flags.node)
    for (const isolation of layers) {
      const plain = await runCli(node, REFERENCE, isolation, 'none')
      if (plain.code !== 0) throw new Error(`the reference strategy fails: ${plain.stderr}`)
      const reference = { bytes: bytesOf(plain), peakMb: plain.peakMb }
      const open = [...files]
      const work = async () => {
        for (let file = open.shift(); file !== undefined; file = open.shift()) {
          const expected = table.get(file) ?? ['contained']
          const result = await judge(node, isolation, dir, file, expected, reference)
          results.push(result)
          if (result.faults.length > 0 && !flags.json)
            console.log(
              `FAILED  ${result.node}  ${isolation}  ${file}: ${result.faults.join('; ')}`,
            )
        }
      }
      await Promise.all(Array.from({ length: Number(flags.jobs) }, work))
    }
  if (flags.json) console.log(JSON.stringify(results, null, 1))
  else print(results, files)
  process.exitCode = results.some(({ faults }) => faults.length > 0) ? 1 : 0
}

/** One line per file, one column per Node version and layer; then the sums. */
function print(results, files) {
  const columns = [...new Set(results.map(({ node, isolation }) => `${node} ${isolation}`))]
  const cell = (file, column) => {
    const found = results.find((r) => r.file === file && `${r.node} ${r.isolation}` === column)
    const { outcome = '', code = '', faults = [] } = found ?? {}
    return `${faults.length > 0 ? '!' : ''}${outcome} ${code}`.trim().padEnd(16)
  }
  const width = Math.max(...files.map((file) => file.length))
  console.log(`${''.padEnd(width)}  ${columns.map((column) => column.padEnd(16)).join('  ')}`)
  for (const file of files.sort())
    console.log(`${file.padEnd(width)}  ${columns.map((column) => cell(file, column)).join('  ')}`)
  for (const column of columns) {
    const own = results.filter((r) => `${r.node} ${r.isolation}` === column)
    const count = (outcome) => own.filter((r) => r.outcome === outcome).length
    const sums = ['contained', 'rejected', 'time', 'memory'].map((word) => `${count(word)} ${word}`)
    const failed = own.filter(({ faults }) => faults.length > 0).length
    console.log(`${column}: ${sums.join(', ')}; ${failed} failed of ${own.length}`)
  }
}

if (flags.inside !== undefined) await runInside(flags.inside)
else await judgeAll()
