import { VERSION } from '../shared/version.ts'
import { failureIn, renderFailure } from './failure.ts'
import type { Gate } from './gate.ts'
import { writeJson } from './json.ts'
import { formatCount, formatFixed } from './numbers.ts'
import { createPen, MIN_COLUMNS, type RenderOptions } from './pen.ts'
import { table } from './pretty-lists.ts'
import type { BacktestResult, ResultFailure } from './result.ts'
import { cut } from './width.ts'

export const MATRIX_SCHEMA = 'qrun.matrix/1'

/** A result without its lists. */
export type ResultSummary = Pick<
  BacktestResult,
  | 'status'
  | 'failure'
  | 'run'
  | 'strategy'
  | 'data'
  | 'symbol'
  | 'warmup'
  | 'metrics'
  | 'why'
  | 'notes'
  | 'hashes'
>

/** One run among several. */
export type MatrixRun = {
  /** Names that tell the files apart: base names, with folders in front where two are alike. */
  readonly strategy: string
  readonly data: string
  /** The exit code of the run alone. */
  readonly exitCode: number
  /** Why the run has no figures, or why they could not be written. */
  readonly failure: ResultFailure | null
  /** What it was judged by. */
  readonly gates: readonly Gate[]
  /** Null where the run never began. */
  readonly result: ResultSummary | null
}

/** Several runs, in the order in which strategies and data were named. */
export type Matrix = {
  readonly schema: typeof MATRIX_SCHEMA
  readonly qrun: string
  /** `partial` after an interrupt: runs that were not over are left out. */
  readonly status: 'complete' | 'partial'
  /** How many runs were asked for. */
  readonly planned: number
  readonly runs: readonly MatrixRun[]
}

export function buildMatrix(runs: readonly MatrixRun[], planned: number): Matrix {
  const status = runs.length < planned ? 'partial' : 'complete'
  return { schema: MATRIX_SCHEMA, qrun: VERSION, status, planned, runs }
}

/** What is kept of a result once it was written. */
export function summariseResult({
  status,
  failure,
  run,
  strategy,
  data,
  symbol,
  warmup,
  metrics,
  why,
  notes,
  hashes,
}: BacktestResult): ResultSummary {
  return {
    status,
    failure,
    run,
    strategy,
    data,
    symbol,
    warmup,
    metrics,
    why,
    notes,
    hashes,
  }
}

/** The matrix as one JSON document, `qrun.matrix/1`. */
export function writeMatrix(matrix: Matrix, write: (chunk: string) => void): void {
  writeJson(matrix, write)
}

const HEAD = ['strategy', 'data', 'net %', 'maxDD %', 'sharpe', 'trades', 'notes', '']
/** Columns that a narrow terminal does without, the first ones first. */
const SPARE = [6, 4, 3]
/** Cells that the figures take. */
const FIGURES = 44

/** One line per run, and one more when some are missing. */
export function renderMatrix(matrix: Matrix, options: RenderOptions): string {
  const pen = createPen(options)
  const columns = Math.max(MIN_COLUMNS, options.columns)
  const room = Math.max(12, Math.floor((columns - FIGURES) / 2))
  const rows = matrix.runs.map((run) => {
    const [strategy, data] = [run.strategy, run.data].map((name) =>
      cut(pen.clean(name), room, pen.ellipsis),
    )
    return [strategy!, data!, ...figures(run), remark(run)]
  })
  const lines = table(HEAD, rows, 'llrrrrrl', SPARE, pen, columns)
  if (matrix.status === 'complete') return `${lines.join('\n')}\n`
  const { runs, planned } = matrix
  const missing = `  partial: ${formatCount(runs.length)} of ${formatCount(planned)} runs`
  return `${[...lines, missing].join('\n')}\n`
}

/** Figures of a part of the bars would look like those of all: a run that failed has none. */
function figures({ result }: MatrixRun): readonly string[] {
  if (result === null || result.failure !== null) return HEAD.slice(2, -1).map(() => 'n/a')
  const { all } = result.metrics
  const figure = (value: number | null | undefined): string =>
    value === null || value === undefined ? 'n/a' : formatFixed(value, 2)
  return [
    figure(all.netProfitPct),
    figure(all.maxDrawdownPct),
    figure(all.sharpe),
    formatCount(all.trades ?? 0),
    formatCount(result.notes.length),
  ]
}

function remark({ failure, gates, result }: MatrixRun): string {
  if (failure !== null) return failure.code
  if (gates.some(({ fails }) => fails)) return 'failed'
  return result?.metrics.all.trades === 0 ? 'no trades' : ''
}

/** Names of runs that are listed in front of a failure. */
const MOST_NAMES = 8

/** What went wrong, each failure once with the runs that it befell, then the gates that closed. */
export function renderMatrixFailures({ runs }: Matrix, options: RenderOptions): string {
  const pen = createPen(options)
  const nameOf = ({ strategy, data }: MatrixRun): string =>
    `${pen.clean(strategy)}  ${pen.clean(data)}`
  const befallen = new Map<string, string[]>()
  for (const run of runs) {
    if (run.failure === null) continue
    const text = renderFailure(failureIn(run.failure), options)
    befallen.set(text, [...(befallen.get(text) ?? []), nameOf(run)])
  }
  const lines = [...befallen].map(([text, names]) => {
    const rest = names.length - MOST_NAMES
    const more = rest > 0 ? `and ${formatCount(rest)} more\n` : ''
    return `${names.slice(0, MOST_NAMES).join('\n')}\n${more}${text}`
  })
  const gates = runs.flatMap((run) =>
    run.gates
      .filter(({ fails }) => fails)
      .map(({ condition, text }) => `failed  ${nameOf(run)}  ${condition}  (${text})\n`),
  )
  return [...lines, gates.join('')].filter((part) => part !== '').join('\n')
}
