import { stat } from 'node:fs/promises'
import { type BacktestOptions, sourceOf } from './options.ts'

/** Up to here machine code of the last tier costs more than it saves: bench, row `small`. */
const FEW_BARS = 120_000
/** What a line of bars takes at least, in the files that are met. */
const BYTES_PER_BAR = 48
const COMPRESSED = /\.(?:gz|zip|zst)$/i

/**
 * Whether the data are known, before they are read, to be so few bars that the engine does better not to
 * compile much. It decides about speed only, so a guess by the size of a file will do.
 */
export async function isShort({ data, detail, markets }: BacktestOptions): Promise<boolean> {
  if (detail !== undefined || markets !== undefined) return false
  const source = sourceOf(data)
  if ('bars' in source) return source.bars.time.length <= FEW_BARS
  if (COMPRESSED.test('path' in source ? source.path : source.name)) return false
  if ('bytes' in source) return isSmall(source.bytes.length)
  if ('stream' in source) return false
  // Where there is nothing to ask, reading will tell what is wrong.
  const facts = await stat(source.path).catch(() => undefined)
  return facts?.isFile() === true && isSmall(facts.size)
}

const isSmall = (bytes: number): boolean => bytes <= FEW_BARS * BYTES_PER_BAR
