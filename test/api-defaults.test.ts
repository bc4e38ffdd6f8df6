import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../src/shared/settings.ts'
import { apiReference } from './api-reference.ts'

const { members } = apiReference()

/** The default that the text of a property tells, as it would be written. */
function toldDefault(text: string): string | undefined {
  const [, told] =
    /\bDefault `?([\w.,]+?)`?\.(?: |$)/.exec(text) ?? /\b([\w,]+), the default\b/.exec(text) ?? []
  return told?.replaceAll(',', '')
}

describe('the properties of strategy()', () => {
  const { title: _, currency: _currency, ...settings } = DEFAULT_SETTINGS

  it.each(Object.entries(settings))('%s has the default that is told: %s', (name, value) => {
    const property = members.find((it) => it.owner === 'StrategyOptions' && it.name === name)
    expect(toldDefault(property?.doc.text ?? '')).toBe(`${value}`)
  })

  it('tells one that is not', () => {
    expect(toldDefault('Default 1,000,000.')).toBe('1000000')
    expect(toldDefault('Default `fixed`.')).toBe('fixed')
    expect(toldDefault('no word of it')).toBeUndefined()
  })
})
