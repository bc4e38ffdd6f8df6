import type { RunResult } from '../engine/index.ts'
import type { Failure } from '../shared/failure.ts'
import { ACCOUNT_WIDTH } from '../shared/layout.ts'
import type { Declaration } from '../shared/outcome.ts'
import { createEquityTrack } from '../trades/index.ts'

/** The result of a run whose sandbox was lost together with everything it had computed. */
export function emptyResult(failure: Failure, declaration: Declaration | null = null): RunResult {
  return {
    end: { status: failure.code.startsWith('L') ? 'stopped' : 'failed', failure, bars: 0 },
    declaration,
    equity: createEquityTrack({ initialCapital: 1 }).finish(),
    statistics: null,
    account: new Array<null>(ACCOUNT_WIDTH).fill(null),
    openTrades: [],
    declined: [],
    logs: [],
    droppedLines: 0,
    plots: [],
    levels: { kind: [], side: [], entryBar: [], from: [], to: [], price: [], dropped: 0 },
    commands: 0,
    earlyCommands: 0,
  }
}
