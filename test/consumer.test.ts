import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ROOT } from './documents.ts'

const folder = mkdtempSync(join(tmpdir(), 'qrun-consumer-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PROGRAM = `import { backtest, type BacktestResult, explain, lint } from 'qrun'
import { createSandbox } from 'qrun/sandbox'
const result: BacktestResult = await backtest({ strategy: 's.js', data: 'd.csv' })
const profit: number | null = result.metrics.all.netProfit
export { createSandbox, explain, lint, profit }
`

// A quick build makes no declarations.
describe.runIf(existsSync(join(ROOT, 'dist/types')))('the package in a project of its user', () => {
  it.each(['es2022', 'esnext'])('type-checks for %s with nothing else installed', (target) => {
    const home = join(folder, 'node_modules/qrun')
    mkdirSync(home, { recursive: true })
    for (const part of ['dist', 'package.json'])
      cpSync(join(ROOT, part), join(home, part), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'program.ts'), PROGRAM)
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/typescript/bin/tsc'),
        ...['--noEmit', '--strict', '--types', '', '--module', 'nodenext', '--target', target],
        'program.ts',
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(stdout).toBe('')
  })
})
