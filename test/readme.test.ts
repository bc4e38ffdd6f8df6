import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../src/shared/version.ts'

const root = join(import.meta.dirname, '..')
const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const readme = read('README.md')
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text!,
  )

describe('the README', () => {
  it('shows the example strategy as it is', () => {
    expect(blocks('js')).toEqual([read('strategies/sma-cross.js')])
  })

  it('shows the report as it really prints', () => {
    const [block = ''] = blocks('console')
    const [command = '', ...lines] = block.split('\n')
    const args = command.replace('$ npx qrun ', '').split(' ')
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(root, 'dist/cli/main.js'), ...args],
      {
        cwd: root,
        encoding: 'utf8',
      },
    )
    expect(status).toBe(0)
    expect(lines.join('\n')).toBe(stdout)
  })

  it('names the test command that the CI script runs', () => {
    const commands = blocks('sh')[0]!.trim().split('\n').at(-1)!.split(' && ')
    for (const command of commands) expect(read('.ci/run')).toContain(`\n${command}\n`)
  })

  it('has the version of the package', () => {
    expect(JSON.parse(read('package.json')).version).toBe(VERSION)
  })

  it('links to files that exist', () => {
    for (const [, target] of readme.matchAll(/\]\(([^)#:]+)\)/g))
      expect(() => read(target!)).not.toThrow()
  })
})
