import { formatCount, formatMinute } from '../../report/index.ts'
import type { RejectionGroup, RejectionSite } from '../report.ts'
import type { Sheet } from './sheet.ts'
import { at, count, price, quoted } from './words.ts'

/** Lines of one reason that are printed; the document has them all. */
const SHOWN = 20

/** Declined orders by reason and by the line that sent them, with what to do. */
export function writeRejections(groups: readonly RejectionGroup[], sheet: Sheet): void {
  const total = groups.reduce((sum, group) => sum + group.count, 0)
  sheet.heading(total === 0 ? 'no order was declined' : `${count(total, 'order')} declined`)
  for (const group of groups) writeGroup(group, sheet)
}

function writeGroup(group: RejectionGroup, sheet: Sheet): void {
  const { pen } = sheet
  const { code, title, first, last, sites, advice } = group
  const items = [title, count(group.count, 'time'), ...span(first, last)]
  sheet.row(4, code, 0, items, pen.colour.bold)
  for (const site of sites.slice(0, SHOWN)) writeSite(site, sheet)
  const rest = sites.length - SHOWN
  if (rest > 0) sheet.row(6, '', 0, [`${count(rest, 'place')} more: --json has them`])
  sheet.row(6, '', 0, [advice])
}

function writeSite(site: RejectionSite, sheet: Sheet): void {
  const { pen } = sheet
  const place = at(site)
  sheet.row(6, place === '' ? `strategy.${site.command}` : `${place}  ${pen.clean(site.text)}`, 0, [
    count(site.count, 'time'),
    `last on bar ${formatCount(site.last.bar)}`,
    quoted('', pen.clean(site.id)),
    price('qty', site.qty),
    price('at', site.price),
  ])
}

function span(first: RejectionSite['first'], last: RejectionSite['last']): string[] {
  const words = ({ bar, time }: RejectionSite['first']): string =>
    `bar ${formatCount(bar)} (${formatMinute(time)})`
  return first.bar === last.bar
    ? [`on ${words(first)}`]
    : [`first on ${words(first)}`, `last on ${words(last)}`]
}
