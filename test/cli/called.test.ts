import { describe, expect, it } from 'vitest'
import { calledAs, typed } from '../../src/cli/called.ts'
import { folder, qrun } from './command.ts'

describe('how the user calls qrun', () => {
  it.each([
    { says: 'run by npx', script: '/p/node_modules/.bin/qrun', lifecycle: 'npx', is: 'npx qrun' },
    { says: 'run by a script', script: '/p/dist/cli/main.js', lifecycle: 'test', is: 'npx qrun' },
    { says: 'run by its path', script: '/p/node_modules/.bin/qrun', is: 'npx qrun' },
    { says: 'run on Windows', script: 'C:\\p\\node_modules\\.bin\\qrun', is: 'npx qrun' },
    { says: 'installed for all', script: '/usr/local/bin/qrun', is: 'qrun' },
    { says: 'unknown', script: undefined, is: 'qrun' },
  ])('$says: $is', ({ script, lifecycle, is }) => {
    expect(calledAs({ script, env: { npm_lifecycle_event: lifecycle } })).toBe(is)
  })

  it.each([
    ['run qrun check -u on a desk', 'run npx qrun check -u on a desk'],
    [
      'qrun --help, or qrun COMMAND --help, lists',
      'npx qrun --help, or npx qrun COMMAND --help, lists',
    ],
    ['(qrun data inspect)', '(npx qrun data inspect)'],
    ['make one with npx qrun init', 'make one with npx qrun init'],
    ['add a check to qrun.config.json', 'add a check to qrun.config.json'],
    ['a file that my-qrun wrote', 'a file that my-qrun wrote'],
    ['this is a defect of qrun: report it', 'this is a defect of qrun: report it'],
    ['install qrun again; run npm', 'install qrun again; run npm'],
  ])('%s', (text, is) => {
    expect(typed(text, 'npx qrun')).toBe(is)
  })

  it('is what next steps and hints say', () => {
    const cwd = folder()
    const env = { npm_lifecycle_event: 'npx' }
    expect(qrun(['init'], { cwd, env }).stdout).toContain('\nnext:  npx qrun check\n')
    expect(qrun(['new', 'a'], { cwd, env }).stdout).toContain('run it:  npx qrun backtest')
    expect(qrun(['--wrong'], { cwd, env }).stderr).toContain('npx qrun --help, or npx qrun COMMAND')
    expect(qrun(['check', '--ci'], { cwd, env }).stdout).toContain('accept with: npx qrun check -u')
  })
})
