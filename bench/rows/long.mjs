// Ten times the bars: time grows with them, memory does not.
import { measureBacktest } from '../lib/backtest.mjs'
import { csvOf } from '../lib/files.mjs'
import { interleave, pick } from '../lib/interleave.mjs'
import { figure } from '../lib/stats.mjs'

const TIMES = 10
/** 1.0 as it is written with one decimal. */
const FLAT = 1.05

export async function run({ rounds, isQuick, folder }) {
  const bars = isQuick ? 5_000 : 1_000_000
  const paths = { long: csvOf(folder, TIMES * bars), short: csvOf(folder, bars) }
  const { ours, floor } = await interleave(
    Math.min(rounds, 3),
    { ours: () => measureBacktest(paths.long), floor: () => measureBacktest(paths.short) },
    0,
  )
  const one = (what, unit, field, atMost) =>
    figure({
      what,
      unit,
      ours: pick(ours, field),
      floor: pick(floor, field),
      floorIs: '1 M bars',
      goal: { atMost },
    })
  return [
    one('CPU', 's', 'cpu', TIMES),
    one('wall time', 's', 'wall', TIMES),
    one('memory', 'MB', 'peakMb', FLAT),
  ]
}
