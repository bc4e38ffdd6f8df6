import { readdir, readFile } from 'node:fs/promises'
import { packageFile } from '../index.ts'

/** A name in a table. */
const ROW = /^\| `(.+?)` \| (.+) \|$/gm

async function readPages(): Promise<readonly string[]> {
  const folder = packageFile('docs/api')
  const pages = (await readdir(folder)).filter((page) => page !== 'README.md').sort()
  return Promise.all(pages.map((page) => readFile(`${folder}/${page}`, 'utf8')))
}

/** Every name that the reference has. */
export async function namesInReference(): Promise<readonly string[]> {
  const text = (await readPages()).join('')
  const found = [...text.matchAll(/^### ([\w.]+)/gm), ...text.matchAll(ROW)]
  return [...new Set(found.map(([, form = '']) => /^[\w.]+/.exec(form)?.[0] ?? ''))].filter(
    (name) => name !== '',
  )
}

/** Names that are the topic but for the part before the last dot, or begin like it; at most three. */
export function likeliest(topic: string, names: readonly string[]): readonly string[] {
  const wanted = topic.toLowerCase()
  const ends = names.filter((name) => name.toLowerCase().endsWith(`.${wanted}`))
  if (ends.length > 0) return ends.slice(0, 3)
  const own = wanted.slice(wanted.lastIndexOf('.') + 1)
  const least = wanted.length - own.length + Math.max(2, Math.ceil(own.length / 2))
  const shared = (name: string): number => {
    const text = name.toLowerCase()
    let count = 0
    while (count < wanted.length && text[count] === wanted[count]) count++
    return count
  }
  const most = Math.max(...names.map(shared))
  if (most < least) return []
  const near = names.filter((name) => shared(name) === most)
  const whole = near.filter((name) => name.length === most)
  return (whole.length > 0 ? whole : near)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .slice(0, 3)
}

/**
 * What the API reference says of a name that a strategy finds (`ta.sma`, `close`, `strategy.equity`): its
 * section, or its row where it stands in a table. Case does not matter. Undefined for other names.
 */
export async function findInReference(name: string): Promise<string | undefined> {
  const texts = await readPages()
  const wanted = name.toLowerCase()
  for (const text of texts) {
    const found = text
      .split(/^(?=##+ )/m)
      .find((section) => section.slice(0, section.indexOf('\n')).toLowerCase() === `### ${wanted}`)
    if (found !== undefined) return `${found.trimEnd()}\n`
  }
  for (const [, form = '', meaning = ''] of texts.join('').matchAll(ROW))
    if (/^[\w.]+/.exec(form)?.[0].toLowerCase() === wanted)
      return `### ${form.replaceAll('\\|', '|')}\n\n${meaning.replaceAll('\\|', '|')}\n`
  return undefined
}
