import { linesOf, splitCells, squeezeSpaces } from './cells.ts'
import type { Clock } from './clock.ts'
import { type FastPlan, type FastReader, openFastReader, STOP } from './fast.ts'
import type { Interpreter } from './interpret.ts'
import type { Layout } from './layout.ts'
import { type Ledger, malformed } from './ledger.ts'
import type { Chunks } from './pieces.ts'
import { createRows, type RowBlock } from './rows.ts'

const NEWLINE = 10
const RETURN = 13
const QUOTE = 34

/** Rows that are read by one call: in longer ones the engine makes fast code for the middle of a call, and again for the next. */
const STRETCH = 32

/**
 * Reads pieces of a table, the first of which begins with the first row of data, into blocks of
 * rows in file order. Plain lines go through `plan`, all others through the CSV parser and the
 * rules for cells; the rows are the same either way. One block is reused for all.
 */
export async function* readTable(
  pieces: Chunks,
  layout: Layout,
  plan: FastPlan | undefined,
  interpret: Interpreter,
  clock: Clock,
  ledger: Ledger,
): AsyncGenerator<RowBlock> {
  const block = createRows()
  const capacity = block.time.length
  const fast = plan && openFastReader(plan, layout.firstRow)
  let row = layout.firstRow

  for await (const piece of pieces) {
    let rest = piece
    if (fast) {
      fast.position = 0
      while (true) {
        const stop = parseRows(fast, piece, block)
        if (stop === STOP.END) break
        if (stop === STOP.ENOUGH) {
          yield block
          block.count = 0
          continue
        }
        const end = piece.indexOf(NEWLINE, fast.position)
        const line = piece.subarray(fast.position, end)
        // Quotes and lone carriage returns are the CSV parser's business, to the end of the piece.
        if (line.includes(QUOTE) || line.subarray(0, -1).includes(RETURN)) break
        interpret(cellsOf(line, layout.delimiter), fast.row, block)
        // The line's unit of time is from here on the plain one.
        fast.unit = clock.unit === 'date' || clock.unit === 'text' ? undefined : clock.unit
        fast.position = end + 1
        fast.row++
      }
      rest = piece.subarray(fast.position)
      row = fast.row
    }
    if (rest.length === 0) continue
    const text = layout.delimiter === ' ' ? squeezeSpaces(Buffer.from(rest).toString()) : rest
    const { records, fault } = splitCells(text, layout.delimiter)
    const firstRow = row
    for (const cells of records) {
      if (block.count === capacity) {
        yield block
        block.count = 0
      }
      interpret(cells, row, block)
      row += linesOf(cells)
    }
    if (fault) {
      ledger.settle()
      throw malformed(ledger, fault.says, firstRow + fault.line - 1)
    }
    if (fast) fast.row = row
  }
  if (block.count > 0) yield block
}

/** Parses until the block is full, the piece is read or a line is odd. */
function parseRows(fast: FastReader, piece: Uint8Array, block: RowBlock): number {
  const capacity = block.time.length
  let stop: number = STOP.ENOUGH
  while (stop === STOP.ENOUGH && block.count < capacity)
    stop = fast.parse(piece, block, Math.min(capacity, block.count + STRETCH))
  return stop
}

/** Cells of a line without quotes, its carriage return dropped. */
function cellsOf(line: Uint8Array, delimiter: string): string[] {
  const text = Buffer.from(line.buffer, line.byteOffset, line.length).toString()
  return (text.endsWith('\r') ? text.slice(0, -1) : text)
    .split(delimiter)
    .map((cell) => cell.trim())
}
