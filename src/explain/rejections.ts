import { explainNote } from '../report/index.ts'
import type { DeclinedSite } from '../shared/explain.ts'
import { NOTE_CODES } from '../shared/failure.ts'
import { formatTime } from '../shared/timeframe.ts'
import type { Places } from './places.ts'
import type { RejectionGroup, RejectionSite } from './report.ts'

/** Declined orders by reason, the most frequent first, and by the line that sent them. */
export function rejectionGroups(
  declined: readonly DeclinedSite[],
  places: Places,
): readonly RejectionGroup[] {
  const byCode = new Map<DeclinedSite['code'], DeclinedSite[]>()
  for (const site of declined) byCode.set(site.code, [...(byCode.get(site.code) ?? []), site])
  return [...byCode]
    .map(([code, all]) => {
      const sites = all
        .map((site) => siteOf(site, places))
        .sort((a, b) => b.count - a.count || a.first.bar - b.first.bar)
      return {
        code,
        title: NOTE_CODES[code],
        count: sites.reduce((sum, { count }) => sum + count, 0),
        first: sites.map(({ first }) => first).reduce((a, b) => (b.bar < a.bar ? b : a)),
        last: sites.map(({ last }) => last).reduce((a, b) => (b.bar > a.bar ? b : a)),
        advice: explainNote(code),
        sites,
      }
    })
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
}

function siteOf(site: DeclinedSite, places: Places): RejectionSite {
  const { command, mark, count, firstBar, firstMs, lastBar, lastMs, id, qty, price } = site
  return {
    ...places.lineAt(mark),
    command,
    count,
    first: { bar: firstBar, time: formatTime(firstMs) },
    last: { bar: lastBar, time: formatTime(lastMs) },
    id,
    qty,
    price,
  }
}
