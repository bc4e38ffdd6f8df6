import { describe, expect, it } from 'vitest'
import { DECLARED, membersOf } from './declarations.ts'
import { PAGES } from './documents.ts'

const page = PAGES.find(({ path }) => path === 'docs/from-pine.md')!.text
const tables = page.slice(page.indexOf('## Every name'), page.indexOf('## What to set'))
const rows = [...tables.matchAll(/^\| (.+) \| (.+) \|$/gm)].map(([, pine, qrun]) => [pine!, qrun!])

/** Interfaces behind the dotted names. */
const NAMESPACES: Readonly<Record<string, string>> = {
  ta: 'Ta',
  ti: 'Ti',
  math: 'PineMath',
  strategy: 'Strategy',
  'strategy.risk': 'Risk',
  'strategy.closedtrades': 'ClosedTrades',
  'strategy.opentrades': 'OpenTrades',
  request: 'Request',
  timeframe: 'TimeframeFacts',
  input: 'Input',
  session: 'Session',
  barstate: 'Barstate',
  syminfo: 'Syminfo',
  console: 'Console',
}

/** Dotted names with one of our roots in the spans of code of a cell. */
function namesIn(cell: string): string[] {
  const roots = 'ta|ti|math|strategy|request|timeframe|input|session|barstate|syminfo|console'
  const spans = [...cell.matchAll(/`([^`]+)`/g)].map(([, span]) => span!)
  return spans.flatMap((span) =>
    [...span.matchAll(new RegExp(`(?<![\\w.'])(?:${roots})(?:\\.\\w+)+`, 'g'))].map(
      ([name]) => name,
    ),
  )
}

function exists(name: string): boolean {
  const cut = name.lastIndexOf('.')
  const type = NAMESPACES[name.slice(0, cut)]
  return type !== undefined && membersOf(type).has(name.slice(cut + 1))
}

describe('every name of docs/from-pine.md', () => {
  const names = [...new Set(rows.flatMap(([, qrun]) => namesIn(qrun!)))]

  it.each(names)('%s is declared', (name) => {
    expect(exists(name)).toBe(true)
  })

  it('tells a name that is not', () => {
    expect(exists('ta.smaa')).toBe(false)
    expect(namesIn('`ta.smaa(close)` or `x`')).toEqual(['ta.smaa'])
  })

  it('stands for every one that is declared in a namespace of Pine', () => {
    const given = new Set(names)
    const missing = Object.entries(NAMESPACES)
      .filter(([path]) => !['ti', 'console', 'strategy.opentrades'].includes(path))
      .flatMap(([path, type]) =>
        [...membersOf(type).keys()]
          .filter((name) => name !== 'risk')
          .map((name) => `${path}.${name}`),
      )
      .filter((name) => !given.has(name))
    expect(missing).toEqual([])
  })

  it('names our globals as they are', () => {
    const plain = [
      'random',
      'plot',
      'hline',
      'plotshape',
      'bgcolor',
      'label',
      'log',
      'alert',
      'clock',
    ]
    const all = rows.map(([, qrun]) => qrun).join(' ')
    for (const name of plain) {
      expect(DECLARED.has(name)).toBe(true)
      expect(all).toMatch(new RegExp(`\`${name}[\`(]`))
    }
  })

  it('has names of Pine on the left', () => {
    const pine = rows.flatMap(([cell]) => namesIn(cell!))
    expect(pine.length).toBeGreaterThan(200)
    expect(pine.filter((name) => /[A-Z]/.test(name))).toEqual([])
  })
})
