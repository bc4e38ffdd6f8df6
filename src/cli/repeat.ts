import { basename } from 'node:path'
import type { Command, Option } from 'commander'
import type { DataFlag } from './data-flags.ts'

/** Groups of flags that decide what is printed and judged, not what is run. */
const ASIDE = new Set(['Output:', 'Gates:'])
/** What they set stands in the command itself, or makes no difference. */
const SETTERS = new Set(['config', 'profile', 'jobs'])
const PATHS = new Set(['detail', 'inputs', 'fx'])
/** Values that were read as numbers of a unit. */
const UNITS: Readonly<Record<string, string>> = {
  limitTime: 'ms',
  limitSetup: 'ms',
  limitMemory: 'mb',
}

/**
 * The command line that repeats a run: the flags that were given, by the command line, the environment or
 * the configuration. Files by their base name, as everywhere in what is written.
 */
export function repeatCommand(command: Command, strategy: string, data: DataFlag): string {
  const words = ['qrun', command.name(), quote(basename(strategy))]
  for (const option of command.options) words.push(...wordsOf(command, option, data))
  return words.join(' ')
}

function wordsOf(command: Command, option: Option, data: DataFlag): string[] {
  const name = option.attributeName()
  const source = command.getOptionValueSource(name)
  const isAside = ASIDE.has(option.helpGroupHeading ?? '') || SETTERS.has(name)
  if (isAside || source === undefined || source === 'default') return []
  const flag = option.long ?? `${option.short}`
  const value: unknown = command.getOptionValue(name)
  if (typeof value === 'boolean') return value === option.negate ? [] : [flag]
  if (option.negate || value === undefined || value === null) return []
  const texts =
    name === 'data'
      ? dataTexts(data)
      : Array.isArray(value)
        ? value.map(String)
        : typeof value === 'object'
          ? Object.entries(value).map(([key, item]) => `${key}=${String(item)}`)
          : [PATHS.has(name) ? basename(String(value)) : `${String(value)}${UNITS[name] ?? ''}`]
  return texts.flatMap((text) =>
    text.startsWith('-') && text !== '-' ? [quote(`${flag}=${text}`)] : [flag, quote(text)],
  )
}

function dataTexts({ path, markets }: DataFlag): string[] {
  return [
    ...(path === undefined ? [] : [basename(path)]),
    ...Object.entries(markets).map(([name, file]) => `${name}=${basename(file)}`),
  ]
}

/** A word as a POSIX shell reads it. */
function quote(text: string): string {
  return /^[\w./:=+,@%-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
