import { formatCount, formatExact } from '../../report/index.ts'
import type { SourceText } from '../report.ts'

export function count(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`
}

/** `12:7`, or nothing where the place is not known. */
export function at({ line, column }: Pick<SourceText, 'line' | 'column'>): string {
  return line === null ? '' : `${line}:${column}`
}

/** A value as a series or a test gives it. */
export function value(of: number | boolean | null): string {
  if (of === null) return 'na'
  return typeof of === 'number' ? formatExact(of) : String(of)
}

export function price(name: string, of: number | null): string {
  return of === null ? '' : `${name} ${formatExact(of)}`
}

export function quoted(name: string, text: string): string {
  return text === '' ? '' : `${name} "${text}"`.trim()
}
