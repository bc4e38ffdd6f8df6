// The command as a user gives it, both layers on and a report on the terminal, beside a Node process that
// reads the same file with a byte parser and runs the bare loop.
import { fileURLToPath } from 'node:url'
import { backtest } from '../../dist/index.js'
import { readColumns } from '../floors/byte-parser.mjs'
import { smaCross } from '../floors/sma-cross.mjs'
import { measureBacktest } from '../lib/backtest.mjs'
import { measureCommand } from '../lib/command.mjs'
import { csvOf } from '../lib/files.mjs'
import { interleave, pick } from '../lib/interleave.mjs'
import { strategyPath } from '../lib/job.mjs'
import { sameTrades } from '../lib/same-trades.mjs'
import { figure } from '../lib/stats.mjs'

const BARE = fileURLToPath(new URL('../floors/process.mjs', import.meta.url))

export async function run({ rounds, isQuick, folder }) {
  const path = csvOf(folder, isQuick ? 20_000 : 1_000_000)
  const { ours, bare } = await interleave(rounds, {
    ours: () => measureBacktest(path),
    bare: () => measureCommand(process.execPath, [BARE, path]),
  })
  const one = (what, unit, field, more) => {
    const floor = pick(bare, field)
    return figure({ what, unit, ours: pick(ours, field), floor, floorIs: 'bare process', ...more })
  }
  return [
    one('CPU', 's', 'cpu', { goal: { atMost: 1.7 }, note: await check(path) }),
    one('wall time', 's', 'wall', { goal: { atMost: 1.3 } }),
    one('memory', 'MB', 'peakMb', { of: 'ours', goal: { atMost: 250 } }),
  ]
}

async function check(path) {
  const { trades } = await backtest({ strategy: strategyPath('sma-cross'), data: path })
  const bare = smaCross(readColumns(path), 10, 30)
  let netProfit = 0
  let closed = 0
  for (let i = 0; i < trades.length; i++) {
    const trade = trades.at(i)
    if (trade.exit_time === null) continue
    closed++
    netProfit += trade.profit
  }
  return sameTrades({ trades: closed, netProfit }, bare)
}
