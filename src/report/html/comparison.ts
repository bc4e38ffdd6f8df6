import { figurePair } from '../figure.ts'
import { formatCount } from '../numbers.ts'
import { sanitize } from '../sanitize.ts'
import { packFloats, packSteps } from './bytes.ts'
import { all, el, type Html } from './element.ts'
import { announcer, footer, themeSwitch, writeDocument } from './frame.ts'
import type { PackedPair } from './payload.ts'
import { diffTable, type TradeDiff } from './trade-diff.ts'

/** A curve of money over time, in order of time. */
export type Curve = {
  readonly timeMs: readonly number[]
  readonly value: readonly (number | null)[]
}

/** A figure of both sides. */
export type FigurePair = {
  readonly name: string
  readonly before: number | null
  readonly now: number | null
}

/** Two runs side by side. */
export type ComparisonSection = {
  readonly name: string
  readonly verdict: { readonly word: string; readonly isGood: boolean }
  /** What was found, in a sentence. */
  readonly says: string
  /** Further lines of plain text. */
  readonly lines: readonly string[]
  /** How the two sides are called. */
  readonly names: readonly [string, string]
  /** What the curves are, `Equity`; null where there is nothing to draw. */
  readonly curves: {
    readonly what: string
    readonly before: Curve
    readonly now: Curve
  } | null
  readonly figures: readonly FigurePair[]
  readonly trades: TradeDiff | null
}

export type Comparison = {
  readonly title: string
  readonly summary: string
  /** Of the package. */
  readonly version: string
  readonly sections: readonly ComparisonSection[]
  /** Remarks below the sections. */
  readonly remarks: readonly string[]
}

/**
 * Comparisons as one HTML document under the same rules as the report: both curves, the figures that
 * differ, and the trades that differ, the first of them marked.
 */
export function writeComparisonHtml(comparison: Comparison, write: (text: string) => void): void {
  const { title, version, sections } = comparison
  const pairs = sections.flatMap((section, i) => packPair(section, i))
  writeDocument(
    { title, version, body: bodyOf(comparison), payload: { comparisons: pairs } },
    write,
  )
}

function packPair({ curves, names, trades }: ComparisonSection, i: number): PackedPair[] {
  if (curves === null) return []
  const pack = ({ timeMs, value }: Curve): PackedPair['curves'][0] => ({
    time: packSteps(timeMs),
    value: packFloats(value),
  })
  return [
    {
      id: `curves-${i}`,
      names: [sanitize(names[0]), sanitize(names[1])],
      curves: [pack(curves.before), pack(curves.now)],
      firstMs: trades?.firstMs ?? null,
    },
  ]
}

function bodyOf({ title, summary, version, sections, remarks }: Comparison): Html {
  return all(
    el('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
    el(
      'header',
      { class: 'top' },
      el(
        'div',
        { class: 'what' },
        el('p', { class: 'kicker' }, 'Comparison'),
        el('h1', {}, title),
        el('p', { class: 'facts' }, summary),
      ),
      themeSwitch(),
    ),
    sections.length < 2
      ? null
      : el(
          'nav',
          { 'aria-label': 'Comparisons' },
          sections.map(({ name, verdict }, i) =>
            el(
              'a',
              { href: `#part-${i}`, class: verdict.isGood ? null : 'bad' },
              `${verdict.word} ${name}`,
            ),
          ),
        ),
    el(
      'main',
      { id: 'main', tabindex: -1 },
      sections.map((section, i) => part(section, i)),
      remarks.map((text) => el('p', { class: 'muted' }, text)),
    ),
    footer(version),
    announcer(),
  )
}

function part(section: ComparisonSection, i: number): Html {
  const { name, verdict, says, lines, names, curves, figures, trades } = section
  return el(
    'section',
    { id: `part-${i}`, 'aria-labelledby': `part-${i}-title` },
    el(
      'h2',
      { id: `part-${i}-title` },
      el('span', { class: `status ${verdict.isGood ? 'ok' : 'failed'}` }, verdict.word),
      ` ${name}`,
    ),
    el('p', {}, says),
    lines.length === 0
      ? null
      : el(
          'ul',
          {},
          lines.map((line) => el('li', {}, line)),
        ),
    curves === null ? null : curveFigure(curves.what, names, i, trades?.firstMs ?? null),
    figures.length === 0 ? null : all(el('h3', {}, 'Figures'), figureTable(figures, names)),
    trades === null ? null : all(el('h3', {}, 'Trades'), diffTable(trades, names)),
  )
}

function curveFigure(
  what: string,
  [before, now]: readonly [string, string],
  i: number,
  firstMs: number | null,
): Html {
  return el(
    'figure',
    {},
    el(
      'div',
      { class: 'legend', 'aria-hidden': 'true' },
      el('span', { class: 'key hold' }, before),
      el('span', { class: 'key equity' }, now),
      el('span', { class: 'key gap' }, `${now} less ${before}`),
    ),
    el('div', { id: `read-${i}`, class: 'read', 'aria-hidden': 'true' }),
    el(
      'div',
      {
        id: `curves-${i}`,
        class: 'chart pair-chart',
        role: 'group',
        'aria-label': `${what} of ${before} and ${now}`,
      },
      el('p', { class: 'muted needs-script' }, 'The chart needs the script of this page.'),
    ),
    el(
      'figcaption',
      { class: 'muted' },
      `${what}, and the difference of the two below.`,
      firstMs === null ? '' : ' The arrow is at the first trade that differs.',
    ),
  )
}

/** The figures that most ask for first, then the others behind a click. */
function figureTable(figures: readonly FigurePair[], names: readonly [string, string]): Html {
  const rank = ({ name }: FigurePair): number => (MAIN.includes(name) ? MAIN.indexOf(name) : 99)
  const sorted = [...figures].sort((a, b) => rank(a) - rank(b))
  const [first, rest] = [sorted.slice(0, MAIN.length), sorted.slice(MAIN.length)]
  return all(
    figureRows(first, names),
    rest.length === 0
      ? null
      : el(
          'details',
          {},
          el('summary', {}, `${formatCount(rest.length)} more figures`),
          figureRows(rest, names),
        ),
  )
}

const MAIN = [
  'netProfit',
  'totalProfit',
  'maxDrawdownPct',
  'trades',
  'winRate',
  'profitFactor',
  'sharpe',
  'cagrPct',
]

function figureRows(figures: readonly FigurePair[], names: readonly [string, string]): Html {
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Figures that differ' },
    el(
      'table',
      { class: 'plain figures-diff' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, 'Figure'),
          [...names, 'Change'].map((name) => el('th', { scope: 'col', class: 'num' }, name)),
        ),
      ),
      el(
        'tbody',
        {},
        figures.map(({ name, before, now }) => {
          const [was, is, change] = figurePair(name, before, now)
          return el(
            'tr',
            {},
            el('th', { scope: 'row' }, name),
            el('td', { class: 'num' }, was),
            el('td', { class: 'num' }, is),
            el('td', { class: 'num' }, change),
          )
        }),
      ),
    ),
  )
}
