// One peer beside us, in a process of its own: node bench/peers/child.mjs PEER OPTIONS-AS-JSON
import { makeColumns } from '../lib/bars.mjs'
import { cpuOf, cpuOfAsync, interleave } from '../lib/interleave.mjs'
import { figure } from '../lib/stats.mjs'
import { openOurs } from './ours.mjs'

/** Values count as equal within this part of them; compared where every warm-up has faded. */
const TOLERANCE = 1e-9
/** Ours is over so soon that one sample is several passes. */
const PASSES = 30
/** A back-test of ours has to start its sandbox, so it is given more bars. */
const TIMES = 4

const [name, json] = process.argv.slice(2)
const { rounds, bars } = JSON.parse(json)
const columns = makeColumns(bars)
const many = makeColumns(TIMES * bars)
const ours = await openOurs(columns, many)
const { prepare } = await import(`./${name}.mjs`)
const peer = { ...prepare(columns), backtest: prepare(many).backtest }

const figures = []
for (const kernel of Object.keys(peer.kernels)) figures.push(await compareKernel(kernel))
if (peer.backtest !== undefined) figures.push(await compareBacktests())
process.send(figures)
process.disconnect()

async function compareKernel(kernel) {
  const own = ours.kernel(kernel)
  own.run(1)
  const apart = furthestApart(own.outputs, await peer.kernels[kernel]())
  const samples = await interleave(rounds, {
    ours: () => cpuOf(() => own.run(PASSES)) / (PASSES * bars),
    peer: async () => (await cpuOfAsync(peer.kernels[kernel])) / bars,
  })
  return one(kernel, 'ns/bar', samples, valuesOf(apart))
}

async function compareBacktests() {
  const [mine, theirs] = [await ours.backtest(), await peer.backtest()]
  const isSame = mine.trades === theirs.trades && Math.abs(mine.netProfit - theirs.netProfit) < 1e-6
  const told = ({ trades, netProfit }) => `${trades} trades with ${netProfit}`
  const samples = await interleave(rounds, {
    ours: async () => (await cpuOfAsync(ours.backtest)) / (TIMES * bars),
    peer: async () => (await cpuOfAsync(peer.backtest)) / (TIMES * bars),
  })
  const note = isSame ? `equal: ${told(mine)}` : `differ: ${told(mine)}, ${name} ${told(theirs)}`
  return one(`SMA cross, ${TIMES * bars} bars`, 'ns/bar', samples, note)
}

function one(what, unit, samples, note) {
  return figure({ what, unit, ours: samples.ours, floor: samples.peer, floorIs: name, note })
}

/** The greatest difference over the second half of the bars, as a part of the value. */
function furthestApart(own, other) {
  let most = 0
  own.forEach((column, k) => {
    const shift = column.length - other[k].length
    for (let i = column.length >> 1; i < column.length; i++) {
      const apart = Math.abs(column[i] - other[k][i - shift])
      most = Math.max(most, apart / Math.max(1, Math.abs(column[i])))
    }
  })
  return most
}

function valuesOf(apart) {
  return apart <= TOLERANCE
    ? `values equal within ${TOLERANCE}`
    : `values differ by up to ${apart.toPrecision(2)} of the value`
}
