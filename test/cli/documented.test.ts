import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { backtestCommand } from '../../src/cli/commands/backtest.ts'
import { checkCommand } from '../../src/cli/commands/check.ts'
import { compareCommand } from '../../src/cli/commands/compare.ts'
import { completionCommand } from '../../src/cli/commands/completion.ts'
import { convertCommand, resampleCommand } from '../../src/cli/commands/convert.ts'
import { doctorCommand } from '../../src/cli/commands/doctor.ts'
import { explainCommand } from '../../src/cli/commands/explain.ts'
import { initCommand } from '../../src/cli/commands/init.ts'
import { lintCommand } from '../../src/cli/commands/lint.ts'
import { newCommand } from '../../src/cli/commands/new.ts'
import { reportCommand } from '../../src/cli/commands/report.ts'
import { typesCommand } from '../../src/cli/commands/types.ts'
import { TEMPLATES } from '../../src/cli/templates/index.ts'
import { ROOT } from '../documents.ts'

const page = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8')
const commands: readonly Command[] = [
  backtestCommand(),
  checkCommand(),
  compareCommand(),
  completionCommand(),
  convertCommand(),
  resampleCommand(),
  reportCommand(),
  initCommand(),
  doctorCommand(),
  explainCommand(),
  lintCommand(),
  newCommand(),
  typesCommand(),
]
const flags = new Set(commands.flatMap(({ options }) => options.map(({ long }) => long!)))

describe('docs/cli.md', () => {
  it.each([...flags])('names %s', (flag) => {
    expect(page).toMatch(new RegExp(`\`${flag}[\` =]`))
  })

  it('names no flag that there is not', () => {
    const named = [...page.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag)
    expect(named.filter((flag) => flag !== '--flag' && !flags.has(flag))).toEqual([])
  })

  it.each(Object.keys(TEMPLATES))('names the template %s', (name) => {
    expect(page).toContain(`\`${name}\``)
  })
})
