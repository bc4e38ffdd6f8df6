import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findConfig, readConfig } from '../../src/check/config.ts'
import { configSchema } from '../../src/check/json-schema.ts'
import { readJsonc } from '../../src/check/jsonc.ts'
import { chooseChecks, nameOfStrategy, planChecks } from '../../src/check/plan.ts'
import { ROOT } from '../documents.ts'

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'qrun-config-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}

const load = (text: string) =>
  readConfig(join(folder({ 'qrun.config.json': text }), 'qrun.config.json'))

describe('readJsonc', () => {
  it.each([
    { says: 'comments', text: '// a\n{ /* b */ "a": 1 } // c', value: { a: 1 } },
    { says: 'trailing commas', text: '{"a": [1, 2,], "b": {},}', value: { a: [1, 2], b: {} } },
    { says: 'a byte order mark', text: '\ufeff{"a": -1.5e3}', value: { a: -1500 } },
    {
      says: 'what looks like a comment in a text',
      text: '{"a": "http://x/* y */"}',
      value: { a: 'http://x/* y */' },
    },
    {
      says: 'every kind of value',
      text: '[null, true, false, "\\u0041\\n"]',
      value: [null, true, false, 'A\n'],
    },
  ])('reads $says', async ({ text, value }) => {
    expect(JSON.stringify((await readJsonc(text, 'c')).value)).toBe(JSON.stringify(value))
  })

  it.each([
    { says: 'nothing', text: '', line: 1, column: 1 },
    { says: 'a key that stands twice', text: '{"a": 1,\n "a": 2}', line: 2, column: 2 },
    { says: 'a name without quotes', text: '{\n  a: 1 }', line: 2, column: 3 },
    { says: 'single quotes', text: "{ 'a': 1 }", line: 1, column: 3 },
    { says: 'a call', text: '{ "a": f() }', line: 1, column: 8 },
    { says: 'a hole in a list', text: '[1,,2]', line: 1, column: 1 },
    { says: 'hexadecimal numbers', text: '[0x10]', line: 1, column: 2 },
    { says: 'a computed name', text: '{["a"]: 1}', line: 1, column: 2 },
    { says: 'a spread', text: '{...x}', line: 1, column: 2 },
    { says: 'two values', text: '{}\n{}', line: 2, column: 1 },
    { says: 'a text without an end', text: '{"a": "b', line: 1, column: 7 },
    {
      says: 'depth beyond reason',
      text: `${'['.repeat(40)}${']'.repeat(40)}`,
      line: 1,
      column: 34,
    },
  ])('refuses $says (C102)', async ({ text, line, column }) => {
    await expect(readJsonc(text, 'c.json')).rejects.toMatchObject({
      code: 'C102',
      place: { file: 'c.json', line, column },
    })
  })

  it('reads all JSON as JSON.parse does, but for keys that stand twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (text) => {
        const { value } = await readJsonc(text, 'c')
        expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })
})

describe('readConfig', () => {
  it.each([
    { text: '{"chekcs": []}', code: 'C103', says: 'there is no "chekcs"', line: 1 },
    {
      text: '{"checks": [\n{"name": "a", "strategy": "s", "data": "d", "expct": []}]}',
      code: 'C103',
      says: 'there is no "checks[0].expct"',
      line: 2,
    },
    {
      text: '{"data": {"d": {"path": "p", "decimal": ";"}}}',
      code: 'C104',
      says: '"data.d.decimal"',
      line: 1,
    },
    {
      text: '{"data": {"d": {\n"path": 5}}}',
      code: 'C104',
      says: '"data.d.path": expected string, received number',
      line: 2,
    },
    {
      text: '{"checks": [{"name": "a",\n "strategy": "s", "data": 7}]}',
      code: 'C104',
      says: 'a name, or a list of names, was expected',
      line: 2,
    },
    { text: '[]', code: 'C104', says: 'expected object', line: 1 },
  ])('refuses $text with $code, and says where', async ({ text, code, says, line }) => {
    await expect(load(text)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
      place: { file: 'qrun.config.json', line },
    })
  })

  it('says that a file is not there (C101)', async () => {
    await expect(readConfig('/nowhere/qrun.config.json')).rejects.toMatchObject({ code: 'C101' })
  })

  it('runs a module, and refuses it where programs are not allowed (C108)', async () => {
    const path = join(folder({ 'c.mjs': "export default { baselines: 'b' + 1 }" }), 'c.mjs')
    expect((await readConfig(path)).config).toEqual({ baselines: 'b1' })
    await expect(readConfig(path, { programs: false })).rejects.toMatchObject({ code: 'C108' })
  })

  it('has a JSON Schema that ships, and agrees (node scripts/config-schema.mjs writes it)', () => {
    const shipped = JSON.parse(readFileSync(join(ROOT, 'schema/config.json'), 'utf8'))
    expect(JSON.parse(JSON.stringify(configSchema()))).toEqual(shipped)
  })
})

describe('findConfig', () => {
  it.each([
    { says: 'beside', files: ['a/qrun.config.json', 'package.json'], want: 'a/qrun.config.json' },
    {
      says: 'above, as far as the project goes',
      files: ['qrun.config.json', 'package.json', 'a/x'],
      want: 'qrun.config.json',
    },
    {
      says: 'in a repository',
      files: ['qrun.config.json', '.git/HEAD', 'a/x'],
      want: 'qrun.config.json',
    },
    {
      says: 'not above the project',
      files: ['qrun.config.json', 'a/package.json'],
      want: undefined,
    },
    {
      says: 'not above where there is no project',
      files: ['qrun.config.json', 'a/x'],
      want: undefined,
    },
  ])('looks $says', async ({ files, want }) => {
    const root = folder(Object.fromEntries(files.map((name) => [name, '{}'])))
    expect(await findConfig(join(root, 'a'))).toBe(want && join(root, want))
  })

  it('takes the file that package.json names', async () => {
    const root = folder({ 'package.json': '{"qrun": {"config": "conf/q.mjs"}}' })
    expect(await findConfig(root)).toBe(join(root, 'conf/q.mjs'))
  })
})

describe('planChecks', () => {
  const plan = async (text: string) => planChecks(await load(text), { seed: 1 })
  const check = (more: string): string =>
    `{"data": {"btc": {"path": "d/b.csv", "tf": "1h", "tick": 0.5, "tz": "UTC"}, "eth": {"path": "e.csv"}}, "checks": [{"name": "a-{data}", "strategy": "s/x.js", "data": ["btc", "eth"]${more}}]}`

  it('makes a check for each of the data', async () => {
    const checks = await plan(
      check(', "set": {"fast": 5}, "seed": 7, "from": "2024", "expect": ["trades > 1"]'),
    )
    expect(checks.map(({ name, data }) => [name, data])).toEqual([
      ['a-btc', 'b.csv'],
      ['a-eth', 'e.csv'],
    ])
    expect(checks[0]).toMatchObject({
      strategy: 's/x.js',
      compare: 'standard',
      expect: ['trades > 1'],
      options: {
        inputs: { fast: 5 },
        seed: 7,
        from: '2024',
        timeframe: '1h',
        dataOptions: { tz: 'UTC', timeframe: '1h' },
        symbol: { tick: 0.5 },
      },
    })
    expect(checks[1]!.options.timeframe).toBeUndefined()
  })

  it.each([
    { says: 'data that there are not', text: check('').replace('["btc"', '["xrp"'), code: 'C104' },
    { says: 'one name for two', text: check('').replace('a-{data}', 'a'), code: 'C104' },
    {
      says: 'names that differ in case only',
      text: check('').replace('"btc", "eth"', '"btc", "btc"'),
      code: 'C104',
    },
    { says: 'a path for a name', text: check('').replace('a-{data}', '../{data}'), code: 'C104' },
    {
      says: 'the name of a device',
      text: check('').replace('a-{data}', 'NUL.{data}'),
      code: 'C104',
    },
    {
      says: 'tolerance of what is no figure',
      text: check(', "tolerance": {"trade": 1}'),
      code: 'C104',
    },
    {
      says: 'a condition that cannot be read',
      text: check(', "expect": ["trades >"]'),
      code: 'U114',
    },
  ])('refuses $says ($code)', async ({ text, code }) => {
    await expect(plan(text)).rejects.toMatchObject({ code })
  })

  it('chooses by name, in the order of the configuration (C105 for others)', async () => {
    const checks = await plan(check(''))
    expect(chooseChecks(checks, ['a-eth', 'a-btc'])).toEqual(checks)
    expect(() => chooseChecks(checks, ['a'])).toThrow(/there is no check "a"/)
  })

  it.each([
    { path: 'strategies/sma-cross.js', name: 'sma-cross' },
    { path: 'a b/My idea.ts', name: 'My-idea' },
    { path: '../..js', name: 'strategy-' },
    { path: 'con.js', name: 'strategy-con' },
    { path: '-x.js', name: 'x' },
  ])('calls $path $name', ({ path, name }) => {
    expect(nameOfStrategy(path)).toBe(name)
  })
})
