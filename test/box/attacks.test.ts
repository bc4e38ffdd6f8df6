import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSandbox, SandboxError, type SandboxOptions } from '../../src/box/index.ts'
import { ROOT } from '../documents.ts'
import { sandbox, shape } from './boxes.ts'

const SHARED = join(ROOT, '../shared/attacks')
const FIXTURES = join(ROOT, 'test/fixtures/attacks')
const SECRET = `secret-${process.pid}-of-the-host`

/** What attacks tell of their success through, and a second phase as a strategy's bars are one. */
const LIBRARY = `
  let leak = ''
  function log(...texts) { for (const text of texts) if (typeof text === 'string' && text.startsWith('PW' + 'NED-')) leak = text }
  function leaked() { return leak }
  function onBar(f) { if (typeof f === 'function') f() }`

/** The endings that a hostile source may have. A crash is none of them. */
const ENDINGS = /^(?:value|B60[123459]|B61[0123])$/

/** What an attack left in the folders that it tries. */
function markers(name: string): string[] {
  return [process.cwd(), tmpdir(), '/tmp', '/'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.startsWith(`PWNED-${name}`))
      .map((file) => join(folder, file)),
  )
}

type File = { readonly name: string; readonly source: string }

function filesOf(folder: string): readonly File[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js') && !ELSEWHERE.has(file.replace('.js', '')))
    .map((file) => ({
      name: file.replace('.js', ''),
      source: readFileSync(join(folder, file), 'utf8'),
    }))
}

/** Files that take every name for a leak which a sandbox of strategies has not got, such as those of LIBRARY. */
const ELSEWHERE = new Set(['globals-new'])

/** Of the modes in the middle a part is run, unless BOX_ATTACKS=all asks for the minutes that all of them take. */
const isThorough = process.env.BOX_ATTACKS === 'all'

const MODES: readonly SandboxOptions[] = [
  { freeze: 'own', async: false },
  { freeze: 'own', async: true },
  { freeze: 'ses', async: false },
  { freeze: 'ses', async: true },
]

describe.each(MODES)('attacks on a sandbox with %o', (mode) => {
  process.env.QRUN_SECRET = SECRET
  const box = sandbox({
    ...mode,
    library: LIBRARY,
    limits: { timeMs: 250, memoryMB: 64 },
    pool: { size: 2, ahead: 2 },
  })

  /** How a source ended, and all that it says. */
  async function end(source: string): Promise<{ kind: string; text: string }> {
    try {
      const value = await box.evaluate(`${source}\n;leaked()`)
      return { kind: 'value', text: JSON.stringify(value ?? null) }
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error
      return { kind: error.code, text: `${error.name} ${error.message} ${error.hint}` }
    }
  }

  const check = async ({ name, source }: File): Promise<string[]> => {
    const before = shape()
    const { kind, text } = await end(source)
    const faults: string[] = []
    if (!ENDINGS.test(kind)) faults.push(`${name} ended with ${kind}: ${text}`)
    if (text.includes(SECRET)) faults.push(`${name} shows the secret`)
    // One file quotes its text in a message, to be taken for a line of its own.
    if (text.includes(`PWNED-${name}`) && name !== 'throw-spoof-output')
      faults.push(`${name} shows its marker`)
    if (shape() !== before) faults.push(`${name} changed a prototype of the host`)
    for (const path of markers(name)) {
      faults.push(`${name} wrote ${path}`)
      rmSync(path, { force: true })
    }
    return faults
  }

  it.each([
    ['of this package', FIXTURES, 40],
    ['shared by sandboxes in general', SHARED, 100],
  ])(
    'leak nothing: those %s',
    async (_says, folder, least) => {
      const files = filesOf(folder)
      if (files.length === 0) return
      expect(files.length).toBeGreaterThan(least)
      const faults: string[] = []
      const isWhole = isThorough || (mode.freeze === 'ses') === mode.async
      const open = files.filter((_file, index) => isWhole || index % 4 === 0)
      const work = async (): Promise<void> => {
        for (let file = open.shift(); file !== undefined; file = open.shift())
          faults.push(...(await check(file)))
      }
      await Promise.all([work(), work()])
      expect(faults).toEqual([])
    },
    300_000,
  )

  it('would be seen if they leaked', async () => {
    expect((await end('log("PW" + "NED-x")')).text).toBe('"PWNED-x"')
  })
})

describe('the shared attacks', () => {
  it.skipIf(existsSync(SHARED))('are not here, so they were not run', () => {})
})

describe('a source in a thread', () => {
  it('sees no secret of the process (H6)', async () => {
    process.env.QRUN_SECRET = SECRET
    const box = createSandbox({
      isolation: 'realm',
      async: true,
      library: LIBRARY,
      limits: { timeMs: 250 },
    })
    // Memory outside the heap is not bounded here, so files about it stay out.
    const files = filesOf(SHARED)
      .filter(({ name }) => !/^mem-|^output-|^loop-|^deep-/.test(name))
      .filter((_file, index) => isThorough || index % 3 === 0)
    for (const { name, source } of files) {
      const text = await box.evaluate(`${source}\n;leaked()`).then(JSON.stringify, String)
      expect(text, name).not.toContain(SECRET)
      if (name !== 'throw-spoof-output') expect(text, name).not.toContain(`PWNED-${name}`)
      expect(markers(name)).toEqual([])
    }
    await box.dispose()
  }, 300_000)
})
