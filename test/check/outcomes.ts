import type { Baseline, Recorded } from '../../src/check/baseline.ts'
import type { CheckOutcome, CheckReport } from '../../src/check/run.ts'

/** A recording with these trades: entry minutes and profits. */
export function recorded(
  trades: readonly (readonly [minute: number, profit: number, signal?: string])[],
): Recorded {
  const time = (minute: number): string =>
    new Date(minute * 60_000).toISOString().replace('.000', '')
  const rows = trades.map(
    ([minute, profit, signal = 'L']) =>
      `long,${time(minute)},100,${time(minute + 30)},${100 + profit},1,${profit},${signal},X,close,0,0,1,1,false`,
  )
  const header =
    'side,entry_time,entry_price,exit_time,exit_price,qty,profit,entry_signal,exit_signal,exit_reason,entry_fee,exit_fee,run_up,drawdown,ambiguous'
  const text = `${[header, ...rows].join('\n')}\n`
  const baseline: Baseline = {
    schema: 'qrun.baseline/1',
    identity: {
      data: 'd'.repeat(64),
      bars: { count: 100, from: time(0), to: time(6000), timeframe: '1h' },
      strategy: 's'.repeat(64),
      inputs: { fast: 10 },
      properties: { initialCapital: 10_000 },
      symbol: { tick: 0.01 },
      window: { from: null, to: null },
      seed: 1,
      engine: { fills: 1 },
    },
    metrics: {
      trades: trades.length,
      netProfit: trades.reduce((sum, [, profit]) => sum + profit, 0),
      sharpe: 1,
      calmar: null,
    },
    notes: { N401: 1 },
    // Stands for the hash: equal for equal texts.
    tradesHash: text,
    declinedHash: '',
    equityHash: '',
  }
  return { baseline, rows: text }
}

export function outcome(more: Partial<CheckOutcome> = {}): CheckOutcome {
  return {
    name: 'sma-btc',
    strategy: 'strategies/sma.js',
    data: 'btc.csv',
    status: 'pass',
    trades: 3,
    changes: [],
    cause: null,
    difference: null,
    expectations: [],
    failure: null,
    recorded: { before: null, now: null },
    files: [],
    ...more,
  }
}

export function report(
  outcomes: readonly CheckOutcome[],
  obsolete: Partial<CheckReport['obsolete']> = {},
): CheckReport {
  return { outcomes, obsolete: { names: [], fails: false, ...obsolete } }
}
