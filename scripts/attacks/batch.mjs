// Layers that are judged from inside one process: it runs attack after attack and says a line of JSON
// about each. When it ends or falls silent the attack of that moment is to blame, and another process
// goes on with the rest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { leaksOf } from './leaks.mjs'
import { textOf } from './sets.mjs'
import { filesIn, watch } from './watch.mjs'

const SELF = fileURLToPath(new URL('../attacks.mjs', import.meta.url))
/** Stands before each line that the worker itself says. */
export const SAYS = '@@'

/**
 * @param mode Which worker: `api`, `escaped` or `none`.
 * @param ended What an attack's outcome is when it ended the worker: [outcome, code], or undefined
 *   when that must not happen.
 * @param judge Gives outcome, code and faults of what the worker said of an attack.
 * @returns The attacks with their results, in order.
 */
export async function runBatch(attacks, plan) {
  const { node, mode, build, layer, server, product, heapMb, patienceMs, ended, judge } = plan
  const results = []
  let open = attacks
  while (open.length > 0) {
    const folder = mkdtempSync(join(tmpdir(), 'qrun-attack-'))
    const secret = `secret-${Math.random().toString(36).slice(2)}${process.pid}`
    const texts = open.map((attack) => ({
      file: attack.file,
      name: attack.name,
      text: textOf(attack, server.port),
    }))
    const planFile = join(folder, 'plan.json')
    writeFileSync(planFile, JSON.stringify({ build, layer, product, attacks: texts }))
    let spoken = performance.now()
    let extra = ''
    const said = []
    const args = [...(heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`])]
    const run = await watch(node, [...args, SELF, '--inside', mode, planFile], {
      cwd: mkdtempSync(join(folder, 'cwd-')),
      env: { PATH: process.env.PATH, QRUN_SECRET: secret },
      onLine(line) {
        spoken = performance.now()
        if (line.startsWith(SAYS)) said.push(JSON.parse(line.slice(SAYS.length)))
        else if (extra.length < 1e6) extra += `${line}\n`
      },
      isStuck: () => performance.now() - spoken > patienceMs,
    })
    const left = filesIn(folder)
    delete left['plan.json']
    rmSync(folder, { recursive: true, force: true })
    for (const [index, { shown, ...told }] of said.entries()) {
      const attack = open[index]
      const places = { ...shown, stdout: linesOf(extra, attack), stderr: run.stderr }
      const faults = leaksOf(attack.name, { ...places, ...filesOf(left, attack) }, secret)
      if (server.take(attack.name) > 0) faults.push('a connection')
      results.push(judge(attack, told, faults))
    }
    const culprit = open[said.length]
    if (culprit !== undefined) {
      const places = { stdout: extra, stderr: run.stderr, ...filesOf(left, culprit) }
      const faults = leaksOf(culprit.name, places, secret)
      const [outcome, code] = ended(run) ?? ['crash', run.signal ?? `exit ${run.code}`]
      if (outcome === 'crash') faults.push(`the worker ended: ${run.stderr.slice(-300)}`)
      results.push(judge(culprit, { outcome, code, problems: [] }, faults))
    } else if (run.code !== 0)
      results.at(-1).faults.push(`the worker ended with ${run.signal ?? run.code}`)
    if (run.strangers.length > 0 && mode !== 'none')
      results.at(-1).faults.push(`the processes ${run.strangers.join(', ')}`)
    open = open.slice(said.length + 1)
  }
  return results
}

const linesOf = (text, { name }) =>
  text
    .split('\n')
    .filter((line) => line.includes(`PWNED-${name}`))
    .join('\n')

/** What lies about in the folder belongs to the attack whose name it has. */
function filesOf(files, { name }) {
  const own = Object.entries(files).map(([path, text]) => [path.replace(/^.*\//, ''), text])
  return Object.fromEntries(own.filter(([path]) => path.startsWith(`PWNED-${name}`)))
}
