import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { QrunError } from '../errors/index.ts'
import { quote } from './faults.ts'
import type { DataSource } from './options.ts'

/** Bytes per piece: large enough to keep calls rare, small enough to stay in the cache. */
const CHUNK = 256 * 1024
/** Bytes per read once so many were read: fewer calls for a long file, no wait for a short one. */
const LONG_CHUNK = 4 * CHUNK
const LONG = 4 * 1024 * 1024

/** The name of a source in messages: never a directory of this machine. */
export function nameOf(source: DataSource): string {
  return 'path' in source ? basename(source.path) : source.name
}

/** The bytes of a source as they are stored. One buffer serves all chunks of a file, unless there is room for them. */
export function readSource(
  source: Exclude<DataSource, { bars: unknown }>,
): AsyncGenerator<Uint8Array> {
  if ('path' in source) return readFile(source.path)
  if ('bytes' in source) return once(source.bytes)
  return readStream(source.stream, source.name)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
}

async function* readFile(path: string): AsyncGenerator<Uint8Array, void, Uint8Array | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      let buffer = new Uint8Array(CHUNK)
      let room: Uint8Array | undefined
      for (let read = 0; ; ) {
        // Little room would make many reads of a file.
        const target = room !== undefined && room.length >= CHUNK ? room : buffer
        const { bytesRead } = await file.read(target, 0, target.length, null)
        if (bytesRead === 0) return
        room = yield target.subarray(0, bytesRead)
        read += bytesRead
        if (read > LONG && target.length === CHUNK) buffer = new Uint8Array(LONG_CHUNK)
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    throw unreadable(path, error)
  }
}

async function* readStream(
  stream: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) {
      // A stream may hand over a large block; small pieces keep what is buffered small.
      for (let at = 0; at < chunk.length; at += CHUNK) yield chunk.subarray(at, at + CHUNK)
    }
  } catch (error) {
    throw unreadable(name, error)
  }
}

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ENOENT: [
    'no such file',
    'check the path; names of data files are relative to the directory qrun runs in',
  ],
  ENOTDIR: ['no such file', 'a part of the path is a file, not a directory'],
  EISDIR: ['this is a directory', 'name one file in it'],
  EACCES: ['reading is not permitted', 'grant read permission on the file'],
  EPERM: ['reading is not permitted', 'grant read permission on the file'],
  EMFILE: ['too many files are open', 'raise the limit of open files or run fewer jobs'],
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof QrunError) return error
  const code = String(error.code)
  if (!('syscall' in error) && !(code in REASONS)) return error
  const [reason, hint] = REASONS[code] ?? [
    `reading failed (${code})`,
    'read the file with another tool to see what is wrong with it',
  ]
  return new QrunError(
    {
      code: 'D201',
      message: `${reason}: ${quote(path)}`,
      hint,
      place: { file: basename(path) },
    },
    { cause: error },
  )
}
