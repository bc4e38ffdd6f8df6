import { type FastPlan, ROLE } from './fast.ts'
import type { Layout } from './layout.ts'
import type { DataOptions } from './options.ts'

const NEWLINE = 10

/** The plan by which plain bytes of this layout can be read, or undefined where they cannot. */
export function planFast(layout: Layout, options: DataOptions): FastPlan | undefined {
  const { columns, delimiter, example, fields } = layout
  const plain =
    options.reader !== 'general' &&
    layout.lineEnd === NEWLINE &&
    !layout.quoted &&
    !layout.decimalComma &&
    layout.priceDivisor === 1 &&
    delimiter.length === 1 &&
    delimiter !== ' ' &&
    delimiter.charCodeAt(0) < 128 &&
    !/[0-9.\-\r\n]/.test(delimiter) &&
    columns.time >= 0 &&
    columns.symbol < 0 &&
    options.adjust !== 'close' &&
    options.dateFormat === undefined &&
    layout.format.id !== 'lean'
  if (!plain) return undefined
  const iso = /^\d{4}-\d{2}-\d{2}/.test(example)
  if (iso ? layout.zone !== 'UTC' : !/^\d{9,19}$/.test(example)) return undefined
  const roles = new Uint8Array(fields)
  roles[columns.time] = ROLE.TIME
  roles[columns.open] = ROLE.OPEN
  roles[columns.high] = ROLE.HIGH
  roles[columns.low] = ROLE.LOW
  roles[columns.close] = ROLE.CLOSE
  if (columns.volume >= 0) roles[columns.volume] = ROLE.VOLUME
  return {
    delimiter: delimiter.charCodeAt(0),
    roles,
    time: iso ? 'iso' : 'epoch',
    unit: options.timeUnit,
  }
}
