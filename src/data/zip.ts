import type { Ledger } from './ledger.ts'
import type { Chunks } from './pieces.ts'
import { inflate } from './unpack.ts'

/** The directory of a zip file stands at its end, so the packed bytes are held in memory. */
const MAX_PACKED = 1024 * 1024 * 1024

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const STORED = 0
const DEFLATED = 8

type Entry = { readonly name: string; readonly method: number; readonly data: Uint8Array }

/** The data files of a zip one after the other, in the order of their names. */
export async function* unzip(chunks: Chunks, ledger: Ledger): AsyncGenerator<Uint8Array> {
  const entries = readDirectory(await collect(chunks, ledger), ledger)
  if (entries.length > 1) ledger.note('N323', `${entries.length} files of the zip were joined`)
  for (const { name, method, data } of entries) {
    if (method !== STORED && method !== DEFLATED) {
      throw damaged(ledger, `${name} is packed by method ${method}`)
    }
    const plain =
      method === STORED
        ? whole(data)
        : inflate(whole(data), (zlib) => zlib.createInflateRaw(), ledger)
    let last = 10
    for await (const chunk of plain) {
      last = chunk[chunk.length - 1] ?? last
      yield chunk
    }
    // A file without a final line end must not run into the next one.
    if (last !== 10) yield Uint8Array.of(10)
  }
}

async function* whole(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data
}

async function collect(chunks: Chunks, ledger: Ledger): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MAX_PACKED) throw damaged(ledger, 'the zip is larger than 1 GiB')
    parts.push(chunk.slice())
  }
  return Buffer.concat(parts)
}

function readDirectory(zip: Buffer, ledger: Ledger): Entry[] {
  let end = zip.length - 22
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end--
  if (end < 0) throw damaged(ledger, 'the directory of the zip is missing: the file ends too early')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  const entries: Entry[] = []
  try {
    for (let i = 0; i < count; i++) {
      if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('no entry')
      const nameLength = zip.readUInt16LE(at + 28)
      const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
      if (name === '[Content_Types].xml') {
        throw ledger.error('D226', 'the file is a spreadsheet', 'export the sheet as CSV')
      }
      if (zip.readUInt16LE(at + 8) & 1) throw damaged(ledger, 'the zip is encrypted')
      if (isData(name)) entries.push(entryAt(zip, at, name))
      at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    }
  } catch (error) {
    if (error instanceof RangeError) throw damaged(ledger, 'the directory of the zip is damaged')
    throw error
  }
  if (entries.length === 0) {
    throw ledger.error('D202', 'the zip holds no data file', 'pack at least one CSV file')
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function entryAt(zip: Buffer, at: number, name: string): Entry {
  const size = zip.readUInt32LE(at + 20)
  const local = zip.readUInt32LE(at + 42)
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  if (start + size > zip.length) throw new RangeError('entry beyond the end')
  return { name, method: zip.readUInt16LE(at + 10), data: zip.subarray(start, start + size) }
}

/** Directories, hidden files, system folders and checksums are no data. */
function isData(name: string): boolean {
  return !/\/$|(^|\/)\.|^__MACOSX\/|\.(md|checksum|sha256|pdf|html?)$/i.test(name)
}

function damaged(ledger: Ledger, says: string): Error {
  return ledger.error(
    'D203',
    says,
    'unpack the file first, or pack it again without special options',
  )
}
