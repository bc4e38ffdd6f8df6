import { formatCount } from '../numbers.ts'
import { all, el, type Html } from './element.ts'

/** A trade as cells of the table's columns; null where a side has none. */
export type DiffRow = {
  /** `changed`: the same entry; `moved`: entered near by; else only one side has it. */
  readonly kind: 'changed' | 'moved' | 'missing' | 'new'
  readonly before: readonly string[] | null
  readonly now: readonly string[] | null
}

/** The trades that differ, in order of time. */
export type TradeDiff = {
  readonly columns: readonly {
    readonly name: string
    readonly isNumber: boolean
    /** Names the trade within its own list: no difference where another one. */
    readonly isLabel?: boolean
  }[]
  /** How many agree, in words. */
  readonly says: string
  readonly rows: readonly DiffRow[]
  /** Entry of the first one, ms. */
  readonly firstMs: number | null
}

const MAX_ROWS = 400

/** For each trade what one side has above what the other has; what differs stands out, the first is marked. */
export function diffTable(
  { columns, says, rows }: TradeDiff,
  names: readonly [string, string],
): Html {
  const shown = rows.slice(0, MAX_ROWS)
  const rest = rows.length - shown.length
  if (rows.length === 0) return el('p', {}, says)
  return all(
    el('p', {}, `${says}. Lines with − are of ${names[0]}, lines with + of ${names[1]}.`),
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Trades that differ' },
      el(
        'table',
        { class: 'diff' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { scope: 'col' }, 'Difference'),
            el('td', {}),
            columns.map(({ name, isNumber }) =>
              el('th', { scope: 'col', class: isNumber ? 'num' : null }, name),
            ),
          ),
        ),
        shown.map((row, i) => rowPair(row, i === 0, columns)),
      ),
    ),
    rest === 0 ? null : el('p', { class: 'muted' }, `and ${formatCount(rest)} more trades`),
  )
}

function rowPair(
  { kind, before, now }: DiffRow,
  isFirst: boolean,
  columns: TradeDiff['columns'],
): Html {
  const sides = [
    { sign: '−', tone: 'gone', cells: before, other: now },
    { sign: '+', tone: 'come', cells: now, other: before },
  ].filter(({ cells }) => cells !== null)
  return el(
    'tbody',
    { class: isFirst ? 'first' : null },
    sides.map(({ sign, tone, cells, other }, i) =>
      el(
        'tr',
        { class: tone },
        i > 0
          ? null
          : el(
              'th',
              { scope: 'rowgroup', rowspan: sides.length },
              kind,
              isFirst ? el('span', { class: 'tag' }, 'first difference') : null,
            ),
        el('td', { class: 'sign' }, sign),
        columns.map(({ isNumber, isLabel }, k) => {
          const text = cells![k] ?? ''
          const isOther = isLabel !== true && other !== null && other[k] !== text
          return el(
            'td',
            { class: isNumber ? 'num' : null },
            isOther ? el('mark', {}, text === '' ? 'none' : text) : text,
          )
        }),
      ),
    ),
  )
}
