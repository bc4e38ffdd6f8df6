import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sanitize, sanitizeAscii } from '../../src/report/sanitize.ts'

const ESC = '\u001b'

describe('sanitize', () => {
  it.each([
    { says: 'leaves plain text', text: 'SMA cross (12)', want: 'SMA cross (12)' },
    {
      says: 'leaves letters of any script',
      text: 'Überkreuzung 日本 αβ é',
      want: 'Überkreuzung 日本 αβ é',
    },
    { says: 'takes colours out', text: `a${ESC}[1;31mred${ESC}[0mb`, want: 'aredb' },
    { says: 'takes cursor moves out', text: `a${ESC}[2J${ESC}[10;20Hb`, want: 'ab' },
    { says: 'takes window titles out with their text', text: `a${ESC}]0;owned\u0007b`, want: 'ab' },
    {
      says: 'takes links out, and leaves their label',
      text: `${ESC}]8;;http://x${ESC}\\label${ESC}]8;;${ESC}\\`,
      want: 'label',
    },
    { says: 'takes 8-bit controls out', text: 'a\u009b31mb\u009d0;x\u009cc', want: 'abc' },
    { says: 'takes an escape without an end out', text: `a${ESC}]0;never ends`, want: 'a' },
    { says: 'takes character set switches out', text: `a${ESC}(0b`, want: 'ab' },
    { says: 'makes line breaks and tabs one blank', text: 'a\r\n\tb\u2028c', want: 'a b c' },
    { says: 'takes controls out', text: 'a\u0000\b\u007fb', want: 'ab' },
    {
      says: 'takes marks out that turn text',
      text: 'a\u202eb\u2066c\u200fd\u061ce',
      want: 'abcde',
    },
    { says: 'takes marks out that hide', text: 'a\u200bb\ufeffc\u2060d\u{e0041}e', want: 'abcde' },
    { says: 'marks halves of characters', text: 'a\ud800b', want: 'a\ufffdb' },
  ])('$says', ({ text, want }) => {
    expect(sanitize(text)).toBe(want)
  })

  it('leaves nothing that a terminal would act on, whatever comes in', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xa0 }),
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0x1b, 0x5b, 0x5d, 0x9b, 0x202e),
    )
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = sanitize(String.fromCharCode(...units))
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
        expect(sanitize(text)).toBe(text)
      }),
    )
  })

  it('gives pure ASCII where only that can be shown', () => {
    expect(sanitizeAscii(`é${ESC}[1m日😀 ok`)).toBe('??? ok')
  })
})
