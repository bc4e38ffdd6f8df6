// Worker: layers as an embedding program meets them, all attacks in one process, and after each of
// them a reference strategy, which must give the bytes that it gave before.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SAYS } from './batch.mjs'
import { GROWTH_MB, MEMORY_MB, TIME_MS, UNTIL } from './limits.mjs'

const HOSTS = [
  Object,
  Array,
  Function,
  Error,
  Promise,
  Map,
  Set,
  String,
  Number,
  RegExp,
  Uint8Array,
]

const shape = () =>
  [...HOSTS, ...HOSTS.map(({ prototype }) => prototype), globalThis, process, JSON, Math, Reflect]
    .map((host) => Reflect.ownKeys(host).map(String).join())
    .join(';')

export async function judgeThroughApi({ build, layer, attacks }) {
  const { backtest, isFailure, writeResult } = await import(
    pathToFileURL(join(build, 'dist/index.js')).href
  )
  const isolation = layer === 'both' ? 'process' : 'realm'
  const data = join(build, 'data/simulated-btc-1h.csv')
  const attempt = async (strategy, timeMs) => {
    const limits = { timeMs, memoryMb: MEMORY_MB }
    try {
      const result = await backtest({ strategy, data, to: UNTIL, isolation, limits })
      let text = ''
      writeResult(result, (part) => {
        text += part
      })
      return { code: result.failure?.code ?? '', text }
    } catch (thrown) {
      if (!isFailure(thrown)) return { code: 'alien', text: '' }
      return { code: thrown.code, text: `${thrown.message} ${thrown.hint}` }
    }
  }
  const reference = {
    name: 'reference.js',
    source: readFileSync(join(build, 'strategies/sma-cross.js'), 'utf8'),
  }
  const { text: before } = await attempt(reference, 10_000)
  const shapeBefore = shape()
  for (const { file, text } of attacks) {
    const source = new TextDecoder().decode(Buffer.from(text, 'latin1'))
    const rss = process.memoryUsage.rss()
    const ended = await attempt({ name: file, source }, TIME_MS)
    const grown = (process.memoryUsage.rss() - rss) / 1024 / 1024
    const problems = []
    if ((await attempt(reference, 10_000)).text !== before)
      problems.push('the reference strategy gives other bytes')
    if (shape() !== shapeBefore) problems.push('something of the host has another shape')
    if (isolation === 'process' && grown > GROWTH_MB)
      problems.push(`the process grew by ${Math.round(grown)} MB`)
    const line = { code: ended.code, problems, shown: { result: ended.text } }
    process.stdout.write(`${SAYS}${JSON.stringify(line)}\n`)
  }
}
