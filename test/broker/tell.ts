import type { SymbolInfo } from '../../src/shared/bars.ts'
import type { StrategySettings } from '../../src/shared/settings.ts'
import { createHost, type Host, type Ohlc, type Trade } from './host.ts'

/** A bar and what the script does at its close. */
export type Step = readonly [bar: Ohlc, script?: (host: Host) => void]

export type Scenario = {
  readonly says: string
  readonly settings?: Partial<StrategySettings>
  readonly symbol?: Partial<SymbolInfo>
  readonly steps: readonly Step[]
  /** Closed trades, as `tell` writes them, in order of closing. */
  readonly trades?: readonly string[]
  /** Signed position at the end. */
  readonly position?: number
  readonly declines?: readonly string[]
}

/** A bar that stands still. */
export const at = (price: number): Ohlc => [price, price, price, price]

/** `long 2 100@1 > 105@3 X`: side, quantity, entry price and bar, exit price and bar, exit signal. */
export function tell({ side, qty, entry, entryBar, exit, exitBar, exitId, reason }: Trade): string {
  return `${side} ${qty} ${entry}@${entryBar} > ${exit}@${exitBar} ${exitId || reason}`
}

export function play({ settings, symbol, steps }: Omit<Scenario, 'says'>): Host {
  const host = createHost(settings, symbol)
  for (const [bar, script] of steps) host.bar(bar, () => script?.(host))
  return host
}

/** What a scenario came to, in the fields that it speaks of. */
export function outcome(scenario: Scenario): Pick<Scenario, 'trades' | 'position' | 'declines'> {
  const host = play(scenario)
  return {
    ...(scenario.trades === undefined ? {} : { trades: host.trades.map(tell) }),
    ...(scenario.position === undefined ? {} : { position: host.broker.position }),
    ...(scenario.declines === undefined
      ? {}
      : { declines: host.declines.map(({ code, id }) => `${code} ${id}`) }),
  }
}

export function wanted({ trades, position, declines }: Scenario): ReturnType<typeof outcome> {
  return {
    ...(trades === undefined ? {} : { trades }),
    ...(position === undefined ? {} : { position }),
    ...(declines === undefined ? {} : { declines }),
  }
}
