import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, qrun, STRATEGY } from './command.ts'

const WRONG = 'onBar(() => { if (close > 1) log(1) })\n'
const MENDED = 'onBar(() => { if (close() > 1) log(1) })\n'
const WARNED = "strategy('x')\n"
const CLEAN = MENDED

const FILES = {
  'wrong.js': WRONG,
  'warned.js': WARNED,
  'clean.js': CLEAN,
  'broken.js': 'const = 1\n',
  'huge.js': `//${'x'.repeat(1024 * 1024)}`,
  'module.js': "import x from 'y'\n",
  'bytes.js': Uint8Array.of(0xff, 0xfe, 0xfd),
}

describe('qrun lint', () => {
  const cwd = folder(FILES)

  it.each([
    { args: ['clean.js'], status: 0, says: 'nothing found' },
    { args: [STRATEGY], status: 0, says: 'nothing found' },
    { args: ['warned.js'], status: 0, says: 'W114' },
    { args: ['warned.js', '--max-warnings', '0'], status: 1, says: 'W114' },
    { args: ['warned.js', '--max-warnings', '1'], status: 0, says: 'W114' },
    { args: ['wrong.js'], status: 1, says: 'S301  wrong.js:1:19' },
    { args: ['clean.js', 'wrong.js', 'wrong.js'], status: 1, says: '2 files: 1 error' },
    { args: ['wrong.js', 'broken.js'], status: 3, says: 'S308  broken.js:1:7' },
    { args: ['module.js'], status: 3, says: 'S309' },
    { args: ['huge.js'], status: 4, says: 'L404' },
  ])('$args ends with $status', ({ args, status, says }) => {
    const told = qrun(['lint', ...args], { cwd })
    expect(told.stdout).toContain(says)
    expect(told.stderr).toBe('')
    expect(told.status).toBe(status)
  })

  it.each([
    { args: [], says: 'U103' },
    { args: ['absent.js', 'clean.js'], says: 'U104' },
    { args: ['bytes.js'], says: 'U104' },
    { args: ['clean.js', '--max-warnings', 'few'], says: 'U102' },
    { args: ['clean.js', '--format-out', 'html'], says: 'U102' },
    { args: ['clean.js', '--json', '-f', 'junit'], says: 'U102' },
    { args: ['clean.js', '--fixx'], says: 'U101' },
  ])('$args was asked wrongly', ({ args, says }) => {
    const told = qrun(['lint', ...args], { cwd })
    expect(told.stderr).toContain(`error ${says}`)
    expect(told.stdout).toBe('')
    expect(told.status).toBe(2)
  })

  it('prints one JSON document with --json, and the same without a terminal anywhere', () => {
    const { stdout } = qrun(['lint', '--json', 'wrong.js', 'warned.js'], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'qrun.lint/1', errors: 1, warnings: 1 })
    expect(qrun(['lint', '-f', 'json', 'wrong.js', 'warned.js'], { cwd }).stdout).toBe(stdout)
  })

  it('leaves warnings out with --quiet', () => {
    expect(qrun(['lint', '-q', 'warned.js', 'clean.js'], { cwd }).stdout).toBe('')
    expect(qrun(['lint', '-q', 'wrong.js'], { cwd }).stdout).toMatch(/^error S301[\s\S]*\^ write/)
  })

  it('takes every strategy below a folder, and nothing else', () => {
    const project = folder({ 'a.js': WRONG, 'notes.md': 'x', 'globals.d.ts': 'x' })
    for (const name of ['deep', 'node_modules', '.hidden']) {
      mkdirSync(join(project, name))
      writeFileSync(join(project, name, 'b.js'), WRONG)
    }
    const { stdout, status } = qrun(['lint', '.'], { cwd: project })
    expect(stdout.match(/S301 {2}\S+/g)).toEqual(['S301  a.js:1:19', 'S301  deep/b.js:1:19'])
    expect(status).toBe(1)
    mkdirSync(join(project, 'empty'))
    expect(qrun(['lint', 'empty'], { cwd: project }).stderr).toContain('U104')
  })

  it('lists its rules, each with a page', () => {
    const { stdout } = qrun(['lint', '--rules'])
    const codes = stdout.match(/^[SLW]\d{3}/gm)!
    expect(codes.length).toBeGreaterThan(25)
    expect(qrun(['help', 'W111']).stdout).toContain('# W111: an id is named that no order has')
    const { rules } = JSON.parse(qrun(['lint', '--rules', '--json']).stdout)
    expect(rules.map(({ code }: { code: string }) => code)).toEqual(codes)
  })
})

const canStrip = 'stripTypeScriptTypes' in process.getBuiltinModule('node:module')

describe.skipIf(!canStrip)('qrun lint of a file with types', () => {
  it('finds and mends at the places of the file, and Node says nothing beside', () => {
    const before = 'const é: number = 3\nonBar((): void => { if (close > é) log(1) })\n'
    const cwd = folder({ 'typed.ts': before })
    const told = qrun(['lint', 'typed.ts'], { cwd })
    expect(told.stdout).toContain('S301  typed.ts:2:25')
    expect(told.stderr).toBe('')
    expect(qrun(['lint', '--fix', 'typed.ts'], { cwd }).status).toBe(0)
    expect(readFileSync(join(cwd, 'typed.ts'), 'utf8')).toBe(before.replace('close', 'close()'))
  })
})

describe('qrun lint --fix', () => {
  it('writes what is certain, and says how much', () => {
    const cwd = folder({ 'wrong.js': WRONG, 'clean.js': CLEAN })
    const { stdout, stderr, status } = qrun(['lint', '--fix', '.'], { cwd })
    expect(stderr).toBe('fixed 1 finding\n')
    expect(stdout).toBe('2 files: nothing found\n')
    expect(status).toBe(0)
    expect(readFileSync(join(cwd, 'wrong.js'), 'utf8')).toBe(MENDED)
    expect(readdirSync(cwd).sort()).toEqual(['clean.js', 'wrong.js'])
  })

  it('keeps permissions, links, line ends and the byte order mark', () => {
    const cwd = folder({ 'real.js': `\ufeff${WRONG.replaceAll(' log', '\r\nlog')}` })
    chmodSync(join(cwd, 'real.js'), 0o750)
    symlinkSync('real.js', join(cwd, 'link.js'))
    expect(qrun(['lint', '--fix', 'link.js'], { cwd }).status).toBe(0)
    expect(readFileSync(join(cwd, 'real.js'), 'utf8')).toBe(
      `\ufeff${MENDED.replaceAll(' log', '\r\nlog')}`,
    )
    expect(statSync(join(cwd, 'real.js')).mode & 0o777).toBe(0o750)
    expect(readFileSync(join(cwd, 'link.js'), 'utf8')).toContain('close()')
  })

  it('leaves a file alone that has nothing certain, or is no program', () => {
    const files = { 'broken.js': 'const = 1 // close > 1\n', 'warned.js': WARNED }
    const cwd = folder(files)
    expect(qrun(['lint', '--fix', '.'], { cwd }).status).toBe(3)
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(join(cwd, name), 'utf8')).toBe(text)
  })

  it('changes nothing without the flag, nor where one of the files cannot be read', () => {
    const cwd = folder({ 'wrong.js': WRONG })
    qrun(['lint', 'wrong.js'], { cwd })
    qrun(['lint', '--fix', 'wrong.js', 'absent.js'], { cwd })
    expect(readFileSync(join(cwd, 'wrong.js'), 'utf8')).toBe(WRONG)
  })
})
