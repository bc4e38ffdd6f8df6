import type { Broker } from '../broker/index.ts'
import { type Levels, MAX_LEVELS } from '../shared/outcome.ts'

type Row = {
  readonly kind: number
  readonly side: number
  readonly entryBar: number | null
  readonly from: number
  readonly to: number
  readonly price: number
}

/** A level that stands. */
type Standing = {
  readonly kind: number
  readonly side: number
  readonly entryBar: number | null
  from: number
  price: number
  /** Bar on which it was last told. */
  seen: number
}

/** Follows the levels of a broker from bar to bar. */
export type LevelTrack = {
  /** After the bar was settled. */
  bar(bar: number, broker: Pick<Broker, 'levelChanges' | 'levels'>): void
  finish(lastBar: number): Levels
}

const HALF = MAX_LEVELS / 2
/** More kinds than there are: an order and a kind make one key. */
const KINDS = 4

/** What a trial tells of its levels. */
export const NO_LEVELS: Levels = {
  kind: [],
  side: [],
  entryBar: [],
  from: [],
  to: [],
  price: [],
  dropped: 0,
}

/** Of a run with more than `MAX_LEVELS` rows the first and the last half of these are kept. */
export function createLevelTrack(): LevelTrack {
  const standing = new Map<number, Standing>()
  const first: Row[] = []
  const last: Row[] = []
  let ended = 0
  let seenChanges = 0
  let now = 0

  function end({ kind, side, entryBar, from, price }: Standing, to: number): void {
    const row = { kind, side, entryBar, from, to, price }
    if (ended < HALF) first.push(row)
    else last[(ended - HALF) % HALF] = row
    ended++
  }

  function visit(
    order: number,
    kind: number,
    side: number,
    price: number,
    entryBar: number,
    isOver: boolean,
  ): void {
    const key = order * KINDS + kind
    const known = standing.get(key)
    if (known === undefined) {
      const level = {
        kind,
        side,
        entryBar: Number.isNaN(entryBar) ? null : entryBar,
        from: now,
        price,
        seen: now,
      }
      if (isOver) end(level, now)
      else standing.set(key, level)
      return
    }
    if (isOver) return
    known.seen = now
    if (known.price === price) return
    // Given anew on the bar that it was given on: the last word counts.
    if (known.from < now) end(known, now)
    known.from = now
    known.price = price
  }

  return {
    bar(bar, broker) {
      if (broker.levelChanges === seenChanges) return
      seenChanges = broker.levelChanges
      now = bar
      broker.levels(visit)
      // Most runs have no levels, and going through a map costs something even when it is empty.
      if (standing.size === 0) return
      for (const [key, level] of standing) {
        if (level.seen === bar) continue
        end(level, bar)
        standing.delete(key)
      }
    },
    finish(lastBar) {
      for (const level of standing.values()) end(level, Math.max(level.from, lastBar))
      standing.clear()
      const rows = [...first, ...last].sort(
        (a, b) => a.from - b.from || a.to - b.to || a.kind - b.kind || a.price - b.price,
      )
      return {
        kind: rows.map(({ kind }) => kind),
        side: rows.map(({ side }) => side),
        entryBar: rows.map(({ entryBar }) => entryBar),
        from: rows.map(({ from }) => from),
        to: rows.map(({ to }) => to),
        price: rows.map(({ price }) => price),
        dropped: Math.max(0, ended - MAX_LEVELS),
      }
    },
  }
}
