import type { Broker, Stretch } from '../broker/index.ts'
import { ACCOUNT_WIDTH } from '../shared/layout.ts'

/** What a strategy reads of its account: the columns that its file names, with a value for each slot. */
export type AccountPage = {
  /** Writes the slot of a bar that the broker has met. */
  bar(broker: Pick<Broker, 'writeAccount'>, slot: number): void
  /** The same for bars that it has looked at. */
  bars(
    broker: Pick<Broker, 'writeAccountColumn'>,
    stretch: Stretch,
    slot: number,
    count: number,
  ): void
}

/** `page` has the `columns` one after the other, `size` slots each. */
export function createAccountPage(
  page: Float64Array,
  columns: readonly number[],
  size: number,
): AccountPage {
  const row = new Float64Array(ACCOUNT_WIDTH)
  return {
    bar(broker, slot) {
      broker.writeAccount(row, 0)
      for (let k = 0; k < columns.length; k++) page[k * size + slot] = row[columns[k]!]!
    },
    bars(broker, stretch, slot, count) {
      for (let k = 0; k < columns.length; k++)
        broker.writeAccountColumn(columns[k]!, stretch, slot, count, page, k * size + slot)
    },
  }
}
