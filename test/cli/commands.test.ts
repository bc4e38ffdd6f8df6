import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TEMPLATES } from '../../src/cli/templates/index.ts'
import { ROOT } from '../documents.ts'
import { folder, qrun, SAMPLE } from './command.ts'

describe('qrun new', () => {
  it.each(Object.keys(TEMPLATES))('writes the template %s, which runs', (template) => {
    const cwd = folder()
    const made = qrun(['new', 'my idea', '-t', template], { cwd })
    expect(made.stdout).toBe(
      'wrote my idea.js\nwrote qrun-globals.d.ts\nwrote jsconfig.json\n\nrun it:  qrun backtest "my idea.js" --data FILE.csv\n',
    )
    const run = qrun(['backtest', 'my idea.js', '--data', SAMPLE], { cwd })
    expect([run.status, run.stderr]).toEqual([0, ''])
    // The blank one says something and does nothing.
    expect(run.stdout).toMatch(
      template === 'blank' ? /\n {2}log\n.*close .* average/ : /Trades +\d\d/,
    )
  })

  it.each([
    { name: 'a.js', path: 'a.js' },
    { name: 'a.ts', path: 'a.ts' },
    { name: 'b/c/a', path: 'b/c/a.js' },
  ])('calls $name $path', ({ name, path }) => {
    const cwd = folder()
    expect(qrun(['new', name, '--no-types'], { cwd }).status).toBe(0)
    expect(readFileSync(join(cwd, path), 'utf8')).toContain("strategy('a', {")
  })

  it('goes beside the other strategies of a project, from any of its folders', () => {
    const cwd = folder({ 'package.json': '{}' })
    qrun(['init', '--no-types'], { cwd })
    expect(qrun(['new', 'a'], { cwd }).stdout).toBe(
      'wrote strategies/a.js\nwrote strategies/qrun-globals.d.ts\nwrote strategies/jsconfig.json\n\nrun it:  qrun backtest strategies/a.js --data data/sample.csv\n',
    )
    expect(existsSync(join(cwd, 'qrun-globals.d.ts'))).toBe(false)
    const inside = qrun(['new', 'b', '--no-types'], { cwd: join(cwd, 'data') })
    expect(inside.stdout).toBe(
      'wrote ../strategies/b.js\n\nrun it:  qrun backtest ../strategies/b.js --data sample.csv\n',
    )
    expect(qrun(['new', './c', '--no-types'], { cwd }).stdout).toMatch(/^wrote c\.js\n/)
    expect(qrun(['new', 'a'], { cwd }).stderr).toContain('"strategies/a.js" exists already')
  })

  it('stays in the folder at hand where a project has no folder of strategies, or a wrong configuration', () => {
    const cwd = folder({ 'qrun.config.json': '{ wrong' })
    expect(qrun(['new', 'a', '--no-types'], { cwd }).stdout).toBe(
      'wrote a.js\n\nrun it:  qrun backtest a.js --data FILE.csv\n',
    )
  })

  it('keeps a file that exists, unless forced', () => {
    const cwd = folder({ 'a.js': 'mine' })
    expect(qrun(['new', 'a'], { cwd }).stderr).toMatch(/^error U106/)
    expect(readFileSync(join(cwd, 'a.js'), 'utf8')).toBe('mine')
    expect(readdirSync(cwd)).toEqual(['a.js'])
    expect(qrun(['new', 'a', '--force'], { cwd }).status).toBe(0)
    expect(readFileSync(join(cwd, 'a.js'), 'utf8')).not.toBe('mine')
  })
})

describe('qrun types', () => {
  it('refreshes the declarations and leaves a jsconfig alone', () => {
    const cwd = folder({ 'jsconfig.json': '{}', 'qrun-globals.d.ts': 'old' })
    expect(qrun(['types'], { cwd }).stdout).toBe('wrote qrun-globals.d.ts\n')
    const text = readFileSync(join(ROOT, 'src/globals.d.ts'), 'utf8')
    expect(readFileSync(join(cwd, 'qrun-globals.d.ts'), 'utf8')).toBe(text)
    expect(readFileSync(join(cwd, 'jsconfig.json'), 'utf8')).toBe('{}')
    expect(qrun(['types', '--print'], { cwd }).stdout).toBe(text)
  })

  it('makes no folder', () => {
    const cwd = folder()
    expect(qrun(['types', 'nowhere'], { cwd }).stderr).toMatch(/^error U105/)
    expect(existsSync(join(cwd, 'nowhere'))).toBe(false)
  })
})

describe('qrun help', () => {
  it.each([
    { topic: [], says: /^Usage: qrun \[options\]/ },
    { topic: ['backtest'], says: /^Usage: qrun backtest\|bt/ },
    { topic: ['bt'], says: /^Usage: qrun backtest\|bt/ },
    { topic: ['data', 'inspect'], says: /^Usage: qrun data inspect/ },
    { topic: ['s301'], says: /^# S301: / },
    { topic: ['N121'], says: /^# N121: / },
  ])('explains $topic', ({ topic, says }) => {
    const { status, stdout } = qrun(['help', ...topic])
    expect(status).toBe(0)
    expect(stdout).toMatch(says)
  })

  it('fits into 80 columns and prints no empty defaults', () => {
    const { stdout } = qrun(['backtest', '--help'])
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(stdout).not.toMatch(/default: [{[]/)
  })

  it('is the answer to a group of commands named alone, and no success', () => {
    const { status, stdout, stderr } = qrun(['data'])
    expect(status).toBe(2)
    expect(stdout + stderr).toMatch(/^Usage: qrun data/)
    expect(stdout + stderr).not.toContain('error')
  })
})
