import { fromSteps } from '../trades/index.ts'
import type { BrokerStatistics } from './contract.ts'
import type { State } from './state.ts'

export function brokerStatistics(state: State): BrokerStatistics {
  const { totals, ledger, risk, scale } = state
  return {
    orders: totals.orders,
    fills: totals.fills,
    turnover: totals.turnover,
    commission: { long: ledger.longFees, short: ledger.shortFees },
    marginCalls: { long: totals.marginCallsLong, short: totals.marginCallsShort },
    liquidatedVolume: { long: totals.liquidatedLong, short: totals.liquidatedShort },
    largestLiquidation: { long: totals.largestLong, short: totals.largestShort },
    maxMarginUsed: totals.maxMarginUsed,
    maxDrawdown: state.maxDrawdown,
    maxDrawdownPct: percentOf(state.maxDrawdown, state.maxDrawdownBase),
    maxRunup: state.maxRunup,
    maxRunupPct: percentOf(state.maxRunup, state.maxRunupBase),
    maxContractsHeld: {
      long: fromSteps(scale.quantity, totals.maxHeldLong),
      short: fromSteps(scale.quantity, totals.maxHeldShort),
    },
    ambiguousTrades: ledger.ambiguous,
    intradayCapCloses: risk.capCloses,
    riskCloses: risk.closes,
  }
}

/** In percent of the equity it started from; 0 where nothing was lost or won. */
function percentOf(value: number, base: number): number {
  return value === 0 ? 0 : (value / base) * 100
}
