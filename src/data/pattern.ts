import { dateToMs } from './stamps.ts'

/** Reads a time by a pattern; wall-clock ms, NaN when the text does not fit. */
export type PatternReader = (text: string) => number

const PARTS: Readonly<Record<string, string>> = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<short>\\d{2})',
  MMM: '(?<name>[A-Za-z]{3,9})\\.?',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  m: '(?<minute>\\d{1,2})',
  ss: '(?<second>\\d{2})',
  s: '(?<second>\\d{1,2})',
  SSS: '(?<ms>\\d{3})',
  a: '(?<half>[AaPp])[Mm]',
}
const TOKEN = /yyyy|yy|MMM|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|SSS|a|'[^']*'|[^A-Za-z']+/y
const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec'

/** Compiles `dd/MM/yyyy HH:mm` and the like, literal letters between apostrophes; undefined for a pattern without year, month and day. */
export function compilePattern(pattern: string): PatternReader | undefined {
  let source = ''
  for (let at = 0; at < pattern.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(pattern)?.[0]
    if (token === undefined) return undefined
    source += PARTS[token] ?? token.replaceAll("'", '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  }
  const has = (name: string): boolean => source.includes(`<${name}>`)
  const dated = (has('year') || has('short')) && (has('month') || has('name')) && has('day')
  if (!dated) return undefined
  let expression: RegExp
  try {
    expression = new RegExp(`^${source}$`)
  } catch {
    // A part that stands twice gives a group that stands twice.
    return undefined
  }
  return (text) => {
    const groups = expression.exec(text)?.groups
    return groups ? toMs(groups) : Number.NaN
  }
}

function toMs(groups: Readonly<Record<string, string | undefined>>): number {
  const { year, short, month, name, day, hour, minute, second, ms, half } = groups
  const named = name ? MONTHS.indexOf(name.slice(0, 3).toLowerCase()) / 3 + 1 : Number(month)
  if (!Number.isInteger(named)) return Number.NaN
  // Two digits from 70 on are the last century, as epoch time begins in 1970.
  const full = year ? Number(year) : Number(short) + (Number(short) < 70 ? 2000 : 1900)
  let hours = Number(hour ?? 0)
  if (half) hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  const minutes = Number(minute ?? 0)
  const seconds = Number(second ?? 0)
  if (hours > 23 || minutes > 59 || seconds > 59) return Number.NaN
  const clock = ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number(ms ?? 0)
  return dateToMs(full, named, Number(day)) + clock
}
