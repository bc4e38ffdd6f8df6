// The engine without its doors: bars in columns go in, trades and equity come out. What reading, checking,
// hashing and starting a process cost stays outside of what is timed with it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** The engine of src/, bundled, with layer 1 of the sandbox as it was built into dist/. */
export async function openEngine() {
  const { createRun, createRealm, TRADE_WIDTH } = await bundle(`
    export { createRun } from './src/engine/index.ts'
    export { createRealm } from './src/sandbox/index.ts'
    export { TRADE_WIDTH } from './src/shared/layout.ts'`)
  const scripts = {
    realm: readFileSync(join(ROOT, 'dist/realm.js'), 'utf8'),
    ti: readFileSync(join(ROOT, 'dist/realm-ti.js'), 'utf8'),
  }

  /** A run that is set up and waits for its bars. */
  function open(job, realm = createRealm(vm, scripts)) {
    const batches = []
    let count = 0
    const run = createRun(realm, job, {
      trades(rows, added) {
        batches.push(rows.slice(0, added * TRADE_WIDTH))
        count += added
      },
      texts() {},
    })
    const declared = run.declare()
    if ('failure' in declared) throw new Error(JSON.stringify(declared.failure))
    run.start([])
    return {
      bars: run.bars,
      detail: run.detail,
      /** Closed trades, net profit, and the final page of the account. */
      finish() {
        const { end, account } = run.finish()
        if (end.status !== 'ok') throw new Error(JSON.stringify(end))
        return { bars: end.bars, trades: count, netProfit: account[NETPROFIT] }
      },
    }
  }

  /** Runs jobs of one text over the same bars, one after the other in one realm, as a warm jail does. */
  function sweep(jobs, frames) {
    const trialBars = frames.reduce((sum, { count }) => sum + count, 0)
    const realm = createRealm(vm, scripts)
    // As in the jail: the engine keeps the machine code while there is a run that it was made for.
    const held = []
    return jobs.map((job, k) => {
      if (k > 0) realm.beginAgain()
      const run = open({ ...job, trialBars }, realm)
      held.push(run)
      if (held.length > 2) held.shift()
      frames.forEach((frame, k) => {
        run.bars(frame, k === frames.length - 1)
      })
      return run.finish()
    })
  }
  return { open, sweep }
}

const NETPROFIT = 3

/** Imports what `contents` exports from the sources, bundled. */
export async function bundle(contents) {
  const folder = mkdtempSync(join(tmpdir(), 'qrun-bench-'))
  try {
    const outfile = join(folder, 'bundle.mjs')
    await build({
      stdin: { contents, resolveDir: ROOT },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
