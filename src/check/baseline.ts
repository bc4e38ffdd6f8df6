import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { QrunError } from '../errors/index.ts'
import { type BacktestResult, hashValue, writeJson } from '../report/index.ts'
import { type Row, readRows, writeRows } from './rows.ts'

const SCHEMA = 'qrun.baseline/1'

type Scalar = string | number | boolean | null
export type Facts = Readonly<Record<string, Scalar>>

/** What was run: all that decides what a run comes to. */
export type Identity = {
  /** SHA-256 of the bars, and what can be said of them. */
  readonly data: string
  readonly bars: Facts
  /** SHA-256 of the strategy's text. */
  readonly strategy: string
  readonly inputs: Facts
  readonly properties: Facts
  readonly symbol: Facts
  readonly window: Facts
  readonly seed: number
  /** Behaviour versions. */
  readonly engine: Facts
}

/** A recorded run: what was run, and what it came to. */
export type Baseline = {
  readonly schema: typeof SCHEMA
  readonly identity: Identity
  /** The figures of all trades: our panel, and TradingView's under `tv.`. */
  readonly metrics: Readonly<Record<string, number | null>>
  /** How often, by code. */
  readonly notes: Readonly<Record<string, number>>
  /** Of the file of trades, of the declined orders, and of the equity on every bar. */
  readonly tradesHash: string
  readonly declinedHash: string
  readonly equityHash: string
}

/** A baseline with its trades, as recorded or as it would be recorded now. */
export type Recorded = { readonly baseline: Baseline; readonly rows: string }

/** What a result is recorded as. */
export function recordResult(result: BacktestResult): Recorded {
  const rows = writeRows(result)
  const { strategy, data, run, symbol, metrics, notes, rejections, hashes } = result
  const [main] = data
  const figures: Record<string, number | null> = { ...metrics.all }
  for (const [name, value] of Object.entries(metrics.tv.all)) figures[`tv.${name}`] = value
  return {
    rows,
    baseline: {
      schema: SCHEMA,
      identity: {
        data: main?.hash ?? '',
        bars: {
          count: main?.bars ?? 0,
          from: main?.from ?? null,
          to: main?.to ?? null,
          timeframe: main?.timeframe ?? null,
        },
        strategy: strategy.hash,
        inputs: strategy.inputs as Facts,
        properties: strategy.properties as unknown as Facts,
        symbol: symbol as unknown as Facts,
        window: run.window,
        seed: run.seed,
        engine: run.engine as unknown as Facts,
      },
      metrics: figures,
      notes: Object.fromEntries(notes.map(({ code, count }) => [code, count])),
      tradesHash: hashText(rows),
      // Not the line of the file that gave the order: a comment moves it.
      declinedHash: hashValue(
        rejections.map(({ code, time, id, command, qty, price }) => ({
          code,
          time,
          id,
          command,
          qty,
          price,
        })),
      ),
      equityHash: hashes.equity,
    },
  }
}

/** The texts of the two files of a baseline, by name. */
export function baselineFiles(
  name: string,
  { baseline, rows }: Recorded,
): readonly { readonly name: string; readonly text: string }[] {
  let text = ''
  writeJson(baseline, (piece) => {
    text += piece
  })
  return [
    { name: `${name}.trades.csv`, text: rows },
    { name: `${name}.json`, text },
  ]
}

/**
 * Reads a baseline; undefined when there is none.
 *
 * @throws `C106` when one of its files is missing, damaged, or does not belong to the other.
 */
export async function readBaseline(folder: string, name: string): Promise<Recorded | undefined> {
  const refuse = (file: string, what: string): QrunError =>
    new QrunError({
      code: 'C106',
      message: `the baseline "${file}" ${what}`,
      hint: `take it back from version control, or delete ${name}.json and ${name}.trades.csv and record it anew`,
      place: { file },
    })
  const text = await readText(join(folder, `${name}.json`), (code) =>
    refuse(`${name}.json`, `cannot be read (${code})`),
  )
  const rows = await readText(join(folder, `${name}.trades.csv`), (code) =>
    refuse(`${name}.trades.csv`, `cannot be read (${code})`),
  )
  if (text === undefined && rows === undefined) return undefined
  if (text === undefined) throw refuse(`${name}.json`, 'is missing beside its trades')
  if (rows === undefined) throw refuse(`${name}.trades.csv`, 'is missing')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse(`${name}.json`, 'is not JSON; is a merge unfinished?')
  }
  if (!isBaseline(value)) throw refuse(`${name}.json`, `is no baseline of the schema "${SCHEMA}"`)
  if (hashText(rows) !== value.tradesHash || readRows(rows) === undefined)
    throw refuse(`${name}.trades.csv`, `holds other trades than "${name}.json" was recorded with`)
  return { baseline: value, rows }
}

/** The rows of a recording, which were checked when it was read. */
export function rowsOf({ rows }: Recorded): readonly Row[] {
  return readRows(rows) ?? []
}

async function readText(
  path: string,
  refuse: (code: string) => QrunError,
): Promise<string | undefined> {
  try {
    // Version control may turn the ends of lines into those of the system.
    return (await readFile(path, 'utf8')).replaceAll('\r\n', '\n')
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw refuse(code)
  }
}

function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function isBaseline(value: unknown): value is Baseline {
  if (!isObject(value) || value.schema !== SCHEMA) return false
  const { identity, metrics, notes } = value
  if (!isObject(identity) || !isObject(metrics) || !isObject(notes)) return false
  const { data, strategy, seed } = identity
  return (
    [data, strategy, value.tradesHash, value.declinedHash, value.equityHash].every(
      (text) => typeof text === 'string',
    ) &&
    typeof seed === 'number' &&
    ['bars', 'inputs', 'properties', 'symbol', 'window', 'engine'].every((name) =>
      isFacts(identity[name]),
    ) &&
    Object.values(metrics).every((figure) => figure === null || typeof figure === 'number') &&
    Object.values(notes).every((count) => typeof count === 'number')
  )
}

function isFacts(value: unknown): value is Facts {
  return (
    isObject(value) &&
    Object.values(value).every((fact) => fact === null || typeof fact !== 'object')
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names of the baselines of a folder, sorted. */
export async function listBaselines(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  const stems = names
    .map((name) => /^(.+)\.trades\.csv$/.exec(name)?.[1])
    .filter((stem) => stem !== undefined)
  return stems.sort()
}
