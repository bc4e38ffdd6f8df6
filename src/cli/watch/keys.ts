import type { ReadStream } from 'node:tty'

/** Bytes that a terminal sends for Ctrl-C and Ctrl-D where it is told to leave them alone. */
const INTERRUPT = '\u0003'
const END = '\u0004'

export type KeyName = 'enter' | 'interrupt' | 'end' | (string & {})

/**
 * Hands on single keys, where standard input is a terminal.
 *
 * @returns Gives the terminal back.
 */
export function listenToKeys(input: ReadStream, onKey: (key: KeyName) => void): () => void {
  if (input.isTTY !== true) return () => {}
  const onData = (chunk: Buffer): void => {
    for (const char of chunk.toString()) onKey(NAMES[char] ?? char)
  }
  input.setRawMode(true)
  input.on('data', onData)
  input.resume()
  return () => {
    input.off('data', onData)
    input.setRawMode(false)
    input.pause()
  }
}

const NAMES: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  [INTERRUPT]: 'interrupt',
  [END]: 'end',
}
