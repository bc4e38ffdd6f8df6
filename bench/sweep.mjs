// The sweep as a program does it, both layers of the sandbox, in one warm jail, for the row of the sweep:
// node bench/sweep.mjs FILE PAIRS
import { sweep } from '../dist/index.js'
import { strategyPath } from './lib/job.mjs'
import { OTHERS, PAIRS } from './lib/pairs.mjs'

const [data, count] = process.argv.slice(2)
const trials = [...PAIRS, ...OTHERS].slice(0, Number(count))
await sweep({ strategy: strategyPath('sma-cross'), data, trials, jobs: 1 }, ({ failure }) => {
  if (failure !== null) throw new Error(failure.message)
})
