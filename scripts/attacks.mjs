// Runs attack programs against each layer of the sandbox and judges what they reach.
//
//   node scripts/attacks.mjs [--dir DIR…] [--only NAME…] [--layer both,realm,jail,none] [--no-api]
//                            [--node PATH…] [--all-nodes] [--jobs 2] [--json] [--build DIR]
//
// Layers: `both` is the product as shipped, `realm` layer 1 alone, `jail` layer 2 alone (the attack stands
// where a program would that got out of layer 1), `none` the control that proves that an escape is seen.
// `both` and `realm` run through the command, and again through the library, all attacks in one process
// (`--no-api` leaves that out). Without --dir: ../shared/attacks, where it is there, and the project's own.
//
// A file fails when it leaves a marker or shows the secret, starts a process or connects to the judge;
// behind layer 1 also when its outcome is not one of its table's, when two runs that ended by themselves
// differ, when a reference strategy gives other bytes after it, when the judging process grows, hangs or
// crashes, or something of the host has changed its shape. Behind `jail` it may reach objects ("reached"),
// and nothing that acts. Exit code 1 when any file fails, or when the control sees nothing.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runBatch } from './attacks/batch.mjs'
import { createCliJudge, outcomeOfCode } from './attacks/cli.mjs'
import { listen } from './attacks/leaks.mjs'
import { PATIENCE_MS, REALM_HEAP_MB, REALM_PATIENCE_MS, TIME_MS } from './attacks/limits.mjs'
import { bundleProduct } from './attacks/product.mjs'
import { readSet } from './attacks/sets.mjs'
import { printSums, printTable } from './attacks/table.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const SETS = [join(root, '../shared/attacks'), join(root, 'test/fixtures/attacks')]
const LAYERS = ['both', 'realm', 'jail', 'none']
/** A control on so many files has to see some of them escape. */
const MANY = 50

const { values: flags, positionals } = parseArgs({
  allowNegative: true,
  allowPositionals: true,
  options: {
    dir: { type: 'string', multiple: true, default: SETS.filter((dir) => existsSync(dir)) },
    only: { type: 'string', multiple: true },
    layer: { type: 'string', default: LAYERS.join() },
    api: { type: 'boolean', default: true },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    'all-nodes': { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    build: { type: 'string', default: root },
    inside: { type: 'string' },
  },
})

const build = resolve(flags.build)

function nodeName(node) {
  return /\.node-versions\/([\d.]+)/.exec(node)?.[1] ?? process.versions.node
}

/** The running Node.js and what scripts/node-versions.mjs has installed. */
function allNodes() {
  const folder = join(root, '.node-versions')
  const others = existsSync(folder) ? readdirSync(folder).sort() : []
  return [
    process.execPath,
    ...others.map((version) => join(folder, version, 'node_modules/node/bin/node')),
  ].filter((node) => existsSync(node))
}

/** Every attack through the command, `jobs` at once. */
async function throughCli(attacks, node, layer, server) {
  const judge = await createCliJudge({ node, layer, build, server })
  const results = []
  const open = attacks.map((attack, index) => ({ attack, index }))
  const work = async () => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const told = await judge.judge(next.attack)
      results[next.index] = resultOf(next.attack, told.outcome, told.code, told.faults)
    }
  }
  await Promise.all(Array.from({ length: Number(flags.jobs) }, work))
  return { results, faults: await judge.close() }
}

/** Every attack through the library, in as few processes as they leave alive. */
async function throughApi(attacks, node, layer, server) {
  const results = await runBatch(attacks, {
    ...{ mode: 'api', node, build, layer, server },
    ...(layer === 'realm'
      ? { heapMb: 2 * REALM_HEAP_MB, patienceMs: REALM_PATIENCE_MS }
      : { patienceMs: PATIENCE_MS }),
    ended: ({ code, signal }) =>
      layer === 'realm' && (signal === 'SIGABRT' || code === 134) ? ['memory', 'heap'] : undefined,
    judge: (attack, { outcome, code, problems }, faults) => {
      const word = outcome ?? (code === '' ? 'contained' : outcomeOfCode(code)) ?? 'crash'
      const wrong = attack.expected?.includes(word) ? [] : [notExpected(attack, word)]
      return resultOf(attack, word, code, [...faults, ...problems, ...wrong])
    },
  })
  return { results, faults: [] }
}

async function behindJail(attacks, node, layer, server) {
  const folder = mkdtempSync(join(tmpdir(), 'qrun-attack-'))
  try {
    const product = await bundleProduct(build, folder)
    const results = await runBatch(attacks, {
      ...{ mode: 'escaped', node, build, layer, server, product },
      patienceMs: 2 * (2 * TIME_MS + 4000),
      ended: () => undefined,
      judge: (attack, { outcome, problems }, faults) =>
        resultOf(attack, outcome, '', [...faults, ...problems]),
    })
    return { results, faults: [] }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function withoutLayers(attacks, node, layer, server) {
  const results = await runBatch(attacks, {
    ...{ mode: 'none', node, build, layer, server, patienceMs: 30_000 },
    ended: () => undefined,
    judge: (attack, { outcome }, seen) => {
      const evidence = seen.filter((fault) => !fault.startsWith('a control character'))
      return { ...resultOf(attack, outcome, '', []), evidence }
    },
  })
  const kinds = ['the file', 'the secret', 'a connection']
  const isSeen = (kind) => results.some(({ evidence }) => evidence.some((e) => e.startsWith(kind)))
  // The shared set knows nothing of the judge's port.
  const wanted = attacks.some(({ path }) => readFileSync(path, 'latin1').includes('@PORT@'))
    ? kinds
    : kinds.slice(0, 2)
  const faults =
    attacks.length < MANY
      ? []
      : wanted.filter((kind) => !isSeen(kind)).map((kind) => `the control has not seen ${kind}`)
  return { results, faults }
}

function resultOf({ set, file }, outcome, code, faults) {
  return { set, file, outcome, code, faults: [...new Set(faults)] }
}

const notExpected = ({ expected = [] }, outcome) =>
  `${outcome} where ${expected.join(' or ')} was expected`

async function judgeAll() {
  const wanted = ({ file, name }) =>
    flags.only === undefined || flags.only.includes(name) || flags.only.includes(file)
  const attacks = flags.dir.flatMap(readSet).filter(wanted)
  const layers = flags.layer.split(',')
  const unknown = layers.find((layer) => !LAYERS.includes(layer))
  if (unknown !== undefined) throw new Error(`unknown layer "${unknown}": ${LAYERS.join(', ')}`)
  if (attacks.length === 0) throw new Error('no attacks: give a folder with --dir')
  const ways = layers.flatMap((layer) => {
    if (layer === 'jail') return [{ layer, title: 'jail', judge: behindJail }]
    if (layer === 'none') return [{ layer, title: 'none', judge: withoutLayers }]
    const api = flags.api ? [{ layer, title: `${layer} api`, judge: throughApi }] : []
    return [{ layer, title: `${layer} cli`, judge: throughCli }, ...api]
  })
  const server = await listen()
  const columns = []
  for (const node of flags['all-nodes'] ? allNodes() : flags.node)
    for (const { layer, title, judge } of ways) {
      const { results, faults } = await judge(attacks, node, layer, server)
      columns.push({ title: `${nodeName(node)} ${title}`, layer, results, faults })
      if (!flags.json)
        for (const r of results)
          if (r.faults.length > 0)
            console.log(`FAILED  ${nodeName(node)} ${title}  ${r.file}: ${r.faults.join('; ')}`)
    }
  if (server.unclaimed() > 0)
    columns.at(-1).faults.push(`${server.unclaimed()} connections of unknown origin`)
  server.close()
  if (flags.json) console.log(JSON.stringify(columns, null, 1))
  else {
    printTable(columns)
    printSums(columns)
  }
  const isSound = columns.every(
    ({ results, faults }) => faults.length === 0 && results.every((r) => r.faults.length === 0),
  )
  process.exitCode = isSound ? 0 : 1
}

/** The worker's side of {@link runBatch}. */
async function workInside(mode, planFile) {
  const plan = JSON.parse(readFileSync(planFile, 'utf8'))
  if (mode === 'api') await (await import('./attacks/api.mjs')).judgeThroughApi(plan)
  if (mode === 'escaped') await (await import('./attacks/escaped.mjs')).judgeEscaped(plan)
  if (mode === 'none') (await import('./attacks/none.mjs')).judgeWithoutLayers(plan)
}

if (flags.inside !== undefined) await workInside(flags.inside, positionals[0])
else
  await judgeAll().catch((problem) => {
    console.error(problem.message)
    process.exitCode = 2
  })
