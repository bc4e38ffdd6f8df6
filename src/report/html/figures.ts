import type { Unit } from '../metrics/metric.ts'
import { formatCount, formatExact, formatFixed, formatMoney } from '../numbers.ts'

/** A value as the tables print it; the label or the heading names its unit. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'money':
      return formatMoney(value)
    case 'percent':
      return `${formatFixed(value, 2)} %`
    case 'ratio':
      return formatFixed(value, 3)
    case 'count':
      return formatCount(value)
    case 'contracts':
      return formatExact(value)
    case 'bars':
      return formatFixed(value, Number.isInteger(value) ? 0 : 1)
    case 'days':
      return `${formatFixed(value, 2)} d`
    case 'per day':
      return formatFixed(value, 3)
  }
}

/** With a sign in front of gains too, where a unit has two directions. */
export function formatChange(value: number, unit: 'money' | 'percent'): string {
  const text = formatValue(value, unit)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** Class of a number by its direction; the sign in its text says the same without colour. */
export function toneOf(value: number | null): string {
  return value === null || value === 0 ? '' : value > 0 ? 'gain' : 'loss'
}
