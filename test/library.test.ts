import { describe, expect, it } from 'vitest'
import * as qrun from '../src/index.ts'
import { BLOCKS, PAGES } from './documents.ts'

const PAGE = 'docs/library.md'
const text = PAGES.find(({ path }) => path === PAGE)?.text ?? ''
/** What the programs of the page import; test/walkthrough.test.ts runs them. */
const imported = new Set(
  BLOCKS.filter(({ page, info }) => page === PAGE && info === 'js node').flatMap((block) =>
    [...block.text.matchAll(/^import \{([^}]+)\} from 'qrun'$/gm)].flatMap(([, names]) =>
      names!.split(',').map((name) => name.trim()),
    ),
  ),
)

describe(PAGE, () => {
  it.each(Object.keys(qrun))('has a program that uses %s', (name) => {
    expect([...imported]).toContain(name)
  })

  it.each(Object.keys(qrun))('says what %s is', (name) => {
    const table = text.slice(text.indexOf('## All exports'))
    expect(table).toMatch(new RegExp(`^\\| .*\`${name}[\`(]`, 'm'))
  })
})
