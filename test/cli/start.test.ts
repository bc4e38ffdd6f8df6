import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MAIN } from './command.ts'

/** A module of the built program and all that it imports at once, as one text. */
function loaded(path: string, seen = new Set<string>()): string {
  if (seen.has(path)) return ''
  seen.add(path)
  const text = readFileSync(path, 'utf8')
  const others = [...text.matchAll(/\b(?:import|from)\s*"(\.[^"]+)"/g)].map(([, from]) =>
    loaded(join(dirname(path), from!), seen),
  )
  return text + others.join('')
}

describe('what the program loads at its start', () => {
  const text = loaded(MAIN)
  const chunks = join(dirname(MAIN), 'chunks')
  const all = readdirSync(chunks).map((name) => readFileSync(join(chunks, name), 'utf8'))

  it('is what a run needs that prints its report', () => {
    expect(text).toContain('run a strategy over a file of bars and print the report')
    expect(text).toContain('buy & hold')
  })

  it('is ASCII, which the engine keeps and reads as single bytes', () => {
    expect(/[^\0-\x7f]/.exec(text)?.[0]).toBeUndefined()
  })

  it.each([
    { what: 'the broker', sign: 'isCallDue' },
    { what: 'HTML', sign: '<!doctype html' },
    { what: 'JUnit', sign: '<testsuites' },
    { what: 'what runs again on a change', sign: 'keys: enter rerun' },
    { what: 'the validator of configurations', sign: 'ZodError' },
    { what: 'the parser of scripts', sign: 'Unterminated template' },
  ])('is not $what', ({ sign }) => {
    expect(all.some((chunk) => chunk.includes(sign))).toBe(true)
    expect(text).not.toContain(sign)
  })
})
