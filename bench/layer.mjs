// One run with one layer more or less, for the row of the layers: node bench/layer.mjs LAYER BARS FOLDER
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { makeColumns } from './lib/bars.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const STRATEGY = join(ROOT, 'bench/strategies/sma-cross.js')

const [layer, bars, folder] = process.argv.slice(2)
if (layer !== 'node') {
  const columns = makeColumns(Number(bars))
  if (layer === 'realm' || layer === 'process') await runProduct(columns)
  else if (layer !== 'bars') await runEngine(columns)
}

async function runProduct(columns) {
  const { backtest } = await import('../dist/index.js')
  await backtest({
    strategy: STRATEGY,
    data: { bars: columns, name: 'bars' },
    dataOptions: { timeframe: '1m' },
    isolation: layer,
    limits: { timeMs: 600_000 },
  })
}

async function runEngine(columns) {
  const { framesOf, jobOf } = await import('./lib/job.mjs')
  const { createRun, createRealm } = await import(pathToFileURL(join(folder, 'engine.mjs')).href)
  const hard = readFileSync(join(ROOT, 'dist/realm.js'), 'utf8')
  const soft = readFileSync(join(folder, 'soft.js'), 'utf8')
  const realm =
    layer === 'none'
      ? plainRealm(soft)
      : createRealm(vm, { realm: layer === 'context' ? soft : hard, ti: '' })
  const run = createRun(layer === 'marks' ? realm : withoutMarks(realm), jobOf('sma-cross'), {
    trades() {},
    texts() {},
  })
  const declared = run.declare()
  if ('failure' in declared) throw new Error(JSON.stringify(declared))
  run.start([])
  const frames = framesOf(columns)
  frames.every((frame, k) => run.bars(frame, k === frames.length - 1))
  const { end } = run.finish(undefined)
  if (end.status !== 'ok' || end.bars !== columns.time.length) throw new Error(JSON.stringify(end))
}

/** The library in the global scope of this process, and strategies as ordinary functions. */
function plainRealm(text) {
  return {
    table: new vm.Script(text).runInThisContext()(),
    strip: undefined,
    loadTi() {},
    compile: (body, names) => new Function(...names, body),
  }
}

function withoutMarks(realm) {
  const judge = (source) =>
    JSON.stringify({ ...JSON.parse(realm.table.judge(source)), body: `"use strict";${source}\n` })
  return { ...realm, table: { ...realm.table, judge } }
}
