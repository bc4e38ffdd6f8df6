import { basename, relative, resolve } from 'node:path'
import type { BacktestOptions } from '../backtest/index.ts'
import { QrunError } from '../errors/index.ts'
import { CONDITION_NAMES, checkCondition } from '../report/index.ts'
import type { CheckEntry, DataEntry, LoadedConfig } from './config.ts'
import { isInside } from './inside.ts'

/**
 * What has to be equal: the trades and declined orders, the figures and notes, `standard` both, and
 * `full` the equity on every bar as well.
 */
export const COMPARE = ['standard', 'trades', 'metrics', 'full'] as const
export type Compare = (typeof COMPARE)[number]

/** A named run, and what is demanded of it. */
export type Check = {
  readonly name: string
  /** Path of the strategy as reports show it, from the project's folder, with `/`. */
  readonly strategy: string
  /** Base name of the bars. */
  readonly data: string
  readonly options: BacktestOptions
  /** Conditions that have to hold. */
  readonly expect: readonly string[]
  readonly compare: Compare
  /** Relative, by the name of a figure; `metrics` is for those without one of their own. */
  readonly tolerance: Readonly<Record<string, number>>
}

/** A name is a file name on every system, and stands in reports as it is. */
const NAME = /^[A-Za-z0-9][\w.-]{0,79}$/
/** Names of devices on some systems. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Names that a tolerance may use. */
const FIGURES: ReadonlySet<string> = new Set([
  'metrics',
  ...CONDITION_NAMES.filter((name) => !/(?:^|\.)(?:long|short)\.|^(?:bars|notes)$/.test(name)),
])

/**
 * The checks of a configuration, in its order; one with several data becomes several.
 *
 * @param base Options that hold where a check says nothing: limits, isolation, defaults.
 * @throws `C104` for data, names and tolerances that make no sense, `U114` for a condition.
 */
export function planChecks(
  { config, root, placeOf }: LoadedConfig,
  base: Omit<BacktestOptions, 'strategy' | 'data'>,
): Check[] {
  const sources = config.data ?? {}
  const checks: Check[] = []
  const taken = new Map<string, string>()
  config.checks?.forEach((entry, i) => {
    const wrong = (key: string, message: string, hint: string): QrunError =>
      new QrunError({ code: 'C104', message, hint, place: placeOf(['checks', i, key]) })
    const names = typeof entry.data === 'string' ? [entry.data] : entry.data
    for (const dataName of names) {
      const source = Object.hasOwn(sources, dataName) ? sources[dataName] : undefined
      if (source === undefined)
        throw wrong(
          'data',
          `there is no data "${dataName}"`,
          Object.keys(sources).length === 0
            ? 'name it first: "data": { "btc": { "path": "data/btc.csv" } }'
            : `there are: ${Object.keys(sources).join(', ')}`,
        )
      const name = entry.name.replaceAll('{data}', dataName)
      if (base.untrusted === true)
        for (const [key, path] of [
          ['strategy', entry.strategy],
          ['data', source.path],
          ['fx', entry.fx],
        ] as const)
          if (path !== undefined && !isInside(root, resolve(root, path)))
            throw wrong(
              key,
              `"${path}" lies outside of the project`,
              'with --untrusted a configuration may name files of its own folder only',
            )
      checkName(name, (message, hint) => wrong('name', message, hint))
      const other = taken.get(name.toLowerCase())
      if (other !== undefined)
        throw wrong(
          'name',
          `two checks are called "${other}"`,
          names.length > 1 ? 'put {data} into the name' : 'give each a name of its own',
        )
      taken.set(name.toLowerCase(), name)
      checks.push(checkOf(name, entry, source, root, base))
    }
    for (const figure of Object.keys(entry.tolerance ?? {}))
      if (!FIGURES.has(figure))
        throw wrong(
          'tolerance',
          `there is no figure "${figure}" to be tolerant about`,
          'write "metrics" for all of them, or the name of one, such as "sharpe"',
        )
    for (const condition of entry.expect ?? []) checkCondition(condition)
  })
  return checks
}

function checkName(name: string, wrong: (message: string, hint: string) => QrunError): void {
  if (!NAME.test(name) || DEVICE.test(name) || /[.]$/.test(name) || /\.trades$/i.test(name))
    throw wrong(
      `a check cannot be called "${name}"`,
      'the name is that of a file: letters, digits, "-", "_" and ".", 80 at most',
    )
}

function checkOf(
  name: string,
  entry: CheckEntry,
  source: DataEntry,
  root: string,
  base: Omit<BacktestOptions, 'strategy' | 'data'>,
): Check {
  const { path, columns, tick, lot, pointValue, currency, exchangeTz, tf, ...reading } = source
  const timeframe = entry.tf ?? tf ?? base.timeframe
  const given = (facts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  return {
    name,
    strategy: shown(entry.strategy, root),
    data: basename(path),
    expect: entry.expect ?? [],
    compare: entry.compare ?? 'standard',
    tolerance: entry.tolerance ?? {},
    options: {
      ...base,
      strategy: resolve(root, entry.strategy),
      data: resolve(root, path),
      dataOptions: {
        ...base.dataOptions,
        ...given({ ...reading, columns, timeframe }),
      },
      symbol: {
        ...base.symbol,
        ...given({ name: source.symbol, tick, lot, pointValue, currency, timezone: exchangeTz }),
      },
      inputs: { ...base.inputs, ...entry.set },
      properties: { ...base.properties, ...entry.prop },
      ...given({
        timeframe,
        from: entry.from,
        to: entry.to,
        warmup: entry.warmup,
        seed: entry.seed,
        fx: entry.fx === undefined ? undefined : resolve(root, entry.fx),
      }),
    },
  }
}

function shown(path: string, root: string): string {
  return relative(root, resolve(root, path)).replaceAll('\\', '/')
}

/**
 * The checks that `names` ask for, in the order of the configuration; all of them for none.
 *
 * @throws `C105` for a name that no check has.
 */
export function chooseChecks(checks: readonly Check[], names: readonly string[]): readonly Check[] {
  if (names.length === 0) return checks
  const known = new Set(checks.map(({ name }) => name))
  const unknown = names.find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new QrunError({
      code: 'C105',
      message: `there is no check "${unknown}"`,
      hint:
        known.size === 0
          ? 'the configuration has no checks; a strategy is checked with --data FILE'
          : `there are: ${[...known].join(', ')}${/\.(?:js|mjs|ts)$/.test(unknown) ? '; a strategy is checked with --data FILE' : ''}`,
    })
  return checks.filter(({ name }) => names.includes(name))
}

/** The name of a check of a strategy that no configuration names: its file name, in letters that all systems take. */
export function nameOfStrategy(path: string): string {
  const stem = basename(path.replaceAll('\\', '/')).replace(/\.(?:js|mjs|ts)$/, '')
  const name = stem
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[.]+$/g, '')
    .slice(0, 80)
  return name === '' || DEVICE.test(name) || /\.trades$/i.test(name) ? `strategy-${name}` : name
}
