import type { PackedLevels } from '../payload.ts'
import { readBytes, readSteps } from './decode.ts'
import type { Trades } from './trades.ts'

export type RestingKind = 'stop' | 'target' | 'trail'
const KINDS: readonly RestingKind[] = ['stop', 'target', 'trail']

/** Where stops and targets rested, in columns; a row stood from the end of bar `from` to bar `to`. */
export type Resting = {
  readonly count: number
  readonly dropped: number
  readonly from: Float64Array
  readonly to: Float64Array
  readonly price: Float64Array
  kind(row: number): RestingKind
  /** The rows that stood at any moment of bars `from` to `to`. */
  between(from: number, to: number): number[]
  /** The rows of a trade's own orders; where there are none, those that stood against its side meanwhile. */
  ofTrade(trade: number): number[]
  /** The rows, each list those of one order's level as it was moved. */
  chains(rows: readonly number[]): number[][]
}

export function readResting(packed: PackedLevels, trades: Trades): Resting {
  const flags = readBytes(packed.flags)
  const entry = readSteps(packed.entry)
  const from = readSteps(packed.from)
  const to = readSteps(packed.length).map((length, i) => from[i]! + length)
  const scale = Number(`1e${packed.decimals}`)
  const price = readSteps(packed.price).map((units) => units / scale)
  const kind = (row: number): RestingKind => KINDS[flags[row]! & 3] ?? 'stop'
  function between(first: number, last: number): number[] {
    const rows: number[] = []
    // In order of `from`.
    for (let row = 0; row < from.length && from[row]! <= last; row++)
      if (to[row]! >= first) rows.push(row)
    return rows
  }
  return {
    count: from.length,
    dropped: packed.dropped,
    from,
    to,
    price,
    kind,
    between,
    ofTrade(trade) {
      const [first, last] = [trades.entryBar[trade]!, trades.exitBar[trade]!]
      const rows = between(first, last).filter(
        (row) => ((flags[row]! & 4) !== 0) === trades.isLong(trade),
      )
      const own = rows.filter((row) => entry[row] === first || entry[row] === -1)
      return own.length > 0 ? own : rows
    },
    chains(rows) {
      const chains: number[][] = []
      for (const row of rows) {
        const moved = chains.find((chain) => {
          const last = chain.at(-1)!
          return to[last] === from[row] && from[last]! < from[row]! && kind(last) === kind(row)
        })
        if (moved === undefined) chains.push([row])
        else moved.push(row)
      }
      return chains
    },
  }
}
