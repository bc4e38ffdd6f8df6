import { quote } from './faults.ts'
import { FORMATS } from './formats.ts'
import type { Ledger } from './ledger.ts'
import type { DataOptions } from './options.ts'

const CHOICES: Readonly<Partial<Record<keyof DataOptions, readonly string[]>>> = {
  format: [...new Set(FORMATS.map(({ id }) => id))],
  decimal: ['.', ','],
  timeUnit: ['s', 'ms', 'us', 'ns'],
  stamp: ['open', 'close'],
  adjust: ['none', 'close'],
  onGap: ['keep', 'fill', 'error'],
  onDuplicate: ['error', 'first', 'last'],
  onBad: ['error', 'drop'],
  order: ['auto', 'sort'],
  reader: ['auto', 'general'],
}

/** Names of delimiters that are awkward to type. */
const DELIMITERS: Readonly<Record<string, string>> = {
  '\\t': '\t',
  tab: '\t',
  comma: ',',
  semicolon: ';',
  space: ' ',
}

/** The options as they will be used; stops at a value that none of them can have. */
export function checkOptions(options: DataOptions, ledger: Ledger): DataOptions {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = options[name as keyof DataOptions]
    if (value === undefined || choices.includes(String(value))) continue
    throw refuse(ledger, name, value, `choose one of: ${choices.join(', ')}`)
  }
  const { delimiter, skipRows, fromMs, toMs } = options
  if (skipRows !== undefined && !(Number.isInteger(skipRows) && skipRows >= 0)) {
    throw refuse(ledger, 'skipRows', skipRows, 'give a whole number of lines, 0 or more')
  }
  for (const [name, value] of Object.entries({ fromMs, toMs })) {
    if (value === undefined || !Number.isNaN(value)) continue
    throw refuse(ledger, name, value, 'give milliseconds since 1970 UTC')
  }
  if (delimiter === undefined) return options
  const char = DELIMITERS[delimiter] ?? delimiter
  if (char.length === 1 && !/["\r\n]/.test(char)) return { ...options, delimiter: char }
  throw refuse(
    ledger,
    'delimiter',
    delimiter,
    'give one character, or tab, comma, semicolon, space',
  )
}

function refuse(ledger: Ledger, name: string, value: unknown, hint: string): Error {
  return ledger.error('D223', `the option ${name} was ${quote(String(value))}`, hint)
}
