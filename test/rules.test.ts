import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SPEC = resolve(import.meta.dirname, '../../shared/spec')

/** The documents, the letters before the numbers of their rules, and the rules that no test cites, with the reason. */
const DOCUMENTS: readonly {
  readonly file: string
  readonly families: readonly string[]
  readonly uncited: Readonly<Record<string, string>>
}[] = [
  { file: 'indicators.md', families: ['IN'], uncited: {} },
  { file: 'report-metrics.md', families: ['RM'], uncited: {} },
  { file: 'broker-emulator.md', families: ['BE'], uncited: {} },
  {
    file: 'sandbox.md',
    families: ['G', 'R', 'H', 'J', 'P'],
    uncited: {},
  },
]

/** `IN-2.1` for bold numbers and for rows of tables; `R10` where numbers have no section. */
function rulesOf(file: string, families: readonly string[]): Set<string> {
  const text = readFileSync(join(SPEC, file), 'utf8')
  const rules = new Set<string>()
  for (const family of families) {
    const numbered = family.length > 1
    const bold = numbered
      ? new RegExp(`\\*\\*${family}-(\\d+\\.\\d+)`, 'g')
      : new RegExp(`\\*\\*${family}(\\d+)\\b`, 'g')
    for (const [, number] of text.matchAll(bold))
      rules.add(numbered ? `${family}-${number}` : `${family}${number}`)
    if (numbered)
      for (const [, number] of text.matchAll(/^\| (\d+\.\d+) \|/gm))
        rules.add(`${family}-${number}`)
  }
  return rules
}

/** The rules that a text cites: `IN-2.1`, `RM 5.1`, `RM-3.1, 3.2 and 3.3`, `BE-9.20 to 9.29`, `(R10)`. */
function citedIn(text: string): Set<string> {
  const cited = new Set<string>()
  const list = /\b(IN|RM|BE)[- ](\d+)\.(\d+)((?:(?:, and |, | and | to |–)(?:\1[- ])?\d+\.\d+)*)/g
  for (const [, family, section, first, more] of text.matchAll(list)) {
    let last = { section: section!, number: Number(first) }
    cited.add(`${family}-${section}.${first}`)
    for (const [, joint, nextSection, next] of more!.matchAll(
      /(, and |, | and | to |–)(?:[A-Z]+[- ])?(\d+)\.(\d+)/g,
    )) {
      const from = joint === ' to ' || joint === '–' ? last.number : Number(next)
      for (let number = from; number <= Number(next); number++)
        cited.add(`${family}-${nextSection}.${number}`)
      last = { section: nextSection!, number: Number(next) }
    }
  }
  for (const [rule] of text.matchAll(/\b[GRHJP]\d{1,2}\b/g)) cited.add(rule)
  return cited
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    else if (/\.(ts|mjs|js)$/.test(entry.name) && path !== import.meta.filename) yield path
  }
}

const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

describe.skipIf(!existsSync(SPEC))('the numbered rules', () => {
  const texts = [...filesIn(import.meta.dirname)].map((path) => readFileSync(path, 'utf8'))
  const cited = citedIn(texts.join('\n'))

  it.each(DOCUMENTS)('of $file are cited by a test, or stand here with a reason', (document) => {
    const rules = rulesOf(document.file, document.families)
    expect(rules.size).toBeGreaterThan(30)
    const missing = [...rules].filter((rule) => !cited.has(rule)).sort(byNumber)
    expect(missing).toEqual(Object.keys(document.uncited).sort(byNumber))
  })

  it('of indicators and metrics are the only ones cited: a number that does not exist proves nothing', () => {
    const rules = new Set(DOCUMENTS.flatMap(({ file, families }) => [...rulesOf(file, families)]))
    const wrong = [...cited].filter((rule) => /^(IN|RM)-/.test(rule) && !rules.has(rule))
    expect(wrong).toEqual([])
  })

  it('are found in every way in which tests cite them', () => {
    expect(
      [...citedIn('RM-3.1, 3.2 and 3.4: x (R10), BE-9.2 to 9.4 and IN 2.1')].sort(byNumber),
    ).toEqual(['BE-9.2', 'BE-9.3', 'BE-9.4', 'IN-2.1', 'R10', 'RM-3.1', 'RM-3.2', 'RM-3.4'])
  })
})
