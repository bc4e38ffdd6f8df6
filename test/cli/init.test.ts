import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inventBars } from '../../src/cli/templates/bars.ts'
import { TEMPLATES } from '../../src/cli/templates/index.ts'
import { folder, qrun } from './command.ts'

describe('qrun init', () => {
  it.each(Object.keys(TEMPLATES))(
    'writes a project with the template %s, which is checked at once',
    (template) => {
      const cwd = folder()
      const made = qrun(['init', '-t', template], { cwd })
      expect([made.status, made.stderr]).toEqual([0, ''])
      expect(qrun(['check'], { cwd }).stdout).toContain('baseline recorded')
      expect(qrun(['check', '--ci', '--strict', '--untrusted'], { cwd }).status).toBe(0)
    },
  )

  it('writes into a folder, and tells what to do next', () => {
    const cwd = folder()
    const { stdout } = qrun(['init', 'a b', '--no-types', '--no-workflow'], { cwd })
    expect(stdout).toContain('next:  cd "a b" && qrun check\n')
    expect(readdirSync(join(cwd, 'a b')).sort()).toEqual([
      '.gitignore',
      'data',
      'qrun.config.json',
      'strategies',
    ])
    expect(readdirSync(join(cwd, 'a b/strategies'))).toEqual(['sma-cross.js'])
    expect(existsSync(join(cwd, 'a b/.github'))).toBe(false)
  })

  it('keeps what exists unless forced, and .gitignore always', () => {
    const cwd = folder({ 'qrun.config.json': 'mine', '.gitignore': 'mine' })
    expect(qrun(['init'], { cwd }).stdout).toContain('kept  qrun.config.json')
    expect(readFileSync(join(cwd, 'qrun.config.json'), 'utf8')).toBe('mine')
    writeFileSync(join(cwd, 'strategies/sma-cross.js'), 'mine')
    qrun(['init', '--force'], { cwd })
    expect(readFileSync(join(cwd, 'strategies/sma-cross.js'), 'utf8')).not.toBe('mine')
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('mine')
  })

  it('invents bars that are bars, the same every time', () => {
    const text = inventBars()
    expect(text).toBe(inventBars())
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(1).map(Number))
    expect(rows).toHaveLength(1500)
    expect(
      rows.filter(
        ([open, high, low, close]) =>
          !(high! >= Math.max(open!, close!) && low! <= Math.min(open!, close!) && low! > 0),
      ),
    ).toEqual([])
  })
})
