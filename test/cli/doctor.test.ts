import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { SandboxReport } from '../../src/index.ts'
import { qrun } from './command.ts'

const plain = qrun(['doctor'])
const json = qrun(['doctor', '--json'])

describe('qrun doctor', () => {
  it('finds every wall standing, and says so in words', () => {
    expect([plain.status, plain.stderr]).toEqual([0, ''])
    expect(plain.stdout).toContain('Every wall that a run relies on stands.')
    expect(plain.stdout).toMatch(/ok {6}read a file +refused\n/)
    expect(plain.stdout).not.toContain('failed')
  })

  it('prints one document with --json', () => {
    expect([json.status, json.stderr]).toEqual([0, ''])
    const { ok, untrusted, checks } = JSON.parse(json.stdout) as SandboxReport
    expect([ok, untrusted]).toEqual([true, true])
    const groups = new Set(checks.map(({ group }) => group))
    expect([...groups]).toEqual(['engine', 'jail', 'realm', 'limits', 'repeatable'])
    expect(checks.filter(({ verdict }) => verdict === 'failed')).toEqual([])
  })

  it('tells nothing of the machine, and the same twice', () => {
    expect(qrun(['doctor', '--json']).stdout).toBe(json.stdout)
    for (const { stdout } of [plain, json]) {
      expect(stdout).not.toMatch(/\/(?:home|tmp|root|usr|work)\b|\d{4}-\d\d-\d\d/)
      if (hostname().length > 3) expect(stdout).not.toContain(hostname())
    }
  })

  it('names what a newer engine has and a strategy does not see', () => {
    const { removed } = JSON.parse(json.stdout) as SandboxReport
    expect(removed).toContain('String.prototype.anchor')
  })
})
