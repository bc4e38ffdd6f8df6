/**
 * The layout of a bar file (`.qbars`), version 1; numbers are little-endian.
 *
 * | bytes | what |
 * |---|---|
 * | 8 | `MAGIC` |
 * | 4, 4, 4, 4 | version; size of the facts; their CRC-32; zero |
 * | size | the facts: a JSON object in UTF-8, filled up with spaces to a multiple of 8 |
 * | per block: 4, 4, 4, 4 | `BLOCK`; bars in it, 1 to 1,024; CRC-32 of its columns; zero |
 * | 6 × 8 × bars | time, open, high, low, close, volume as doubles, a column after the other |
 * | 4, 4, 4, 4 | `END`; size of the closing words; their CRC-32; zero |
 * | size | the closing words: a JSON object like the facts |
 *
 * Everything begins at a multiple of 8. What is known only once all bars went by stands at the end,
 * so that a file is written and read as a stream.
 */
export const MAGIC = Uint8Array.of(0x51, 0x42, 0x41, 0x52, 0x53, 0x0d, 0x0a, 0x1a)

export const VERSION = 1

/** Bytes in front of the facts, `MAGIC` included; and in front of a block or the closing words. */
export const START_BYTES = 24
export const MARK_BYTES = 16

/** `BARS` and `DONE`. */
export const BLOCK = 0x53524142
export const END = 0x454e4f44

/** Largest facts and closing words. */
export const MOST_WORDS = 1024 * 1024

/** Whether these bytes begin a bar file. */
export function isBarFile(start: Uint8Array): boolean {
  return MAGIC.every((byte, at) => start[at] === byte)
}
