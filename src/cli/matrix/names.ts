import { resolve } from 'node:path'

/** Endings that say how bars are stored rather than what they are. */
const ENDINGS = /\.(?:js|mjs|ts|csv|tsv|txt|json|ndjson|jsonl)$/i
const PACKED = /\.(?:gz|zip|zst)$/i

/**
 * What files are called in the table: their base name, with as many folders in front as it takes to tell
 * two of one name apart.
 */
export function shownNames(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => (path === '-' ? ['stdin'] : resolve(path).split(/[\\/]/)))
  const depths = paths.map(() => 1)
  const names = (): readonly string[] => parts.map((part, i) => part.slice(-depths[i]!).join('/'))
  for (;;) {
    const now = names()
    let isMoved = false
    now.forEach((name, i) => {
      const hasTwin = now.some((other, j) => j !== i && other === name)
      if (!hasTwin || depths[i]! >= parts[i]!.length) return
      depths[i]!++
      isMoved = true
    })
    if (!isMoved) return now
  }
}

/** The names as parts of file names: without ending, unless two are told apart by nothing else. */
export function stemsOf(names: readonly string[]): readonly string[] {
  const stems = names.map(stemOf)
  return names.map((name, i) => {
    const isAlone = stems.every((other, j) => j === i || !isSame(other, stems[i]!))
    return isAlone ? stems[i]! : plain(name)
  })
}

function stemOf(name: string): string {
  const stem = name.replace(PACKED, '').replace(ENDINGS, '')
  return /[^./]$/.test(stem) ? plain(stem) : plain(name)
}

/** Braces and separators would mean something in a path. */
function plain(name: string): string {
  return name.replace(/[\\/{}]/g, '-')
}

/** Many file systems make no difference between cases. */
export function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
