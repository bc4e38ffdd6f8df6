// The same bars in other files, written by `qrun data convert`, beside the CSV they came from.
import { existsSync } from 'node:fs'
import { openBars } from '../../dist/index.js'
import { measureBacktest } from '../lib/backtest.mjs'
import { measureQrun } from '../lib/command.mjs'
import { csvOf } from '../lib/files.mjs'
import { cpuOfAsync, interleave, pick } from '../lib/interleave.mjs'
import { figure, missing } from '../lib/stats.mjs'

/** Extensions that tell `qrun data convert` what to write; a row each. */
const EXTENSIONS = ['qbars']
/** As fast as the goal wants: three times. */
const THIRD = { atMost: 1 / 3 }

export async function run({ rounds, isQuick, folder, extensions = EXTENSIONS }) {
  const csv = csvOf(folder, isQuick ? 20_000 : 1_000_000)
  const figures = []
  for (const extension of extensions) figures.push(...(await one(extension)))
  return figures

  async function one(extension) {
    const path = csv.replace(/\.csv$/, `.${extension}`)
    try {
      await measureQrun('data', 'convert', csv, '-o', path)
    } catch {
      // Told by the file that is not there.
    }
    if (!existsSync(path)) return [missing(`reading .${extension}`, 'no such format')]
    const read = (from) => async () =>
      (await cpuOfAsync(async () => {
        const feed = await openBars({ path: from })
        for await (const _ of feed.blocks());
      })) / 1e9
    const reading = await interleave(rounds, { ours: read(path), csv: read(csv) })
    const whole = await interleave(rounds, {
      ours: () => measureBacktest(path),
      csv: () => measureBacktest(csv),
    })
    const against = { floorIs: 'CSV' }
    return [
      figure({
        what: `reading .${extension}`,
        unit: 'CPU s',
        ours: reading.ours,
        floor: reading.csv,
        ...against,
        goal: THIRD,
      }),
      figure({
        what: `whole process from .${extension}, CPU`,
        unit: 's',
        ours: pick(whole.ours, 'cpu'),
        floor: pick(whole.csv, 'cpu'),
        ...against,
      }),
    ]
  }
}
