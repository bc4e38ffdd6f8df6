// The sweep as a program does it, both layers of the sandbox, one run at a time, for the row of the sweep:
// node bench/many.mjs FILE PAIRS
import { backtestMany } from '../dist/index.js'
import { strategyPath } from './lib/job.mjs'
import { PAIRS } from './lib/pairs.mjs'

const [data, count] = process.argv.slice(2)
const runs = PAIRS.slice(0, Number(count)).map((inputs) => ({
  strategy: strategyPath('sma-cross'),
  data,
  inputs,
}))
await backtestMany(
  runs,
  ({ result, failure }) => {
    const problem = failure ?? result.failure
    if (problem !== null) throw new Error(problem.message)
  },
  { jobs: 1 },
)
