import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { BacktestResult } from '../../index.ts'
import type { Terminal } from '../terminal.ts'
import type { Why } from './loop.ts'

/** What is compared from run to run. */
export type Figures = {
  readonly net: number | null
  readonly drawdown: number | null
  readonly trades: number
  readonly hash: string
}

export function figuresOf({ metrics, hashes }: BacktestResult): Figures {
  const { netProfitPct = null, maxDrawdownPct = null, trades } = metrics.all
  return { net: netProfitPct, drawdown: maxDrawdownPct, trades: trades ?? 0, hash: hashes.result }
}

/** `rerun 4  sma-cross.js saved     net 42.12% -> 44.90% ▲2.78   …`, against the last run that was good. */
export function changeLine(
  count: number,
  why: Why,
  before: Figures | undefined,
  now: Figures | undefined,
  { unicode }: Pick<Terminal, 'unicode'>,
): string {
  const head = `rerun ${count}  ${reasonOf(why)}`
  if (now === undefined) return head
  if (before === undefined)
    return `${head}     net ${percent(now.net)}   maxDD ${percent(now.drawdown)}   trades ${now.trades}`
  if (before.hash === now.hash) return `${head}     the result is the same`
  const moved = before.net === null || now.net === null ? 0 : now.net - before.net
  const arrow = unicode ? (moved > 0 ? '▲' : '▼') : moved > 0 ? '+' : '-'
  const by = Math.abs(moved) < 0.005 ? '' : `  ${arrow}${Math.abs(moved).toFixed(2)}`
  return [
    `${head}     net ${percent(before.net)} -> ${percent(now.net)}${by}`,
    `maxDD ${percent(before.drawdown)} -> ${percent(now.drawdown)}`,
    `trades ${before.trades} -> ${now.trades}`,
  ].join('   ')
}

/** Why it runs: `sma-cross.js saved`, `enter`. */
export function reasonOf(why: Why): string {
  if (why === undefined) return 'begun'
  if ('key' in why) return why.key
  // The name is whoever's wrote the file: as on every terminal, what cannot be seen is left out.
  const names = why.files.map((file) => basename(file).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ''))
  return `${names.join(', ')} ${why.files.some((file) => existsSync(file)) ? 'saved' : 'gone'}`
}

function percent(value: number | null): string {
  return value === null ? 'n/a' : `${value.toFixed(2)}%`
}
