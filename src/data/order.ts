import { BLOCK_BARS } from '../shared/bars.ts'
import type { DataHead } from './feed.ts'
import type { Ledger } from './ledger.ts'
import type { DataOptions } from './options.ts'
import { copyRows, createRows, moveRow, type RowBlock, rowsOf } from './rows.ts'

type Ordered = { readonly blocks: RowBlock[]; readonly order: DataHead['order'] }

/** Leaves an ascending file as it is; loads any other whole, reverses or sorts it, and says so. */
export async function putInOrder(
  first: RowBlock[],
  rest: AsyncGenerator<RowBlock>,
  options: DataOptions,
  ledger: Ledger,
): Promise<Ordered> {
  if (trendOf(first).falling === 0 && options.order !== 'sort')
    return { blocks: first, order: 'ascending' }
  const blocks = [...first]
  try {
    while (true) {
      const next = await rest.next()
      if (next.done) break
      if (!ledger.failing()) blocks.push(copyRows(next.value))
    }
  } finally {
    ledger.settle()
  }
  const { rising, falling, offence } = trendOf(blocks)
  const descending = falling > 0 && rising === 0
  const sorted = sortRows(blocks, descending)
  const text = descending ? 'newest first' : 'out of order'
  if (falling > 0) {
    const where = descending ? '' : `, first in row ${offence}`
    const code = descending ? 'N307' : 'N308'
    ledger.count(code, sorted.count)
    ledger.note(
      code,
      `${text}${where}: ${sorted.count} bars were loaded whole and ${descending ? 'reversed' : 'sorted'}`,
    )
  }
  const order = descending ? 'descending' : falling > 0 ? 'mixed' : 'ascending'
  return { blocks: cut(sorted), order }
}

/** Steps forwards and backwards in file order, and the row of the first step backwards. */
function trendOf(blocks: readonly RowBlock[]): {
  rising: number
  falling: number
  offence: number
} {
  let rising = 0
  let falling = 0
  let offence = 0
  let previous = Number.NaN
  for (const { time, row, count } of blocks) {
    for (let i = 0; i < count; i++) {
      const at = time[i]!
      if (at > previous) rising++
      else if (at < previous && falling++ === 0) offence = row[i]!
      previous = at
    }
  }
  return { rising, falling, offence }
}

function cut(rows: RowBlock): RowBlock[] {
  const blocks: RowBlock[] = []
  for (let from = 0; from < rows.count; from += BLOCK_BARS) {
    const to = Math.min(rows.count, from + BLOCK_BARS)
    blocks.push(rowsOf(to - from, (name) => rows[name].subarray(from, to)))
  }
  return blocks
}

/** Rows that stand newest first or in disorder, sorted by time; rows of one time keep their order. */
function sortRows(blocks: readonly RowBlock[], descending: boolean): RowBlock {
  const count = blocks.reduce((sum, block) => sum + block.count, 0)
  const all = createRows(count)
  all.count = count
  let at = 0
  for (const block of blocks) {
    for (let i = 0; i < block.count; i++)
      moveRow(block, i, all, descending ? count - 1 - at++ : at++)
  }
  let sorted = true
  for (let i = 1; i < count && sorted; i++) sorted = all.time[i]! > all.time[i - 1]!
  if (sorted) return all
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  order.sort((a, b) => all.time[a]! - all.time[b]! || all.row[a]! - all.row[b]!)
  const result = copyRows(all)
  for (let i = 0; i < count; i++) moveRow(all, order[i]!, result, i)
  return result
}
