import { type BacktestOptions, readMoment } from '../backtest/index.ts'
import { QrunError } from '../errors/index.ts'
import type { WantedBar } from '../shared/explain.ts'
import { DAY, type Timeframe } from '../shared/timeframe.ts'

export type ExplainOptions = BacktestOptions & {
  /**
   * The bar to explain: a UTC time within it (`2022-08-14T09:00`), or its index, `bar:1204` or `1204`.
   */
  readonly at?: string
  /** Number of a trade of the result, from 1: its entry and its exit bar are explained. */
  readonly trade?: number
}

/** Which bar a time or an index means, once the length of the bars is known. @throws `U102`. */
export async function readAt(text: string): Promise<(timeframe: Timeframe) => WantedBar> {
  const [, digits] = /^(?:bar:)?(\d+)$/.exec(text) ?? []
  if (digits !== undefined && Number.isSafeInteger(Number(digits)))
    return () => ({ bar: Number(digits) })
  const refuse = (): never => {
    throw new QrunError({
      code: 'U102',
      message: `--at was "${text}"`,
      hint: 'write a UTC time such as 2022-08-14T09:00, or the index of a bar: bar:1204',
    })
  }
  if (!/^\d{4}-/.test(text)) return refuse()
  const timeMs = await readMoment('--at', text, refuse)
  return ({ ms, months }) => ({ timeMs, spanMs: months > 0 ? months * 31 * DAY : ms })
}
