// Measures one row in this process: node bench/child.mjs ROW [OPTIONS-AS-JSON]. run.mjs starts it and is
// answered by a message; started by hand, under a profiler say, it prints the row.
import { tmpdir } from 'node:os'
import { printTable } from './lib/print.mjs'

const [name, json = '{}'] = process.argv.slice(2)
const options = { rounds: 5, folder: tmpdir(), ...JSON.parse(json) }
const { run } = await import(`./rows/${name}.mjs`)
const figures = await run(options)
if (process.send === undefined) console.log(printTable([{ name, says: '', figures }]))
else {
  process.send(figures)
  process.disconnect()
}
