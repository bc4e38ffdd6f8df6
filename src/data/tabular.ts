import type { Beginning } from './beginning.ts'
import { skipBytes } from './beginning.ts'
import { openClock } from './clock.ts'
import { openInterpreter } from './interpret.ts'
import type { Layout } from './layout.ts'
import type { Ledger } from './ledger.ts'
import { guessFromName } from './names.ts'
import type { DataOptions } from './options.ts'
import { alignPieces } from './pieces.ts'
import { planFast } from './plan.ts'
import { sniff } from './sniff.ts'
import { factsOf, type RowSource, type Storage } from './source-rows.ts'
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
  const example = firstTime(text.bytes, start, layout)
  const plan = planFast(layout, options, example)
  const pieces = alignPieces(skipBytes(text.all, start), layout.lineEnd, ledger)
  return {
    facts: factsOf(layout, storage, plan ? 'fast' : 'general', symbolHint, options, ledger),
    rows: readTable(pieces, layout, plan, interpret, clock, ledger),
    times() {
      // The fast reader does not ask the clock for written times.
      if (clock.example === '') clock.read(example, layout.firstRow)
      const { unit, example: timeExample, exampleMs: timeExampleMs } = clock
      return { timeUnit: unit ?? 'text', timeExample, timeExampleMs }
    },
  }
}

/** Where the line of that number, 1-based, begins. */
function offsetOfLine(bytes: Uint8Array, line: number, lineEnd: number): number {
  let at = 0
  for (let n = 1; n < line; n++) at = bytes.indexOf(lineEnd, at) + 1
  return at
}

/** The time cell of the first row, as the fast reader would meet it. */
function firstTime(bytes: Uint8Array, start: number, layout: Layout): string {
  const end = bytes.indexOf(layout.lineEnd, start)
  const line = Buffer.from(bytes.subarray(start, end < 0 ? undefined : end)).toString()
  return (line.split(layout.delimiter)[Math.max(0, layout.columns.time)] ?? '').trim()
}
