import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SPEC = resolve(import.meta.dirname, '../../../shared/spec/broker-emulator.md')

/** Rules that nothing here can show: what they speak of is not there, and docs/fill-model.md says so. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '2.8', // live runs
  '2.11', // calc_on_every_history_tick
  '4.9', // charts of other bars than the market's
  '6.7', // the cap of 9,000 orders: all are kept
  '12.27', // boundary on which the platform itself is not reproducible
  '12.34', // deferral of a margin call, from a single source
])

describe('the rules of the specification', () => {
  if (!existsSync(SPEC)) {
    it.skip('the folder ../shared/spec is not there: nothing was compared', () => {})
    return
  }

  it('are cited by a test each, or named here as left out', () => {
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
    const missing = rules
      .map(([, rule]) => rule!)
      .filter((rule) => !cited.has(rule) && !LEFT_OUT.has(rule))
    expect(rules.length).toBeGreaterThan(140)
    expect(missing).toEqual([])
  })
})
