import { dirname, resolve } from 'node:path'
import { type Command, InvalidArgumentError, type Option } from 'commander'
import {
  findConfig,
  isFailure,
  isInside,
  type LoadedConfig,
  QrunError,
  readConfig,
} from '../index.ts'
import type { DataFlag } from './data-flags.ts'
import { CONFIGURED } from './parse.ts'

const LOADED = new WeakMap<Command, LoadedConfig>()
const CALLS = new WeakMap<Command, Call>()

/** How the program was called, and what adds the commands that were not loaded for that. */
export type Call = {
  readonly argv: readonly string[]
  readonly addRest: () => Promise<void>
}

/** The configuration that was read for a command. */
export function configOf(command: Command): LoadedConfig | undefined {
  return LOADED.get(command)
}

/** These say which configuration holds, or belong to a check, or are an act or a question of a person: none is a default. */
const OWN: ReadonlySet<string> = new Set([
  ...['config', 'profile', 'expect', 'update'],
  ...['at', 'trade', 'rejected', 'noTrades', 'api'],
])
/** Paths are meant from the folder of the configuration. */
const PATHS: ReadonlySet<string> = new Set(['detail', 'inputs', 'fx', 'out', 'tv'])

/**
 * Reads the project's configuration for a command that knows `--config`, before its flags are read, and
 * sets the defaults that it holds; whatever stands on the command line wins.
 *
 * @throws `C101` to `C104`, `C108`.
 */
export async function applyConfig(
  program: Command,
  command: Command,
  call: Call,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<void> {
  if (!command.options.some(({ long }) => long === '--config')) return
  const { argv, addRest } = call
  CALLS.set(command, call)
  const flags = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  if (flags.includes('--no-config') || flags.includes('--help') || flags.includes('-h')) return
  const flag = findValue(flags, '--config') ?? findValue(flags, '-c')
  const named = flag ?? env.QRUN_CONFIG
  const path = named ?? (await findConfig(process.cwd()))
  const profile = findValue(flags, '--profile')
  if (path === undefined) {
    if (profile !== undefined) throw noProfile(profile, {})
    return
  }
  const isUntrusted = flags.includes('--untrusted')
  if (isUntrusted && !isInside(dirname(path), path))
    throw new QrunError({
      code: 'C101',
      message: `the configuration "${path}" is a link out of its folder`,
      hint: 'with --untrusted it is a file of its own',
    })
  const loaded = await readConfig(path, { programs: !isUntrusted }).catch((problem: unknown) => {
    if (flag !== undefined || env.QRUN_CONFIG === undefined || !isFailure(problem)) throw problem
    const { code, message, hint, place } = problem
    throw new QrunError({ code, message: `QRUN_CONFIG: ${message}`, hint, place })
  })
  LOADED.set(command, loaded)
  const { defaults = {}, profiles = {} } = loaded.config
  if (profile !== undefined && !Object.hasOwn(profiles, profile)) throw noProfile(profile, profiles)
  // A default may be for another command, which is loaded only to know its flags.
  const own = new Set(command.options.map((option) => option.attributeName()))
  const names = [defaults, ...Object.values(profiles)].flatMap((each) => Object.keys(each))
  if (names.some((name) => !own.has(name))) await addRest()
  setDefaults(program, command, loaded, ['defaults'], defaults, isUntrusted)
  if (profile !== undefined)
    setDefaults(program, command, loaded, ['profiles', profile], profiles[profile]!, isUntrusted)
}

/** Reads the configuration again for a command that is running, as it stands now. @throws As `applyConfig`. */
export async function reapplyConfig(command: Command): Promise<void> {
  for (const option of command.options) {
    const name = option.attributeName()
    if (command.getOptionValueSource(name) === 'config')
      command.setOptionValueWithSource(name, option.defaultValue, 'default')
  }
  LOADED.delete(command)
  await applyConfig(command.parent!, command, CALLS.get(command)!)
}

type Defaults = NonNullable<LoadedConfig['config']['defaults']>

function setDefaults(
  program: Command,
  command: Command,
  { root, placeOf }: LoadedConfig,
  at: readonly string[],
  defaults: Defaults,
  isUntrusted: boolean,
): void {
  const all = program.commands.flatMap(({ options }) => options)
  for (const [name, given] of Object.entries(defaults)) {
    const place = placeOf([...at, name])
    const known = all.find((option) => option.attributeName() === name)
    if (known === undefined || OWN.has(name)) {
      const meant = all.find((option) => option.long === `--${name}`)?.attributeName()
      throw new QrunError({
        code: 'C103',
        message: `there is no default "${name}"`,
        hint:
          meant === undefined || OWN.has(meant)
            ? 'it is the name of a long flag without dashes: limitTime for --limit-time'
            : `write "${meant}"`,
        place: placeOf([...at, name], 'name'),
      })
    }
    const own = command.options.find((option) => option.attributeName() === name)
    if (own === undefined) continue
    const value = readDefault(own, given, (message) => {
      throw new QrunError({
        code: 'C104',
        message: `"${[...at, name].join('.')}": ${message}`,
        hint: `it takes what ${own.long} takes`,
        place,
      })
    })
    const inProject = (path: string): string => {
      if (path === '-') return path
      if (isUntrusted && !isInside(root, resolve(root, path)))
        throw new QrunError({
          code: 'C104',
          message: `"${path}" lies outside of the project`,
          hint: 'with --untrusted a configuration may name files of its own folder only',
          place,
        })
      return resolve(root, path)
    }
    const settled =
      name === 'data'
        ? dataIn(value as DataFlag, inProject)
        : PATHS.has(name) && typeof value === 'string'
          ? inProject(value)
          : value
    command.setOptionValueWithSource(name, settled, 'config')
  }
}

function dataIn(
  { path, others, markets }: DataFlag,
  inProject: (path: string) => string,
): DataFlag {
  return {
    ...(path === undefined ? {} : { path: inProject(path) }),
    ...(others === undefined ? {} : { others: others.map(inProject) }),
    markets: Object.fromEntries(
      Object.entries(markets).map(([name, file]) => [name, inProject(file)]),
    ),
    isDefault: true,
  }
}

/** A value as the flag itself would read it from the command line. */
function readDefault(
  option: Option,
  given: Defaults[string],
  refuse: (message: string) => never,
): unknown {
  const isSwitch = !option.required && !option.optional
  if (isSwitch) return typeof given === 'boolean' ? given : refuse('true or false was expected')
  const texts = Array.isArray(given)
    ? given.map(String)
    : typeof given === 'object'
      ? Object.entries(given).map(([name, value]) => `${name}=${value}`)
      : [String(given)]
  let value: unknown
  try {
    for (const text of texts)
      value = option.parseArg === undefined ? text : option.parseArg(text, value as never)
  } catch (problem) {
    if (problem instanceof InvalidArgumentError) refuse(problem.message)
    throw problem
  }
  if (Array.isArray(value)) CONFIGURED.add(value)
  return value
}

/** The value behind a flag, in either form. */
function findValue(flags: readonly string[], flag: string): string | undefined {
  for (let i = flags.length - 1; i >= 0; i--) {
    const text = flags[i]!
    if (text === flag) return flags[i + 1]
    if (flag.startsWith('--') && text.startsWith(`${flag}=`)) return text.slice(flag.length + 1)
  }
  return undefined
}

function noProfile(name: string, profiles: Readonly<Record<string, unknown>>): QrunError {
  const names = Object.keys(profiles)
  return new QrunError({
    code: 'C104',
    message: `there is no profile "${name}"`,
    hint: names.length === 0 ? 'the configuration has none' : `there are: ${names.join(', ')}`,
  })
}
