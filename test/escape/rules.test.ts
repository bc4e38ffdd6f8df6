import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readScripts, startJail } from '../../src/sandbox/index.ts'
import { runRealm } from '../realm/harness.ts'
import { bars, end } from './run.ts'

const SRC = join(import.meta.dirname, '../../src')
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(SRC, name), 'utf8') }))

describe('G4 the text is parsed inside the realm', () => {
  // The parser's own message, which no minifier changes.
  const PARSER = 'Unexpected token'

  it('by a parser that only the script of the realm has', () => {
    const { realm, jail } = readScripts()
    expect(realm).toContain(PARSER)
    expect(jail).not.toContain(PARSER)
  })

  it('under the limits of the run, with one message wherever the stack ends (G5)', async () => {
    const nested = `${'['.repeat(300_000)}${']'.repeat(300_000)}`
    const { code, text } = await end(nested)
    expect(code).toBe('L404')
    expect(text).toContain('nested too deeply')
  })
})

describe('H3 a time-out is told by the clock', () => {
  it.each(['process', 'realm'] as const)(
    'not by an error dressed as one (%s)',
    async (isolation) => {
      const source = `onBar(() => {
        const error = new Error('Script execution timed out after 1000ms')
        error.code = 'ERR_SCRIPT_EXECUTION_TIMEOUT'
        throw error
      })`
      expect((await end(source, { isolation })).code).toBe('S307')
    },
  )
})

describe('H4 contexts are asked for nothing that hands out the host', () => {
  it.each([
    'importModuleDynamically',
    'prepareStackTrace',
    'async_hooks',
    'expose-gc',
    'enable-source-maps',
    'node:inspector',
  ])('no source of the host names %s', (word) => {
    const naming = sources.filter(
      ({ name, text }) => !name.startsWith('realm/') && text.includes(word),
    )
    expect(naming.map(({ name }) => name)).toEqual([])
  })

  it('no error is displayed, since that reads the stack of what was thrown', () => {
    const runs = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/\.run(?:InContext|InThisContext|InNewContext)\(([^)]*)\)/g)].map(
        ([, options]) => ({ name, isQuiet: /displayErrors: false/.test(options!) }),
      ),
    )
    expect(runs.length).toBeGreaterThan(4)
    expect(runs.filter(({ isQuiet }) => !isQuiet)).toEqual([])
  })
})

describe('J3 the child has nothing of its parent', () => {
  it('but the time zone UTC, the root as its folder, and three pipes', async () => {
    process.env.QRUN_SECRET = 'told-to-nobody'
    const said: string[] = []
    const script = `(({ fs, process, writeSync }) => {
      const facts = { env: { ...process.env }, cwd: process.cwd(), parent: typeof process.send, open: [0, 1, 2].map((fd) => fs.fstatSync(fd).isFIFO() || fs.fstatSync(fd).isSocket()), more: [3, 4, 5].filter((fd) => { try { fs.writeSync(fd, ''); return fs.fstatSync(fd).isFile() } catch { return false } }) }
      const bytes = Buffer.from(JSON.stringify(facts)); const head = Buffer.alloc(8)
      head.writeUInt32LE(20, 0); head.writeUInt32LE(bytes.length, 4); writeSync(1, head, 0, 8); writeSync(1, bytes, 0, bytes.length)
      process.reallyExit(0)
    })`
    const jail = startJail({
      jailScript: script,
      timeMs: 10_000,
      memoryMb: 128,
      isTypeScript: false,
      outputBytes: 1 << 20,
      onFrame: (_type, bytes) => {
        said.push(bytes.toString('utf8'))
      },
    })
    await jail.ended
    delete process.env.QRUN_SECRET
    expect(said.map((text) => JSON.parse(text))).toEqual([
      { env: { TZ: 'UTC' }, cwd: '/', parent: 'undefined', open: [true, true, true], more: [] },
    ])
  })
})

describe('R9 the library is safe from a text even in a realm that was not hardened', () => {
  const WORK = `
    const mean = ta.sma(close, 2), both = series(() => close() + mean())
    onBar(() => { log(close(), mean(), both(1)); if (barIndex() === 2) strategy.entry('L', 'long', { qty: 2, comment: 'go' }) })`
  const run = (pollution: string) => runRealm(`${WORK}\n${pollution}`, { isFrozen: false })
  const plain = run('')

  it.each(['Object.prototype', 'Function.prototype'])(
    '%s is frozen with the API that leads to it',
    (prototype) => {
      for (const act of ['[0] = 1', '.get = undefined', '.toJSON = () => 1', '.then = 1'])
        expect(run(`${prototype}${act}`).failure?.code).toBe('S315')
    },
  )

  it.each([
    {
      says: 'Math',
      pollution: `for (const name of ['floor', 'round', 'abs', 'max', 'min', 'sqrt', 'imul']) Math[name] = () => 99`,
    },
    {
      says: 'Number',
      pollution: 'Number.isNaN = Number.isInteger = Number.isFinite = () => false',
    },
    { says: 'JSON', pollution: "JSON.stringify = () => 'taken over'; JSON.parse = () => 1" },
    {
      says: 'text of lists',
      pollution: `Array.prototype.toJSON = () => 'taken over'`,
    },
  ])('a replaced $says changes nothing that it computes', ({ pollution }) => {
    const told = run(pollution)
    expect(told.failure).toBeUndefined()
    expect(told.logs).toEqual(plain.logs)
    expect(told.commands).toEqual(plain.commands)
  })
})

describe('R13 what is told is one text, and bounded', () => {
  it.each([
    { says: 'logs', source: "onBar(() => { for (let i = 0; i < 1e4; i++) log('x'.repeat(1e4)) })" },
    {
      says: 'orders',
      source: "onBar(() => { for (let i = 0; i < 1e5; i++) strategy.order('a' + i, 'long') })",
    },
    { says: 'ids', source: "onBar(() => strategy.entry('x'.repeat(1e6) + barIndex(), 'long'))" },
    { says: 'messages', source: "throw new Error('x'.repeat(1e7))" },
  ])('however many or long its $says', async ({ source }) => {
    const { code, text } = await end(source, {
      data: bars(300),
      limits: { timeMs: 20_000, memoryMb: 192 },
    })
    expect(['ok', 'L403', 'L406', 'L407', 'S306', 'S307']).toContain(code)
    expect(text.length).toBeLessThan(16 * 1024 * 1024)
  })
})
