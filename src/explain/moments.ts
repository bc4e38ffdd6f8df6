import { type BacktestOptions, explainRun } from '../backtest/index.ts'
import { explainBar } from './bars.ts'
import { createPlaces } from './places.ts'
import type { ExplainedBar } from './report.ts'

/**
 * Runs a strategy as `backtest` does and tells what happened on the bars that open at these times (UTC
 * ms), in order of time. A time at which no bar opens is left out.
 *
 * @throws QrunError as `backtest`.
 */
export async function explainMoments(
  options: BacktestOptions,
  timesMs: Iterable<number>,
): Promise<readonly ExplainedBar[]> {
  const wanted = [...timesMs].map((timeMs) => ({ timeMs, spanMs: 1 }))
  const { result, explanation, source } = await explainRun(options, () => wanted)
  if (explanation === undefined) return []
  const places = createPlaces(source, explanation)
  return explanation.wanted
    .map((told) => explainBar(told, 'at', explanation, places, source, result))
    .sort((a, b) => a.bar - b.bar)
}
