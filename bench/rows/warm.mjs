// Per bar, when everything is warm: the sandboxed strategy with broker, trades and equity, beside the same
// strategy as a bare loop over the same columns.
import { bracket } from '../floors/bracket.mjs'
import { smaCross } from '../floors/sma-cross.mjs'
import { makeColumns, TICK } from '../lib/bars.mjs'
import { openEngine } from '../lib/engine.mjs'
import { cpuOf, interleave } from '../lib/interleave.mjs'
import { framesOf, jobOf } from '../lib/job.mjs'
import { sameTrades } from '../lib/same-trades.mjs'
import { figure } from '../lib/stats.mjs'
import { timeWarm, warmUpOf } from '../lib/warm.mjs'

const CASES = [
  { name: 'sma-cross', what: 'SMA cross', floor: (columns) => smaCross(columns, 10, 30) },
  { name: 'bracket', what: 'bracket strategy', floor: (columns) => bracket(columns, TICK) },
]

/** A bare loop is over so soon that one sample is several of them. */
const PASSES = 10

export async function run({ rounds, isQuick }) {
  const count = isQuick ? 30_000 : 1_000_000
  const columns = makeColumns(count + warmUpOf(isQuick))
  const engine = await openEngine()
  const figures = []
  for (const { name, what, floor } of CASES) figures.push(await one(name, what, floor))
  return figures

  async function one(name, what, floor) {
    const frames = framesOf(columns)
    const told = {}
    const { ours, bare } = await interleave(rounds, {
      ours() {
        const measured = timeWarm(engine.open(jobOf(name)), frames, isQuick)
        told.ours = measured.result
        return measured.nsPerBar
      },
      bare: () =>
        cpuOf(() => {
          for (let pass = 0; pass < PASSES; pass++) told.bare = floor(columns)
        }) /
        (PASSES * columns.time.length),
    })
    return figure({
      what,
      unit: 'ns/bar',
      ours,
      floor: bare,
      floorIs: 'bare loop',
      goal: { atMost: 4 },
      note: sameTrades(told.ours, told.bare),
    })
  }
}
