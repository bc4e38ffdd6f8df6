import { describe, expect, it } from 'vitest'
import { TEMPLATES } from '../../src/cli/templates/index.ts'
import { runRealm } from '../realm/harness.ts'

/** Zones are filled in by the host; the harness knows them as UTC, which is enough to run. */
const ZONES = [{ name: 'Europe/London', starts: [], offsets: [0] }]

describe.each(Object.entries(TEMPLATES))('template %s', (_name, { description, text }) => {
  it('has a description of one line', () => {
    expect(description).toMatch(/^[^\n]{10,80}$/)
  })

  it.each([
    { says: 'a plain name', title: 'my-idea' },
    { says: 'quotes and a backslash', title: `it's "a\\b"` },
    { says: 'line breaks', title: 'a\nb\u2028c' },
    { says: 'template syntax', title: '`$`{close}' },
  ])('runs under a title with $says', ({ title }) => {
    const told = runRealm(text(title), { zones: ZONES })
    expect(told.failure).toBeUndefined()
    expect(told.declaration?.settings.title).toBe(title.replace(/[\n\u2028]/g, ' '))
  })

  it('cuts a title that is too long', () => {
    const told = runRealm(text('x'.repeat(300)), { zones: ZONES })
    expect(told.declaration?.settings.title).toBe('x'.repeat(200))
  })

  it('fits into 100 columns and ends with a line break', () => {
    const lines = text('my-idea').split('\n')
    expect(lines.filter((line) => line.length > 100)).toEqual([])
    expect(lines.at(-1)).toBe('')
  })
})
