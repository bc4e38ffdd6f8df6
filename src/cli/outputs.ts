import { join, resolve } from 'node:path'
import {
  type BacktestResult,
  type Gate,
  type HtmlOptions,
  QrunError,
  renderPretty,
} from '../index.ts'
import type { DataFlag } from './data-flags.ts'
import { writeWhole } from './files.ts'
import { listsOf } from './output-flags.ts'
import type { Format } from './parse.ts'
import { type LookOptions, lookOf } from './terminal.ts'

export type OutputFlags = LookOptions & {
  readonly data: DataFlag
  readonly json?: boolean
  readonly formatOut?: Format[]
  readonly out?: string
  readonly open?: boolean
  readonly csvStyle: 'qrun' | 'tradingview'
  readonly trades?: number | true
  readonly by?: 'day' | 'week' | 'month' | 'year'
  readonly metrics: 'core' | 'full'
  readonly quiet?: boolean
}

const TABLES = ['trades', 'equity', 'metrics'] as const
export type Part = Exclude<Format, 'csv' | 'github'> | (typeof TABLES)[number]

/** What goes to standard output, and which files are written where. */
export type OutputPlan = {
  readonly stdout: Format | 'none'
  /** Annotations are no file: the build server reads them from standard output, behind the report. */
  readonly annotates: boolean
  readonly files: readonly { readonly part: Part; readonly path: string }[]
}

const OF_ENDING: Readonly<Record<string, Exclude<Format, 'github'>>> = {
  json: 'json',
  csv: 'csv',
  txt: 'pretty',
  html: 'html',
  md: 'markdown',
  xml: 'junit',
  ndjson: 'ndjson',
}

/**
 * Decides before the run where its results go.
 *
 * @throws `U103` for more formats than places, `U102` for a file of another format, `U105` for a file
 *   that is read as well.
 */
export function planOutputs(strategy: string, flags: OutputFlags): OutputPlan {
  const { out, json, formatOut, quiet } = flags
  const report = json === true ? 'json' : quiet === true ? 'none' : 'pretty'
  if (out === undefined) {
    const wanted = new Set<Format>([
      ...(json === true ? ['json' as const] : []),
      ...(formatOut ?? []),
    ])
    if (wanted.size > 1) throw needsPlace([...wanted], 'add --out FOLDER')
    const [only] = wanted
    return {
      stdout: only === undefined || only === 'pretty' ? report : only,
      annotates: false,
      files: [],
    }
  }
  const ending = endingOf(out)
  const expected = ending === undefined ? undefined : OF_ENDING[ending]!
  const formats = formatOut ?? [expected ?? (flags.open === true ? 'html' : 'json')]
  const stem = baseOf(strategy)
  const annotates = formats.includes('github') && json !== true
  if (expected === undefined)
    return {
      stdout: report,
      annotates,
      files: [...new Set(formats)].flatMap((format) => filesIn(out, format, stem)),
    }
  const kinds = formats.filter((kind): kind is Exclude<Format, 'github'> => kind !== 'github')
  const [format = expected] = kinds
  if (kinds.length > 1) throw needsPlace(kinds, 'give --out a folder')
  if (format !== expected)
    throw new QrunError({
      code: 'U102',
      message: `--out was "${out}", a name for ${expected}, but the format is "${format}"`,
      hint: 'choose a name that fits, or a folder',
    })
  const read = [strategy, flags.data.path ?? '', ...Object.values(flags.data.markets)]
  if (read.some((path) => resolve(path) === resolve(out)))
    throw new QrunError({
      code: 'U105',
      message: `"${out}" is a file that the run reads`,
      hint: 'choose another name for --out',
    })
  return {
    stdout: report,
    annotates,
    files: [{ part: format === 'csv' ? 'trades' : format, path: out }],
  }
}

/** The ending by which `--out` names a file; without one of these it names a folder. */
export function endingOf(out: string): string | undefined {
  return /\.(json|csv|txt|html|md|xml|ndjson)$/.exec(out)?.[1]
}

/** The HTML file that a run writes, if it writes one. */
export function htmlFileOf({ files }: OutputPlan): string | undefined {
  return files.find(({ part }) => part === 'html')?.path
}

function filesIn(folder: string, format: Format, stem: string): OutputPlan['files'] {
  if (format === 'github') return []
  if (format === 'csv') return TABLES.map((part) => ({ part, path: join(folder, `${part}.csv`) }))
  return [{ part: format, path: join(folder, `${stem}${ENDINGS[format]}`) }]
}

const ENDINGS: Readonly<Record<Exclude<Format, 'csv' | 'github'>, string>> = {
  pretty: '.txt',
  json: '.json',
  html: '.html',
  markdown: '.md',
  junit: '.junit.xml',
  ndjson: '.ndjson',
}

function baseOf(path: string): string {
  return path
    .split(/[\\/]/)
    .pop()!
    .replace(/\.[^.]*$/, '')
}

function needsPlace(formats: readonly Format[], hint: string): QrunError {
  return new QrunError({
    code: 'U103',
    message: `several formats need a folder: "${formats.join(',')}"`,
    hint,
  })
}

/** What formats tell beside the result. */
export type Judged = {
  readonly gates: readonly Gate[]
  /** Of the strategy, as it was named. */
  readonly path: string
}

/** Writes the files, then standard output. */
export async function deliver(
  result: BacktestResult,
  { stdout, annotates, files }: OutputPlan,
  flags: OutputFlags,
  html: HtmlOptions,
  judged: Judged,
): Promise<void> {
  const print = (text: string): void => {
    process.stdout.write(text)
  }
  const written = files.map(({ path }) => path)
  const report = (): void => {
    // A run that failed before its first bar has nothing to report but its failure.
    if (result.failure === null || result.equity.bars > 0)
      print(renderPretty(result, { ...lookOf(process.stdout, flags), ...listsOf(flags), written }))
    else for (const path of written) print(`${path}\n`)
  }
  if (files.length === 0 && !annotates && (stdout === 'pretty' || stdout === 'none')) {
    if (stdout === 'pretty') report()
    return
  }
  // Most runs print their report and nothing else: the other forms are loaded for those that ask.
  const { githubOf, producer, tradesOf } = await import('./produce.ts')
  for (const { part, path } of files)
    await writeWhole(path, producer(part, result, flags, html, judged))
  if (stdout === 'github') print(githubOf(result, judged))
  else if (stdout === 'csv') tradesOf(flags)(result, print)
  else if (stdout === 'pretty') report()
  else if (stdout !== 'none') producer(stdout, result, flags, html, judged)(print)
  if (annotates) print(githubOf(result, judged))
}
