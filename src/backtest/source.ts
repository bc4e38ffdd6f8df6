import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { QrunError } from '../errors/index.ts'
import type { BacktestOptions } from './options.ts'

export type StrategySource = {
  readonly text: string
  /** Base name. */
  readonly file: string
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string
}

/** Largest strategy file, in bytes; the gate has the finer rules. */
const MAX_BYTES = 4 * 1024 * 1024

/** @throws `U104` when the file cannot be read as text. */
export async function readStrategy(strategy: BacktestOptions['strategy']): Promise<StrategySource> {
  if (typeof strategy !== 'string') return describe(strategy.source, basename(strategy.name))
  const file = basename(strategy)
  const wrong = (message: string, hint: string): QrunError =>
    new QrunError({ code: 'U104', message, hint, place: { file } })
  let bytes: Uint8Array
  try {
    bytes = await readBounded(strategy, wrong)
  } catch (cause) {
    if (cause instanceof QrunError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT')
      throw wrong(
        `strategy file "${strategy}" does not exist`,
        'check the path, or make one with qrun new',
      )
    throw wrong(
      `strategy file "${strategy}" cannot be read (${code ?? 'unknown'})`,
      'check its permissions',
    )
  }
  try {
    return describe(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes), file)
  } catch {
    throw wrong(`strategy file "${strategy}" is not UTF-8 text`, 'save it as UTF-8')
  }
}

/** The bytes of a file, never more than one above the limit: a device or a pipe has no size and may have no end. */
async function readBounded(
  path: string,
  wrong: (message: string, hint: string) => QrunError,
): Promise<Uint8Array> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path)
    const facts = await handle.stat()
    if (facts.isDirectory()) throw wrong(`"${path}" is a folder`, 'give a strategy file')
    const bytes = Buffer.alloc(Math.min(facts.isFile() ? facts.size : MAX_BYTES, MAX_BYTES) + 1)
    let size = 0
    for (;;) {
      const { bytesRead } = await handle.read(bytes, size, bytes.length - size, null)
      size += bytesRead
      if (bytesRead === 0 || size === bytes.length) break
    }
    if (size > MAX_BYTES)
      throw wrong(
        `"${path}" has more than ${MAX_BYTES} bytes`,
        `keep a strategy under ${MAX_BYTES} bytes`,
      )
    return bytes.subarray(0, size)
  } finally {
    await handle?.close()
  }
}

function describe(text: string, file: string): StrategySource {
  return { text, file, hash: createHash('sha256').update(text, 'utf8').digest('hex') }
}
