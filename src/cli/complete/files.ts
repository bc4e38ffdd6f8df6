import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Candidate } from './candidate.ts'

export const STRATEGIES = ['js', 'ts', 'mjs', 'mts', 'cjs', 'cts']
export const DATA = ['csv', 'tsv', 'txt', 'json', 'jsonl', 'ndjson', 'qbars', 'gz', 'zip', 'zst']

/** More names than this help nobody. */
const MOST = 500

/**
 * Files of a kind, and folders to look for them in, that begin with `typed`.
 *
 * @param endings Those of their names, without the dot; none for files of any name.
 * @param prefix What stands before the path in the same word: `--data=`, `ETH=`.
 */
export function filesLike(
  typed: string,
  endings: readonly string[],
  prefix = '',
): readonly Candidate[] {
  const at = typed.lastIndexOf('/') + 1
  const [folder, start] = [typed.slice(0, at), typed.slice(at)]
  const found: Candidate[] = []
  for (const entry of readdirSync(pathOf(folder), { withFileTypes: true })) {
    const { name } = entry
    if (found.length === MOST) break
    if (!name.startsWith(start) || (name.startsWith('.') && !start.startsWith('.'))) continue
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(folder, name))
    if (!isFolder && endings.length > 0 && !endings.some((ending) => name.endsWith(`.${ending}`)))
      continue
    // Declarations are no strategies.
    if (!isFolder && endings.includes('ts') && name.endsWith('.d.ts')) continue
    // A name that begins with a dash would be read as a flag.
    const safe = folder === '' && prefix === '' && name.startsWith('-') ? './' : ''
    found.push({
      value: `${prefix}${safe}${folder}${name}${isFolder ? '/' : ''}`,
      isFile: true,
    })
  }
  return found.sort((a, b) => (a.value < b.value ? -1 : 1))
}

/** `~` is the shell's, and stands in the word still. */
function pathOf(folder: string): string {
  const { HOME = '' } = process.env
  if (folder.startsWith('~/') && HOME !== '') return join(HOME, folder.slice(2))
  return folder === '' ? '.' : folder
}

function leadsToFolder(folder: string, name: string): boolean {
  try {
    return statSync(join(pathOf(folder), name)).isDirectory()
  } catch {
    return false
  }
}
