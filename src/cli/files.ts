import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { QrunError } from '../index.ts'

/**
 * Writes a file whole or not at all: into a neighbour first, which is then renamed. `produce` is
 * given a function that takes the pieces of what it holds.
 *
 * @throws `U105` when the place cannot be written.
 */
export async function writeWhole(
  path: string,
  produce: (write: (piece: string | Uint8Array) => void) => void | Promise<void>,
): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
  let handle: FileHandle | undefined
  try {
    await makeFolders(dirname(path))
    handle = await open(draft, 'wx')
    const { fd } = handle
    // At once, so that a large file never stands in memory as a whole.
    await produce((piece) => writeFileSync(fd, piece))
    await handle.close()
    handle = undefined
    await rename(draft, path)
  } catch (cause) {
    await handle?.close().catch(() => {})
    await rm(draft, { force: true }).catch(() => {})
    throw unwritable(path, cause)
  }
}

/** Makes a folder and those above it. (Node's own recursive form never returns on some virtual file systems.) */
async function makeFolders(path: string): Promise<void> {
  if (await exists(path)) return
  const above = dirname(path)
  if (above !== path) await makeFolders(above)
  await mkdir(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
}

/** A path as a shell takes it for one word. */
export function quoted(path: string): string {
  const word = path.startsWith('-') ? `./${path}` : path
  return /[^\w./\\-]/.test(word) ? `"${word.replace(/["$`]/g, '\\$&')}"` : word
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function unwritable(path: string, cause: unknown): unknown {
  if (cause instanceof QrunError) return cause
  const { code = 'unknown' } = cause as NodeJS.ErrnoException
  return new QrunError({
    code: 'U105',
    message: `"${path}" cannot be written (${code})`,
    hint: 'choose another place, or mend its permissions',
  })
}
