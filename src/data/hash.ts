import { createHash, type Hash } from 'node:crypto'
import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'

/** The hash of a stream of bars. */
export type BarHash = {
  update(block: BarBlock): void
  /** Hex, 64 digits. */
  digest(symbol: string, timeframe: string): string
}

/** A hash in the making that tells its columns. */
export type ColumnHash = BarHash & {
  /** SHA-256 of each column so far, one behind the other. */
  columns(): Uint8Array
  /** One that goes on from here by itself. */
  copy(): ColumnHash
}

/**
 * SHA-256 over the SHA-256 digests of the six columns, followed by symbol and timeframe as UTF-8.
 * A column is its values as little-endian doubles, a missing volume as the quiet NaN
 * 0x7ff8000000000000 and -0 as 0: blocks must hold them so. Hashing by column lets bars stream.
 */
export function openHash(): ColumnHash {
  return hashOf(BAR_COLUMNS.map(() => createHash('sha256')))
}

function hashOf(hashes: readonly Hash[]): ColumnHash {
  const columns = (): Uint8Array => Buffer.concat(hashes.map((hash) => hash.copy().digest()))
  return {
    update(block) {
      for (let k = 0; k < hashes.length; k++) {
        const column = block[BAR_COLUMNS[k]!]
        hashes[k]!.update(column.length === block.count ? column : column.subarray(0, block.count))
      }
    },
    columns,
    copy: () => hashOf(hashes.map((hash) => hash.copy())),
    digest: (symbol, timeframe) =>
      createHash('sha256').update(columns()).update(symbol).update(timeframe).digest('hex'),
  }
}
