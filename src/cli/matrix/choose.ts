import { QrunError } from '../../index.ts'
import { filesLike, isPattern } from './glob.ts'

/** What `qrun backtest` was asked to run: each strategy over each series of bars. */
export type Chosen = {
  readonly strategies: readonly string[]
  readonly series: readonly string[]
  /** Also for a pattern that names one file only, so that what a script reads does not depend on the folder. */
  readonly isMatrix: boolean
}

/** Files of bars, which a shell puts where strategies stand when it expands a pattern after `--data`. */
const BARS = /\.(?:csv|tsv|ndjson|jsonl|parquet|gz|zip|zst)$/i

/**
 * Expands patterns that the shell left alone; a file that is named twice runs once.
 *
 * @throws `U102` for a pattern that names nothing, bars in the place of a strategy, and standard input for
 *   several runs.
 */
export function chooseRuns(operands: readonly string[], mains: readonly string[]): Chosen {
  const stray = operands.length > 1 ? operands.find((text) => BARS.test(text)) : undefined
  if (stray !== undefined)
    throw new QrunError({
      code: 'U102',
      message: `"${stray}" stands where a strategy is expected`,
      hint: "leave a pattern of bars to qrun by quotes: --data 'data/*.csv'; or repeat --data",
    })
  const strategies = expand(operands)
  const series = expand(mains)
  const isMatrix = strategies.length * series.length > 1 || [...operands, ...mains].some(isPattern)
  if (isMatrix && series.includes('-'))
    throw new QrunError({
      code: 'U102',
      message: '--data was "-", which can be read once only',
      hint: 'give a file, or one strategy',
    })
  return { strategies, series, isMatrix }
}

function expand(texts: readonly string[]): readonly string[] {
  const files = texts.flatMap((text) => {
    if (!isPattern(text)) return [text]
    // Declarations for editors lie beside strategies, and are none.
    const found = filesLike(text).filter((path) => !path.endsWith('.d.ts'))
    if (found.length === 0)
      throw new QrunError({
        code: 'U102',
        message: `no file is called like "${text}"`,
        hint: 'patterns know *, ?, [a-z], {one,two} and ** for folders',
      })
    return found
  })
  return [...new Set(files)]
}
