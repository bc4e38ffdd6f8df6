// The bar magnifier: the same bars with four smaller ones inside each, beside our own run without them.
import { backtest } from '../../dist/index.js'
import { joinBars, makeColumns, STEP_MS, TICK } from '../lib/bars.mjs'
import { openEngine } from '../lib/engine.mjs'
import { cpuOfAsync, interleave } from '../lib/interleave.mjs'
import { framesOf, jobOf, strategyPath } from '../lib/job.mjs'
import { figure } from '../lib/stats.mjs'
import { timeWarm, warmUpOf } from '../lib/warm.mjs'

const INSIDE = 4
const GOAL = { atMost: 2.5 }
const WITHOUT = 'without it'

export async function run({ rounds, isQuick }) {
  const count = (isQuick ? 20_000 : 300_000) + warmUpOf(isQuick)
  const fine = makeColumns(count * INSIDE)
  const whole = joinBars(fine, INSIDE)
  const engine = await openEngine()
  const figures = []
  for (const name of ['sma-cross', 'bracket']) {
    figures.push(await inEngine(name))
    figures.push(await fromMemory(name))
  }
  return figures

  /** Engine alone: the smaller bars are there, matched to their bars. */
  async function inEngine(name) {
    const frames = framesOf(whole)
    const details = framesOf(fine, frames[0].count * INSIDE).map(({ open, high, low, close }) => ({
      counts: new Float64Array(open.length / INSIDE).fill(INSIDE),
      columns: [open, high, low, close],
    }))
    const inside = new Map(frames.map((frame, i) => [frame, details[i]]))
    const { ours, plain } = await interleave(rounds, {
      ours() {
        const run = engine.open(jobOf(name))
        return timeWarm(run, frames, isQuick, (frame, isLast) => {
          const { counts, columns } = inside.get(frame)
          run.detail(counts, columns)
          run.bars(frame, isLast)
        }).nsPerBar
      },
      plain: () => timeWarm(engine.open(jobOf(name)), frames, isQuick).nsPerBar,
    })
    const what = `${name}, engine`
    return figure({ what, unit: 'ns/bar', ours, floor: plain, floorIs: WITHOUT, goal: GOAL })
  }

  /** A whole `backtest` of columns in memory, matching of the smaller bars included. */
  async function fromMemory(name) {
    const timed = async (detail) => {
      const options = {
        strategy: strategyPath(name),
        data: { bars: whole, name: 'bars' },
        dataOptions: { timeframe: `${(INSIDE * STEP_MS) / 60_000}m` },
        symbol: { tick: TICK },
        isolation: 'realm',
        limits: { timeMs: 600_000 },
        ...detail,
      }
      let result
      const ns = await cpuOfAsync(async () => {
        result = await backtest(options)
      })
      if (result.failure !== null) throw new Error(result.failure.message)
      return ns / count
    }
    const { ours, plain } = await interleave(rounds, {
      ours: () => timed({ detail: { bars: fine, name: 'detail' } }),
      plain: () => timed({}),
    })
    const what = `${name}, backtest() of bars in memory`
    return figure({ what, unit: 'ns/bar', ours, floor: plain, floorIs: WITHOUT, goal: GOAL })
  }
}
