// What each layer of the sandbox costs beside no sandbox at all: the two-average strategy with the same
// library, engine and bars in every line, and one thing more from line to line. Every figure is a process
// of its own. Start-up is a run of few bars; per bar is the difference to a long run, less making the bars.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureCommand } from '../lib/command.mjs'
import { interleave } from '../lib/interleave.mjs'
import { bundleLayers } from '../lib/soft.mjs'
import { figure } from '../lib/stats.mjs'

const CHILD = fileURLToPath(new URL('../layer.mjs', import.meta.url))
const FEW = 500

const LAYERS = {
  node: 'Node.js alone',
  bars: 'bars made, nothing run',
  none: 'no sandbox: library and strategy as plain JavaScript',
  context: '+ a context of its own (R1)',
  frozen: '+ hardened and frozen (R4 to R8)',
  marks: '+ position marks (G7): layer 1',
  realm: 'qrun, isolation: realm',
  process: 'qrun, isolation: process (both layers)',
}

export async function run({ rounds, isQuick, folder }) {
  const many = isQuick ? 5_000 : 1_000_000
  const bundles = join(folder, 'layers')
  mkdirSync(bundles, { recursive: true })
  await bundleLayers(bundles)
  const measureLayer = (layer, bars) =>
    measureCommand(process.execPath, [CHILD, layer, String(bars), bundles])
  const samples = await interleave(
    rounds,
    Object.fromEntries(
      Object.keys(LAYERS).map((layer) => [
        layer,
        async () => {
          const few = await measureLayer(layer, FEW)
          const whole = await measureLayer(layer, many)
          return {
            startMs: few.cpu * 1000,
            startWallMs: few.wall * 1000,
            nsPerBar: ((whole.cpu - few.cpu) * 1e9) / (many - FEW),
          }
        },
      ]),
    ),
    0,
  )
  const start = Object.entries(LAYERS).map(([layer, says]) =>
    figure({
      what: `start: ${says}`,
      unit: 'CPU ms',
      ours: samples[layer].map(({ startMs }) => startMs),
      floor: samples.node.map(({ startMs }) => startMs),
      floorIs: 'Node.js',
      of: 'difference',
      note: `${samples[layer].map(({ startWallMs }) => startWallMs.toFixed(0)).join(', ')} ms of wall time`,
    }),
  )
  const own = (layer) =>
    samples[layer].map(({ nsPerBar }, i) => nsPerBar - samples.bars[i].nsPerBar)
  const perBar = Object.entries(LAYERS)
    .filter(([layer]) => layer !== 'node' && layer !== 'bars')
    .map(([layer, says]) =>
      figure({
        what: `per bar: ${says}`,
        unit: 'ns/bar',
        ours: own(layer),
        floor: own('none'),
        floorIs: 'no sandbox',
      }),
    )
  return [...start, ...perBar]
}
