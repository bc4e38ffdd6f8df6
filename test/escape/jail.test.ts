import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { parse } from 'acorn'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { type JailEnd, readScripts, startJail, systemWalls } from '../../src/sandbox/index.ts'
import { children, end } from './run.ts'

const NODE_MAJOR = Number(process.versions.node.split('.')[0])
const SAYS = 20

/** Runs a text as the jail's script: a function of the powers that the boot text hands over. */
async function inJail(jailScript: string): Promise<{ said: unknown[]; end: JailEnd }> {
  const said: unknown[] = []
  const jail = startJail({
    jailScript,
    timeMs: 20_000,
    memoryMb: 256,
    isTypeScript: false,
    outputBytes: 1 << 24,
    onFrame: (_type, bytes) => {
      said.push(JSON.parse(bytes.toString('utf8')))
    },
  })
  return { end: await jail.ended, said }
}

/** `body` with a function `say` that writes a JSON frame, made before anything is taken away. */
function script(body: string): string {
  return `((powers) => {
    const { writeSync, process } = powers
    const { from, alloc } = Buffer
    const bytesOf = (text) => from.call(Buffer0, text)
    const exit = process.reallyExit.bind(process)
    const say = (value) => { const bytes = bytesOf(JSON.stringify(value)); const head = alloc(8); head.writeUInt32LE(${SAYS}, 0); head.writeUInt32LE(bytes.length, 4); writeSync(1, head, 0, 8); writeSync(1, bytes, 0, bytes.length) }
    ${body}
  })`.replace('const bytesOf', 'const Buffer0 = Buffer; const bytesOf')
}

/** The jail's own `neutralise`, as a text that leaves a function of that name. */
async function neutralise(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { neutralise } from './src/jail/neutralise.ts'",
      resolveDir: join(import.meta.dirname, '../..'),
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'own',
  })
  return `${outputFiles[0]!.text}; const { neutralise } = own;`
}

/** Everything that can be reached, with its path; getters are called, since an escaped program would. */
const WALK = `
  const seen = new Map()
  const found = []
  const look = (item, path) => {
    if ((typeof item !== 'object' && typeof item !== 'function') || item === null || seen.has(item)) return
    seen.set(item, path)
    const own = Reflect.ownKeys(item)
    const has = (...names) => names.every((name) => own.includes(name))
    if (has('reallyExit') || has('binding') || has('pid') || has('argv')) found.push('process at ' + path)
    if (has('readFileSync') || has('writeSync')) found.push('files at ' + path)
    if (has('connect') || has('createServer') || has('Socket')) found.push('network at ' + path)
    if (has('spawn') || has('fork')) found.push('processes at ' + path)
    if (has('createRequire') || has('_load') || has('require')) found.push('modules at ' + path)
    if (has('runInThisContext') || has('createContext')) found.push('contexts at ' + path)
    for (const key of own) {
      const d = Object.getOwnPropertyDescriptor(item, key)
      look(d.value, path + '.' + String(key)); look(d.get, path + '.get ' + String(key)); look(d.set, path + '.set ' + String(key))
      if (d.get !== undefined) try { look(Reflect.apply(d.get, item, []), path + '.' + String(key) + '()') } catch (error) { look(error, path + ' error') }
    }
    look(Object.getPrototypeOf(item), path + '.__proto__')
  }
  const roots = { globalThis, generator: (function* () {})(), iterator: [][Symbol.iterator](), map: new Map().entries(), text: ''[Symbol.iterator](), regexp: 'a'.matchAll(/a/g), promise: (async () => {})(), asyncGenerator: (async function* () {})() }
  for (const [name, root] of Object.entries(roots)) look(root, name)
  for (const attempt of [() => null.x, () => new Array(-1), () => { const f = () => f(); f() }]) try { attempt() } catch (error) { look(error, 'error') }
  Error.prepareStackTrace = (error, sites) => { for (const site of sites) { look(site.getThis(), 'this of a frame'); look(site.getFunction(), 'function of a frame') } return '' }
  String(new Error('x').stack)
`

describe('the main realm of the jail', () => {
  it('holds no process, file, network or module object once it is neutralised (H6)', async () => {
    const text = script(`
      ${await neutralise()}
      neutralise(powers)
      ${WALK}
      say({ found, count: seen.size, names: Object.getOwnPropertyNames(globalThis) })
      exit(0)`)
    const { said, end } = await inJail(text)
    expect(end).toEqual({ kind: 'exit', code: 0 })
    const [{ found, count, names }] = said as [{ found: string[]; count: number; names: string[] }]
    expect(found).toEqual([])
    expect(count).toBeGreaterThan(300)
    for (const name of [
      'process',
      'require',
      'global',
      'Buffer',
      'console',
      'fetch',
      'WebAssembly',
    ])
      expect(names).not.toContain(name)
  })

  it('is seen by that walk while it is whole', async () => {
    const { said } = await inJail(script(`${WALK} say(found); exit(0)`))
    expect((said[0] as string[]).length).toBeGreaterThan(0)
  })

  it('makes no code from text (J2)', async () => {
    const { said } = await inJail(
      script(`
        ${await neutralise()}
        neutralise(powers)
        const says = []
        for (const make of [() => Function('return 1')(), () => (() => {}).constructor('return 1')(), () => (function* () {}).constructor('yield 1'), () => (0, globalThis.eval)('1')])
          try { make(); says.push('made') } catch { says.push('refused') }
        say(says); exit(0)`),
    )
    expect(said[0]).toEqual(['refused', 'refused', 'refused', 'refused'])
  })
})

describe('the jail without its realm and without H6', () => {
  /** What an attacker could do who owns `process` and `require`: the permission model alone. */
  const PROBE = `
    const { require } = { require: powers.Module.createRequire('/') }
    const tries = {
      readFile: () => require('fs').readFileSync('/etc/passwd'),
      environ: () => require('fs').readFileSync('/proc/self/environ'),
      writeFile: () => require('fs').writeFileSync('/tmp/PWNED-probe', 'x'),
      listFolder: () => require('fs').readdirSync('/'),
      link: () => require('fs').symlinkSync('/etc/passwd', '/tmp/PWNED-link'),
      spawn: () => { const r = require('child_process').spawnSync('true'); if (r.error) throw r.error },
      worker: () => new (require('worker_threads').Worker)('0', { eval: true }),
      addon: () => process.dlopen({ exports: {} }, '/tmp/x.node'),
      inspector: () => { const i = require('inspector'); i.open(0); if (i.url() === undefined) throw new Error('closed') },
      wasi: () => new (require('wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } }),
      binding: () => process.binding('fs'),
      sqlite: () => new (require('node:sqlite').DatabaseSync)('/tmp/PWNED-db'),
      codeFromText: () => Function('return 1')(),
      snapshot: () => require('v8').writeHeapSnapshot('/tmp/PWNED-heap'),
      report: () => { if (!process.report.writeReport('/tmp/PWNED-report')) throw new Error('refused') },
    }
    const open = Object.keys(tries).filter((name) => { try { tries[name](); return true } catch { return false } })
    say({ open, env: Object.keys(process.env) })`

  it('has no file, process, worker, addon, database and no code from text (J1, J2, J7)', async () => {
    const { said } = await inJail(script(`${PROBE}; exit(0)`))
    const [{ open, env }] = said as [{ open: string[]; env: string[] }]
    expect(open).toEqual([])
    expect(env.filter((name) => name !== 'TZ' && name !== 'SystemRoot')).toEqual([])
    const left = readdirSync('/tmp').filter((name) =>
      /^PWNED-(probe|link|db|heap|report)/.test(name),
    )
    expect(left).toEqual([])
  })

  it('reaches the network on Node before 25 and not from there on (J4)', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const { said } = await inJail(
      script(`
        const socket = powers.Module.createRequire('/')('net').connect(${port}, '127.0.0.1')
        socket.on('connect', () => { say('open'); exit(0) })
        socket.on('error', () => { say('closed'); exit(0) })`),
    ).finally(() => server.close())
    expect(said).toEqual([NODE_MAJOR < 25 ? 'open' : 'closed'])
  })
})

describe('the scripts that run inside', () => {
  it.each(['jail', 'realm', 'ti'] as const)('%s asks nobody for a module (R2, J1)', (name) => {
    const asks: string[] = []
    JSON.stringify(parse(readScripts()[name], { ecmaVersion: 'latest' }), (_key, node) => {
      if (node?.type === 'ImportExpression') asks.push('import()')
      if (node?.type === 'CallExpression' && node.callee.name === 'require') asks.push('require()')
      if (node?.type === 'Literal' && /^node:/.test(String(node.value))) asks.push(node.value)
      if (node?.type === 'Literal' && typeof node.value === 'bigint') return null
      return node
    })
    expect(asks).toEqual([])
  })
})

describe.skipIf(process.platform !== 'linux')('the processes of the jail', () => {
  it('tells when the system has killed one (P5)', async () => {
    // What the machine allows is asked once, by processes of their own.
    await systemWalls()
    const before = children()
    const running = end('for (;;);', { limits: { timeMs: 20_000 } })
    let killed: number | undefined
    while (killed === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      killed = children().find((pid) => !before.includes(pid))
    }
    process.kill(killed, 'SIGKILL')
    expect(await running).toMatchObject({ code: 'X501' })
    expect(await end('onBar(() => log(1))')).toMatchObject({ code: 'ok' })
  })
})
