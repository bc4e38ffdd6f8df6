import { isBarFile } from './bar-file.ts'
import { readHead, splitHead } from './beginning.ts'
import { decode, encodingOf } from './decode.ts'
import { looksLikeJson } from './json.ts'
import { openJson } from './json-rows.ts'
import type { Ledger } from './ledger.ts'
import type { DataOptions, DataSource } from './options.ts'
import type { Chunks } from './pieces.ts'
import { openBarFile } from './read-bar-file.ts'
import { readSource } from './source.ts'
import type { RowSource } from './source-rows.ts'
import { openTabular } from './tabular.ts'
import { compressionOf, unpack } from './unpack.ts'

/** Opens a file of bars: unpacks it, and reads it as a bar file, a table or JSON by its beginning. */
export async function openText(
  source: Exclude<DataSource, { bars: unknown }>,
  options: DataOptions,
  ledger: Ledger,
): Promise<RowSource> {
  const bytes = readSource(source)
  try {
    return await openBytes(bytes, options, ledger)
  } catch (error) {
    await bytes.return(undefined)
    throw error
  }
}

async function openBytes(bytes: Chunks, options: DataOptions, ledger: Ledger): Promise<RowSource> {
  const packed = await splitHead(bytes, 8)
  const compression = compressionOf(packed.head, ledger)
  const plain = await splitHead(unpack(packed.all, compression, ledger), 8)
  if (isBarFile(plain.head))
    return openBarFile(plain.all, { compression, encoding: '' }, options, ledger)
  const encoding = encodingOf(plain.head)
  const storage = { compression, encoding }
  const text = await readHead(decode(plain.all, encoding, ledger), ledger)
  if (looksLikeJson(text.whole)) return openJson(text.all, storage, options, ledger)
  return openTabular(text, storage, options, ledger)
}
