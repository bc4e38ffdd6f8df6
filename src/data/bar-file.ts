import { BAR_COLUMNS, BLOCK_BARS } from '../shared/bars.ts'

/**
 * The layout of a bar file (`.qbars`), version 2; numbers are little-endian.
 *
 * | bytes | what |
 * |---|---|
 * | 8 | `MAGIC` |
 * | 4, 4, 4, 4 | version; size of the facts; their CRC-32; zero |
 * | size | the facts: a JSON object in UTF-8, filled up with spaces to a multiple of 8 |
 * | per group: 4, 4, 4, 4 | `BARS`; bars in it, 1 to 8,192; zero; zero |
 * | 6 × 8 × bars | time, open, high, low, close, volume as doubles, a column after the other |
 * | 6 × 32 | SHA-256 of each column, from the first bar of the file to the last one of the group |
 * | 4, 4 | CRC-32 of the columns of the group; CRC-32 of the digests and this number |
 * | 4, 4, 4, 4 | `END`; size of the closing words; their CRC-32; zero |
 * | size | the closing words: a JSON object like the facts |
 *
 * Everything begins at a multiple of 8. What is known only once all bars went by stands at the end,
 * so that a file is written and read as a stream. The digests are those that the hash of the bars is made
 * of: who reads a whole file computes them anyway, and each group is vouched for before a bar of it is used.
 * Who wants a part of the bars needs another hash, and looks at the CRC-32 of the groups, which costs less.
 *
 * Version 1 had blocks of 1 to 1,024 bars instead, each with the CRC-32 of its columns in front, where
 * groups have a zero, and no digests.
 */
export const MAGIC = Uint8Array.of(0x51, 0x42, 0x41, 0x52, 0x53, 0x0d, 0x0a, 0x1a)

export const VERSION = 2

/** Bytes in front of the facts, `MAGIC` included; and in front of bars or the closing words. */
export const START_BYTES = 24
export const MARK_BYTES = 16

/** `BARS` and `DONE`. */
export const BARS = 0x53524142
export const END = 0x454e4f44

/** Largest group: few digests for many bars, and still in the processor's cache. */
export const GROUP_BARS = 16 * BLOCK_BARS

export const BAR_BYTES = 8 * BAR_COLUMNS.length
export const DIGESTS_BYTES = 32 * BAR_COLUMNS.length
/** Bytes behind the bars of a group. */
export const TAIL_BYTES = DIGESTS_BYTES + 8

/** Largest facts and closing words. */
export const MOST_WORDS = 1024 * 1024

/** Whether these bytes begin a bar file. */
export function isBarFile(start: Uint8Array): boolean {
  return MAGIC.every((byte, at) => start[at] === byte)
}
