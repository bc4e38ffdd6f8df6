import { chmod, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { Command, Option } from 'commander'
import {
  fixSource,
  LINT_RULES,
  type LintReport,
  lint,
  QrunError,
  readStrategy,
  renderLintGithub,
  renderLintJson,
  renderLintJunit,
  renderLintPretty,
} from '../../index.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { writeWhole } from '../files.ts'
import { wholeNumber } from '../parse.ts'
import { type LookOptions, lookOf } from '../terminal.ts'

const FORMATS = ['pretty', 'json', 'github', 'junit'] as const
type Format = (typeof FORMATS)[number]

type Flags = LookOptions & {
  readonly fix?: boolean
  readonly maxWarnings?: number
  readonly rules?: boolean
  readonly formatOut?: Format
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `qrun lint STRATEGY...`: exit code 1 when something is surely wrong, or warnings are too many. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('check strategies for mistakes, without running them')
    .argument('[strategies...]', 'strategy files, or folders of them')
    .option('--fix', 'write into the files what can only have been meant')
    .option('--max-warnings <n>', 'exit code 1 for more warnings than n', wholeNumber)
    .option('--rules', 'list what is looked for')
    .optionsGroup('Output:')
    .addOption(new Option('-f, --format-out <name>', 'how to print it').choices(FORMATS))
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', 'print errors only')
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--ascii', 'ASCII only')
    .action(run)
}

async function run(operands: readonly string[], flags: Flags): Promise<void> {
  if (flags.rules === true) {
    process.stdout.write(listRules(flags.json === true || flags.formatOut === 'json'))
    return
  }
  if (operands.length === 0)
    throw new QrunError({
      code: 'U103',
      message: 'no strategy was given to check',
      hint: 'qrun lint STRATEGY..., or a folder of strategies',
    })
  if (flags.json === true && flags.formatOut !== undefined && flags.formatOut !== 'json')
    throw new QrunError({
      code: 'U102',
      message: `--json was given, and --format-out "${flags.formatOut}"`,
      hint: 'leave one of them out',
    })
  const paths = [...new Set((await Promise.all(operands.map(filesOf))).flat())]
  // All are read before any is changed.
  const sources = await Promise.all(paths.map((path) => readStrategy(path)))
  const fixed = new Map<LintReport, number>()
  const reports: LintReport[] = []
  for (const [index, path] of paths.entries()) {
    const { text } = sources[index]!
    const file = relative(process.cwd(), resolve(path)).replaceAll('\\', '/')
    const { source, count, report } =
      flags.fix === true
        ? fixSource(text, { file })
        : { source: text, count: 0, report: lint(text, { file }) }
    if (count > 0) await replace(path, text, source)
    fixed.set(report, count)
    reports.push(report)
  }
  process.exitCode = exitOf(reports, flags.maxWarnings)
  print(reports, fixed, flags)
}

/** The file, or the strategies below a folder, in the order of their names. */
async function filesOf(path: string): Promise<string[]> {
  const facts = await stat(path).catch(() => undefined)
  if (facts?.isDirectory() !== true) return [path]
  const found: string[] = []
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = join(folder, entry.name)
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
        await visit(name)
      else if (entry.isFile() && /\.[jt]s$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
        found.push(name)
    }
  }
  await visit(path)
  if (found.length === 0)
    throw new QrunError({
      code: 'U104',
      message: `the folder "${path}" holds no strategy`,
      hint: 'strategies end in .js or .ts',
    })
  return found
}

/** Writes a mended file where the old one is: behind a link, and with its permissions. */
async function replace(path: string, before: string, after: string): Promise<void> {
  const target = await realpath(path)
  const { mode } = await stat(target)
  const bytes = await readFile(target)
  // A byte order mark is no part of the text.
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : ''
  if (bytes.toString('utf8') !== mark + before)
    throw new QrunError({
      code: 'U105',
      message: `"${path}" was changed by somebody else meanwhile`,
      hint: 'run the command again',
    })
  await writeWhole(target, (write) => write(mark + after))
  await chmod(target, mode)
}

/** A text that is no program has the exit code of its own code; else findings are the answer no. */
function exitOf(reports: readonly LintReport[], maxWarnings: number | undefined): number {
  const warnings = reports.reduce((sum, report) => sum + report.warnings, 0)
  const isTooMany = maxWarnings !== undefined && warnings > maxWarnings
  return Math.max(
    isTooMany ? EXIT.no : EXIT.ok,
    ...reports.map(({ errors, isRead, findings }) =>
      errors === 0 ? EXIT.ok : isRead ? EXIT.no : exitCodeOf(findings[0]!.code),
    ),
  )
}

function print(
  reports: readonly LintReport[],
  fixed: ReadonlyMap<LintReport, number>,
  flags: Flags,
): void {
  const format = flags.formatOut ?? (flags.json === true ? 'json' : 'pretty')
  const count = [...fixed.values()].reduce((sum, some) => sum + some, 0)
  if (count > 0 && flags.quiet !== true)
    process.stderr.write(`fixed ${count} ${count === 1 ? 'finding' : 'findings'}\n`)
  switch (format) {
    case 'json':
      process.stdout.write(renderLintJson(reports, (report) => fixed.get(report) ?? 0))
      break
    case 'github':
      process.stdout.write(renderLintGithub(reports))
      break
    case 'junit':
      process.stdout.write(renderLintJunit(reports))
      break
    case 'pretty':
      process.stdout.write(
        renderLintPretty(reports, {
          ...lookOf(process.stdout, flags),
          errorsOnly: flags.quiet === true,
        }),
      )
  }
}

function listRules(asJson: boolean): string {
  if (asJson)
    return `${JSON.stringify({ schema: 'qrun.lint-rules/1', rules: LINT_RULES }, null, 2)}\n`
  const lines = LINT_RULES.map(
    ({ code, severity, title, isFixable }) =>
      `${code}  ${severity.padEnd(7)}  ${isFixable ? 'fix' : '   '}  ${title}`,
  )
  return `${lines.join('\n')}\n\nfix: --fix can mend it, in some of its forms. qrun help CODE explains one.\n`
}
