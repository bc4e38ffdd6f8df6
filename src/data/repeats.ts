import type { Ledger } from './ledger.ts'
import { createRows, isSameBar, moveRow, type RowBlock } from './rows.ts'

/**
 * Lets the last of several rows with one time through, and counts the others. The last row of each
 * block is withheld until the next block shows that its time does not come again.
 */
export async function* keepLastOfTime(
  blocks: AsyncIterable<RowBlock>,
  ledger: Ledger,
): AsyncGenerator<RowBlock> {
  let held: RowBlock | undefined
  for await (const rows of blocks) {
    let kept = 0
    for (let i = 0; i < rows.count; i++) {
      const previous = kept > 0 ? rows : held
      const at = kept > 0 ? kept - 1 : 0
      if (previous && previous.time[at] === rows.time[i]) {
        ledger.count(isSameBar(previous, at, rows, i) ? 'N304' : 'N305')
        moveRow(rows, i, previous, at)
        continue
      }
      if (kept === 0 && held) {
        yield held
        held = undefined
      }
      if (kept !== i) moveRow(rows, i, rows, kept)
      kept++
    }
    if (kept === 0) continue
    rows.count = kept
    const tail = createRows(1)
    moveRow(rows, kept - 1, tail, 0)
    tail.count = 1
    held = tail
    rows.count = kept - 1
    if (rows.count > 0) yield rows
  }
  if (held) yield held
}
