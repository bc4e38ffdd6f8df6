// Composes strategies out of fragments of attacks and runs each of them: test/escape/fuzz has the grammar.
//
//   node scripts/fuzz-escape.mjs [--count 20000] [--seed N] [--layer realm|both]
//
// Prints the smallest program that reached something, and ends with 1, or with 0 when all were contained.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    layer: { type: 'string', default: 'realm' },
  },
})

const folder = join(root, `.cache/fuzz-${process.pid}`)
mkdirSync(folder, { recursive: true })
const file = join(folder, 'run.mjs')
try {
  await build({
    entryPoints: [join(root, 'test/escape/fuzz/run.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  })
  const { fuzz } = await import(pathToFileURL(file).href)
  const count = Number(flags.count)
  const started = performance.now()
  const found = await fuzz({
    count,
    seed: Number(flags.seed),
    layer: flags.layer,
    onProgress: (done) => {
      if (done % 1000 === 0) console.log(`${done} programs`)
    },
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  console.log(
    `seed ${flags.seed}, layer ${flags.layer}, ${seconds} s, Node.js ${process.versions.node}`,
  )
  if (found === undefined) console.log(`${count} programs, 0 escapes`)
  else {
    console.log(`after ${found.after} programs: ${found.escape.join(', ')}\n\n${found.text}`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
