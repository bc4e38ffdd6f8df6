import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SPEC = resolve(import.meta.dirname, '../../../shared/spec/broker-emulator.md')

describe('the rules of the specification', () => {
  if (!existsSync(SPEC)) {
    it.skip('the folder ../shared/spec is not there: nothing was compared', () => {})
    return
  }

  it('are cited by a test each', () => {
    const rules = [...readFileSync(SPEC, 'utf8').matchAll(/^(?:- |\d+\. )\*\*BE-(\d+\.\d+)\*\*/gm)]
    const cited = new Set<string>()
    const root = resolve(import.meta.dirname, '..')
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.test.ts')) continue
      const text = readFileSync(resolve(root, file), 'utf8')
      for (const [, chapter, first, last] of text.matchAll(
        /BE-(\d+)\.(\d+)(?: to BE-\1\.(\d+)(?!\d))?/g,
      ))
        for (let n = Number(first); n <= Number(last ?? first); n++) cited.add(`${chapter}.${n}`)
    }
    const missing = rules.map(([, rule]) => rule!).filter((rule) => !cited.has(rule))
    expect(rules.length).toBeGreaterThan(140)
    expect(missing).toEqual([])
  })
})
