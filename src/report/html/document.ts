import type { BacktestResult } from '../result.ts'
import { bodyOf } from './body.ts'
import type { Candles } from './candles.ts'
import { writeDocument } from './frame.ts'
import { payloadOf } from './payload-of.ts'

export type HtmlOptions = {
  /** The bars of the run (`createCandleCollector`); without them there is no price chart. */
  readonly candles?: Candles
  /** Why there are no candles, said where the price chart would be. */
  readonly chartless?: string
  /** The command line that repeats the run; by default what the result tells of it. */
  readonly command?: string
}

/**
 * The report as one HTML document that needs nothing else: no network, no clock, no locale. Equal
 * results give equal bytes. What a strategy says stands in it as text only.
 */
export function writeHtml(
  result: BacktestResult,
  write: (text: string) => void,
  options: HtmlOptions = {},
): void {
  writeDocument(
    {
      title: `${result.strategy.title || result.strategy.file} - backtest report`,
      version: result.run.qrun,
      body: bodyOf(result, options),
      payload: payloadOf(result, options.candles),
    },
    write,
  )
}
