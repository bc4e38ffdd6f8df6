import type { Command, Option } from 'commander'
import { CONDITION_NAMES } from '../../index.ts'
import { type Candidate, describe } from './candidate.ts'
import { checkNames, profileNames } from './config.ts'
import { DATA, filesLike, STRATEGIES } from './files.ts'
import { inputsOfFile, type StaticInput } from './inputs.ts'

/** What a command takes where no flag stands: endings of files, or words. */
type Operand = { readonly files: readonly string[] } | { readonly words: () => readonly string[] }

const SHELLS = ['bash', 'zsh', 'fish', 'powershell']
const ANY = { files: [] }
const STRATEGY = { files: STRATEGIES }
const NONE = { words: () => [] }

/** By command; the last one stands for all further operands. */
const OPERANDS: Readonly<Record<string, readonly Operand[]>> = {
  check: [{ words: checkNames }],
  compare: [{ files: ['json', ...STRATEGIES] }],
  report: [{ files: ['json'] }, NONE],
  inspect: [{ files: DATA }],
  convert: [{ files: DATA }],
  resample: [{ files: DATA }],
  init: [ANY, NONE],
  new: [NONE],
  types: [ANY, NONE],
  doctor: [NONE],
  version: [NONE],
  completion: [{ words: () => SHELLS }, NONE],
}

const TIMEFRAMES = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w', '1M']
const CHART_TIMEFRAMES = ['1', '5', '15', '30', '60', '240', 'D', 'W', 'M']
const SOURCES = ['open', 'high', 'low', 'close', 'hl2', 'hlc3', 'ohlc4', 'hlcc4']

/** Endings of the files that a flag takes. */
const FILES: Readonly<Record<string, readonly string[]>> = {
  detail: DATA,
  inputs: ['json'],
  config: ['json', 'mjs', 'js', 'ts'],
  fx: ['csv'],
  tv: ['csv'],
  out: [],
}

/** The words that may stand in the place of the last of `words`, which follow the name of the program. */
export function candidates(program: Command, words: readonly string[]): readonly Candidate[] {
  const typed = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  let command = program
  let at = 0
  for (; at < before.length; at++) {
    const next = command.commands.find(
      (child) => child.name() === before[at] || child.aliases().includes(before[at]!),
    )
    if (next === undefined) break
    command = next
  }
  const { operands, waiting, isOver } = read(command, before.slice(at))
  const strategy = operands.find((path) => STRATEGIES.some((end) => path.endsWith(`.${end}`)))
  if (waiting !== undefined) return valuesOf(waiting, typed, '', strategy)
  if (!isOver && typed.startsWith('--') && typed.includes('=')) {
    const flag = typed.slice(0, typed.indexOf('='))
    const option = command.options.find(({ long }) => long === flag)
    if (option === undefined) return []
    return valuesOf(option, typed.slice(flag.length + 1), `${flag}=`, strategy)
  }
  if (!isOver && typed.startsWith('-')) return flagsOf(command, typed)
  if (command.commands.length > 0)
    return operands.length > 0 ? [] : startingWith(typed, namesOf(command))
  if (command.name() === 'help' && operands.length === 0)
    return startingWith(typed, namesOf(program))
  const wanted = OPERANDS[command.name()] ?? [STRATEGY]
  const operand = wanted[Math.min(operands.length, wanted.length - 1)] ?? NONE
  if ('files' in operand) return filesLike(typed, operand.files)
  const named = startingWith(
    typed,
    operand.words().map((value) => ({ value })),
  )
  return command.name() === 'check' ? [...named, ...filesLike(typed, STRATEGIES)] : named
}

/** What stands before the cursor: operands, and a flag that waits for its value. */
function read(
  command: Command,
  words: readonly string[],
): {
  readonly operands: readonly string[]
  readonly waiting: Option | undefined
  readonly isOver: boolean
} {
  const operands: string[] = []
  let waiting: Option | undefined
  let isOver = false
  for (const word of words) {
    if (waiting !== undefined) waiting = undefined
    else if (isOver || word === '-' || !word.startsWith('-')) operands.push(word)
    else if (word === '--') isOver = true
    else {
      const option = command.options.find(({ long, short }) => long === word || short === word)
      if (option?.required === true) waiting = option
    }
  }
  return { operands, waiting, isOver }
}

function namesOf(command: Command): readonly Candidate[] {
  return command.commands
    .filter((child) => !child.name().startsWith('_'))
    .map((child) => ({ value: child.name(), text: describe(child.description()) }))
}

function flagsOf(command: Command, typed: string): readonly Candidate[] {
  const flags = command.options
    .filter(({ hidden, long }) => !hidden && long !== undefined)
    .map(({ long, description }) => ({ value: long!, text: describe(description) }))
  return startingWith(typed, [...flags, { value: '--help', text: 'display help for command' }])
}

function startingWith(typed: string, all: readonly Candidate[]): readonly Candidate[] {
  return all.filter(({ value }) => value.startsWith(typed))
}

function valuesOf(
  option: Option,
  typed: string,
  prefix: string,
  strategy: string | undefined,
): readonly Candidate[] {
  const name = option.attributeName()
  const words = (values: readonly string[], start = prefix): readonly Candidate[] =>
    startingWith(
      prefix + typed,
      values.map((value) => ({ value: start + value })),
    )
  if (option.argChoices !== undefined) return words(option.argChoices)
  const files = FILES[name]
  if (files !== undefined) return filesLike(typed, files, prefix)
  switch (name) {
    case 'data': {
      const [market = ''] = /^[^\s=/\\]+=/.exec(typed) ?? []
      return filesLike(typed.slice(market.length), DATA, prefix + market)
    }
    case 'set':
      return strategy === undefined ? [] : settings(inputsOfFile(strategy), typed, prefix)
    case 'formatOut': {
      const given = typed.slice(0, typed.lastIndexOf(',') + 1)
      const rest = formatsOf(option).filter((format) => !given.split(',').includes(format))
      return words(rest, prefix + given)
    }
    case 'tf':
      return words(TIMEFRAMES)
    case 'failOn':
    case 'expect':
      return words(CONDITION_NAMES)
    case 'profile':
      return words(profileNames())
    default:
      return []
  }
}

/** The choices as the help lists them, before its first semicolon. */
function formatsOf({ description }: Option): readonly string[] {
  return description
    .split(';')[0]!
    .split(', ')
    .filter((word) => /^[a-z]+(-[a-z]+)*$/.test(word))
}

/** `fast=`, and behind it what the input takes where that is a list. */
function settings(
  inputs: readonly StaticInput[],
  typed: string,
  prefix: string,
): readonly Candidate[] {
  const chosen = inputs.find(({ name }) => typed.startsWith(`${name}=`))
  if (chosen === undefined)
    return startingWith(
      prefix + typed,
      inputs.map((input) => ({ value: `${prefix}${input.name}=`, text: wordsOf(input) })),
    )
  return startingWith(
    prefix + typed,
    choicesOf(chosen).map((value) => ({ value: `${prefix}${chosen.name}=${value}` })),
  )
}

/** `int, 10: bars of the average`. */
function wordsOf({ type, initial, text }: StaticInput): string {
  const kind = initial === undefined ? type : `${type}, ${initial}`
  return describe(text === undefined ? kind : `${kind}: ${text}`)
}

function choicesOf({ type, options, initial }: StaticInput): readonly string[] {
  if (options.length > 0) return options
  if (type === 'bool') return ['true', 'false']
  if (type === 'source') return SOURCES
  if (type === 'timeframe') return CHART_TIMEFRAMES
  return initial === undefined ? [] : [initial]
}
