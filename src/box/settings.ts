import { isFailure } from '../errors/index.ts'
import { checkNode } from '../sandbox/index.ts'
import type { BoxConfig } from '../shared/box.ts'
import { utf8Length } from '../shared/plain.ts'
import { namedTextOf } from './data.ts'
import { SandboxConfig } from './errors.ts'
import { checkName } from './names.ts'
import type { SandboxCall, SandboxLimits, SandboxOptions } from './options.ts'
import { readSes } from './ses.ts'

/** Options of a sandbox, checked and complete. */
export type Settings = {
  readonly isolation: 'process' | 'realm'
  readonly config: BoxConfig
  readonly limits: Omit<SandboxLimits, 'steps'> & { readonly steps: number | null }
  readonly calls: ReadonlyMap<string, SandboxCall>
  /** Text of the `ses` package, empty where it is not used. */
  readonly ses: string
  readonly size: number
  readonly ahead: number
}

const LARGEST = 2 ** 31 - 1
const MAX_SOURCE = 1024 * 1024

/** Default, least and most of each limit. */
const LIMITS = {
  timeMs: [1000, 1, LARGEST - 1000],
  memoryMB: [128, 32, 65_536],
  outputBytes: [1024 * 1024, 1, 16 * 1024 * 1024],
  sourceBytes: [MAX_SOURCE, 1, MAX_SOURCE],
  steps: [null, 1, Number.MAX_SAFE_INTEGER],
  calls: [100, 1, 10_000],
} as const

const NAMES = {
  options: 'isolation globals library calls limits async deterministic freeze buffers pool',
  limits: Object.keys(LIMITS).join(' '),
  deterministic: 'seed now',
  pool: 'size ahead',
}

export function readSettings(options: SandboxOptions): Settings {
  checkRuntime()
  checkFields(options, 'options')
  const { limits: given = {}, deterministic = {}, pool = {} } = options
  checkFields(given, 'limits')
  checkFields(deterministic, 'deterministic')
  checkFields(pool, 'pool')
  const limit = <T extends number | null>(name: keyof typeof LIMITS): number | T => {
    const [standard, least, most] = LIMITS[name]
    return whole(given[name], `limits.${name}`, least, most) ?? (standard as T)
  }
  const limits: Settings['limits'] = {
    timeMs: limit<never>('timeMs'),
    memoryMB: limit<never>('memoryMB'),
    outputBytes: limit<never>('outputBytes'),
    sourceBytes: limit<never>('sourceBytes'),
    steps: limit<null>('steps'),
    calls: limit<never>('calls'),
  }
  const isAsync = flag(options.async, 'async')
  const freeze = choice(options.freeze, 'freeze', ['own', 'ses'] as const)
  return {
    isolation: choice(options.isolation, 'isolation', ['process', 'realm'] as const),
    config: {
      globals: namedTextOf(options.globals ?? {}, 'globals'),
      library: readLibrary(options.library),
      calls: [...readCalls(options.calls, isAsync).keys()],
      isAsync,
      buffers: flag(options.buffers, 'buffers'),
      freeze,
      seed: whole(deterministic.seed, 'deterministic.seed', 0, Number.MAX_SAFE_INTEGER) ?? null,
      now: whole(deterministic.now, 'deterministic.now', -8.64e15, 8.64e15) ?? null,
      limits: { outputBytes: limits.outputBytes, steps: limits.steps, calls: limits.calls },
    },
    limits,
    calls: readCalls(options.calls, isAsync),
    ses: freeze === 'ses' ? readSes() : '',
    size: whole(pool.size, 'pool.size', 1, 1000) ?? 2,
    ahead: whole(pool.ahead, 'pool.ahead', 0, 1000) ?? 1,
  }
}

function checkRuntime(): void {
  try {
    checkNode(process.version, process.versions)
  } catch (problem) {
    if (!isFailure(problem)) throw problem
    throw new SandboxConfig(problem.message, problem.hint)
  }
}

/** An option that is not known would be ignored without a word. */
function checkFields(value: unknown, where: keyof typeof NAMES): void {
  if (typeof value !== 'object' || value === null)
    throw new SandboxConfig(`${where} is no object`, `its fields are ${NAMES[where]}`)
  const names = NAMES[where].split(' ')
  for (const name of Object.keys(value))
    if (!names.includes(name))
      throw new SandboxConfig(`${where}: unknown "${name}"`, `its fields are ${names.join(', ')}`)
}

function whole(value: unknown, where: string, least: number, most: number): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most)
    return value
  throw new SandboxConfig(
    `${where} was "${String(value)}"`,
    `give a whole number from ${least} to ${most}`,
  )
}

function flag(value: unknown, where: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false
  throw new SandboxConfig(`${where} was "${String(value)}"`, 'give true or false')
}

function choice<T extends string>(value: unknown, where: string, words: readonly T[]): T {
  const found = value === undefined ? words[0] : words.find((word) => word === value)
  if (found !== undefined) return found
  throw new SandboxConfig(`${where} was "${String(value)}"`, `give ${words.join(' or ')}`)
}

function readLibrary(text: unknown): string {
  if (text === undefined) return ''
  if (typeof text !== 'string')
    throw new SandboxConfig('library is no text', 'give the text of a script')
  if (utf8Length(text) > MAX_SOURCE)
    throw new SandboxConfig(`library has more than "${MAX_SOURCE}" bytes`, 'give a shorter text')
  return text
}

function readCalls(
  calls: SandboxOptions['calls'],
  isAsync: boolean,
): ReadonlyMap<string, SandboxCall> {
  if (calls === undefined) return new Map()
  if (!isAsync)
    throw new SandboxConfig('calls need asynchronous code', 'make the sandbox with async: true')
  if (typeof calls !== 'object' || calls === null || Array.isArray(calls))
    throw new SandboxConfig('calls is no object', 'give functions by their names')
  for (const [name, handler] of Object.entries(calls)) {
    checkName(name, 'calls')
    if (typeof handler !== 'function')
      throw new SandboxConfig(`calls.${name} is no function`, 'give functions by their names')
  }
  return new Map(Object.entries(calls))
}
