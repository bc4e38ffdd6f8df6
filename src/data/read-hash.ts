import { type BarBlock, blockOf } from '../shared/bars.ts'
import { type BarHash, openHash } from './hash.ts'
import type { RowBlock } from './rows.ts'

/**
 * The hash of the bars of a feed whose reader has to hash what it reads anyway: one hash serves both, as
 * long as the feed gives the very bars that were read, from the first one on. As soon as it leaves any out
 * or gives others, it gets a hash of its own that goes on from those it gave until then.
 */
export type ReadHash = {
  /** Takes the next bars of the file, which stay as they are until `leave`; each column ends with them. */
  enter(group: BarBlock): void
  /** Before the bars that were taken last are written over. */
  leave(): void
  /** SHA-256 of each column of all bars taken, one behind the other. */
  columns(): Uint8Array
  /** Bars that the feed gives. */
  update(block: BarBlock | RowBlock): void
  /** The hash of all bars given. */
  digest: BarHash['digest']
}

export function openReadHash(): ReadHash {
  const read = openHash()
  /** The group at hand, how many bars stand before it, and their hash. */
  let group = blockOf(0, () => new Float64Array(0))
  let start = 0
  let before = read.copy()
  /** While there is no hash of its own, these are the first bars of the file, and end in or with the group. */
  let given = 0
  let own: BarHash | undefined

  const part = (): BarHash => {
    const hash = before.copy()
    hash.update({ ...group, count: given - start })
    return hash
  }
  const isWhole = (): boolean => given === start + group.count

  return {
    enter(next) {
      start += group.count
      group = next
      before = read.copy()
      read.update(next)
    },
    leave() {
      if (!isWhole()) own ??= part()
    },
    columns: () => read.columns(),
    update(block) {
      const asRead = 'hashedTo' in block ? block.hashedTo : 0
      if (given + block.count !== asRead) own ??= part()
      own?.update(block)
      given += block.count
    },
    digest(symbol, timeframe) {
      const hash = own ?? (isWhole() ? read : part())
      return hash.digest(symbol, timeframe)
    },
  }
}
