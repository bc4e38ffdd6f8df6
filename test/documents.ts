import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

export type Block = {
  /** `docs/strategy-guide.md:31` */
  readonly place: string
  readonly page: string
  /** The words after the backticks: `js`, `js fragment`, `js wrong`, `sh` … */
  readonly info: string
  readonly text: string
}

export type Page = {
  /** Path from the root, with `/`. */
  readonly path: string
  readonly text: string
}

/** Every Markdown page below docs, and those at the root of the repository. */
export const PAGES: readonly Page[] = [
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) =>
    join(ROOT, 'docs', path),
  ),
  ...readdirSync(ROOT).map((path) => join(ROOT, path)),
]
  .filter((path) => path.endsWith('.md'))
  .sort()
  .map((path) => ({
    path: relative(ROOT, path).replaceAll('\\', '/'),
    text: readFileSync(path, 'utf8'),
  }))

export const BLOCKS: readonly Block[] = PAGES.flatMap(({ path, text }) =>
  [...text.matchAll(/^```([^\n`]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    place: `${path}:${text.slice(0, match.index).split('\n').length}`,
    page: path,
    info: match[1]!.trim(),
    text: match[2]!,
  })),
)
