import { basename, join, relative, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import {
  type Check,
  type CheckOutcome,
  type CheckReport,
  checkCondition,
  chooseChecks,
  isInside,
  type LoadedConfig,
  nameOfStrategy,
  planChecks,
  QrunError,
  renderCheckGithub,
  renderCheckHtml,
  renderCheckJson,
  renderCheckJunit,
  renderCheckMarkdown,
  renderCheckPretty,
  runChecks,
} from '../../index.ts'
import { CALLED } from '../called.ts'
import { configOf } from '../configured.ts'
import { collectData, mainOf } from '../data-flags.ts'
import { EXIT, exitCodeOf } from '../exit.ts'
import { writeWhole } from '../files.ts'
import { collectTexts, wholeNumber } from '../parse.ts'
import {
  addJobsFlag,
  addRunFlags,
  addSourceFlags,
  type RunFlags,
  runOptionsOf,
  withInterrupts,
} from '../run-flags.ts'
import { type LookOptions, lookOf } from '../terminal.ts'
import { type Checked, watchChecks } from '../watch/check.ts'

const FORMATS = ['pretty', 'json', 'junit', 'github', 'markdown', 'html'] as const
type Format = (typeof FORMATS)[number]

/** Files in the folder of --out. Annotations are none: the build server reads them from standard output. */
const FILES: Readonly<Record<Exclude<Format, 'github'>, string>> = {
  pretty: 'check.txt',
  json: 'check.json',
  junit: 'junit.xml',
  markdown: 'check.md',
  html: 'check.html',
}

/** A flag with a value that may be left out takes the word behind it: what is no value of it is a name. */
type Named = { readonly on: boolean; readonly names: readonly string[] }

type Flags = RunFlags &
  LookOptions & {
    readonly expect?: readonly string[]
    readonly ci?: true | Named
    readonly update?: true | Named
    readonly repeat: number
    readonly jobs?: number
    readonly strict?: boolean
    readonly watch?: boolean
    readonly formatOut?: readonly Format[]
    readonly out?: string
    readonly json?: boolean
    readonly quiet?: boolean
  }

/** `qrun check`: runs compared with recorded baselines; exit code 1 when one differs. */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('compare runs with their recorded baselines; made for CI')
    .argument(
      '[names...]',
      'checks of qrun.config.json (default: all), or strategy files with --data',
    )
    .option(
      '-d, --data <path>',
      'bars, for strategy files instead of checks; NAME[@TF]=PATH for other markets',
      collectData,
    )
    .option(
      '--expect <condition>',
      "a condition that has to hold, with --data, e.g. 'trades > 30'; repeatable",
      collectTexts,
    )
    .option(
      '--ci [when]',
      'compare only, and record nothing (default where CI is set in the environment); =false records',
      readSwitch,
    )
    .option(
      '-u, --update [name]',
      'accept what differs: record it anew; of the named checks, or of all',
      collectNames,
    )
    .option('--repeat <n>', 'run each n times; runs that differ fail', atLeastOnce, 1)
    .option('--strict', 'fail on baselines that belong to no check')
    .option('-w, --watch', 'check again whenever a file of a check changes')
    .optionsGroup('Output:')
    .option('-f, --format-out <list>', `${FORMATS.join(', ')}; repeatable`, collectFormats)
    .option('-o, --out <folder>', 'folder for the files')
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', 'print errors only')
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--ascii', 'ASCII only')
  return addSourceFlags(addJobsFlag(addRunFlags(command))).action(run)
}

function readSwitch(text: string, before: Named = { on: true, names: [] }): Named {
  if (text === 'true' || text === 'false') return { on: text === 'true', names: before.names }
  return { on: true, names: [...before.names, text] }
}

function collectNames(text: string, before?: true | Named): Named {
  return { on: true, names: [...(typeof before === 'object' ? before.names : []), text] }
}

function collectFormats(text: string, before: readonly Format[] = []): readonly Format[] {
  const formats = text.split(',').map((name) => {
    const format = FORMATS.find((candidate) => candidate === name.trim())
    if (format === undefined) throw new InvalidArgumentError(`There are: ${FORMATS.join(', ')}.`)
    return format
  })
  return [...new Set([...before, ...formats])]
}

function atLeastOnce(text: string): number {
  const value = wholeNumber(text)
  if (value < 1 || value > 1000) throw new InvalidArgumentError('Give a number from 1 to 1000.')
  return value
}

async function run(operands: readonly string[], flags: Flags, command: Command): Promise<void> {
  if (flags.watch === true)
    await watchChecks(command, flags, (now: Flags, signal) =>
      runOnce(operands, now, command, (work) => work(signal)),
    )
  else await runOnce(operands, flags, command, withInterrupts)
}

/** Runs the checks as the flags and the configuration are now, and reports. */
async function runOnce(
  operands: readonly string[],
  flags: Flags,
  command: Command,
  within: typeof withInterrupts,
): Promise<Checked> {
  const ci = isCi(flags.ci)
  const updated = typeof flags.update === 'object' ? flags.update.names : []
  const names = [...operands, ...(typeof flags.ci === 'object' ? flags.ci.names : []), ...updated]
  const outputs = planOutputs(flags)
  const config = configOf(command)
  const plan =
    flags.data === undefined || command.getOptionValueSource('data') !== 'cli'
      ? await planConfigured(config, names, flags, command)
      : await planAlone(config, names, flags)
  const report = await within((signal) =>
    runChecks(plan.checks, {
      baselines: plan.baselines,
      ci,
      // Where only some are named for it, the others are compared.
      update:
        flags.update === undefined ? false : updated.length === 0 ? true : plan.namesOf(updated),
      repeat: flags.repeat,
      ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
      strict: flags.strict === true,
      signal,
      ...(plan.known === undefined ? {} : { known: plan.known }),
    }),
  )
  process.exitCode = exitOf(report)
  for (const { files } of report.outcomes)
    for (const { name, text } of files)
      await writeWhole(join(relative(process.cwd(), plan.baselines), name), (write) => write(text))
  for (const { format, path } of outputs.files) {
    const text = render(format, report, flags, false)
    await writeWhole(path, (write) => write(text))
  }
  if (flags.quiet === true && outputs.printed.length === 0 && process.exitCode !== EXIT.ok)
    process.stderr.write(renderCheckPretty(failuresOf(report), lookOf(process.stderr, flags)))
  for (const format of outputs.printed) process.stdout.write(render(format, report, flags, true))
  return { checks: plan.checks, report }
}

function failuresOf({ outcomes, obsolete }: CheckReport): CheckReport {
  return {
    outcomes: outcomes.filter((outcome) => codeOf(outcome) !== EXIT.ok),
    obsolete: obsolete.fails ? obsolete : { names: [], fails: false },
  }
}

type Plan = {
  readonly checks: readonly Check[]
  readonly baselines: string
  /** All checks of the configuration; absent where baselines of others are nobody's business. */
  readonly known?: readonly string[]
  /** Names of checks as they were given. */
  readonly namesOf: (given: readonly string[]) => readonly string[]
}

/** These decide what a run comes to, and so belong to the check that has the baseline. */
const OF_CHECK = [
  'set',
  'inputs',
  'prop',
  'from',
  'to',
  'warmup',
  'fx',
  'seed',
  'format',
  'columns',
  'delimiter',
  'decimal',
  'skipRows',
  'timeUnit',
  'dateFormat',
  'tz',
  'stamp',
  'tf',
  'symbol',
  'adjust',
  'onGap',
  'onDuplicate',
  'onBad',
  'order',
  'allowNonpositive',
  'tick',
  'lot',
  'pointValue',
  'currency',
  'exchangeTz',
  'expect',
] as const

async function planConfigured(
  config: LoadedConfig | undefined,
  names: readonly string[],
  flags: Flags,
  command: Command,
): Promise<Plan> {
  const sourceOf = (name: string): string | undefined => command.getOptionValueSource(name)
  const given = OF_CHECK.find((name) => sourceOf(name) === 'cli' || sourceOf(name) === 'env')
  if (given !== undefined) {
    const { long, envVar } = command.options.find((option) => option.attributeName() === given)!
    throw new QrunError({
      code: 'U102',
      message: `${sourceOf(given) === 'env' ? envVar : long} would change what the baselines were recorded with`,
      hint: 'write it into the check of qrun.config.json, or check one strategy with --data FILE',
    })
  }
  if (config === undefined)
    throw new QrunError({
      code: names.length === 0 ? 'C105' : 'U103',
      message:
        names.length === 0
          ? 'there is no qrun.config.json here or above, so there are no checks'
          : `no bars were given to run "${names[0]}" over`,
      hint: 'make one with qrun init, or check a strategy with qrun check STRATEGY --data FILE',
    })
  const { strategy: _, data: __, ...base } = await runOptionsOf('', '', flags)
  const all = planChecks(config, base)
  const checks = chooseChecks(all, names)
  if (checks.length === 0)
    throw new QrunError({
      code: 'C105',
      message: `"${config.file}" has no checks`,
      hint: 'add one: "checks": [{ "name": "first", "strategy": "s.js", "data": "btc" }]',
      place: { file: config.file },
    })
  return {
    checks,
    baselines: baselinesOf(config, flags),
    ...(names.length === 0 ? { known: all.map(({ name }) => name) } : {}),
    namesOf: (given) => given,
  }
}

/** Strategies over one file of bars, each a check under its own name. */
async function planAlone(
  config: LoadedConfig | undefined,
  strategies: readonly string[],
  flags: Flags,
): Promise<Plan> {
  const data = mainOf(flags.data!)
  if (strategies.length === 0)
    throw new QrunError({
      code: 'U103',
      message: 'no strategy was given to run over the bars',
      hint: 'qrun check STRATEGY --data FILE, or leave --data out to run the checks of qrun.config.json',
    })
  if (data === '-' && (strategies.length > 1 || flags.repeat > 1))
    throw new QrunError({
      code: 'U102',
      message: '--data was "-", which can be read once only',
      hint: 'give a file',
    })
  for (const condition of flags.expect ?? []) checkCondition(condition)
  const checks: Check[] = []
  for (const path of strategies) {
    const name = nameOfStrategy(path)
    if (checks.some((check) => check.name.toLowerCase() === name.toLowerCase()))
      throw new QrunError({
        code: 'U102',
        message: `two strategies are called "${name}"`,
        hint: 'name them as checks in qrun.config.json',
      })
    checks.push({
      name,
      strategy: relative(process.cwd(), resolve(path)).replaceAll('\\', '/'),
      data: data === '-' ? 'stdin' : basename(data),
      options: await runOptionsOf(path, data, flags),
      expect: flags.expect ?? [],
      compare: 'standard',
      tolerance: {},
    })
  }
  return {
    checks,
    baselines: baselinesOf(config, flags),
    namesOf: (given) => given.map(nameOfStrategy),
  }
}

/** Of a strict profile, inside of the project. */
function baselinesOf(config: LoadedConfig | undefined, { untrusted }: Flags): string {
  const { root = '.', config: { baselines = 'baselines' } = {} } = config ?? {}
  const path = resolve(root, baselines)
  if (untrusted === true && !isInside(root, path))
    throw new QrunError({
      code: 'C104',
      message: `"${baselines}" lies outside of the project`,
      hint: 'with --untrusted a configuration may name files of its own folder only',
      ...(config === undefined ? {} : { place: config.placeOf(['baselines']) }),
    })
  return path
}

/** Build servers set `CI`. */
function isCi(flag: Flags['ci']): boolean {
  if (flag === true) return true
  if (flag !== undefined) return flag.on
  return !['', '0', 'false'].includes((process.env.CI ?? '').toLowerCase())
}

/** The exit code of one check alone. */
function codeOf({ status, failure }: CheckOutcome): number {
  if (failure !== null) return exitCodeOf(failure.code)
  return status === 'fail' || status === 'missing' ? EXIT.no : EXIT.ok
}

/** The gravest of all. */
function exitOf({ outcomes, obsolete }: CheckReport): number {
  return Math.max(obsolete.fails ? EXIT.no : EXIT.ok, ...outcomes.map(codeOf))
}

type Outputs = {
  readonly printed: readonly Format[]
  readonly files: readonly { readonly format: Format; readonly path: string }[]
}

function planOutputs({ formatOut = [], out, json, quiet }: Flags): Outputs {
  const report: readonly Format[] = json === true ? ['json'] : quiet === true ? [] : ['pretty']
  if (out === undefined) {
    const wanted = [...new Set([...(json === true ? (['json'] as const) : []), ...formatOut])]
    if (wanted.length > 1)
      throw new QrunError({
        code: 'U103',
        message: `several formats need a folder: "${wanted.join(',')}"`,
        hint: 'add --out FOLDER',
      })
    return { printed: wanted.length === 1 ? wanted : report, files: [] }
  }
  const files = formatOut.flatMap((format) =>
    format === 'github' ? [] : [{ format, path: join(out, FILES[format]) }],
  )
  return {
    printed: [
      ...report,
      ...(formatOut.includes('github') && json !== true ? (['github'] as const) : []),
    ],
    files: formatOut.length === 0 ? [{ format: 'json', path: join(out, FILES.json) }] : files,
  }
}

function render(format: Format, report: CheckReport, flags: Flags, isPrinted: boolean): string {
  switch (format) {
    case 'pretty':
      return renderCheckPretty(
        report,
        isPrinted
          ? { ...lookOf(process.stdout, flags), called: CALLED }
          : { columns: 100, unicode: true, colour: false },
      )
    case 'json':
      return renderCheckJson(report, codeOf)
    case 'junit':
      return renderCheckJunit(report)
    case 'github':
      return renderCheckGithub(report)
    case 'markdown':
      return renderCheckMarkdown(report)
    case 'html':
      return renderCheckHtml(report)
  }
}
