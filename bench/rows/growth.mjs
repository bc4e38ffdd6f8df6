// How the cost of an indicator grows with its length: 1,024 bars against 16. A cost per bar that does not
// depend on the length stays the same, one that follows its logarithm grows 2.5 times, one that follows the
// length itself 64 times.
import { makeColumns } from '../lib/bars.mjs'
import { cpuOf, interleave } from '../lib/interleave.mjs'
import { openKernels, prepare, RING } from '../lib/kernels.mjs'
import { figure } from '../lib/stats.mjs'

const [SHORT, LONG] = [16, 1024]
/** Between a logarithm and the root of the length. */
const GOAL = { atMost: 4 }

export async function run({ rounds, isQuick }) {
  const passes = isQuick ? 1 : 16
  const { TA } = await openKernels()
  const columns = makeColumns(RING)
  const figures = []
  for (const [name, definition] of Object.entries(TA)) {
    const lengths = definition.parameters.filter(({ kind }) => kind === 'length')
    if (lengths.length === 0) continue
    const time = (bars) => {
      const given = Object.fromEntries(lengths.map(({ name: parameter }) => [parameter, bars]))
      const { run } = prepare(name, definition, columns, given)
      return () => cpuOf(() => run(passes)) / (passes * RING)
    }
    const { long, short } = await interleave(rounds, { long: time(LONG), short: time(SHORT) })
    figures.push(
      figure({
        what: `ta.${name}`,
        unit: 'ns/bar',
        ours: long,
        floor: short,
        floorIs: `length ${SHORT}`,
        goal: GOAL,
      }),
    )
  }
  return figures
}
