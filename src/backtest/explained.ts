import {
  type AccountFacts,
  type BarAccount,
  type DeclinedFact,
  type DeclinedSite,
  type Explanation,
  FILL_HOW,
  type FillFacts,
  MAX_DECLINED_SITES,
  MAX_FACTS,
  MAX_GUARDS,
  MAX_SERIES,
  MAX_SITES,
  type PendingOrder,
  type SentCommand,
  SITE,
  type Site,
  TALLY_WIDTH,
  TRACK_WIDTH,
  type TrackedSeries,
  VALUE,
} from '../shared/explain.ts'
import { NOTE_CODES } from '../shared/failure.ts'
import type { Job } from '../shared/job.ts'
import { MAX_TEXT_LENGTH } from '../shared/layout.ts'
import { parse, refuseMessage } from './check.ts'
import { type Check, figure, flag, index, list, oneOf, orNull, record, text } from './shape.ts'

const count = index()
const finite: Check = Number.isFinite
const words = text(MAX_TEXT_LENGTH)
const command = text(20)
const side = oneOf([-1, 0, 1])
const code = oneOf(Object.keys(NOTE_CODES))

function tuple(...of: readonly Check[]): Check {
  return (value) =>
    Array.isArray(value) && value.length === of.length && of.every((check, i) => check(value[i]))
}

const account = record<AccountFacts>({
  position: finite,
  price: figure,
  equity: figure,
  netprofit: figure,
  openprofit: figure,
})

const pending = record<PendingOrder>({
  command,
  id: words,
  side,
  qty: figure,
  stop: figure,
  limit: figure,
  activation: figure,
  trail: figure,
  fromEntry: words,
  isWaiting: flag,
  bar: count,
  mark: count,
})

const sent = record<SentCommand>({
  command,
  id: words,
  side,
  values: list(tuple(text(20), finite), 20),
  fromEntry: words,
  comment: words,
  mark: count,
})

const fill = record<FillFacts>({
  id: words,
  comment: words,
  command,
  how: index(FILL_HOW.length - 1),
  side,
  qty: finite,
  closed: finite,
  opened: finite,
  price: finite,
  slippage: count,
  fee: finite,
  position: finite,
})

const declined = record<DeclinedFact>({
  code,
  command,
  id: words,
  qty: figure,
  price: figure,
  mark: count,
})

const declinedSite = record<DeclinedSite>({
  code,
  command,
  mark: count,
  count,
  firstBar: count,
  firstMs: finite,
  lastBar: count,
  lastMs: finite,
  id: words,
  qty: figure,
  price: figure,
})

/**
 * What the jail says that it saw (P4). A file can make it say anything of the file's own run, but
 * nothing that the report does not expect: places lie inside the source, numbers of sites are those of
 * sites.
 *
 * @throws `X502` for anything else.
 */
export function readExplanation(json: string, { source, explain = [] }: Job): Explanation {
  const value = parse(json, 'explanation')
  const { sites, series } = (value ?? {}) as Partial<Explanation>
  const siteCount = Array.isArray(sites) ? sites.length : 0
  const seriesCount = Array.isArray(series) ? series.length : 0
  const site = index(siteCount - 1)
  const siteShape = record<Site>({
    kind: index(SITE.SERIES),
    start: index(source.length),
    end: index(source.length),
    line: count,
    column: count,
    parent: (parent) => parent === -1 || site(parent),
    guards: list(tuple(site, flag), MAX_GUARDS),
    calls: list(site, MAX_GUARDS),
  })
  const bar = record<BarAccount>({
    wanted: index(explain.length - 1),
    bar: count,
    timeMs: finite,
    open: finite,
    high: finite,
    low: finite,
    close: finite,
    volume: figure,
    detail: count,
    isWarmup: flag,
    before: account,
    after: account,
    pending: list(pending, MAX_FACTS),
    commands: list(sent, MAX_FACTS),
    fills: list(fill, MAX_FACTS),
    declined: list(declined, MAX_FACTS),
    dropped: count,
    tests: list(tuple(site, count, index(VALUE.TRUTHY), figure), MAX_SITES),
    series: list(tuple(figure, figure), seriesCount),
    plots: list(figure, 64),
  })
  const shape = record<Explanation>({
    bars: count,
    sites: list(siteShape, MAX_SITES),
    isCut: flag,
    tallies: list(orNull(finite), siteCount * TALLY_WIDTH),
    series: list(record<TrackedSeries>({ site, output: text(100) }), MAX_SERIES),
    tracks: list(orNull(finite), seriesCount * TRACK_WIDTH),
    wanted: list(bar, explain.length),
    // One more of each reason, for those without a place.
    declined: list(declinedSite, MAX_DECLINED_SITES + Object.keys(NOTE_CODES).length),
  })
  const isSound =
    shape(value) &&
    (value as Explanation).tallies.length === siteCount * TALLY_WIDTH &&
    (value as Explanation).tracks.length === seriesCount * TRACK_WIDTH &&
    (value as Explanation).sites.every(({ start, end, kind, parent }, i) => {
      const isPart = kind === SITE.PART || kind === SITE.READ
      return start <= end && parent < i && parent >= 0 === isPart
    })
  if (!isSound) throw refuseMessage('explanation')
  return value as Explanation
}

/** As a field of what was collected. */
export function explained(explanation: Explanation | undefined): {
  readonly explanation?: Explanation
} {
  return explanation === undefined ? {} : { explanation }
}
