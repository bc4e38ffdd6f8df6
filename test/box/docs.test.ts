import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BLOCKS, ROOT } from '../documents.ts'

const blocks = BLOCKS.filter(({ page, info }) => page === 'docs/sandbox.md' && info === 'js node')

/** What a block says that it prints: the comments behind its prints, and those that are lines of their own. */
function promised(text: string): string[] {
  return [...text.matchAll(/(?:console\.log\(.*|^)\/\/ (.*)$/gm)].map(([, words]) => words!)
}

describe('docs/sandbox.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qrun-box-docs-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(ROOT, join(folder, 'node_modules/qrun'))

  it.each(blocks)('$place prints what it says', ({ text }) => {
    writeFileSync(join(folder, 'block.mjs'), text)
    const { stdout, stderr } = spawnSync(process.execPath, ['block.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(stderr).toBe('')
    expect(promised(text).length).toBeGreaterThan(0)
    expect(stdout.trimEnd().split('\n')).toEqual(promised(text))
  })

  it('is a page of examples', () => {
    expect(blocks.length).toBeGreaterThan(8)
  })
})
