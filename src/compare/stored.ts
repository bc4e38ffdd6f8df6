import { readFile } from 'node:fs/promises'
import { QrunError } from '../errors/index.ts'
import { packageFile } from '../package/index.ts'
import type { BacktestResult } from '../report/index.ts'
import { DEFAULT_SETTINGS } from '../shared/settings.ts'
import { readResult } from './read.ts'

/**
 * Reads a result that `--json` wrote, to render it again: every field is checked against
 * `schema/result.json`, and what sorted keys do not tell is put in the order that a run has.
 *
 * @throws `D230` for anything that is not a whole result of this schema.
 */
export async function readStoredResult(text: string, name: string): Promise<BacktestResult> {
  const refuse = (what: string): QrunError =>
    new QrunError({
      code: 'D230',
      message: `result "${name}" ${what}`,
      hint: 'give a file that qrun backtest --json wrote; run it again if it was cut or edited',
      place: { file: name },
    })
  const result = readResult(text, name)
  const issue = await firstFault(result)
  if (issue !== undefined) throw refuse(issue)
  const odd = oddPlace(result)
  if (odd !== undefined) throw refuse(odd)
  return inOrder(result)
}

type Validator = {
  safeParse(value: unknown): {
    readonly success: boolean
    readonly error?:
      | {
          readonly issues: readonly {
            readonly path: readonly PropertyKey[]
            readonly message: string
          }[]
        }
      | undefined
  }
}
let validator: Validator | undefined

async function firstFault(value: unknown): Promise<string | undefined> {
  if (validator === undefined) {
    const { z } = await import('zod')
    const schema = JSON.parse(await readFile(packageFile('dist/schema/result.json'), 'utf8'))
    validator = z.fromJSONSchema(schema)
  }
  const { success, error } = validator.safeParse(value)
  if (success) return undefined
  const { path = [], message = '' } = error?.issues[0] ?? {}
  const where = path.map(String).join('.').slice(0, 80)
  return `has "${where}" that cannot be read: ${message.replace(/^Invalid (input|string): /, '').slice(0, 120)}`
}

/** What a schema does not say: times that exist, columns of one length, names that are no trap. */
function oddPlace(result: BacktestResult): string | undefined {
  const stack: unknown[] = [result]
  while (stack.length > 0) {
    const item = stack.pop()
    if (typeof item === 'string') {
      if (TIME.test(item) && Number.isNaN(Date.parse(item)))
        return `has a time "${item}" that does not exist`
    } else if (typeof item === 'object' && item !== null) {
      if (Object.hasOwn(item, '__proto__')) return 'has a field "__proto__"'
      for (const inner of Object.values(item)) stack.push(inner)
    }
  }
  const { equity, plots, levels } = result
  const columns: readonly (readonly [name: string, ...lists: readonly (readonly unknown[])[]])[] = [
    ['equity', equity.bar, equity.time, equity.value, equity.close],
    ['equity.daily', equity.daily.date, equity.daily.equity, equity.daily.close],
    ['levels', levels.kind, levels.side, levels.entryBar, levels.from, levels.to, levels.price],
    ...Object.entries(plots).map(
      ([name, { bar, time, value }]) => [`plots.${name}`, bar, time, value] as const,
    ),
  ]
  const uneven = columns.find(([, first, ...rest]) =>
    rest.some(({ length }) => length !== first!.length),
  )
  if (uneven !== undefined) return `has columns of different lengths in "${uneven[0].slice(0, 80)}"`
  const counts = [equity.every, ...Object.values(plots).map(({ every }) => every)]
  if (counts.some((every) => every < 1)) return 'has a curve that samples no bars'
  return undefined
}

const TIME = /^-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/

const ORDER = {
  properties: Object.keys(DEFAULT_SETTINGS),
  symbol: ['name', 'tick', 'lot', 'pointValue', 'currency', 'timezone'],
  inferred: ['format', 'timeUnit', 'zone', 'stamp', 'decimals', 'volume', 'role'],
  quality: [
    'gaps',
    'missingBars',
    'bad',
    'duplicate',
    'empty',
    'others',
    'barsWithDetail',
    'barsWithout',
  ],
} as const

function inOrder(result: BacktestResult): BacktestResult {
  const { strategy, symbol, data, plots } = result
  return {
    ...result,
    strategy: { ...strategy, properties: sorted(strategy.properties, ORDER.properties) },
    symbol: sorted(symbol, ORDER.symbol),
    data: data.map((series) => ({
      ...series,
      inferred: sorted(series.inferred, ORDER.inferred),
      quality: sorted(series.quality, ORDER.quality),
    })),
    plots: sorted(plots, strategy.plotted),
  }
}

/** The same fields: those of `order` first and in that order, others behind them. */
function sorted<T extends object>(fields: T, order: readonly string[]): T {
  const names = [...order.filter((name) => Object.hasOwn(fields, name)), ...Object.keys(fields)]
  const made: Record<string, unknown> = Object.create(null)
  for (const name of names) made[name] = (fields as Record<string, unknown>)[name]
  return made as T
}
