// Layers as a user meets them: through the command, each run in a process and a folder of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaksOf } from './leaks.mjs'
import {
  GROWTH_MB,
  MEMORY_MB,
  PATIENCE_MS,
  REALM_HEAP_MB,
  REALM_PATIENCE_MS,
  TIME_MS,
  UNTIL,
} from './limits.mjs'
import { textOf } from './sets.mjs'
import { filesIn, watch } from './watch.mjs'

/** Codes of limits that end a run by its own doing: neither time nor memory. */
const CONTAINED = ['L403', 'L405', 'L406', 'L407', 'L408']

/** Judges attacks one at a time; `jobs` of them at once is the caller's choice. */
export async function createCliJudge({ node, layer, build, server }) {
  const isolation = layer === 'both' ? 'process' : 'realm'
  const run = (name, text, secret) => runCli({ node, isolation, build }, name, text, secret)
  const reference = textOf({ path: join(build, 'strategies/sma-cross.js') }, 0)
  const plain = await run('reference.js', reference, 'none')
  if (plain.code !== 0) throw new Error(`the reference strategy fails: ${plain.stderr}`)
  return {
    async judge(attack) {
      const { name, file, expected = [] } = attack
      const secret = `secret-${Math.random().toString(36).slice(2)}${process.pid}`
      const text = textOf(attack, server.port)
      const first = await run(file, text, secret)
      const [outcome, code = ''] = outcomeOf(first, isolation)
      const faults = faultsOf(name, first, secret)
      if (!expected.includes(outcome))
        faults.push(`${outcome} where ${expected.join(' or ')} was expected`)
      if (isolation === 'process' && first.peakMb > plain.peakMb + GROWTH_MB)
        faults.push(`the parent grew to ${Math.round(first.peakMb)} MB`)
      if (outcome === 'rejected' && code !== 'L404' && !/\.js:\d+:\d+/.test(first.stderr))
        faults.push('refused without line and column')
      if (endsByItself(outcome)) {
        const second = await run(file, text, secret)
        faults.push(...faultsOf(name, second, secret))
        const [again] = outcomeOf(second, isolation)
        if (endsByItself(again) && bytesOf(first) !== bytesOf(second))
          faults.push('two runs differ')
      }
      if (server.take(name) > 0) faults.push('a connection')
      return { outcome, code, faults: [...new Set(faults)] }
    },
    async close() {
      const after = await run('reference.js', reference, 'none')
      return bytesOf(after) === bytesOf(plain) ? [] : ['the reference strategy gives other bytes']
    },
  }
}

async function runCli({ node, isolation, build }, file, text, secret) {
  const folder = mkdtempSync(join(tmpdir(), 'qrun-attack-'))
  try {
    const strategy = join(folder, file)
    const cwd = join(folder, 'cwd')
    writeFileSync(strategy, text, 'latin1')
    mkdirSync(cwd)
    const data = join(build, 'data/simulated-btc-1h.csv')
    const args = [join(build, 'dist/cli/main.js'), 'backtest', strategy, '-d', data, '--to', UNTIL]
    args.push('--limit-time', `${TIME_MS}ms`, '--limit-memory', `${MEMORY_MB}mb`)
    args.push('--isolation', isolation, '-f', 'json,csv', '-o', 'out')
    const env = { PATH: process.env.PATH, QRUN_SECRET: secret }
    if (isolation === 'realm') env.NODE_OPTIONS = `--max-old-space-size=${REALM_HEAP_MB}`
    const patienceMs = isolation === 'realm' ? REALM_PATIENCE_MS : PATIENCE_MS
    const ended = await watch(node, args, { cwd, env, patienceMs })
    return { ...ended, files: filesIn(cwd) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function faultsOf(name, { stdout, stderr, files, strangers }, secret) {
  const faults = leaksOf(name, { stdout, stderr, ...files }, secret)
  for (const stranger of strangers) faults.push(`the process ${stranger}`)
  return faults
}

const endsByItself = (outcome) => outcome === 'contained' || outcome === 'rejected'

const bytesOf = ({ stdout, stderr, files }) => JSON.stringify([stdout, stderr, files])

/** The outcome in the words of the table, and the code behind it. */
function outcomeOf({ code, signal, stderr, isHung }, isolation) {
  const [, said] = /^(?:error|stopped) ([A-Z]\d{3})/m.exec(stderr) ?? []
  if (isHung) return ['hang', said]
  if (code === 0) return ['contained', said]
  if (code === 3 || code === 4) {
    const outcome = outcomeOfCode(said)
    if (outcome !== undefined) return [outcome, said]
  }
  const isOutOfMemory = signal === 'SIGABRT' || code === 134
  if (isolation === 'realm' && isOutOfMemory) return ['memory', 'heap']
  return ['crash', said ?? signal ?? `exit ${code}`]
}

/** The outcome that a code stands for; undefined when a strategy must not bring it about. */
export function outcomeOfCode(code) {
  if (code === undefined || code === 'S308' || code === 'S309' || code === 'L404')
    return code === undefined ? undefined : 'rejected'
  if (code === 'L401') return 'time'
  if (code === 'L402') return 'memory'
  return code.startsWith('S') || CONTAINED.includes(code) ? 'contained' : undefined
}
