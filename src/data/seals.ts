import { type BarBlock, BLOCK_BARS } from '../shared/bars.ts'
import { DIGESTS_BYTES, GROUP_BARS, TAIL_BYTES } from './bar-file.ts'
import type { Intake } from './intake.ts'
import type { ReadHash } from './read-hash.ts'

/** Bars of a bar file that stand together, and what vouches for them. */
export type Sealed = {
  readonly bars: BarBlock
  /** The same as they are stored. */
  readonly bytes: Uint8Array
  /** The number in front of them. */
  readonly sum: number
  /** The bytes behind them. */
  readonly tail: Uint8Array
}

/** How the bars of a version are kept from harm. */
export type Seal = {
  readonly part: 'block' | 'group'
  readonly mostBars: number
  readonly tailBytes: number
  readonly proof: 'checksum' | 'digests'
  /** Of all bars so far, where they are hashed to be vouched for. */
  readonly hash?: ReadHash | undefined
  isWhole(sealed: Sealed): boolean
}

/** Version 1: a CRC-32 of each block. */
export function openChecksums(intake: Intake): Seal {
  return {
    part: 'block',
    mostBars: BLOCK_BARS,
    tailBytes: 0,
    proof: 'checksum',
    isWhole: ({ bytes, sum }) => intake.sum(bytes) === sum,
  }
}

/**
 * Version 2: the digests of all bars so far, or the CRC-32 of each group where the bars are not hashed as they
 * are read.
 */
export function openDigests(intake: Intake, hash: ReadHash | undefined): Seal {
  return {
    part: 'group',
    mostBars: GROUP_BARS,
    tailBytes: TAIL_BYTES,
    proof: hash === undefined ? 'checksum' : 'digests',
    hash,
    isWhole({ bars, bytes, sum, tail }) {
      const sums = new DataView(tail.buffer, tail.byteOffset + DIGESTS_BYTES)
      const isTail = intake.sum(tail.subarray(0, -4)) === sums.getUint32(4, true)
      if (sum !== 0 || !isTail) return false
      if (hash === undefined) return intake.sum(bytes) === sums.getUint32(0, true)
      hash.enter(bars)
      return Buffer.compare(hash.columns(), tail.subarray(0, DIGESTS_BYTES)) === 0
    },
  }
}
