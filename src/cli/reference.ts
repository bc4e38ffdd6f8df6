import { readdir, readFile } from 'node:fs/promises'
import { packageFile } from '../index.ts'

/**
 * What the API reference says of a name that a strategy finds (`ta.sma`, `close`, `strategy.equity`): its
 * section, or its row where it stands in a table. Case does not matter. Undefined for other names.
 */
export async function findInReference(name: string): Promise<string | undefined> {
  const folder = packageFile('docs/api')
  const pages = (await readdir(folder)).filter((page) => page !== 'README.md').sort()
  const texts = await Promise.all(pages.map((page) => readFile(`${folder}/${page}`, 'utf8')))
  const wanted = name.toLowerCase()
  for (const text of texts) {
    const found = text
      .split(/^(?=##+ )/m)
      .find((section) => section.slice(0, section.indexOf('\n')).toLowerCase() === `### ${wanted}`)
    if (found !== undefined) return `${found.trimEnd()}\n`
  }
  for (const [, form = '', meaning = ''] of texts.join('').matchAll(/^\| `(.+?)` \| (.+) \|$/gm))
    if (/^[\w.]+/.exec(form)?.[0].toLowerCase() === wanted)
      return `### ${form.replaceAll('\\|', '|')}\n\n${meaning.replaceAll('\\|', '|')}\n`
  return undefined
}
