import { createHash } from 'node:crypto'
import { BAR_COLUMNS, type BarBlock } from '../shared/bars.ts'

/** The hash of a stream of bars. */
export type BarHash = {
  update(block: BarBlock): void
  /** Hex, 64 digits. */
  digest(symbol: string, timeframe: string): string
}

/**
 * SHA-256 over the SHA-256 digests of the six columns, followed by symbol and timeframe as UTF-8.
 * A column is its values as little-endian doubles, a missing volume as the quiet NaN
 * 0x7ff8000000000000 and -0 as 0: blocks must hold them so. Hashing by column lets bars stream.
 */
export function openHash(): BarHash {
  const hashes = BAR_COLUMNS.map(() => createHash('sha256'))
  return {
    update(block) {
      for (let k = 0; k < hashes.length; k++) {
        const column = block[BAR_COLUMNS[k]!]
        hashes[k]!.update(column.length === block.count ? column : column.subarray(0, block.count))
      }
    },
    digest(symbol, timeframe) {
      const whole = createHash('sha256')
      for (const hash of hashes) whole.update(hash.copy().digest())
      return whole.update(symbol).update(timeframe).digest('hex')
    },
  }
}
