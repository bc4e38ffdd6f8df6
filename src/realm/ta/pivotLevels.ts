import type { Definition } from '../../shared/kernel.ts'
import { fail } from '../fail.ts'
import { finite } from './stage.ts'
import { flag } from './values.ts'

/** Writes P, R1, S1, … R5, S5 of a period's open, high, low and close; what a kind lacks stays NaN. */
type Levels = (
  to: Float64Array,
  open: number,
  high: number,
  low: number,
  close: number,
  nextOpen: number,
) => void

const KINDS: Readonly<Record<string, Levels>> = {
  Traditional: (to, _open, h, l, c) => {
    const p = (h + l + c) / 3
    to[0] = p
    pair(to, 1, 2 * p - l, 2 * p - h)
    pair(to, 2, p + (h - l), p - (h - l))
    pair(to, 3, 2 * p + h - 2 * l, 2 * p - (2 * h - l))
    pair(to, 4, 3 * p + h - 3 * l, 3 * p - (3 * h - l))
    pair(to, 5, 4 * p + h - 4 * l, 4 * p - (4 * h - l))
  },
  Fibonacci: (to, _open, h, l, c) => {
    const p = (h + l + c) / 3
    to[0] = p
    pair(to, 1, p + 0.382 * (h - l), p - 0.382 * (h - l))
    pair(to, 2, p + 0.618 * (h - l), p - 0.618 * (h - l))
    pair(to, 3, p + (h - l), p - (h - l))
  },
  Woodie: (to, _open, h, l, _close, nextOpen) => {
    const p = (h + l + 2 * nextOpen) / 4
    const r3 = h + 2 * (p - l)
    const s3 = l - 2 * (h - p)
    to[0] = p
    pair(to, 1, 2 * p - l, 2 * p - h)
    pair(to, 2, p + (h - l), p - (h - l))
    pair(to, 3, r3, s3)
    pair(to, 4, r3 + (h - l), s3 - (h - l))
  },
  Classic: (to, _open, h, l, c) => {
    const p = (h + l + c) / 3
    to[0] = p
    pair(to, 1, 2 * p - l, 2 * p - h)
    pair(to, 2, p + (h - l), p - (h - l))
    pair(to, 3, p + 2 * (h - l), p - 2 * (h - l))
    pair(to, 4, p + 3 * (h - l), p - 3 * (h - l))
  },
  DM: (to, open, h, l, c) => {
    const x = open === c ? h + l + 2 * c : c > open ? 2 * h + l + c : h + 2 * l + c
    to[0] = x / 4
    pair(to, 1, x / 2 - l, x / 2 - h)
  },
  Camarilla: (to, _open, h, l, c) => {
    const step = (h - l) * 1.1
    const r5 = (h / l) * c
    to[0] = (h + l + c) / 3
    pair(to, 1, c + step / 12, c - step / 12)
    pair(to, 2, c + step / 6, c - step / 6)
    pair(to, 3, c + step / 4, c - step / 4)
    pair(to, 4, c + step / 2, c - step / 2)
    pair(to, 5, r5, 2 * c - r5)
  },
}

/** Writes resistance and support number `k`. */
function pair(to: Float64Array, k: number, resistance: number, support: number): void {
  to[2 * k - 1] = resistance
  to[2 * k] = support
}

/**
 * Pivot point levels `p`, `r1`, `s1`, … `r5`, `s5` in price units, from open, high, low and close of
 * the period that ended at the last anchor; with `developing`, of the current period so far. The
 * bars before the first anchor are a period too. Na before, and where the type has no such level.
 * `Woodie` uses the open of the current period, so it cannot be developing. O(1) per bar. IN-5.4.
 *
 * @throws `S306` for a developing Woodie.
 */
export const pivotPointLevels: Definition = {
  parameters: [
    { kind: 'choice', name: 'type', options: Object.keys(KINDS) },
    { kind: 'condition', name: 'anchor', column: 'newDay' },
    { kind: 'flag', name: 'developing', initial: false },
  ],
  columns: ['open', 'high', 'low', 'close'],
  outputs: ['p', 'r1', 's1', 'r2', 's2', 'r3', 's3', 'r4', 's4', 'r5', 's5'],
  start: (values) => {
    const developing = flag(values, 'developing')
    if (developing && values.type === 'Woodie')
      fail(
        'S306',
        'ta.pivotPointLevels: developing was "true" with type "Woodie"',
        'leave developing out, or choose another type',
      )
    const write = KINDS[String(values.type)]!
    const levels = new Float64Array(11).fill(Number.NaN)
    /** Open, high, low and close of the current period so far. */
    const period = new Float64Array(4).fill(Number.NaN)

    return ([anchor, open, high, low, close], outputs, from, to) => {
      for (let i = from; i < to; i++) {
        if (anchor![i] === 1) {
          if (!developing) write(levels, period[0]!, period[1]!, period[2]!, period[3]!, open![i]!)
          period.fill(Number.NaN)
        }
        if (Number.isNaN(period[0]!)) period[0] = open![i]!
        if (!(high![i]! <= period[1]!)) period[1] = finite(high![i]!)
        if (!(low![i]! >= period[2]!)) period[2] = finite(low![i]!)
        if (!Number.isNaN(close![i]!)) period[3] = close![i]!
        if (developing) write(levels, period[0]!, period[1]!, period[2]!, period[3]!, Number.NaN)
        for (let k = 0; k < 11; k++) outputs[k]![i] = finite(levels[k]!)
      }
    }
  },
}
