// CPU nanoseconds per bar of every indicator in blocks; six of them beside a loop written by hand.
import { FLOORS } from '../floors/kernels.mjs'
import { makeColumns } from '../lib/bars.mjs'
import { cpuOf, interleave } from '../lib/interleave.mjs'
import { openKernels, prepare, RING } from '../lib/kernels.mjs'
import { figure } from '../lib/stats.mjs'

const GOALS = { sma: 4, ema: 4, rsi: 14, atr: 14, macd: 14, bb: 30 }
/** Bands by sums of squares, as one writes them by hand, lose digits that ours keep. */
const TOLERANCE = 1e-6

export async function run({ rounds, isQuick }) {
  const passes = isQuick ? 1 : 61
  const { TA, TI, pow } = await openKernels()
  const columns = makeColumns(RING)
  const perBar = (work) => cpuOf(work) / (passes * RING)
  const work = {}
  for (const [library, definitions] of Object.entries({ ta: TA, ti: TI }))
    for (const [name, definition] of Object.entries(definitions)) {
      const { run, values, outputs } = prepare(name, definition, columns)
      work[`${library}.${name}`] = () => perBar(() => run(passes))
      if (library === 'ta' && name in FLOORS) {
        const bare = outputs.map(() => new Float64Array(RING))
        run(1)
        FLOORS[name](columns, bare, values)
        compare(name, outputs, bare)
        work[`bare ${name}`] = () =>
          perBar(() => {
            for (let pass = 0; pass < passes; pass++) FLOORS[name](columns, bare, values)
          })
      }
    }
  for (const exponent of [7, 7.3])
    work[`pow(x, ${exponent})`] = () => perBar(() => powers(exponent))
  const samples = await interleave(rounds, work)
  return Object.keys(work)
    .filter((name) => !name.startsWith('bare '))
    .sort((a, b) => rank(a) - rank(b))
    .map((what) => {
      const name = what.replace('ta.', '')
      return figure({
        what,
        unit: 'ns/bar',
        ours: samples[what],
        ...(name in FLOORS ? { floor: samples[`bare ${name}`], floorIs: 'bare loop' } : {}),
        of: 'ours',
        ...(name in GOALS ? { goal: { atMost: GOALS[name] } } : {}),
      })
    })

  function powers(exponent) {
    let sum = 0
    for (let i = 0; i < passes * RING; i++) sum += pow(1 + i / (passes * RING), exponent)
    if (!(sum > 0)) throw new Error(`pow gave ${sum}`)
  }
}

/** Those with a goal first; the others stay as they are. */
function rank(what) {
  const at = Object.keys(GOALS).indexOf(what.replace('ta.', ''))
  return at < 0 ? Object.keys(GOALS).length : at
}

/** @throws when the loop written by hand does not compute the same. */
function compare(name, ours, bare) {
  ours.forEach((column, k) => {
    // In a ring the last bar stands before the first: what that does to the true range has to fade.
    for (let i = RING / 2; i < RING; i++) {
      const [value, other] = [column[i], bare[k][i]]
      if (!(Math.abs(value - other) <= TOLERANCE * Math.max(1, Math.abs(value))))
        throw new Error(`${name}, output ${k}, bar ${i}: ${value}, bare ${other}`)
    }
  })
}
