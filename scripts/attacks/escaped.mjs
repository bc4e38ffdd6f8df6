// Worker: layer 2 alone. Each attack runs where a program would stand that got out of the realm: in a
// real jail, started by the product's own code, with the product's own `neutralise` done. Twice: in the
// main realm of the child, and in a plain context that was handed host functions and objects.
import childProcess from 'node:child_process'
import { readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { pathToFileURL } from 'node:url'
import { SAYS } from './batch.mjs'
import { MEMORY_MB, TIME_MS } from './limits.mjs'
import { STUBS } from './stubs.mjs'

const DONE = 20
const SAID = 21
const MAX_SAID = 1 << 20

/** The jail's script: `neutralise`, and then one attack in one of two places. */
const HARNESS = `
  const { Proxy } = globalThis
  const kept = own.neutralise(powers)
  const { Uint8Array, DataView } = globalThis
  const { parse, stringify } = JSON
  const head = new Uint8Array(8)
  kept.take(head)
  const bytes = new Uint8Array(new DataView(head.buffer).getUint32(4, true))
  kept.take(bytes)
  const { text, place, names } = parse(kept.decode(bytes))
  let spoken = 0
  const say = (type, value) => {
    const payload = kept.encode(stringify(value))
    if (type === ${SAID} && (spoken += payload.length) > ${MAX_SAID}) return
    const frame = new Uint8Array(8 + payload.length)
    const view = new DataView(frame.buffer)
    view.setUint32(0, type, true)
    view.setUint32(4, payload.length, true)
    for (let i = 0; i < payload.length; i++) frame[8 + i] = payload[i]
    kept.write(frame)
  }
  const stubs = (${STUBS})((words) => say(${SAID}, words), Proxy)
  const attack = () => {
    if (place === 'main') {
      const values = []
      for (let i = 0; i < names.length; i++) values[i] = stubs[names[i]]
      kept.vm.compileFunction(text, names)(...values)
    } else {
      const globals = { ...stubs, hostObject: { list: [1], date: {} } }
      const context = kept.vm.createContext(globals)
      new kept.vm.Script(text).runInContext(context, { displayErrors: false })
    }
  }
  // As the jail does: hostile work is a script under the watchdog, and nothing of what it throws is read.
  const within = (work) => {
    let isDone = false
    Reflect.set(globalThis, 'qrunWork', () => { work(); isDone = true })
    const script = new kept.vm.Script('(() => { const f = qrunWork; delete globalThis.qrunWork; f() })()')
    const started = kept.elapsed()
    try { script.runInThisContext({ timeout: ${TIME_MS}, displayErrors: false }) } catch {}
    return isDone || kept.elapsed() - started < ${TIME_MS} - 2
  }
  const isInTime = within(attack) && within(() => stubs.bars())
  say(${DONE}, { outcome: isInTime ? 'contained' : 'time' })
  if (!isInTime) kept.exit(0)
`

/** What a jail writes on standard error is never shown; here it is looked at. */
function listenToErrors() {
  const { spawn } = childProcess
  const heard = { text: '', environ: '' }
  childProcess.spawn = (...args) => {
    const child = spawn(...args)
    child.stderr?.on('data', (chunk) => {
      if (heard.text.length < 1e6) heard.text += chunk.toString('latin1')
    })
    try {
      heard.environ = readFileSync(`/proc/${child.pid}/environ`, 'latin1')
    } catch {}
    return child
  }
  syncBuiltinESMExports()
  return heard
}

const OUTCOMES = { exit: 'contained', time: 'time', memory: 'memory', output: 'contained' }

export async function judgeEscaped({ product, attacks }) {
  const heard = listenToErrors()
  const { startJail } = await import(pathToFileURL(product.host).href)
  const jailScript = `((powers) => { 'use strict'; ${product.neutralise}; ${HARNESS} })`
  const names = Object.keys(new Function(`return (${STUBS})(() => {}, Proxy)`)()).filter(
    (name) => name !== 'bars',
  )
  for (const { name, text } of attacks) {
    const line = { outcome: '', code: '', problems: [], shown: { result: '' } }
    for (const place of ['main', 'context']) {
      let said = ''
      let outcome
      heard.text = ''
      const jail = startJail({
        jailScript,
        timeMs: 2 * TIME_MS + 500,
        memoryMb: MEMORY_MB,
        isTypeScript: false,
        outputBytes: 1 << 24,
        onFrame: (type, bytes) => {
          if (type === DONE) ({ outcome } = JSON.parse(bytes.toString('utf8')))
          else if (said.length < MAX_SAID) said += `${bytes.toString('utf8')}\n`
        },
      })
      const source = new TextDecoder().decode(Buffer.from(text, 'latin1'))
      await jail.send(4, JSON.stringify({ text: source, place, names }))
      const end = await jail.ended
      outcome = end.kind === 'exit' ? (outcome ?? 'contained') : (OUTCOMES[end.kind] ?? 'ended')
      const hasReached = said.includes(`PWNED-${name}`)
      if (/PWNED-.* process/.test(said)) line.problems.push(`the process object in ${place}`)
      if (heard.text.includes('PWNED-')) line.problems.push(`standard error in ${place}`)
      if (/QRUN|PATH|HOME/.test(heard.environ)) line.problems.push('the environment of the jail')
      line.outcome += `${line.outcome === '' ? '' : '/'}${hasReached ? 'reached' : outcome}`
      line.shown.result += said.replaceAll(`PWNED-${name}`, 'reached')
    }
    process.stdout.write(`${SAYS}${JSON.stringify(line)}\n`)
  }
}
