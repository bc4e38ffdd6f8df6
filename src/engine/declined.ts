import { KIND } from '../shared/layout.ts'
import type { Declined } from '../shared/outcome.ts'
import type { DeclinedGroup } from './sink.ts'

/** How many declined orders of each kind are kept in full. */
const KEPT = 20

const COMMANDS: Readonly<Record<number, string>> = {
  [KIND.ENTRY]: 'entry',
  [KIND.ORDER]: 'order',
  [KIND.EXIT]: 'exit',
  [KIND.CLOSE]: 'close',
  [KIND.CLOSE_ALL]: 'closeAll',
  [KIND.CANCEL]: 'cancel',
  [KIND.CANCEL_ALL]: 'cancelAll',
}

/** The member of `strategy` behind a KIND. */
export function commandName(kind: number): string {
  return COMMANDS[kind] ?? 'order'
}

/** Groups declined orders by reason, so that none is dropped silently and none piles up. */
export function createDeclinedList(): {
  add(
    code: Declined['code'],
    bar: number,
    timeMs: number,
    order: { id: string; kind: number; qty: number; price: number; mark: number },
  ): void
  groups(): readonly DeclinedGroup[]
} {
  const groups = new Map<Declined['code'], { count: number; first: Declined[] }>()
  return {
    add(code, bar, timeMs, { id, kind, qty, price, mark }) {
      let group = groups.get(code)
      if (group === undefined) {
        group = { count: 0, first: [] }
        groups.set(code, group)
      }
      group.count++
      if (group.first.length < KEPT)
        group.first.push({
          code,
          bar,
          timeMs,
          id,
          command: commandName(kind),
          qty: Number.isFinite(qty) ? qty : null,
          price: Number.isFinite(price) ? price : null,
          mark,
        })
    },
    groups() {
      return [...groups]
        .map(([code, { count, first }]) => ({ code, count, first }))
        .sort((a, b) => (a.code < b.code ? -1 : 1))
    },
  }
}
