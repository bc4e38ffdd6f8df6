import { BAR_COLUMNS, INLET_ROWS } from '../shared/bars.ts'
import type { RealmTable } from '../shared/realm.ts'

/** Rows of a feed that are on the way: how many each chart bar confirms, and the rows. */
type Rows = { readonly counts: Float64Array; readonly columns: readonly Float64Array[] }

/** The way of the bars of other markets into the realm, a few at a time beside the chart's. */
export type Inflow = {
  /** What comes with the next chart bars. */
  give(feeds: readonly Rows[]): void
  /** Hands in rows that come before the next chart bar; false when the realm failed. */
  early(feeds: readonly Rows[], slot: number): boolean
  /**
   * Lays in what up to `most` chart bars from `slot` on confirm; how many they are, or 0 when the realm
   * failed over rows that had to go ahead.
   */
  load(slot: number, most: number): number
}

export function createInflow(table: RealmTable, feedCount: number): Inflow {
  const inlets = Array.from({ length: feedCount }, (_, feed) => ({
    columns: BAR_COLUMNS.map((_, column) => table.inlet(feed, column)),
    confirmed: table.confirmed(feed),
    counts: new Float64Array(0) as Float64Array,
    rows: [] as readonly Float64Array[],
    /** Next row, and the chart bar that confirms it. */
    at: 0,
    bar: 0,
  }))

  /** Copies the next `count` rows of a feed into its inlet. */
  function pour(feed: number, count: number): void {
    const inlet = inlets[feed]!
    for (let k = 0; k < inlet.columns.length; k++)
      inlet.columns[k]!.set(inlet.rows[k]!.subarray(inlet.at, inlet.at + count))
    inlet.at += count
    table.giveRows(feed, count)
  }

  /** Hands in rows of which no chart bar is told yet, until at most `left` of each feed's are left. */
  function goAhead(left: readonly number[], keep: number, slot: number): boolean {
    const rest = [...left]
    while (rest.some((count) => count > keep)) {
      rest.forEach((count, feed) => {
        const now = count > keep ? Math.min(INLET_ROWS, count) : 0
        pour(feed, now)
        rest[feed] = count - now
      })
      if (table.advance(slot, slot) !== 0) return false
    }
    rest.forEach((count, feed) => {
      const { counts, bar } = inlets[feed]!
      if (bar < counts.length) counts[bar] = count
    })
    return true
  }

  function give(feeds: readonly Rows[]): void {
    feeds.forEach(({ counts, columns }, feed) => {
      Object.assign(inlets[feed]!, { counts: counts.slice(), rows: columns, at: 0, bar: 0 })
    })
  }

  return {
    give,
    early(feeds, slot) {
      give(feeds)
      return goAhead(
        feeds.map(({ columns }) => columns[0]!.length),
        0,
        slot,
      )
    },
    load(slot, most) {
      const first = inlets.map(({ counts, bar }) => counts[bar] ?? 0)
      if (first.some((count) => count > INLET_ROWS) && !goAhead(first, INLET_ROWS, slot)) return 0
      let bars = most
      for (const { counts, bar, confirmed } of inlets) {
        let sum = 0
        for (let i = 0; i < bars; i++) {
          sum += counts[bar + i] ?? 0
          if (sum > INLET_ROWS) {
            bars = i
            break
          }
          confirmed[slot + i] = sum
        }
      }
      inlets.forEach((inlet, feed) => {
        pour(feed, inlet.confirmed[slot + bars - 1]!)
        inlet.bar += bars
      })
      return bars
    },
  }
}
