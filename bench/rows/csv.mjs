// Reading 1 M rows of CSV into checked and hashed bars, beside a byte parser that only fills columns.
import { openBars } from '../../dist/index.js'
import { readColumns } from '../floors/byte-parser.mjs'
import { csvOf } from '../lib/files.mjs'
import { cpuOfAsync, interleave } from '../lib/interleave.mjs'
import { figure } from '../lib/stats.mjs'

export async function run({ rounds, isQuick, isFull, folder }) {
  const bars = isQuick ? 20_000 : 1_000_000
  const figures = []
  for (const time of ['ms', 'iso']) {
    const path = csvOf(folder, bars, time)
    await compare(path)
    const seconds = async (work) => (await cpuOfAsync(work)) / 1e9
    const { ours, bare, general } = await interleave(rounds, {
      ours: () => seconds(() => readAll(path)),
      bare: () => seconds(() => readColumns(path)),
      ...(isFull ? { general: () => seconds(() => readAll(path, { reader: 'general' })) } : {}),
    })
    const floor = { floor: bare, floorIs: 'byte parser' }
    const what = `times in ${time === 'ms' ? 'milliseconds' : 'ISO 8601'}`
    figures.push(figure({ what, unit: 'CPU s', ours, ...floor, goal: { atMost: 1.3 } }))
    if (isFull)
      figures.push(
        figure({ what: `${what}, general reader`, unit: 'CPU s', ours: general, ...floor }),
      )
  }
  return figures
}

async function readAll(path, options = {}, take = () => {}) {
  const feed = await openBars({ path }, options)
  for await (const block of feed.blocks()) take(block)
}

/** @throws when the two readers do not see the same bars. */
async function compare(path) {
  const columns = readColumns(path)
  let at = 0
  await readAll(path, {}, (block) => {
    for (const [name, column] of Object.entries(columns))
      for (let i = 0; i < block.count; i++)
        if (block[name][i] !== column[at + i]) throw new Error(`${name} of bar ${at + i} differs`)
    at += block.count
  })
  if (at !== columns.time.length) throw new Error(`${at} bars, bare ${columns.time.length}`)
}
