import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
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
    const facts = await stat(strategy)
    if (facts.isDirectory()) throw wrong(`"${strategy}" is a folder`, 'give a strategy file')
    if (facts.size > MAX_BYTES)
      throw wrong(
        `"${strategy}" has ${facts.size} bytes`,
        `keep a strategy under ${MAX_BYTES} bytes`,
      )
    bytes = await readFile(strategy)
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

function describe(text: string, file: string): StrategySource {
  return { text, file, hash: createHash('sha256').update(text, 'utf8').digest('hex') }
}
