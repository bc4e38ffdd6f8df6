// What starting costs: five years of hourly bars, beside a Node process that does nothing.
import { measureBacktest } from '../lib/backtest.mjs'
import { HOURS } from '../lib/bars.mjs'
import { measureCommand } from '../lib/command.mjs'
import { csvOf } from '../lib/files.mjs'
import { interleave } from '../lib/interleave.mjs'
import { figure } from '../lib/stats.mjs'

export async function run({ rounds, isQuick, folder }) {
  const path = csvOf(folder, isQuick ? 2_000 : HOURS)
  const inMs = async (measured) => {
    const { cpu, wall } = await measured
    return { cpu: cpu * 1000, wall: wall * 1000 }
  }
  const { ours, bare } = await interleave(rounds, {
    ours: () => inMs(measureBacktest(path)),
    bare: () => inMs(measureCommand(process.execPath, ['-e', '0'])),
  })
  const one = (what, field, goal) =>
    figure({
      what,
      unit: 'ms',
      ours: ours.map((sample) => sample[field]),
      floor: bare.map((sample) => sample[field]),
      floorIs: 'node -e 0',
      of: 'difference',
      ...goal,
    })
  return [one('CPU', 'cpu', { goal: { atMost: 120 } }), one('wall time', 'wall', {})]
}
