import type { Broker, Fill } from '../broker/index.ts'
import type { BarBlock } from '../shared/bars.ts'
import {
  type AccountFacts,
  type BarAccount,
  type DeclinedFact,
  type DeclinedSite,
  type Explanation,
  type FillFacts,
  MAX_DECLINED_SITES,
  MAX_FACTS,
  type SentCommand,
  type Site,
  TALLY,
  TALLY_WIDTH,
  TRACK,
  TRACK_WIDTH,
  type TrackedSeries,
  type WantedBar,
} from '../shared/explain.ts'
import { ACCOUNT, ACCOUNT_WIDTH, COMMAND_WIDTH } from '../shared/layout.ts'
import type { Declaration, Declined } from '../shared/outcome.ts'
import type { RealmTable } from '../shared/realm.ts'
import { commandName } from './declined.ts'
import { commandFacts, fillFacts, numberOrNull, pendingFacts } from './facts.ts'

/** A declined order as the broker tells of it; NaN where something is not known. */
type DeclinedRow = {
  readonly id: string
  readonly kind: number
  readonly qty: number
  readonly price: number
  readonly mark: number
}

/** Looks on while a run is made, and tells what it saw. It changes nothing of the run. */
export type Witness = {
  /** What the gate has marked. */
  readonly sites: (sites: readonly Site[], isCut: boolean) => void
  /** The bars may begin. */
  readonly begin: (broker: Broker, declaration: Declaration) => void
  /** How many of the next `most` bars may run at once: a bar that is wanted runs alone. */
  readonly reach: (block: BarBlock, from: number, bar: number, most: number) => number
  /** Before bars from `bar` on run, the first of them row `at` of a block; and after `ran` of them have. */
  readonly before: (block: BarBlock, at: number, bar: number, detail: number) => void
  readonly after: (bar: number, slot: number, ran: number) => void
  readonly commands: (rows: Float64Array, count: number, isEarly: boolean) => void
  readonly fill: (fill: Fill) => void
  readonly decline: (code: Declined['code'], bar: number, timeMs: number, row: DeclinedRow) => void
  readonly finish: (bars: number) => Explanation
}

type Open = { -readonly [K in keyof BarAccount]: BarAccount[K] } & {
  commands: SentCommand[]
  fills: FillFacts[]
  declined: DeclinedFact[]
}

/** @param texts All texts of the run so far, by number. */
export function createWitness(
  wanted: readonly WantedBar[],
  table: RealmTable,
  texts: readonly string[],
): Witness {
  let sites: readonly Site[] = []
  let isCut = false
  let broker: Broker | undefined
  let plotCount = 0
  let slippage = 0
  let series: readonly TrackedSeries[] = []
  // Kept here: after a stop from outside nothing of the realm is called.
  let tallies = new Float64Array(0) as Float64Array
  let tracks = tallies
  /** What was told of each wanted bar. */
  const told: (BarAccount | undefined)[] = wanted.map(() => undefined)
  const declined = new Map<string, { -readonly [K in keyof DeclinedSite]: DeclinedSite[K] }>()
  let open: Open | undefined

  /** Places of the wanted bars that row `at` of a block is. */
  const placesOf = ({ time, count }: BarBlock, at: number, bar: number): number[] =>
    wanted.flatMap((want, place) => {
      if ('bar' in want) return want.bar === bar ? [place] : []
      const { timeMs, spanMs } = want
      const opening = time[at]!
      // The last bar that had opened by then.
      const isLast = at + 1 >= count || time[at + 1]! > timeMs
      return opening <= timeMs && opening > timeMs - spanMs && isLast ? [place] : []
    })

  const account = (of: Broker): AccountFacts => {
    const row = new Float64Array(ACCOUNT_WIDTH)
    of.writeAccount(row, 0)
    return {
      position: row[ACCOUNT.POSITION_SIZE]!,
      price: numberOrNull(row[ACCOUNT.POSITION_AVG_PRICE]!),
      equity: row[ACCOUNT.EQUITY]!,
      netprofit: row[ACCOUNT.NETPROFIT]!,
      openprofit: row[ACCOUNT.OPENPROFIT]!,
    }
  }

  /** Keeps a fact of the bar that is looked at, if there is room. */
  const keep = <T>(list: T[], fact: T): void => {
    if (list.length < MAX_FACTS) list.push(fact)
    else open!.dropped++
  }

  return {
    sites(found, cut) {
      sites = found
      isCut = cut
      tallies = table.tallies()
    },
    begin(of, { plots, settings }) {
      broker = of
      plotCount = plots.length
      slippage = settings.slippage
      series = JSON.parse(table.beginTracks()) as TrackedSeries[]
      tracks = table.tracks()
    },
    reach(block, from, bar, most) {
      for (let i = 0; wanted.length > 0 && i < most; i++)
        if (placesOf(block, from + i, bar + i).length > 0) return i === 0 ? 1 : i
      return most
    },
    before(block, at, bar, detail) {
      const places = placesOf(block, at, bar)
      if (places.length === 0 || broker === undefined) return
      const before = account(broker)
      const pending = broker.workingOrders().map((order) => pendingFacts(order, texts))
      open = {
        wanted: places[0]!,
        bar,
        timeMs: block.time[at]!,
        open: block.open[at]!,
        high: block.high[at]!,
        low: block.low[at]!,
        close: block.close[at]!,
        volume: numberOrNull(block.volume[at]!),
        detail,
        isWarmup: false,
        before,
        after: before,
        pending: pending.slice(0, MAX_FACTS),
        commands: [],
        fills: [],
        declined: [],
        dropped: Math.max(0, pending.length - MAX_FACTS),
        tests: [],
        series: [],
        plots: [],
      }
      for (const place of places) told[place] = open
    },
    after(bar, slot, ran) {
      table.countTracks(bar, slot, slot + ran)
      if (open === undefined || broker === undefined) return
      open.after = account(broker)
      open.tests = testsOn(bar)
      table.lookAtTracks()
      open.series = series.map((_, i) => [
        numberOrNull(tracks[i * TRACK_WIDTH + TRACK.NOW]!),
        numberOrNull(tracks[i * TRACK_WIDTH + TRACK.BEFORE]!),
      ])
      open.plots = Array.from({ length: plotCount }, (_, i) =>
        numberOrNull(table.plotRing(i)[slot] ?? Number.NaN),
      )
      open = undefined
    },
    commands(rows, count, isEarly) {
      if (open === undefined) return
      if (isEarly) open.isWarmup = true
      for (let i = 0; i < count; i++)
        keep(open.commands, commandFacts(rows, i * COMMAND_WIDTH, texts))
    },
    fill(fill) {
      if (open !== undefined) keep(open.fills, fillFacts(fill, slippage, texts))
    },
    decline(code, bar, timeMs, { id, kind, qty, price, mark }) {
      const row = {
        command: commandName(kind),
        id,
        qty: numberOrNull(qty),
        price: numberOrNull(price),
        mark,
      }
      if (open !== undefined) keep(open.declined, { code, ...row })
      // Marks are the strategy's own words: it can make up as many as it likes. The rest has no place.
      const isNew = !declined.has(`${code} ${mark}`)
      const at = isNew && declined.size >= MAX_DECLINED_SITES ? 0 : mark
      const key = `${code} ${at}`
      let group = declined.get(key)
      if (group === undefined) {
        group = { code, ...row, count: 0, firstBar: bar, firstMs: timeMs, lastBar: 0, lastMs: 0 }
        declined.set(key, group)
      }
      Object.assign(group, row, { mark: at })
      group.count++
      group.lastBar = bar
      group.lastMs = timeMs
    },
    finish: (bars) => ({
      bars,
      sites,
      isCut,
      tallies: Array.from(tallies, numberOrNull),
      series,
      tracks: Array.from(tracks, numberOrNull),
      wanted: told.filter((bar) => bar !== undefined),
      declined: [...declined.values()],
    }),
  }

  function testsOn(bar: number): BarAccount['tests'] {
    return sites.flatMap((_, site) => {
      const at = site * TALLY_WIDTH
      if (tallies[at + TALLY.BAR] !== bar) return []
      return [
        [
          site,
          tallies[at + TALLY.BAR_RUNS]!,
          tallies[at + TALLY.KIND]!,
          numberOrNull(tallies[at + TALLY.NUMBER]!),
        ] as const,
      ]
    })
  }
}
