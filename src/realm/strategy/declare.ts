import { nearest } from '../../shared/nearest.ts'
import { DEFAULT_SETTINGS, type StrategySettings } from '../../shared/settings.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { declared } from '../series/node.ts'
import { requireSetup, setHistory } from '../series/setup.ts'
import { readOptions } from './options.ts'

/** What a property may hold; names are those of `StrategySettings`. */
type Rule =
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole?: true }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'flag' }
  | { readonly kind: 'text'; readonly longest: number }

const MAX = Number.MAX_SAFE_INTEGER

const RULES: Readonly<Record<keyof StrategySettings, Rule>> = {
  title: { kind: 'text', longest: 200 },
  initialCapital: { kind: 'number', min: 1e-6, max: MAX },
  currency: { kind: 'text', longest: 12 },
  defaultQtyType: { kind: 'choice', of: ['fixed', 'cash', 'percentOfEquity'] },
  defaultQtyValue: { kind: 'number', min: 0, max: MAX },
  pyramiding: { kind: 'number', min: 0, max: 1_000_000, whole: true },
  commissionType: { kind: 'choice', of: ['percent', 'cashPerContract', 'cashPerOrder'] },
  commissionValue: { kind: 'number', min: 0, max: MAX },
  slippage: { kind: 'number', min: 0, max: 1_000_000, whole: true },
  processOrdersOnClose: { kind: 'flag' },
  calcOnOrderFills: { kind: 'flag' },
  calcOnEveryTick: { kind: 'flag' },
  calcOnEveryHistoryTick: { kind: 'flag' },
  closeEntriesRule: { kind: 'choice', of: ['FIFO', 'ANY'] },
  marginLong: { kind: 'number', min: 0, max: 10_000 },
  marginShort: { kind: 'number', min: 0, max: 10_000 },
  backtestFillLimitsAssumption: { kind: 'number', min: 0, max: 1_000_000, whole: true },
  riskFreeRate: { kind: 'number', min: -100, max: 1000 },
  maxBarsBack: { kind: 'number', min: 1, max: 500_000, whole: true },
  rememberedOrders: { kind: 'number', min: 0, max: 1_000_000, whole: true },
}

const NAMES = Object.keys(RULES) as (keyof StrategySettings)[]

/**
 * Pine parameters that concern charts or live alerts only: accepted, so that ports run unchanged. Bars
 * are the market's own, so orders fill on standard prices whatever is asked (BE-4.9).
 */
const CHART_ONLY = [
  'shorttitle',
  'overlay',
  'format',
  'precision',
  'scale',
  'maxLinesCount',
  'maxLabelsCount',
  'maxBoxesCount',
  'explicitPlotZorder',
  'fillOrdersOnStandardOhlc',
]

let overrides!: Readonly<Record<string, unknown>>
let isDeclared!: boolean
export let settings!: StrategySettings

eachRun(() => {
  overrides = Object.freeze({})
  isDeclared = false
  settings = DEFAULT_SETTINGS
})

/** Takes the properties that the command line sets above the file's own. */
export function overrideProperties(properties: Readonly<Record<string, unknown>>): void {
  overrides = properties
  adopt(resolve({}))
}

/**
 * `strategy(title, options)`: Pine's declaration, options in camelCase. Optional; at most once, and
 * before anything that declares a series, since `maxBarsBack` decides how much history those keep.
 *
 * @throws `S313` when called twice or late, `S306` for unknown options or values out of range.
 */
export function declareStrategy(title: unknown, options: unknown): void {
  requireSetup('strategy()')
  // Getters of the options run first, so that nothing they declare escapes the checks below.
  const given: Record<string, unknown> = {
    ...readOptions('strategy()', options, [...NAMES, ...CHART_ONLY]),
  }
  if (isDeclared) fail('S313', 'strategy() was called twice', 'keep one declaration at the top')
  if (declared.length > 0)
    fail('S313', 'strategy() stands after a declared series', 'move it to the top of the file')
  for (const name of CHART_ONLY) delete given[name]
  if (title !== undefined) given.title = title
  adopt(resolve(given))
  isDeclared = true
}

/** All or nothing: only assignments follow the last call, which may overflow the stack (R11). */
function adopt(next: StrategySettings): void {
  setHistory(next.maxBarsBack)
  settings = next
}

function resolve(given: Readonly<Record<string, unknown>>): StrategySettings {
  const result: Record<string, unknown> = { ...DEFAULT_SETTINGS }
  for (const name of NAMES)
    if (given[name] !== undefined) result[name] = check(name, given[name], false)
  for (const name of Object.keys(overrides)) {
    const known = NAMES.find((candidate) => candidate === name)
    if (known === undefined) {
      const near = nearest(name, NAMES)
      fail(
        'U112',
        `unknown strategy property ${quote(name)}`,
        near === undefined ? `there are: ${NAMES.join(', ')}` : `did you mean ${near}?`,
      )
    }
    result[name] = check(known, overrides[name], true)
  }
  return Object.freeze(result) as unknown as StrategySettings
}

/** Overrides come from a command line: texts stand for numbers and flags there. */
function check(name: keyof StrategySettings, value: unknown, isOverride: boolean): unknown {
  const rule = RULES[name]
  const wrong = (hint: string): never =>
    fail(isOverride ? 'U113' : 'S306', `strategy property ${name} was ${quote(value)}`, hint)
  switch (rule.kind) {
    case 'number': {
      const number =
        isOverride && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      const words = `give a ${rule.whole ? 'whole ' : ''}number from ${rule.min} to ${rule.max}`
      if (typeof number !== 'number' || !(number >= rule.min) || !(number <= rule.max))
        return wrong(words)
      return rule.whole && !Number.isInteger(number) ? wrong(words) : number
    }
    case 'choice':
      if (typeof value !== 'string' || !rule.of.includes(value))
        return wrong(`give one of: ${rule.of.join(', ')}`)
      return value
    case 'flag': {
      const flag =
        isOverride && value === 'true' ? true : isOverride && value === 'false' ? false : value
      return typeof flag === 'boolean' ? flag : wrong('give true or false')
    }
    case 'text':
      if (typeof value !== 'string' || value.length > rule.longest)
        return wrong(`give a text of at most ${rule.longest} characters`)
      return value
  }
}
