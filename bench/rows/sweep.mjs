// One strategy with 110 pairs of lengths over 41,307 bars, trades and account of each, one after the other;
// back-tests per CPU second. In the engine alone, and behind both layers from a file: as sweep in one jail, with its
// start and once it is warm, and as backtestMany in a jail for each.
import { fileURLToPath } from 'node:url'
import { smaCross } from '../floors/sma-cross.mjs'
import { HOURS, makeColumns } from '../lib/bars.mjs'
import { measureCommand } from '../lib/command.mjs'
import { openEngine } from '../lib/engine.mjs'
import { csvOf } from '../lib/files.mjs'
import { cpuOf, interleave, pick } from '../lib/interleave.mjs'
import { framesOf, jobOf } from '../lib/job.mjs'
import { PAIRS } from '../lib/pairs.mjs'
import { sameTrades } from '../lib/same-trades.mjs'
import { figure } from '../lib/stats.mjs'

const SWEEP = fileURLToPath(new URL('../sweep.mjs', import.meta.url))
const MANY = fileURLToPath(new URL('../many.mjs', import.meta.url))
/** Pairs for backtestMany, which begins a jail for each. */
const JAILS = 22

export async function run({ rounds, isQuick, folder }) {
  const pairs = isQuick ? PAIRS.slice(0, 4) : PAIRS
  const columns = makeColumns(isQuick ? 3_000 : HOURS)
  const frames = framesOf(columns)
  const engine = await openEngine()
  const told = {}
  const perSecond = (work) => pairs.length / (cpuOf(work) / 1e9)
  const path = csvOf(folder, isQuick ? 2_000 : HOURS)
  const jails = isQuick ? 1 : JAILS
  const cpuOfSweep = async (count) =>
    (await measureCommand(process.execPath, [SWEEP, path, String(count)])).cpu
  const { ours, bare, behind, many } = await interleave(rounds, {
    ours: () =>
      perSecond(() => {
        told.ours = engine.sweep(
          pairs.map((inputs) => jobOf('sma-cross', inputs)),
          frames,
        )
      }),
    bare: () =>
      perSecond(() => {
        told.bare = pairs.map(({ fast, slow }) => smaCross(columns, fast, slow))
      }),
    async behind() {
      const first = await cpuOfSweep(pairs.length)
      const both = await cpuOfSweep(2 * pairs.length)
      return { whole: pairs.length / first, warm: pairs.length / (both - first) }
    },
    async many() {
      const { cpu } = await measureCommand(process.execPath, [MANY, path, String(jails)])
      return jails / cpu
    },
  })
  pairs.forEach((_, i) => {
    sameTrades(told.ours[i], told.bare[i])
  })
  return [
    figure({
      what: `${pairs.length} pairs of inputs, engine`,
      unit: 'back-tests/CPU s',
      ours,
      floor: bare,
      floorIs: 'bare loop',
      of: 'ours',
      goal: { atLeast: 1000 },
      note: `${told.ours.reduce((sum, { trades }) => sum + trades, 0)} trades, the same in both`,
    }),
    figure({
      what: `${pairs.length} more in a warm jail, sweep()`,
      unit: 'back-tests/CPU s',
      ours: pick(behind, 'warm'),
      floor: bare,
      floorIs: 'bare loop',
      of: 'ours',
      goal: { atLeast: 1000 },
    }),
    figure({
      what: `${pairs.length} with the start of it, sweep()`,
      unit: 'back-tests/CPU s',
      ours: pick(behind, 'whole'),
      floor: bare,
      floorIs: 'bare loop',
      of: 'ours',
      goal: { atLeast: 1000 },
    }),
    figure({
      what: `${jails} pairs of inputs, backtestMany()`,
      unit: 'back-tests/CPU s',
      ours: many,
      floor: bare,
      floorIs: 'bare loop',
      of: 'ours',
      goal: { atLeast: 1000 },
    }),
  ]
}
