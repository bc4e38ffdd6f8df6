import type { ListedTrade } from '../../src/compare/listed.ts'

const MINUTE = 60_000
export const START = Date.UTC(2025, 2, 3)

/** A long trade of one unit from minute `entry` to minute `exit`, with what is `given` instead. */
export function trade(entry: number, exit: number, given: Partial<ListedTrade> = {}): ListedTrade {
  return {
    trade: `${entry}`,
    side: 'long',
    entryMs: START + entry * MINUTE,
    exitMs: START + exit * MINUTE,
    entryPrice: 100,
    exitPrice: 101,
    qty: 1,
    profit: 1,
    entrySignal: 'L',
    exitSignal: 'X',
    runUp: 2,
    drawdown: 0.5,
    ...given,
  }
}

const NEW = 'Trade number,Type,Date and time,Signal,Price USDT,Size (qty),Net PnL USD'

/** Rows of a list: `[time, price, signal]` of entry and exit, then quantity and profit. */
export function csv(
  rows: readonly (readonly [
    side: string,
    entry: string,
    entryPrice: number,
    exit: string,
    exitPrice: number,
  ])[],
  header = NEW,
): string {
  const lines = rows.flatMap(([side, entry, entryPrice, exit, exitPrice], i) => [
    `${i + 1},Exit ${side},${exit},X,${exitPrice},1,${exitPrice - entryPrice}`,
    `${i + 1},Entry ${side},${entry},L,${entryPrice},1,${exitPrice - entryPrice}`,
  ])
  return `\ufeff${header}\r\n${lines.join('\r\n')}\r\n`
}
