import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MAGIC = /[*?[{]/

/** Whether a name stands for files by a pattern: it has a sign of one, and no file is called so. */
export function isPattern(text: string): boolean {
  return MAGIC.test(text) && !existsSync(text)
}

/**
 * Files that a pattern names, in order of their names: `*` and `?` within a name, `[a-z]`, `{one,two}`, and
 * `**` for any folders. Names that begin with a dot need a dot in the pattern; `**` leaves out links to folders
 * and `node_modules`.
 */
export function filesLike(pattern: string): readonly string[] {
  const found = new Set<string>()
  for (const text of alternatives(pattern)) {
    const parts = text.split(process.platform === 'win32' ? /[\\/]/ : '/')
    const named = parts.filter((part) => part !== '')
    walk(parts[0] === '' ? '/' : '', named, found)
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1))
}

function walk(folder: string, parts: readonly string[], found: Set<string>): void {
  const [part, ...rest] = parts
  if (part === undefined) return
  const isLast = rest.length === 0
  const step = (name: string): void => {
    const path = join(folder, name)
    if (isLast) {
      if (isFile(path)) found.add(path)
    } else walk(path, rest, found)
  }
  if (part === '**') {
    walk(folder, isLast ? ['*'] : rest, found)
    for (const entry of entriesOf(folder))
      if (entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
        walk(join(folder, entry.name), parts, found)
  } else if (!MAGIC.test(part) || existsSync(join(folder, part))) step(part)
  else {
    const fits = matcher(part)
    for (const { name } of entriesOf(folder))
      if (fits.test(name) && (part.startsWith('.') || !name.startsWith('.'))) step(name)
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
  } catch {
    // A folder that is none, or may not be read, holds nothing that the pattern names.
    return []
  }
}

/** The patterns without braces that one with braces stands for. */
function alternatives(pattern: string): readonly string[] {
  const [whole, before = '', inner = '', after = ''] =
    /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(pattern) ?? []
  if (whole === undefined) return [pattern]
  return inner.split(',').flatMap((choice) => alternatives(before + choice + after))
}

/** One name as a regular expression; an impossible one, such as `[z-a]`, fits nothing. */
function matcher(part: string): RegExp {
  const source = part.replace(
    /\*+|\?|\[(!|\^)?([^\]/]+)\]|[\\^$.|+(){}[\]/]/g,
    (sign, not, set) => {
      if (sign.startsWith('*')) return '[^/]*'
      if (sign === '?') return '[^/]'
      if (set === undefined) return `\\${sign}`
      return `[${not === undefined ? '' : '^'}${String(set).replace(/[\\\]^[]/g, '\\$&')}]`
    },
  )
  try {
    return new RegExp(`^${source}$`, 'su')
  } catch {
    return /(?!)/
  }
}
