import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BLOCKS, ROOT } from './documents.ts'
import { fileOf, placeFile, preparedFolder, runStep, stepsOf } from './walkthrough.ts'

/**
 * Pages that are run from top to bottom in an empty folder: their files are written, their commands
 * run, and what these print is compared. `WALKTHROUGH=write` writes what they print into the pages.
 */
const PAGES = [
  'docs/getting-started.md',
  'docs/ci.md',
  'docs/data-formats.md',
  'docs/library.md',
  'docs/lint.md',
]
const isWriting = process.env.WALKTHROUGH === 'write'

describe.skipIf(process.platform === 'win32').each(PAGES)('%s', (page) => {
  let folder = ''
  let env: NodeJS.ProcessEnv = {}
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'qrun-docs-')))
    env = preparedFolder(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let text = readFileSync(join(ROOT, page), 'utf8')
  const blocks = BLOCKS.filter((block) => block.page === page)

  it('has blocks of known kinds only', () => {
    const known = /^(console( \d)?|js( fragment| node)?|ts|csv|jsonc|yaml|text|xml)$/
    expect(blocks.filter(({ info }) => !known.test(info)).map(({ place }) => place)).toEqual([])
  })

  it.each(blocks)('$place holds', (block) => {
    if (!block.info.startsWith('console')) {
      const found = placeFile(folder, block)
      if (found !== undefined) expect(fileOf(block)?.text).toBe(found)
      return
    }
    const steps = stepsOf(block.text)
    const [, wanted = '0'] = block.info.split(' ')
    const found = steps.map(({ command }) => ({ command, ...runStep(command, folder, env) }))
    const printed = found.map(({ command, printed: said }) => `$ ${command}\n${said}`).join('')
    expect(found.slice(0, -1).filter(({ status }) => status !== 0)).toEqual([])
    const last = found.at(-1)!
    expect(`${last.status}: ${last.printed}`).toMatch(new RegExp(`^${wanted}:`))
    if (isWriting) {
      const written = `\`\`\`${block.info}\n${printed}`
      text = text.replace(`\`\`\`${block.info}\n${block.text}`, () => written)
      writeFileSync(join(ROOT, page), text)
    } else expect(printed).toBe(block.text)
  })
})
