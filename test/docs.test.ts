import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lint, renderLintPretty } from '../src/lint/index.ts'
import { CODES, DATA_CODES, LINT_CODES, NOTE_CODES } from '../src/shared/failure.ts'
import { BLOCKS, PAGES, ROOT } from './documents.ts'
import { type Facts, runRealm } from './realm/harness.ts'

const TITLES: Readonly<Record<string, string>> = {
  ...CODES,
  ...DATA_CODES,
  ...NOTE_CODES,
  ...LINT_CODES,
}

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
  { symbol: 'TEST', timeframe: '5', volume: true },
]

describe('strategies in the documents', () => {
  it.each(BLOCKS.filter(({ info }) => info === 'js'))('$place runs', ({ text }) => {
    expect(runRealm(text, { zones: ZONES, markets: MARKETS }).failure).toBeUndefined()
  })

  /** Of these a run says nothing, or nothing with that code. */
  const ofLint = (page: string): boolean => /\/W\d+\.md$/.test(page)

  it.each(BLOCKS.filter(({ info, page }) => info === 'js wrong' && ofLint(page)))(
    '$place is found as its page says',
    ({ text, page }) => {
      const told = renderLintPretty([lint(text, { file: 'my-idea.js' })], {
        columns: 100,
        unicode: true,
        colour: false,
      })
      const shown = BLOCKS.find((block) => block.page === page && block.info === '')?.text
      expect(told).toMatch(new RegExp(`^\\w+ ${/(\w+)\.md$/.exec(page)![1]} `))
      expect(told.slice(0, told.lastIndexOf('\n\n') + 1)).toBe(shown)
    },
  )

  it.each(BLOCKS.filter(({ info, page }) => info === 'js' && ofLint(page)))(
    '$place has nothing to find',
    ({ text }) => {
      expect(lint(text).findings).toEqual([])
    },
  )

  it.each(BLOCKS.filter(({ info, page }) => info === 'js wrong' && !ofLint(page)))(
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
    const broken = linksOf(path, text).filter(({ file, anchor }) => {
      if (!existsSync(join(ROOT, file))) return true
      if (anchor === undefined) return false
      const page = PAGES.find((candidate) => candidate.path === file)
      return page !== undefined && !anchorsOf(page.text).has(anchor)
    })
    expect(broken).toEqual([])
  })

  const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  /** What npm puts into every package. */
  const shipped: readonly string[] = [...files, 'package.json', 'README.md', 'LICENSE']
  const ships = (path: string): boolean =>
    shipped.some((part) => path === part || path.startsWith(`${part}/`))

  it.each(PAGES.filter(({ path }) => ships(path)))(
    'of $path lead to files of the package',
    ({ path, text }) => {
      expect(linksOf(path, text).filter(({ file }) => !ships(file))).toEqual([])
    },
  )
})

/** Links of a page's prose to other files and to anchors, less those to other places. */
function linksOf(path: string, text: string): { file: string; anchor: string | undefined }[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor] = target.split('#')
      const found = file === '' ? path : normalize(join(dirname(path), file)).replaceAll('\\', '/')
      return { file: found.replace(/\/$/, ''), anchor }
    })
}

/** The anchors that a page has: those of its headings, and those written out. */
function anchorsOf(text: string): Set<string> {
  const written = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!)
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set([...written, ...headings])
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
