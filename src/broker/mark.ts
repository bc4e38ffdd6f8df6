import { marginUsedAt } from './margin.ts'
import { openProfitAt, type State, settledEquity } from './state.ts'

/** Marks the account at `close`: the bar's own, or where the path stands when the script runs inside it. */
export function markAccount(state: State): void {
  const { totals } = state
  state.openProfit = openProfitAt(state, state.close)
  state.equity = settledEquity(state) + state.openProfit
  state.marginUsed = marginUsedAt(state, state.close)
  if (state.marginUsed > totals.maxMarginUsed) totals.maxMarginUsed = state.marginUsed
}
