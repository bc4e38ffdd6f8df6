import { formatCount, formatExact, formatFixed, formatMoney } from './numbers.ts'
import { METRICS } from './table.ts'

/** A metric as lists print it, rounded as its unit asks for. */
export function figure(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return 'n/a'
  switch (unit) {
    case 'money':
      return formatMoney(value)
    case 'percent':
      return `${formatFixed(value, 2)}%`
    case 'count':
      return formatCount(value)
    case 'contracts':
      return formatExact(value)
    case 'bars':
      return formatFixed(value, 1)
    default:
      return formatFixed(value, 3)
  }
}

/** The same by the name of the metric, as conditions know it; eight digits for what is no metric. */
function figureOf(name: string, value: number): string {
  const id = name.replace(/^tv\./, '').replace(/^(?:long|short)\./, '')
  const metric = METRICS.find((known) => known.id === id)
  return metric === undefined ? digits(value, 8) : figure(value, metric.unit)
}

export function digits(value: number, most: number): string {
  return formatExact(Number(value.toPrecision(most)))
}

/** As few digits as tell two numbers apart, and no noise of binary fractions where that is possible. */
export function apart(a: number, b: number, least = 8): (value: number) => string {
  const enough = [least, 15].find((most) => digits(a, most) !== digits(b, most)) ?? 17
  return (value) => digits(value, enough)
}

/**
 * A metric before and now, and the change: rounded as reports round it, unless the difference is beyond
 * the rounding. The change is empty where there is none, or one of them is not known.
 */
export function figurePair(
  name: string,
  before: number | null,
  now: number | null,
): [before: string, now: string, change: string] {
  const rounded = (value: number | null): string => (value === null ? 'n/a' : figureOf(name, value))
  if (before === null || now === null || before === now) return [rounded(before), rounded(now), '']
  const isSeen = rounded(before) !== rounded(now)
  const show = isSeen ? rounded : apart(before, now)
  const change = isSeen ? rounded(now - before) : digits(now - before, 6)
  return [show(before), show(now), `${now > before ? '+' : ''}${change}`]
}
