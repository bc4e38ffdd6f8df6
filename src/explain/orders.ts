import {
  type Explanation,
  SITE,
  TALLY,
  TALLY_WIDTH,
  TRACK,
  TRACK_WIDTH,
} from '../shared/explain.ts'
import type { Places } from './places.ts'
import type { Guard, OrderLine, SeriesFigures, TestPart } from './report.ts'

/** Most tests, operands and lines that lead to an order that are told of in all. */
const MOST_PARTS = 20_000

/**
 * Every line that sends orders, in the order of the file, with the tests before it. A few lines of a file
 * can lead to an order in more ways than there is memory for: what is beyond the bound is left out.
 */
export function orderLines(
  { sites, tallies }: Explanation,
  places: Places,
): { readonly orders: readonly OrderLine[]; readonly isCut: boolean } {
  const known = new Map<number, { readonly part: TestPart; readonly size: number }>()
  let left = MOST_PARTS
  let isCut = false
  const take = (size: number): boolean => {
    if (size > left) {
      isCut = true
      return false
    }
    left -= size
    return true
  }
  const testOf = (site: number) => {
    let test = known.get(site)
    if (test === undefined) {
      const part = places.partOf(site)
      test = { part, size: sizeOf(part) }
      known.set(site, test)
    }
    return test
  }
  /** A function that leads to itself is told of once. */
  const lineOf = (site: number, above: readonly number[]): OrderLine => {
    const { guards, calls } = sites[site]!
    return {
      ...places.textOf(site),
      runs: tallies[site * TALLY_WIDTH + TALLY.RUNS] ?? 0,
      guards: guards.flatMap(([guard, wants]) => {
        const { part, size } = testOf(guard)
        return take(size) ? [guardOf(part, wants)] : []
      }),
      calledFrom: calls.flatMap((call) =>
        above.includes(call) || !take(1) ? [] : [lineOf(call, [...above, call])],
      ),
    }
  }
  const orders = sites
    .flatMap(({ kind }, site) => (kind === SITE.ORDER ? [lineOf(site, [site])] : []))
    .sort((a, b) => a.line! - b.line! || a.column! - b.column!)
  return { orders, isCut }
}

function sizeOf({ parts, reads }: TestPart): number {
  return parts.reduce((sum, part) => sum + sizeOf(part), 1 + reads.length)
}

function guardOf(part: TestPart, wants: boolean): Guard {
  // na is not true: what waits for false gets past it.
  return { ...part, wants, stopped: wants ? part.runs - part.true : part.true }
}

/** Every series that a name at the top of the file holds. */
export function seriesFigures(explanation: Explanation, source: string): readonly SeriesFigures[] {
  const { series, tracks } = explanation
  return series.map(({ site, output }, i) => {
    const field = (column: number): number => tracks[i * TRACK_WIDTH + column] ?? -1
    const bar = (column: number): number | null => (field(column) < 0 ? null : field(column))
    const isBoolean = field(TRACK.IS_BOOLEAN) === 1
    return {
      name: seriesName(explanation, source, site, output),
      line: explanation.sites[site]!.line,
      isBoolean,
      na: Math.max(0, field(TRACK.NA)),
      firstBar: bar(TRACK.FIRST_VALUE),
      lastNaBar: bar(TRACK.LAST_NA),
      true: isBoolean ? Math.max(0, field(TRACK.TRUE)) : null,
    }
  })
}

export function seriesName(
  { sites }: Explanation,
  source: string,
  site: number,
  output: string,
): string {
  const { start, end } = sites[site]!
  const name = source.slice(start, end).slice(0, 100)
  return output === '' ? name : `${name}.${output}`
}
