import type { Beginning } from './beginning.ts'
import { skipBytes } from './beginning.ts'
import { openClock } from './clock.ts'
import { openInterpreter } from './interpret.ts'
import type { Ledger } from './ledger.ts'
import { guessFromName } from './names.ts'
import type { DataOptions } from './options.ts'
import { alignPieces } from './pieces.ts'
import { planFast } from './plan.ts'
import { sniff } from './sniff.ts'
import { factsOf, type RowSource, type Storage, timesOf } from './source-rows.ts'
import { readTable } from './table.ts'

/** Rows of a table in text, whose layout is told from its beginning. */
export function openTabular(
  text: Beginning,
  storage: Storage,
  options: DataOptions,
  ledger: Ledger,
): RowSource {
  const symbolHint = guessFromName(ledger.name).symbol
  const layout = sniff(text.whole, options, ledger, symbolHint)
  const clock = openClock(layout, options, ledger)
  const interpret = openInterpreter(layout, options, clock, ledger)
  const start = offsetOfLine(text.bytes, layout.firstRow, layout.lineEnd)
  const plan = planFast(layout, options)
  const pieces = alignPieces(skipBytes(text.all, start), layout.lineEnd, ledger)
  return {
    facts: factsOf(layout, storage, plan ? 'fast' : 'general', symbolHint, options, ledger),
    rows: readTable(pieces, layout, plan, interpret, clock, ledger),
    times: () => timesOf(layout, clock, options, ledger),
  }
}

/** Where the line of that number, 1-based, begins. */
function offsetOfLine(bytes: Uint8Array, line: number, lineEnd: number): number {
  let at = 0
  for (let n = 1; n < line; n++) at = bytes.indexOf(lineEnd, at) + 1
  return at
}
