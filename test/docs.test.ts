import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CODES, DATA_CODES, NOTE_CODES } from '../src/shared/failure.ts'
import { BLOCKS, PAGES, ROOT } from './documents.ts'
import { type Facts, runRealm } from './realm/harness.ts'

const TITLES: Readonly<Record<string, string>> = { ...CODES, ...DATA_CODES, ...NOTE_CODES }

/** What a page's examples need beside hourly bars with volume. */
const FACTS: Readonly<Record<string, Facts>> = {
  'docs/errors/S316.md': { volume: false },
  'docs/errors/L407.md': { closes: Array.from({ length: 30 }, (_, i) => i + 1) },
}

/** Zones are filled in by the host; the harness knows them as UTC, which is enough to run. */
const ZONES = [
  { name: 'America/New_York', starts: [], offsets: [0] },
  { name: 'Europe/London', starts: [], offsets: [0] },
]

/** What a guide's examples are given beside the chart. */
const MARKETS = [
  { symbol: 'ETH', timeframe: '60', volume: true },
  { symbol: 'TEST', timeframe: '15', volume: true },
]

describe('strategies in the documents', () => {
  it.each(BLOCKS.filter(({ info }) => info === 'js'))('$place runs', ({ text }) => {
    expect(runRealm(text, { zones: ZONES, markets: MARKETS }).failure).toBeUndefined()
  })

  it.each(BLOCKS.filter(({ info }) => info === 'js wrong'))(
    '$place fails as its page says',
    ({ text, page }) => {
      const code = /(\w+)\.md$/.exec(page)![1]
      expect(runRealm(text, FACTS[page]).failure?.code).toBe(code)
    },
  )

  it('call every block of JavaScript a strategy, a fragment, a wrong one or Node', () => {
    const infos = new Set(
      BLOCKS.map(({ info }) => info).filter((info) => /^(js\b|java)/.test(info)),
    )
    expect([...infos].filter((info) => !/^js( fragment| wrong| node)?$/.test(info))).toEqual([])
  })
})

describe('links', () => {
  it.each(PAGES)('of $path lead somewhere', ({ path, text }) => {
    const prose = text.replace(/^```[\s\S]*?^```$/gm, '')
    const broken = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file = '', anchor] = target.split('#')
        const found =
          file === '' ? path : normalize(join(dirname(path), file)).replaceAll('\\', '/')
        if (!existsSync(join(ROOT, found))) return true
        if (anchor === undefined) return false
        const page = PAGES.find((candidate) => candidate.path === found)
        return page !== undefined && !anchorsOf(page.text).has(anchor)
      })
    expect(broken).toEqual([])
  })
})

/** The anchors that a page's headings make. */
function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

describe('pages of codes', () => {
  const files = readdirSync(join(ROOT, 'docs/errors')).filter((name) => name !== 'README.md')

  it.each(Object.entries(TITLES))('%s has a page with its title', (code, title) => {
    const page = PAGES.find(({ path }) => path === `docs/errors/${code}.md`)
    expect(page?.text.split('\n')[0]).toBe(`# ${code}: ${title}`)
  })

  it('belong to a code each', () => {
    expect(files.filter((name) => !(name.replace(/\.md$/, '') in TITLES))).toEqual([])
  })

  it('stand in the index', () => {
    const page = PAGES.find(({ path }) => path === 'docs/errors/README.md')?.text ?? ''
    const index = page.replace(/ +/g, ' ')
    const missing = Object.entries(TITLES).filter(
      ([code, title]) => !index.includes(`| [${code}](${code}.md) | ${title} |`),
    )
    expect(missing).toEqual([])
  })
})
