import { formatTimeframe, parseTimeframe, type Timeframe } from '../shared/timeframe.ts'
import { quote } from './faults.ts'
import type { Ledger } from './ledger.ts'
import { guessFromName } from './names.ts'
import type { DataOptions } from './options.ts'
import type { RowBlock } from './rows.ts'
import { lengthOf, measureSteps } from './steps.ts'

/** The timeframe that the options ask for. */
export function readTimeframe(options: DataOptions, ledger: Ledger): Timeframe | undefined {
  if (options.timeframe === undefined) return undefined
  const timeframe = parseTimeframe(options.timeframe)
  if (timeframe) return timeframe
  throw ledger.error(
    'D223',
    `${quote(options.timeframe)} is not a timeframe`,
    'write 30s, 15m, 4h, 1d, 1w or 1M',
  )
}

/**
 * The timeframe of the bars as they stand: what their file claims, else what is measured.
 *
 * @throws D217 where it cannot be told, D224 for a shorter one than the bars have.
 */
export function decideTimeframe(
  blocks: readonly RowBlock[],
  claimed: Timeframe | undefined,
  wanted: Timeframe | undefined,
  ledger: Ledger,
): Timeframe {
  const timeframe = claimed ?? measure(blocks, wanted, ledger)
  if (wanted && lengthOf(wanted) < lengthOf(timeframe)) {
    throw ledger.error(
      'D224',
      `bars of ${formatTimeframe(timeframe)} cannot be made into bars of ${formatTimeframe(wanted)}`,
      `give a timeframe of ${formatTimeframe(timeframe)} or longer`,
    )
  }
  const named = guessFromName(ledger.name).timeframe
  if (named && named.name !== timeframe.name) {
    const [says, is] = [formatTimeframe(named), formatTimeframe(timeframe)]
    ledger.note('N313', `the file name says ${says}, the bars are ${is} apart: ${is} was used`)
  }
  return timeframe
}

/**
 * The most frequent step, if it is that of at least half of the steps and there are two or more; else
 * the timeframe that was asked for.
 */
function measure(
  blocks: readonly RowBlock[],
  wanted: Timeframe | undefined,
  ledger: Ledger,
): Timeframe {
  const measured = measureSteps(blocks.map((block) => block.time))
  const sure = measured.steps >= 2 && measured.agreeing * 2 >= measured.steps
  const timeframe = sure ? measured.timeframe : wanted
  if (timeframe) return timeframe
  const few = measured.steps < 2
  throw ledger.error(
    'D217',
    few
      ? `the timeframe cannot be told from ${measured.steps + 1} bar${measured.steps === 0 ? '' : 's'}`
      : `the timeframe cannot be told: the most frequent step is that of ${measured.agreeing} of ${measured.steps} only`,
    'say it, for example --tf 1h',
  )
}
