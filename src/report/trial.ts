import { hashEquity, hashTrades } from './hash.ts'
import { gatherFacts } from './metrics/facts.ts'
import type { RunRecord } from './record.ts'
import type { BacktestResult } from './result.ts'
import { computeMetrics, type MetricsBlock } from './table.ts'

/** What a trial of a sweep came to: of a result of its own the metrics and the hashes. */
export type TrialReport = {
  readonly metrics: MetricsBlock
  /** The reason for each null in `metrics`, by name. */
  readonly why: Readonly<Record<string, string>>
  readonly hashes: Pick<BacktestResult['hashes'], 'trades' | 'equity'>
}

/** A pure function, as `buildResult` is, and of the same values. */
export function buildTrial(record: RunRecord): TrialReport {
  return {
    ...computeMetrics(gatherFacts(record)),
    hashes: { trades: hashTrades(record), equity: hashEquity(record) },
  }
}
