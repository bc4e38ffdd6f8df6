import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filesLike, isPattern } from '../../../src/cli/matrix/glob.ts'
import { folder } from '../command.ts'

const root = folder()
for (const name of [
  'a.js',
  'b.js',
  'b.ts',
  'ab.js',
  '.hidden.js',
  'x[1].csv',
  'sub/a.js',
  'sub/deep/c.js',
  '.git/d.js',
  'node_modules/e.js',
  'dir.js/f.js',
]) {
  mkdirSync(join(root, dirname(name)), { recursive: true })
  writeFileSync(join(root, name), '')
}
symlinkSync('..', join(root, 'sub/up'))

const found = (pattern: string): string[] =>
  filesLike(join(root, pattern)).map((path) => relative(root, path).replaceAll('\\', '/'))

describe('a pattern', () => {
  it.each<{ pattern: string; want: string[] }>([
    { pattern: '*.js', want: ['a.js', 'ab.js', 'b.js'] },
    { pattern: '?.js', want: ['a.js', 'b.js'] },
    { pattern: 'b.{js,ts}', want: ['b.js', 'b.ts'] },
    { pattern: '{a,sub/a}.js', want: ['a.js', 'sub/a.js'] },
    { pattern: '{a,{b,ab}}.js', want: ['a.js', 'ab.js', 'b.js'] },
    { pattern: '[ab].js', want: ['a.js', 'b.js'] },
    { pattern: '[!a]*.js', want: ['b.js'] },
    { pattern: '[a-b].js', want: ['a.js', 'b.js'] },
    { pattern: '[z-a].js', want: [] },
    { pattern: '.*.js', want: ['.hidden.js'] },
    {
      pattern: '**/*.js',
      want: ['a.js', 'ab.js', 'b.js', 'dir.js/f.js', 'sub/a.js', 'sub/deep/c.js'],
    },
    { pattern: 'sub/**', want: ['sub/a.js', 'sub/deep/c.js'] },
    { pattern: '*/a.js', want: ['sub/a.js'] },
    { pattern: 'sub/up/sub/*.js', want: ['sub/up/sub/a.js'] },
    { pattern: 'x[1].csv', want: ['x[1].csv'] },
    { pattern: 'a.js/*', want: [] },
    { pattern: 'none/*.js', want: [] },
    { pattern: 'a?js', want: ['a.js'] },
    { pattern: 'a+.js', want: [] },
  ])('$pattern names $want', ({ pattern, want }) => {
    expect(found(pattern)).toEqual(want)
  })

  it.each([
    { text: 'a.js', is: false },
    { text: '*.js', is: true },
    { text: 'x[1].csv', is: false },
    { text: 'x[2].csv', is: true },
  ])('$text is one: $is', ({ text, is }) => {
    expect(isPattern(join(root, text))).toBe(is)
  })

  it('never fails, whatever it holds', () => {
    const pattern = fc.string({ unit: fc.constantFrom(...'ab*?[]{},-!^\\./$()|') })
    fc.assert(
      fc.property(pattern, (text) => {
        for (const name of found(`sub/${text.replaceAll('..', '')}`)) expect(name).toMatch(/\S/)
      }),
    )
  })
})
