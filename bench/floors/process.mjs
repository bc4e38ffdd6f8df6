// The least that a whole run can cost: a Node process that reads the CSV and runs the bare loop.
import { readColumns } from './byte-parser.mjs'
import { smaCross } from './sma-cross.mjs'

const [path] = process.argv.slice(2)
const { trades, netProfit, deepest } = smaCross(readColumns(path), 10, 30)
console.log(`${trades} trades, net profit ${netProfit}, drawdown ${deepest}`)
