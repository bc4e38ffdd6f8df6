import { NOTE_CODES, type NoteCode } from '../shared/failure.ts'
import type { Note } from '../shared/outcome.ts'
import { parseTimeframe, type Timeframe } from '../shared/timeframe.ts'
import type { DataHead } from './feed.ts'
import { FORMATS } from './formats.ts'
import { MAX_DECIMALS } from './numbers.ts'
import type { DataOptions } from './options.ts'
import { isZone } from './zones.ts'

/** The options that say how a source is read; its bars are what they are afterwards. */
const ASKED = [
  'format',
  'columns',
  'delimiter',
  'decimal',
  'skipRows',
  'timeUnit',
  'dateFormat',
  'tz',
  'stamp',
  'adjust',
] as const satisfies readonly (keyof DataOptions)[]

export type AskedOption = (typeof ASKED)[number]

/** What a bar file says of the source it was made from: a reader tells the same as one of the source. */
export type BarFacts = Pick<
  DataHead,
  | 'format'
  | 'confidence'
  | 'columns'
  | 'extras'
  | 'timeUnit'
  | 'timeExample'
  | 'timeExampleMs'
  | 'zone'
  | 'zoneAssumed'
  | 'stamp'
  | 'timeframe'
  | 'symbol'
  | 'decimals'
  | 'hasVolume'
> & { readonly asked: Asked }

/** Options of `ASKED` that were given, as JSON. */
export type Asked = Readonly<Partial<Record<AskedOption, string>>>

/** What is known once all bars went by. */
export type BarEnd = { readonly bars: number; readonly notes: readonly Note[] }

/** Notes that follow from the bars or the name of the file, and are found anew. */
const FOUND_ANEW: ReadonlySet<string> = new Set([
  ...['N301', 'N302', 'N309', 'N310', 'N311', 'N312', 'N313'],
])
const MOST_TEXT = 4096
const MOST_NAMES = 256

export function factsToWrite(head: DataHead, options: DataOptions): Record<string, unknown> {
  return {
    format: head.format,
    confidence: head.confidence,
    columns: Object.fromEntries(
      Object.entries(head.columns).map(([field, name]) => [field, clip(name)]),
    ),
    extras: head.extras.slice(0, MOST_NAMES).map(clip),
    timeUnit: head.timeUnit,
    timeExample: clip(head.timeExample),
    timeExampleMs: Number.isNaN(head.timeExampleMs) ? null : head.timeExampleMs,
    zone: head.zone,
    zoneAssumed: head.zoneAssumed,
    stamp: head.stamp,
    timeframe: head.timeframe.name,
    symbol: head.symbol,
    decimals: head.decimals,
    hasVolume: head.hasVolume,
    asked: askedOf(options),
  }
}

export function endToWrite(bars: number, notes: readonly Note[]): BarEnd {
  return {
    bars,
    notes: notes
      .filter(({ code }) => !FOUND_ANEW.has(code))
      .map(({ code, count, text }) => ({ code, count, text: clip(text) })),
  }
}

function clip(text: string): string {
  return text.slice(0, MOST_TEXT)
}

/** The options that say how a source is read; what is the rule anyhow counts as not given. */
export function askedOf(options: DataOptions): Asked {
  const asked: Partial<Record<AskedOption, string>> = {}
  for (const name of ASKED) {
    const value = options[name]
    if (value === undefined || RULES[name] === value) continue
    const isMap = typeof value === 'object'
    asked[name] = JSON.stringify(isMap ? Object.fromEntries(Object.entries(value).sort()) : value)
  }
  return asked
}

const RULES: Readonly<Partial<Record<AskedOption, unknown>>> = {
  skipRows: 0,
  stamp: 'open',
  adjust: 'none',
}

/** The first option that was given, but not when the bar file was made; or was given otherwise. */
export function strangerIn(options: DataOptions, facts: BarFacts): AskedOption | undefined {
  const asked = askedOf(options)
  return ASKED.find((name) => asked[name] !== undefined && asked[name] !== facts.asked[name])
}

type Words = Readonly<Record<string, unknown>>

const isWords = (value: unknown): value is Words =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isTextMap = (value: unknown): value is Record<string, string> =>
  isWords(value) && Object.values(value).every(isText)
const isCount = (value: unknown, most = Number.MAX_SAFE_INTEGER): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most
const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (value: unknown): value is T =>
    values.some((known) => known === value)

const isFormat = oneOf(...FORMATS.map(({ id }) => id))
const isConfidence = oneOf('exact header', 'column names', 'shape', 'named', 'in memory')
const isTimeUnit = oneOf('s', 'ms', 'us', 'ns', 'date', 'text')
const isStamp = oneOf('open', 'close')

/** The facts in parsed JSON of anybody's, or the name of one that cannot be. */
export function readFacts(words: unknown): BarFacts | string {
  if (!isWords(words)) return 'facts'
  const { format, confidence, columns, extras, timeUnit, timeExample, timeExampleMs } = words
  const { zone, zoneAssumed, stamp, symbol, decimals, hasVolume, asked } = words
  const timeframe: Timeframe | undefined = isText(words.timeframe)
    ? parseTimeframe(words.timeframe)
    : undefined
  if (!isFormat(format)) return 'format'
  if (!isConfidence(confidence)) return 'confidence'
  if (!isTextMap(columns)) return 'columns'
  if (!isTexts(extras)) return 'extras'
  if (!isTimeUnit(timeUnit)) return 'timeUnit'
  if (!isText(timeExample)) return 'timeExample'
  if (timeExampleMs !== null && !isTime(timeExampleMs)) return 'timeExampleMs'
  if (!isText(zone) || !isZone(zone)) return 'zone'
  if (!isFlag(zoneAssumed)) return 'zoneAssumed'
  if (!isStamp(stamp)) return 'stamp'
  if (timeframe === undefined) return 'timeframe'
  if (!isText(symbol)) return 'symbol'
  if (!isCount(decimals, MAX_DECIMALS)) return 'decimals'
  if (!isFlag(hasVolume)) return 'hasVolume'
  if (!isTextMap(asked)) return 'asked'
  return {
    format,
    confidence,
    columns,
    extras,
    timeUnit,
    timeExample,
    timeExampleMs: timeExampleMs ?? Number.NaN,
    zone,
    zoneAssumed,
    stamp,
    timeframe,
    symbol,
    decimals,
    hasVolume,
    asked,
  }
}

/** The closing words in parsed JSON of anybody's, or the name of one that cannot be. */
export function readEnd(words: unknown): BarEnd | string {
  if (!isWords(words)) return 'closing words'
  const { bars, notes } = words
  if (!isCount(bars)) return 'bars'
  if (!Array.isArray(notes) || !notes.every(isNote)) return 'notes'
  return { bars, notes }
}

function isNote(note: unknown): note is Note {
  return (
    isWords(note) &&
    isText(note.code) &&
    isNoteCode(note.code) &&
    isCount(note.count) &&
    isText(note.text) &&
    note.text.length <= MOST_TEXT &&
    // Texts of notes are printed as they are.
    !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(note.text)
  )
}

function isNoteCode(code: string): code is NoteCode {
  return code.startsWith('N3') && Object.hasOwn(NOTE_CODES, code) && !FOUND_ANEW.has(code)
}

/** Midnight of the years 0 and 10000: the times that data have in writing. */
const FIRST_MS = -62_167_219_200_000
const LAST_MS = 253_402_300_800_000

/** Whole milliseconds of a year that is written in four digits. */
export function isTime(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= FIRST_MS && Number(value) < LAST_MS
}
