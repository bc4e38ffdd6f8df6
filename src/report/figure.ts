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

/** The same by the name of the metric, as conditions know it; undefined for what is no metric. */
export function figureOf(name: string, value: number): string | undefined {
  const id = name.replace(/^tv\./, '').replace(/^(?:long|short)\./, '')
  const metric = METRICS.find((known) => known.id === id)
  return metric === undefined ? undefined : figure(value, metric.unit)
}
