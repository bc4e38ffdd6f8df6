import type { BacktestResult } from '../report/index.ts'
import { tradesOf } from './listed.ts'
import { compareTrades, type TradeComparison } from './trades.ts'
import { barMsOf } from './tv.ts'

export type MetricDifference = {
  /** The name that conditions use: `sharpe`, `long.winRate`, `tv.sharpe`. */
  readonly name: string
  readonly a: number | null
  readonly b: number | null
}

/** Two results of ours side by side. */
export type ResultComparison = {
  readonly isEqual: boolean
  /** What of the identity differs: strategy, data, inputs, properties, seed, window, engine. */
  readonly identity: readonly string[]
  readonly metrics: readonly MetricDifference[]
  readonly trades: TradeComparison
}

/**
 * Compares two results: what was run, every metric, and the trades one by one, exactly: `b` takes the
 * place of TradingView's list.
 */
export function compareResults(a: BacktestResult, b: BacktestResult): ResultComparison {
  const identity = identityOf(a, b)
  const metrics = metricsOf(a, b)
  const everything = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }
  const trades = compareTrades(tradesOf(a), tradesOf(b), EXACT, everything, barMsOf(a))
  return {
    isEqual: a.hashes.result === b.hashes.result && metrics.length === 0 && trades.isEqual,
    identity,
    metrics,
    trades,
  }
}

function identityOf(a: BacktestResult, b: BacktestResult): string[] {
  const facts: readonly (readonly [string, (result: BacktestResult) => unknown])[] = [
    ['strategy', ({ strategy }) => strategy.hash],
    ['data', ({ data }) => data.map(({ hash, symbol, timeframe }) => [hash, symbol, timeframe])],
    ['inputs', ({ strategy }) => strategy.inputs],
    ['properties', ({ strategy }) => strategy.properties],
    ['symbol', ({ symbol }) => symbol],
    ['seed', ({ run }) => run.seed],
    ['window', ({ run }) => run.window],
    ['engine', ({ run }) => run.engine],
    ['version', ({ run }) => run.qrun],
    ['status', ({ status }) => status],
  ]
  return facts
    .filter(([, of]) => JSON.stringify(of(a)) !== JSON.stringify(of(b)))
    .map(([name]) => name)
}

function metricsOf(a: BacktestResult, b: BacktestResult): MetricDifference[] {
  const differences: MetricDifference[] = []
  const compare = (prefix: string, left: Values = {}, right: Values = {}): void => {
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const [own, other] = [left[name] ?? null, right[name] ?? null]
      if (own !== other) differences.push({ name: `${prefix}${name}`, a: own, b: other })
    }
  }
  for (const panel of ['', 'tv.'] as const)
    for (const side of ['all', 'long', 'short'] as const) {
      const of = ({ metrics }: BacktestResult): Values =>
        panel === '' ? metrics[side] : metrics.tv[side]
      compare(`${panel}${side === 'all' ? '' : `${side}.`}`, of(a), of(b))
    }
  return differences
}

const EXACT = { tick: 0, lot: 0, isExact: true }

type Values = Readonly<Record<string, number | null>>
