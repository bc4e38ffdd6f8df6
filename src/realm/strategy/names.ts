import type { SeriesNames } from '../gate/lint.ts'
import { MATH } from '../math/index.ts'
import { chart } from '../series/bars.ts'
import { TA } from '../ta/index.ts'

/** Every global of the API. A test compares this list with the API itself. */
export const API_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(chart.series),
  'timeClose',
  'barIndex',
  'barstate',
  'ta',
  'ti',
  'math',
  'series',
  'state',
  'input',
  'strategy',
  'request',
  'session',
  'timeframe',
  'syminfo',
  'clock',
  'onBar',
  'onFill',
  'na',
  'nz',
  'plot',
  'hline',
  'plotshape',
  'bgcolor',
  'label',
  'log',
  'console',
  'alert',
  'random',
])

function makersOf(
  prefix: string,
  definitions: Readonly<Record<string, { outputs?: unknown }>>,
): string[] {
  return Object.keys(definitions)
    .filter((name) => definitions[name]!.outputs === undefined)
    .map((name) => `${prefix}.${name}`)
}

/** What the gate's check for misused series knows by name. */
export const SERIES_NAMES: SeriesNames = {
  globals: new Set([...Object.keys(chart.series), 'timeClose', 'barIndex']),
  makers: new Set([
    ...makersOf('ta', TA),
    ...makersOf('math', MATH),
    'series',
    'state',
    'input.source',
    'timeframe.change',
    'session.isin',
    'session.isfirstbar',
  ]),
}
