import { formatExact } from '../report/index.ts'

/** An order that waited when a bar began. Prices are null where it has none. */
export type WaitingOrder = {
  readonly command: string
  readonly id: string
  readonly side: 'buy' | 'sell'
  readonly qty: number | null
  readonly stop: number | null
  readonly limit: number | null
  /** Trailing stop: where it begins to follow, or where it stands. */
  readonly trailFrom: number | null
  readonly trail: number | null
  readonly fromEntry: string
  /** An exit that waits for its entry to fill. */
  readonly isWaiting: boolean
}

/** Most orders of one bar that are written out. */
const MOST = 10

/** The orders of a bar in words, a line each: `sell 2 stop 99.5, exit "X" of "L"`. */
export function waitingLines(
  orders: readonly WaitingOrder[],
  clean: (text: string) => string,
): readonly string[] {
  if (orders.length === 0) return ['no order was waiting']
  const lines = orders.slice(0, MOST).map((order) => `waiting: ${wordsOf(order, clean)}`)
  const rest = orders.length - MOST
  return rest > 0 ? [...lines, `and ${rest} more`] : lines
}

function wordsOf(order: WaitingOrder, clean: (text: string) => string): string {
  const { command, id, side, qty, stop, limit, trailFrom, trail, fromEntry, isWaiting } = order
  const levels = (
    [
      ['stop', stop],
      ['limit', limit],
      ['trail from', trailFrom],
      ['trail at', trail],
    ] as const
  ).flatMap(([name, price]) => (price === null ? [] : [`${name} ${formatExact(price)}`]))
  return [
    side,
    ...(qty === null ? [] : [formatExact(qty)]),
    ...(levels.length > 0 || isWaiting ? levels : ['at market']),
  ]
    .join(' ')
    .concat(
      `, ${command} "${clean(id)}"`,
      fromEntry === '' ? '' : ` of "${clean(fromEntry)}"`,
      isWaiting ? ', once that fills' : '',
    )
}
