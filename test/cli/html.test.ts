import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder, qrun, SAMPLE, STRATEGY } from './command.ts'

const RUN = ['backtest', STRATEGY, '-d', SAMPLE] as const

describe('the HTML report of the command', () => {
  it('is written to the file that --out names, the same every time', () => {
    const cwd = folder()
    for (const name of ['a.html', 'b.html'])
      expect(qrun([...RUN, '-q', '--out', name], { cwd }).status).toBe(0)
    const text = readFileSync(join(cwd, 'a.html'), 'utf8')
    expect(text).toMatch(/^<!doctype html>\n/)
    expect(text).toBe(readFileSync(join(cwd, 'b.html'), 'utf8'))
    expect(text).not.toContain(cwd)
    expect(text).not.toContain('/strategies/')
  })

  it('goes into a folder beside the other formats', () => {
    const cwd = folder()
    const run = qrun([...RUN, '-f', 'html,json', '-o', 'out'], { cwd })
    expect(run.status).toBe(0)
    expect(run.stdout).toContain(join('out', 'sma-cross.html'))
    for (const ending of ['html', 'json'])
      expect(existsSync(join(cwd, 'out', `sma-cross.${ending}`))).toBe(true)
  })

  it('is printed instead of the report when it is the only format', () => {
    const run = qrun([...RUN, '-f', 'html', '-q'])
    expect(run.stdout).toMatch(/^<!doctype html>\n/)
    expect(run.stdout).toMatch(/<\/html>\n$/)
  })

  it.each([
    { says: 'no more than was said', flags: [], want: '' },
    {
      says: 'inputs and a window',
      flags: ['-s', 'fast=12', '--set', 'slow=40', '--to', '2024-06'],
      want: ' --set fast=12 --set slow=40 --to 2024-06',
    },
    {
      says: 'words with blanks, in quotes',
      flags: ['--symbol', "it's one"],
      want: " --symbol 'it&#39;\\&#39;&#39;s one'",
    },
    {
      says: 'switches, limits with their units, and values that begin with a dash',
      flags: ['--no-warmup', '--from=-90d', '--limit-time', '2m', '--fail-on', 'trades < 0'],
      want: ' --from=-90d --no-warmup --limit-time 120000ms',
    },
  ])('names the command that repeats the run: $says', ({ flags, want }) => {
    const run = qrun([...RUN, '-f', 'html', '-q', ...flags])
    const [, command] = /<pre id="command"><code>(.*?)<\/code>/.exec(run.stdout)!
    const start = 'qrun backtest sma-cross.js --data simulated-btc-1h.csv'
    expect(command).toBe(
      start +
        (want.includes('&#39;s')
          ? want.replace("'it", '&#39;it').replace("one'", 'one&#39;')
          : want),
    )
  })
})

describe('--open', () => {
  it.each([
    { says: 'in CI', env: { CI: 'true' }, flags: ['--out', 'r.html'], hint: 'leave --open out' },
    { says: 'without a file', env: {}, flags: [], hint: 'add --out NAME.html' },
    { says: 'with a file of another kind', env: {}, flags: ['-o', 'r.json'], hint: 'NAME.html' },
  ])('is refused $says', ({ env, flags, hint }) => {
    const cwd = folder()
    const run = qrun([...RUN, '--open', ...flags], { cwd, env })
    expect(run.status).toBe(2)
    expect(run.stderr).toMatch(/^error U120/)
    expect(run.stderr).toContain(hint)
    expect(existsSync(join(cwd, 'r.html'))).toBe(false)
  })

  it.skipIf(process.platform === 'win32')(
    'hands the file to the opener of the system',
    async () => {
      const cwd = folder({
        'xdg-open': '#!/bin/sh\nprintf %s "$1" > opened.part && mv opened.part opened\n',
      })
      chmodSync(join(cwd, 'xdg-open'), 0o755)
      const PATH = `${cwd}${delimiter}${process.env.PATH ?? ''}`
      const run = qrun([...RUN, '-q', '--open', '-o', 'r.html'], { cwd, env: { PATH } })
      expect(run.status).toBe(0)
      // The opener is not waited for.
      for (let i = 0; i < 100 && !existsSync(join(cwd, 'opened')); i++)
        await new Promise((done) => setTimeout(done, 50))
      expect(readFileSync(join(cwd, 'opened'), 'utf8')).toBe(join(cwd, 'r.html'))
    },
  )

  it('says so when nothing opens files', () => {
    const cwd = folder()
    const run = qrun([...RUN, '-q', '--open', '-o', 'r.html'], { cwd, env: { PATH: cwd } })
    expect(run.status).toBe(0)
    expect(run.stderr).toContain('open r.html yourself')
  })
})
