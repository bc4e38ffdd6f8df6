import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, qrun, SAMPLE, STRATEGY } from './command.ts'

const FINE = 'onBar(() => log(close()))'

describe('qrun backtest --untrusted', () => {
  it('runs a file as without it', () => {
    const args = ['backtest', STRATEGY, '--data', SAMPLE, '--json']
    const strict = qrun([...args, '--untrusted'])
    expect(strict.status).toBe(0)
    expect(strict.stdout).toBe(qrun(args).stdout)
  })

  it.each([
    { flags: ['--limit-time', '11s'], says: '--limit-time was "11s"' },
    { flags: ['--limit-setup', '6s'], says: '--limit-setup was "6s"' },
    { flags: ['--limit-memory', '512mb'], says: '--limit-memory was "512mb"' },
    { flags: ['--limit-orders', '100001'], says: '--limit-orders was "100001"' },
    { flags: ['--limit-logs', '1001'], says: '--limit-logs was "1001"' },
    { flags: ['--isolation', 'realm'], says: '--isolation was "realm"' },
  ])('refuses $flags', ({ flags, says }) => {
    const { status, stderr } = qrun(['bt', STRATEGY, '--data', SAMPLE, '--untrusted', ...flags])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error U117/)
    expect(stderr).toContain(says)
  })

  it('takes lower limits', () => {
    const cwd = folder({ 's.js': 'for (;;);' })
    const flags = ['--untrusted', '--limit-time', '300ms']
    const { status, stderr } = qrun(['bt', 's.js', '--data', SAMPLE, ...flags], { cwd })
    expect(stderr).toContain('the time limit of "0.3" seconds')
    expect(status).toBe(4)
  })

  it('keeps 1,000 lines of log', () => {
    const cwd = folder({ 's.js': FINE })
    const { stdout } = qrun(['bt', 's.js', '--data', SAMPLE, '--untrusted', '--json'], { cwd })
    expect(JSON.parse(stdout).logs.lines).toHaveLength(1000)
  })

  it('refuses a link that leads out of the working folder', () => {
    const other = folder({ 's.js': FINE })
    const cwd = folder()
    symlinkSync(join(other, 's.js'), join(cwd, 'linked.js'))
    symlinkSync(other, join(cwd, 'inbox'))
    for (const path of ['linked.js', 'inbox/s.js', join(cwd, 'linked.js')]) {
      const { status, stderr } = qrun(['bt', path, '--data', SAMPLE, '--untrusted'], { cwd })
      expect(stderr).toMatch(/^error U118/)
      expect(status).toBe(2)
      expect(qrun(['bt', path, '--data', SAMPLE], { cwd }).status).toBe(0)
    }
  })

  it('takes a link that stays inside, and a true path outside', () => {
    const cwd = folder()
    mkdirSync(join(cwd, 'a'))
    writeFileSync(join(cwd, 'a/s.js'), FINE)
    symlinkSync('a/s.js', join(cwd, 'here.js'))
    for (const path of ['here.js', join(folder({ 's.js': FINE }), 's.js')])
      expect(qrun(['bt', path, '--data', SAMPLE, '--untrusted'], { cwd }).stderr).toBe('')
  })

  it('tells of a file that is not there as always', () => {
    const { stderr } = qrun(['bt', 'no.js', '--data', SAMPLE, '--untrusted'])
    expect(stderr).toMatch(/^error U104/)
  })
})
