import { openClock } from './clock.ts'
import { describeTable } from './describe.ts'
import { formatOf } from './formats.ts'
import { type Interpreter, openInterpreter } from './interpret.ts'
import { type JsonTable, readJson } from './json.ts'
import type { Layout } from './layout.ts'
import type { Ledger } from './ledger.ts'
import { guessFromName } from './names.ts'
import type { DataOptions } from './options.ts'
import type { Chunks } from './pieces.ts'
import { createRows, type RowBlock } from './rows.ts'
import { factsOf, type RowSource, type Storage, timesOf } from './source-rows.ts'

const SAMPLE = 200

/** Rows of a JSON text, which is held in memory whole. A row number is the position in the list. */
export async function openJson(
  chunks: Chunks,
  storage: Storage,
  options: DataOptions,
  ledger: Ledger,
): Promise<RowSource> {
  const table = await readJson(chunks, ledger)
  const symbolHint = table.symbol ?? guessFromName(ledger.name).symbol
  const described = describeTable(
    table.header,
    table.records.slice(0, SAMPLE),
    () => table.records,
    { options, ledger, delimiter: ',', symbolHint, hint: table.format },
  )
  const layout: Layout = {
    ...described,
    format: described.format.id === 'csv' ? formatOf('json') : described.format,
    delimiter: '',
    lineEnd: 10,
    headerRow: 0,
    firstRow: 1,
    skipped: [],
    quoted: false,
  }
  const clock = openClock(layout, options, ledger)
  const interpret = openInterpreter(layout, options, clock, ledger)
  return {
    facts: factsOf(layout, storage, 'general', symbolHint, options, ledger),
    rows: readRecords(table.records, layout, interpret, ledger),
    times: () => timesOf(layout, clock, options, ledger),
  }
}

async function* readRecords(
  records: JsonTable['records'],
  { format }: Layout,
  interpret: Interpreter,
  ledger: Ledger,
): AsyncGenerator<RowBlock> {
  const block = createRows()
  for (const [at, cells] of records.entries()) {
    // OKX marks a bar that is still open by a 0 in the last cell.
    if (format.id === 'okx' && cells.at(-1) === '0') {
      ledger.count('N327')
      continue
    }
    if (block.count === block.time.length) {
      yield block
      block.count = 0
    }
    interpret(cells, at + 1, block)
  }
  if (block.count > 0) yield block
}
