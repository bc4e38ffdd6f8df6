import type { Column } from '../../shared/kernel.ts'
import type { InputDeclaration } from '../../shared/outcome.ts'
import { civilFromMs, msFromCivil, parseTimeframe } from '../../shared/timeframe.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { chart } from '../series/bars.ts'
import { checkSession } from '../series/calendar.ts'
import type { Series } from '../series/node.ts'
import { requireSetup } from '../series/setup.ts'
import { readOptions } from './options.ts'

type Value = number | boolean | string
type Type = InputDeclaration['type']

const OPTIONS = [
  'min',
  'max',
  'step',
  'options',
  'title',
  'group',
  'tooltip',
  'inline',
  'confirm',
  'display',
]

/** Most inputs of a strategy. */
const MAX_INPUTS = 500

/** Every input in order of declaration. */
export let inputs!: InputDeclaration[]
let given!: ReadonlyMap<string, unknown>

eachRun(() => {
  inputs = []
  given = new Map()
})

/** Takes the values that the command line, an inputs file or a search sets. */
export function giveInputs(values: Readonly<Record<string, unknown>>): void {
  given = new Map(Object.entries(values))
}

/**
 * `input.<type>(name, initial, options)`: declares an input and returns its value, which
 * `--set name=value` overrides.
 *
 * @throws `S314` for a name used twice or a wrong declaration, `U111` for an override that the
 *   input cannot take.
 */
function declare(type: Type, name: unknown, initial: unknown, options: unknown): Value {
  requireSetup(`input.${type}`)
  const wrong = (what: string, hint: string): never => fail('S314', `input.${type}: ${what}`, hint)
  if (typeof name !== 'string' || !/^[A-Za-z_][\w-]{0,63}$/.test(name))
    return wrong(`name was ${quote(name)}`, 'give a short name of letters, digits, _ and -')
  const raw = readOptions(`input.${type}`, options, OPTIONS)
  const limits = readLimits(type, name, raw, wrong)
  const start = convert(type, initial, false)
  if (start === undefined || !allows(limits, start))
    return wrong(
      `initial value of ${quote(name)} was ${quote(initial)}`,
      `give ${describeLimits(type, limits)}`,
    )
  let value = start
  if (given.has(name)) {
    const override = convert(type, given.get(name), true)
    if (override === undefined || !allows(limits, override))
      fail(
        'U111',
        `input ${quote(name)} was set to ${quote(given.get(name))}`,
        `give ${describeLimits(type, limits)}`,
      )
    value = override
  }
  // Last, since the options may have declared inputs of their own while they were read.
  if (inputs.some((input) => input.name === name))
    return wrong(`${quote(name)} is declared twice`, 'give each input a name of its own')
  if (inputs.length >= MAX_INPUTS) return wrong(`more than ${MAX_INPUTS} inputs`, 'declare fewer')
  inputs.push(
    Object.freeze({ name, type, initial: start, value, ...limits, ...readWords(raw, wrong) }),
  )
  return value
}

type Limits = {
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly options?: readonly (number | string)[]
}

function readLimits(
  type: Type,
  name: string,
  raw: Readonly<Record<string, unknown>>,
  wrong: (what: string, hint: string) => never,
): Limits {
  const limits: {
    min?: number
    max?: number
    step?: number
    options?: readonly (number | string)[]
  } = {}
  for (const key of ['min', 'max', 'step'] as const) {
    const value = raw[key]
    if (value === undefined) continue
    if (typeof value !== 'number' || Number.isNaN(value) || !isNumeric(type))
      return wrong(
        `${key} of ${quote(name)} was ${quote(value)}`,
        'give a number, for numeric inputs only',
      )
    limits[key] = value
  }
  const { options } = raw
  if (options !== undefined) {
    const count: unknown = Array.isArray(options) ? options.length : undefined
    if (typeof count !== 'number' || count === 0 || count > 1000)
      return wrong(`options of ${quote(name)} were ${quote(options)}`, 'give an array of values')
    const list: (number | string)[] = []
    // By index, since the array's iterator may be the strategy's own and have no end.
    for (let i = 0; i < count; i++) {
      const option = (options as readonly unknown[])[i]
      const value = convert(type, option, false)
      if (value === undefined || typeof value === 'boolean')
        return wrong(
          `option ${quote(option)} of ${quote(name)}`,
          `give ${describeLimits(type, {})}`,
        )
      list[i] = value
    }
    limits.options = Object.freeze(list)
  }
  return limits
}

function readWords(
  raw: Readonly<Record<string, unknown>>,
  wrong: (what: string, hint: string) => never,
): { title?: string; group?: string; tooltip?: string } {
  const words: { title?: string; group?: string; tooltip?: string } = {}
  for (const key of ['title', 'group', 'tooltip'] as const) {
    const value = raw[key]
    if (value === undefined) continue
    if (typeof value !== 'string' || value.length > 500)
      return wrong(`${key} was ${quote(value)}`, 'give a text of at most 500 characters')
    words[key] = value
  }
  return words
}

function isNumeric(type: Type): boolean {
  return type === 'int' || type === 'float' || type === 'price' || type === 'time'
}

const SOURCES = Object.keys(chart.series) as Column[]

/** The value as the input's type, or undefined. Overrides come as text from a command line. */
function convert(type: Type, value: unknown, isOverride: boolean): Value | undefined {
  switch (type) {
    case 'int':
    case 'float':
    case 'price': {
      const number =
        isOverride && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
      return type === 'int' && !Number.isInteger(number) ? undefined : number
    }
    case 'bool': {
      if (typeof value === 'boolean') return value
      if (!isOverride || typeof value !== 'string') return undefined
      if (['true', '1', 'yes'].includes(value)) return true
      return ['false', '0', 'no'].includes(value) ? false : undefined
    }
    case 'time': {
      if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
      return typeof value === 'string' ? parseTime(value) : undefined
    }
    case 'source': {
      const name =
        typeof value === 'string' ? value : SOURCES.find((key) => chart.series[key] === value)
      return SOURCES.find((key) => key === name)
    }
    case 'timeframe':
      return typeof value === 'string' && (value === '' || parseTimeframe(value))
        ? value
        : undefined
    case 'session':
      if (typeof value !== 'string') return undefined
      checkSession('input.session', value)
      return value
    default:
      return typeof value === 'string' && value.length <= 1000 ? value : undefined
  }
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:Z|([+-])(\d\d):?(\d\d))?)?$/

/** ISO time in ms: UTC, unless it carries an offset. */
function parseTime(text: string): number | undefined {
  const match = TIME.exec(text)
  if (match === null) return undefined
  const part = (index: number): number => Number(match[index] ?? 0)
  const date = msFromCivil(part(1), part(2), part(3))
  const { month, day } = civilFromMs(date)
  if (month !== part(2) || day !== part(3) || part(4) > 23 || part(5) > 59 || part(6) > 59)
    return undefined
  const offset = (match[7] === '-' ? -1 : 1) * (part(8) * 60 + part(9))
  return date + ((part(4) * 60 + part(5) - offset) * 60 + part(6)) * 1000
}

function allows({ min, max, step, options }: Limits, value: Value): boolean {
  if (options !== undefined) return options.includes(value as number | string)
  if (typeof value !== 'number') return true
  if (min !== undefined && value < min) return false
  if (max !== undefined && value > max) return false
  if (step === undefined || step <= 0) return true
  const steps = (value - (min ?? 0)) / step
  return Math.abs(steps - Math.round(steps)) < 1e-9
}

const WORDS: Readonly<Record<Type, string>> = {
  int: 'a whole number',
  float: 'a number',
  price: 'a number',
  bool: 'true or false',
  string: 'a text',
  source: `one of: ${SOURCES.join(', ')}`,
  timeframe: 'a timeframe such as 15, 60, D or 15m, 1h, 1d',
  session: 'a session such as 0930-1600',
  time: 'a time such as 2024-01-31 or 2024-01-31T10:00Z',
  color: 'a colour',
}

function describeLimits(type: Type, { min, max, step, options }: Limits): string {
  if (options !== undefined) return `one of: ${options.join(', ')}`
  let words = WORDS[type]
  if (min !== undefined && max !== undefined) words += ` from ${min} to ${max}`
  else if (min !== undefined) words += ` of at least ${min}`
  else if (max !== undefined) words += ` of at most ${max}`
  return step === undefined ? words : `${words} in steps of ${step}`
}

function plain(type: Type) {
  return Object.freeze(
    (name: unknown, initial: unknown, options?: unknown): Value =>
      declare(type, name, initial, options),
  )
}

/** The `input` namespace. A source input returns the series of the bars that it names. */
export const input = Object.freeze({
  int: plain('int'),
  float: plain('float'),
  price: plain('price'),
  bool: plain('bool'),
  string: plain('string'),
  timeframe: plain('timeframe'),
  session: plain('session'),
  time: plain('time'),
  color: plain('color'),
  source: Object.freeze(
    (name: unknown, initial: unknown, options?: unknown): Series =>
      chart.series[declare('source', name, initial, options) as Column],
  ),
})
