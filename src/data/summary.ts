import { formatTime, formatTimeframe, type Timeframe } from '../shared/timeframe.ts'
import type { DataSummary } from './feed.ts'
import type { Ledger } from './ledger.ts'
import type { Tally, Totals } from './tally.ts'

/** Closes the books: totals, hash and notes of a feed whose last bar went by. */
export function summarise(
  tally: Tally,
  timeframe: Timeframe,
  symbol: string,
  ledger: Ledger,
): DataSummary {
  const totals = tally.totals()
  noteTotals(totals, timeframe, ledger)
  return {
    ...totals,
    hash: tally.hash(symbol),
    dropped: {
      empty: ledger.countOf('N303'),
      identical: ledger.countOf('N304'),
      repeated: ledger.countOf('N305'),
      bad: ledger.countOf('N306'),
      others: ledger.countOf('N316') + ledger.countOf('N317'),
    },
    notes: ledger.notes(),
  }
}

/** Notes that follow from totals alone. */
export function noteTotals(totals: Totals, timeframe: Timeframe, ledger: Ledger): void {
  const { bars, gaps, steps, flat, jumps, volumes } = totals
  if (bars === 0) return
  const length = formatTimeframe(timeframe)
  const say = (code: Parameters<Ledger['note']>[0], count: number, text: string): void => {
    ledger.count(code, count)
    ledger.note(code, text)
  }
  if (volumes < bars) {
    const text = volumes === 0 ? 'no volume in the data' : `bars without volume: ${bars - volumes}`
    say('N301', bars - volumes, text)
  }
  if (gaps.count > 0) {
    const list = gaps.longest.map((gap) => `${formatTime(gap.fromMs)} +${gap.bars}`).join(', ')
    say('N302', gaps.count, `gaps: ${gaps.count} (${gaps.bars} bars); longest: ${list}`)
  }
  if (steps.offGrid > 0) {
    say('N309', steps.offGrid, `steps that are not whole multiples of ${length}: ${steps.offGrid}`)
  }
  if (flat.bars > 0) {
    const run = `longest run ${flat.longest}`
    say('N310', flat.bars, `bars without movement and volume: ${flat.bars} (${run})`)
  }
  if (jumps.count > 0) {
    const first = formatTime(jumps.firstMs)
    say(
      'N311',
      jumps.count,
      `closes that jump by more than half: ${jumps.count}, first at ${first}`,
    )
  }
  if (steps.count > 0 && steps.regular * 2 < steps.count) {
    const share = `${steps.regular} of ${steps.count} steps`
    say('N312', 1, `only ${share} agree with the timeframe ${length}`)
  }
}
