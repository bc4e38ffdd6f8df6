import { QrunError } from '../errors/index.ts'
import { type BarBlock, BLOCK_BARS, createBlock } from '../shared/bars.ts'
import { DAY, formatTimeframe, periodStart, type Timeframe } from '../shared/timeframe.ts'
import type { BarFeed, DataSummary } from './feed.ts'
import { openLedger } from './ledger.ts'
import { lengthOf } from './steps.ts'
import { noteTotals } from './summary.ts'
import { openTally } from './tally.ts'

/** Notes about single steps and bars, which the longer bars have of their own. */
const OWN = new Set(['N301', 'N302', 'N309', 'N310', 'N311', 'N312'])

/**
 * Aggregates bars to a longer timeframe: first open, highest high, lowest low, last close, sum of
 * the volumes that are known. A period begins where charts begin it (`periodStart`), in UTC, and has
 * a bar if any bar lies in it; the first and the last may be incomplete.
 *
 * @throws D224 where the periods do not hold whole bars.
 */
export function resample(feed: BarFeed, timeframe: Timeframe): BarFeed {
  const from = feed.head.timeframe
  if (from.name === timeframe.name) return feed
  if (!nests(from, timeframe)) {
    throw new QrunError({
      code: 'D224',
      message: `bars of ${formatTimeframe(from)} cannot be made into bars of ${formatTimeframe(timeframe)}`,
      hint: `give a multiple of ${formatTimeframe(from)}`,
      place: { file: feed.head.name },
    })
  }
  const head = {
    ...feed.head,
    timeframe,
    firstTimeMs: periodStart(timeframe, feed.head.firstTimeMs),
  }
  const tally = openTally(timeframe)
  let summary: DataSummary | undefined

  return {
    head,
    async *blocks() {
      for await (const block of aggregate(feed.blocks(), timeframe)) {
        tally.add(block)
        yield block
      }
    },
    close: () => feed.close(),
    summary() {
      summary ??= finish(feed.summary())
      return summary
    },
  }

  function finish(inner: DataSummary): DataSummary {
    const ledger = openLedger(head.name, false)
    const totals = tally.totals()
    noteTotals(totals, timeframe, ledger)
    ledger.count('N324', inner.bars)
    const [short, long] = [formatTimeframe(from), formatTimeframe(timeframe)]
    ledger.note(
      'N324',
      `${inner.bars} bars of ${short} were aggregated to ${totals.bars} of ${long}`,
    )
    const notes = [...inner.notes.filter(({ code }) => !OWN.has(code)), ...ledger.notes()]
    return {
      ...inner,
      ...totals,
      hash: tally.hash(head.symbol),
      notes: notes.sort((a, b) => (a.code < b.code ? -1 : 1)),
    }
  }
}

/** Whether every period of `long` holds whole bars of `short`. */
function nests(short: Timeframe, long: Timeframe): boolean {
  if (lengthOf(long) < lengthOf(short)) return false
  if (short.months > 0) return long.months % short.months === 0 && long.months > 0
  if (long.months > 0) return DAY % short.ms === 0
  return long.ms % short.ms === 0
}

async function* aggregate(
  blocks: AsyncIterable<BarBlock>,
  timeframe: Timeframe,
): AsyncGenerator<BarBlock> {
  const out = createBlock(BLOCK_BARS)
  let period = Number.NaN
  for await (const { count, time, open, high, low, close, volume } of blocks) {
    for (let i = 0; i < count; i++) {
      const start = periodStart(timeframe, time[i]!)
      if (start !== period) {
        if (out.count === BLOCK_BARS) {
          yield out
          out.count = 0
        }
        period = start
        const at = out.count++
        out.time[at] = start
        out.open[at] = open[i]!
        out.high[at] = high[i]!
        out.low[at] = low[i]!
        out.close[at] = close[i]!
        out.volume[at] = volume[i]!
        continue
      }
      const at = out.count - 1
      if (high[i]! > out.high[at]!) out.high[at] = high[i]!
      if (low[i]! < out.low[at]!) out.low[at] = low[i]!
      out.close[at] = close[i]!
      const known = out.volume[at]!
      const more = volume[i]!
      out.volume[at] = Number.isNaN(known) ? more : Number.isNaN(more) ? known : known + more
    }
  }
  if (out.count > 0) yield out
}
