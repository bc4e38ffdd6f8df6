// Worker: no layer at all, the control that proves that the judge can see an escape. The attack runs
// with everything Node has, handed host functions, in a process of its own and a folder that is thrown
// away; its secret is worth nothing.
import { spawnSync } from 'node:child_process'
import { SAYS } from './batch.mjs'
import { TIME_MS } from './limits.mjs'
import { STUBS } from './stubs.mjs'

/** Nothing else bounds memory outside of the script heap. */
const BOUNDED = 'ulimit -d 1500000; exec "$0" "$@"'

const PROGRAM = `
  const vm = require('node:vm')
  const { text } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
  // As a careless host would: it looks at what was thrown.
  process.on('uncaughtException', (error) => { try { console.error(String(error).slice(0, 200)) } catch {} })
  process.on('unhandledRejection', () => {})
  const stubs = (${STUBS})((words) => console.log(words), Proxy)
  const { bars } = stubs
  delete stubs.bars
  const context = vm.createContext(stubs)
  new vm.Script(text).runInContext(context, { timeout: ${TIME_MS} })
  context.qrunBars = bars
  new vm.Script('qrunBars()').runInContext(context, { timeout: ${TIME_MS} })
`

export function judgeWithoutLayers({ attacks }) {
  for (const { name, text } of attacks) {
    const source = new TextDecoder().decode(Buffer.from(text, 'latin1'))
    const { stdout, stderr } = spawnSync(
      '/bin/sh',
      ['-c', BOUNDED, process.execPath, '--max-old-space-size=256', '-e', PROGRAM],
      {
        input: JSON.stringify({ text: source }),
        timeout: 2 * TIME_MS + 1500,
        killSignal: 'SIGKILL',
        maxBuffer: 1e6,
        encoding: 'latin1',
      },
    )
    const said = `${stdout}\n${stderr}`
    const line = {
      outcome: said.includes(`PWNED-${name}`) ? 'reached' : 'contained',
      code: '',
      problems: [],
      shown: { result: said },
    }
    process.stdout.write(`${SAYS}${JSON.stringify(line)}\n`)
  }
}
