import vm from 'node:vm'
import { isFailure } from '../errors/index.ts'
import { writeResult } from '../report/index.ts'
import { checkNode, createRealm, hasJail, jailFacts, readScripts } from '../sandbox/index.ts'
import type { BacktestOptions } from './options.ts'
import { backtest } from './run.ts'

/** One attempt and how it ended. */
export type SandboxCheck = {
  readonly group: 'engine' | 'jail' | 'realm' | 'limits' | 'repeatable'
  readonly name: string
  /** `open`: not refused, and known not to be on this machine; other walls stand before it. */
  readonly verdict: 'ok' | 'open' | 'failed'
  readonly text: string
}

export type SandboxReport = {
  /** Whether every wall stands that a run relies on. */
  readonly ok: boolean
  /** Whether `--untrusted` would run. */
  readonly untrusted: boolean
  readonly checks: readonly SandboxCheck[]
  /** Names that this engine has and a strategy does not see, since no permit names them. */
  readonly removed: readonly string[]
}

/** What an attempt inside the realm must log. */
const REALM: readonly (readonly [name: string, expression: string, want: string])[] = [
  [
    'no way to the host by constructors',
    "(() => { try { return String(close.constructor.constructor('return this')()) } catch (e) { return e.name } })()",
    'TypeError',
  ],
  [
    'no code from text',
    "(() => { try { return (() => {}).constructor('return 1')() } catch (e) { return e.name } })()",
    'TypeError',
  ],
  [
    'no stack is captured',
    'typeof new Error("x").stack + typeof Error.captureStackTrace',
    'undefinedundefined',
  ],
  [
    'built-ins are frozen',
    '[Object.prototype, Array.prototype, Function.prototype, Math, globalThis].every(Object.isFrozen)',
    'true',
  ],
  [
    'no clock, process or network',
    '[typeof process, typeof require, typeof fetch, typeof setTimeout].join("")',
    'undefinedundefinedundefinedundefined',
  ],
]

/** What a strategy does, and the codes that may end it. */
const LIMITS: readonly (readonly [name: string, source: string, codes: readonly string[]])[] = [
  ['an endless loop is stopped', 'for (;;);', ['L401']],
  [
    'a memory bomb is stopped',
    'const keep = []; for (;;) keep.push(new Array(1e6).fill(keep.length))',
    ['L402'],
  ],
  [
    'a flood of orders is stopped',
    'onBar(() => { for (let i = 0; i < 1e6; i++) strategy.entry("L", "long") })',
    ['L403'],
  ],
  ['import() is refused', "import('fs')", ['S309']],
]

const NOT_EXPECTED = new Set(['signal the caller', 'reach the network'])

/**
 * Tries the walls of the sandbox on this machine, by attempts from inside. Says nothing of the machine
 * but which of them held. Takes a few seconds.
 */
export async function checkSandbox(): Promise<SandboxReport> {
  const checks: SandboxCheck[] = []
  const add = (group: SandboxCheck['group'], name: string, isGood: boolean, text: string): void => {
    checks.push({ group, name, verdict: isGood ? 'ok' : 'failed', text })
  }
  try {
    checkNode(process.version, process.versions)
    add('engine', 'Node.js is supported', true, 'has all that the layers need')
  } catch (problem) {
    add('engine', 'Node.js is supported', false, isFailure(problem) ? problem.message : 'unknown')
    return { ok: false, untrusted: false, checks, removed: [] }
  }
  const facts = await jailFacts()
  add('jail', 'starts', facts.starts, facts.starts ? 'a child process answered' : 'no answer')
  for (const [name, wasRefused] of Object.entries(facts.refused))
    checks.push({
      group: 'jail',
      name,
      verdict: wasRefused ? 'ok' : NOT_EXPECTED.has(name) ? 'open' : 'failed',
      text: wasRefused ? 'refused' : 'not refused',
    })
  const { namespaces, memory, network } = facts
  checks.push(
    {
      group: 'jail',
      name: 'network',
      verdict: network === 'neutralised only' ? 'open' : 'ok',
      text: `kept off by: ${network}`,
    },
    {
      group: 'jail',
      name: 'namespaces',
      verdict: namespaces.length > 0 ? 'ok' : 'open',
      text: namespaces.join(', ') || 'none can be had here',
    },
    {
      group: 'jail',
      name: 'memory',
      verdict: memory === 'heap bound only' ? 'open' : 'ok',
      text:
        memory === 'prlimit'
          ? 'watched; prlimit with --untrusted'
          : memory === 'watch'
            ? 'watched'
            : 'script heap alone is bound',
    },
  )
  const { removed, kept } = unpermitted()
  add(
    'realm',
    'unknown built-ins are removed',
    kept.length === 0,
    kept.length === 0 ? `${removed.length} names of this engine` : `left: ${kept.join(', ')}`,
  )
  if (facts.starts) {
    for (const [name, expression, want] of REALM) {
      const { logs } = await end(`onBar(() => log(${expression}))`)
      const isGood = logs.length > 0 && logs.every((line) => line === want)
      add('realm', name, isGood, isGood ? 'held' : 'did not hold')
    }
    for (const [name, source, codes] of LIMITS) {
      const { code } = await end(source)
      add('limits', name, codes.includes(code), code)
    }
    const source = 'const a = ta.sma(close, 3); onBar(() => log(random(), a(), 2 ** 0.3))'
    const [first, second] = [await end(source), await end(source)]
    const isSame = first.code === 'ok' && first.text === second.text
    add('repeatable', 'two runs give the same bytes', isSame, isSame ? 'equal' : 'different')
  }
  return {
    ok: checks.every(({ verdict }) => verdict !== 'failed'),
    untrusted: hasJail(facts),
    checks,
    removed,
  }
}

function unpermitted(): { readonly removed: readonly string[]; readonly kept: readonly string[] } {
  const { table } = createRealm(vm, readScripts())
  table.harden()
  return JSON.parse(table.unpermitted())
}

const HOUR = 3_600_000
const PRICES = [10, 11, 12, 11, 10, 12, 13, 12]
const DATA: BacktestOptions['data'] = {
  name: 'checkup',
  bars: {
    time: PRICES.map((_, i) => i * HOUR),
    open: PRICES,
    high: PRICES.map((price) => price + 1),
    low: PRICES.map((price) => price - 1),
    close: PRICES,
  },
}

/** Runs a text as a strategy; its code of failure, or `ok`, and its result as text. */
async function end(
  source: string,
): Promise<{ readonly code: string; readonly text: string; readonly logs: readonly string[] }> {
  try {
    const result = await backtest({
      strategy: { name: 'checkup.js', source },
      data: DATA,
      limits: { timeMs: 2000, memoryMb: 64, orders: 1000, logs: 100 },
    })
    let text = ''
    writeResult(result, (part) => {
      text += part
    })
    return {
      code: result.failure?.code ?? 'ok',
      text,
      logs: result.logs.lines.map((line) => line.text),
    }
  } catch (problem) {
    return { code: isFailure(problem) ? problem.code : 'X503', text: '', logs: [] }
  }
}
