import { BLOCK_BARS } from '../shared/bars.ts'
import { quote } from './faults.ts'
import type { Ledger } from './ledger.ts'
import { guessFromName } from './names.ts'
import type { BarColumns, DataOptions, DataSource } from './options.ts'
import { createRows, type RowBlock } from './rows.ts'
import type { RowSource } from './source-rows.ts'

/** Bars that a program already holds. */
export function openMemory(
  source: Extract<DataSource, { bars: unknown }>,
  options: DataOptions,
  ledger: Ledger,
): RowSource {
  const columns = [
    'time',
    'open',
    'high',
    'low',
    'close',
    ...(source.bars.volume ? ['volume'] : []),
  ]
  return {
    facts: {
      name: ledger.name,
      format: 'canonical',
      formatTitle: 'bars in memory',
      confidence: 'in memory',
      compression: 'none',
      encoding: '',
      delimiter: '',
      headerRow: 0,
      skipped: [],
      columns: Object.fromEntries(columns.map((name) => [name, name])),
      extras: [],
      zone: 'UTC',
      zoneAssumed: false,
      stamp: options.stamp ?? 'open',
      symbol: options.symbol ?? guessFromName(ledger.name).symbol,
      reader: 'memory',
    },
    rows: readColumns(source.bars, ledger),
    times: () => ({
      timeUnit: 'ms',
      timeExample: String(source.bars.time[0]),
      timeExampleMs: source.bars.time[0]!,
    }),
  }
}

/** Blocks of rows from columns in memory; the row number is the position, 1-based. */
async function* readColumns(bars: BarColumns, ledger: Ledger): AsyncGenerator<RowBlock> {
  const { time, open, high, low, close, volume } = bars
  const count = time.length
  for (const [name, column] of Object.entries({ open, high, low, close, volume })) {
    if (column && column.length !== count) {
      throw ledger.error(
        'D222',
        `column ${quote(name)} has ${column.length} values, time has ${count}`,
        'give all columns the same length',
      )
    }
  }
  const block = createRows()
  for (let from = 0; from < count; from += BLOCK_BARS) {
    const to = Math.min(count, from + BLOCK_BARS)
    let at = 0
    for (let i = from; i < to; i++) {
      const bad = faultOf(bars, i)
      if (bad) {
        ledger.offend(bad[0] === 'time' ? 'D210' : 'D209', {
          row: i + 1,
          says: `column ${quote(bad[0])}: ${quote(String(bad[1]))} is not ${bad[0] === 'time' ? 'whole milliseconds' : 'a finite number'}`,
        })
        continue
      }
      // Adding 0 turns -0 into 0; a missing volume is the one NaN that is hashed.
      block.time[at] = time[i]! + 0
      block.open[at] = open[i]! + 0
      block.high[at] = high[i]! + 0
      block.low[at] = low[i]! + 0
      block.close[at] = close[i]! + 0
      const amount = volume ? volume[i]! : Number.NaN
      block.volume[at] = Number.isNaN(amount) ? Number.NaN : amount + 0
      block.row[at++] = i + 1
    }
    block.count = at
    if (at > 0) yield block
  }
}

function faultOf(bars: BarColumns, i: number): readonly [string, unknown] | undefined {
  if (!Number.isInteger(bars.time[i])) return ['time', bars.time[i]]
  if (!Number.isFinite(bars.open[i])) return ['open', bars.open[i]]
  if (!Number.isFinite(bars.high[i])) return ['high', bars.high[i]]
  if (!Number.isFinite(bars.low[i])) return ['low', bars.low[i]]
  if (!Number.isFinite(bars.close[i])) return ['close', bars.close[i]]
  const volume = bars.volume?.[i]
  const odd = volume === Number.POSITIVE_INFINITY || volume === Number.NEGATIVE_INFINITY
  return odd ? ['volume', volume] : undefined
}
