import { type Explanation, SITE, type Site, TALLY, TALLY_WIDTH } from '../shared/explain.ts'
import type { SourceText, TestFigures, TestPart } from './report.ts'

/** Longest text of a place; what stands on further lines is left out. */
const LONGEST = 200
/** Most of a place that is looked at: tests inside one another can each span the whole of a file. */
const FARTHEST = 4000

/** Turns places and counts into what the reports say, by the text of the file. */
export type Places = {
  /** The text of a site. */
  readonly textOf: (site: number) => SourceText
  /** The line that a position mark names, from its column on. */
  readonly lineAt: (mark: number) => SourceText
  readonly figuresOf: (site: number) => TestFigures
  readonly partOf: (site: number) => TestPart
  readonly childrenOf: (site: number, kind: number) => readonly number[]
}

export function createPlaces(source: string, { sites, tallies }: Explanation): Places {
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/)
  const field = (site: number, column: number): number => tallies[site * TALLY_WIDTH + column] ?? 0
  const bar = (value: number): number | null => (value < 0 ? null : value)

  const textOf = (site: number): SourceText => {
    const { start, end, line, column } = sites[site]!
    return { line, column, text: oneLine(source.slice(start, end)) }
  }
  const figuresOf = (site: number): TestFigures => ({
    ...textOf(site),
    runs: field(site, TALLY.RUNS),
    true: field(site, TALLY.TRUE),
    false: field(site, TALLY.FALSE),
    na: field(site, TALLY.NA),
    firstTrueBar: bar(field(site, TALLY.FIRST_TRUE)),
    lastTrueBar: bar(field(site, TALLY.LAST_TRUE)),
    lastNaBar: bar(field(site, TALLY.LAST_NA)),
  })
  const childrenOf = (parent: number, kind: number): readonly number[] =>
    sites.flatMap((site: Site, i) => (site.parent === parent && site.kind === kind ? [i] : []))
  const partOf = (site: number): TestPart => ({
    ...figuresOf(site),
    parts: childrenOf(site, SITE.PART).map(partOf),
    reads: childrenOf(site, SITE.READ).map(figuresOf),
  })
  return {
    textOf,
    lineAt(mark) {
      if (mark === 0) return { line: null, column: null, text: '' }
      const line = Math.floor(mark / 4096)
      const column = mark % 4096
      return { line, column, text: oneLine((lines[line - 1] ?? '').slice(column - 1)) }
    },
    figuresOf,
    partOf,
    childrenOf,
  }
}

function oneLine(text: string): string {
  const joined = text.slice(0, FARTHEST).replace(/\s+/g, ' ').trim()
  const isWhole = text.length <= FARTHEST && joined.length <= LONGEST
  return isWhole ? joined : `${joined.slice(0, LONGEST)}…`
}
