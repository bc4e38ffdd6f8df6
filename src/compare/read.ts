import { QrunError } from '../errors/index.ts'
import type { BacktestResult } from '../report/index.ts'
import { RESULT_SCHEMA } from '../report/index.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * Reads a result that `--json` wrote. What a comparison uses of it is checked; the rest is taken as it
 * stands.
 *
 * @throws `D230` for anything that is not a result of this schema.
 */
export function readResult(text: string, name: string): BacktestResult {
  const refuse = (what: string): never => {
    throw new QrunError({
      code: 'D230',
      message: `result "${name}" ${what}`,
      hint: 'give a file that qrun backtest --json wrote',
      place: { file: name },
    })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    refuse('is not JSON')
  }
  if (!isObject(value)) return refuse('is not a JSON object')
  if (value.schema !== RESULT_SCHEMA)
    refuse(`has the schema "${String(value.schema).slice(0, 40)}", not "${RESULT_SCHEMA}"`)
  for (const field of ['run', 'strategy', 'symbol', 'metrics', 'hashes'])
    if (!isObject(value[field])) refuse(`lacks "${field}"`)
  const { run, symbol, metrics, data, trades } = value as Readonly<Record<string, Json>>
  if (!isObject(run!.window)) refuse('lacks the window of the run')
  if (!isNumber(symbol!.tick) || !isNumber(symbol!.lot)) refuse('lacks tick and lot of its symbol')
  for (const panel of [metrics!, metrics!.tv])
    if (!isObject(panel) || !['all', 'long', 'short'].every((side) => isPanel(panel[side])))
      refuse('has metrics that are not numbers')
  if (!Array.isArray(data) || !data.every(isObject)) refuse('has no list of data')
  if (!Array.isArray(trades)) return refuse('has no list of trades')
  const wrong = trades.findIndex((trade) => !isTrade(trade))
  if (wrong >= 0) refuse(`has a trade that cannot be read: number "${wrong + 1}"`)
  return value as unknown as BacktestResult
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isPanel(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((item) => item === null || isNumber(item))
}

const TEXTS = ['entry_time', 'entry_signal', 'exit_signal', 'exit_reason'] as const
const NUMBERS = ['trade', 'entry_price', 'qty', 'entry_bar'] as const
/** Null while the trade is open, or where an amount is beyond what numbers hold. */
const PERHAPS = ['exit_price', 'exit_bar', 'profit', 'run_up', 'drawdown'] as const

function isTrade(value: unknown): boolean {
  if (!isObject(value)) return false
  const { side, exit_time: exit } = value
  return (
    (side === 'long' || side === 'short') &&
    TEXTS.every((name) => typeof value[name] === 'string') &&
    NUMBERS.every((name) => isNumber(value[name])) &&
    PERHAPS.every((name) => value[name] === null || isNumber(value[name])) &&
    !Number.isNaN(Date.parse(value.entry_time as string)) &&
    (exit === null || (typeof exit === 'string' && !Number.isNaN(Date.parse(exit))))
  )
}
