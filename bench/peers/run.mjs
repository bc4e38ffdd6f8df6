// Runs the peers beside qrun on the same work: npm run bench:peers installs them here and starts this. They
// are measured and nothing else: none is a dependency of qrun, and pinets is under the AGPL.
//
//   node bench/peers/run.mjs [--only PEER,…] [--rounds N] [--bars N]      N bars: a power of two
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { askChild } from '../lib/child.mjs'
import { printTable } from '../lib/print.mjs'

const PEERS = ['pinets', 'trading-signals', 'technicalindicators', 'grademark']
const CHILD = fileURLToPath(new URL('child.mjs', import.meta.url))

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: PEERS.join(',') },
    rounds: { type: 'string', default: '3' },
    bars: { type: 'string', default: '32768' },
  },
})
const options = { rounds: Number(values.rounds), bars: Number(values.bars) }
const rows = []
for (const name of values.only.split(',')) {
  const version = versionOf(name)
  process.stderr.write(`${name} …\n`)
  const told =
    version === undefined ? { failure: 'not installed' } : await askChild(CHILD, [name, options])
  rows.push({ name, says: version ?? 'no version', ...told })
}
process.stdout.write(
  `Node.js ${process.versions.node}, ${options.bars} bars, ${options.rounds} rounds by turns: median (min–max)\n\n${printTable(rows)}\n`,
)

function versionOf(name) {
  try {
    const manifest = new URL(`node_modules/${name}/package.json`, import.meta.url)
    return JSON.parse(readFileSync(manifest, 'utf8')).version
  } catch {
    return undefined
  }
}
