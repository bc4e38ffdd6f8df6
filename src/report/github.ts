import { annotation } from './annotation.ts'
import type { Gate } from './gate.ts'
import { cleanLine } from './markup.ts'
import { explainNote } from './notes.ts'
import { formatCount, formatFixed } from './numbers.ts'
import type { BacktestResult } from './result.ts'

/**
 * Annotations of GitHub Actions on the strategy: an error for a failure and for each condition that
 * closes, a notice for each note; then one line that sums the run up.
 *
 * @param file Path of the strategy from the root of the repository; its base name when absent.
 */
export function renderGithub(
  result: BacktestResult,
  gates: readonly Gate[] = [],
  file: string = result.strategy.file,
): string {
  const { failure, notes, metrics, data } = result
  const title = `qrun backtest ${result.strategy.file}`
  const lines: string[] = []
  if (failure !== null) {
    const { line, column, code, message, hint } = failure
    // A place in the strategy; one in the bars is told in the text.
    const isOfStrategy = line !== null && /^[SL]/.test(code)
    const place = {
      ...(isOfStrategy ? { line: String(line) } : {}),
      ...(isOfStrategy && column !== null ? { col: String(column) } : {}),
    }
    lines.push(annotation('error', { file, ...place, title }, `${code} ${message}\n${hint}`))
  }
  for (const { condition, fails, text } of gates)
    if (fails) lines.push(annotation('error', { file, title }, `${condition}\n${text}`))
  for (const { code, text } of notes)
    lines.push(annotation('notice', { file, title }, `${code} ${text}\n${explainNote(code)}`))
  const { netProfitPct, trades } = metrics.all
  const net = netProfitPct == null ? 'n/a' : `${formatFixed(netProfitPct, 2)} %`
  lines.push(
    cleanLine(
      `qrun backtest: ${result.strategy.file} on ${data[0]?.name ?? ''}: ${result.status}, net ${net}, ${formatCount(trades ?? 0)} trades`,
    ),
  )
  return `${lines.join('\n')}\n`
}
