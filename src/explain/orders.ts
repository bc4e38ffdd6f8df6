import {
  type Explanation,
  SITE,
  TALLY,
  TALLY_WIDTH,
  TRACK,
  TRACK_WIDTH,
} from '../shared/explain.ts'
import type { Places } from './places.ts'
import type { Guard, OrderLine, SeriesFigures } from './report.ts'

/** Every line that sends orders, in the order of the file, with the tests before it. */
export function orderLines(explanation: Explanation, places: Places): readonly OrderLine[] {
  const { sites, tallies } = explanation
  /** A function that leads to itself is told of once. */
  const lineOf = (site: number, above: readonly number[]): OrderLine => {
    const { guards, calls } = sites[site]!
    return {
      ...places.textOf(site),
      runs: tallies[site * TALLY_WIDTH + TALLY.RUNS] ?? 0,
      guards: guards.map(([guard, wants]) => guardOf(places, guard, wants)),
      calledFrom: calls
        .filter((call) => !above.includes(call))
        .map((call) => lineOf(call, [...above, call])),
    }
  }
  return sites
    .flatMap(({ kind }, site) => (kind === SITE.ORDER ? [lineOf(site, [site])] : []))
    .sort((a, b) => a.line! - b.line! || a.column! - b.column!)
}

function guardOf(places: Places, site: number, wants: boolean): Guard {
  const part = places.partOf(site)
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
