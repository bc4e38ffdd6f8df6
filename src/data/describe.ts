import { applyChosenColumns, requirePrices } from './chosen.ts'
import { timeText } from './clock.ts'
import { type ColumnMap, type Mapping, mapColumns, normaliseName } from './columns.ts'
import { MIN_FIELDS } from './delimiter.ts'
import { quote } from './faults.ts'
import { type Format, type FormatId, formatOf, recognise } from './formats.ts'
import type { Layout } from './layout.ts'
import { type Ledger, noBars } from './ledger.ts'
import { parseNumber } from './numbers.ts'
import type { DataOptions } from './options.ts'
import { decideDateOrder, decideDecimal } from './readings.ts'
import { guessShape } from './shapes.ts'
import { isZone } from './zones.ts'

type Rows = readonly (readonly string[])[]

type Context = {
  readonly options: DataOptions
  readonly ledger: Ledger
  readonly delimiter: string
  readonly symbolHint: string
  /** Format of rows without a header, where the source knows it. */
  readonly hint?: FormatId | undefined
}

/** The part of a layout that follows from a header and a sample of rows. */
export type Described = Omit<Layout, 'lineEnd' | 'headerRow' | 'firstRow' | 'skipped' | 'quoted'>

/** Tells columns, format, zone and the readings of dates and numbers from a sample of rows. */
export function describeTable(
  header: readonly string[] | undefined,
  sample: Rows,
  everything: () => Rows,
  context: Context,
): Described {
  const { options, ledger, delimiter } = context
  const rows = sample.filter((cells) => cells.length >= MIN_FIELDS)
  if (rows.length === 0 && !header) throw noBars(ledger)
  const fields = header ? trimmedLength(header) : rows[0]!.length
  const known = describe(header, rows, context)
  const mapped = applyChosenColumns(known.columns, header, fields, options, ledger)
  requirePrices(mapped, header, ledger)
  if (rows.length === 0) throw noBars(ledger)
  const columns = chooseVolume(mapped, known.volumes, header, rows, ledger)
  const format = options.format ? formatOf(options.format) : known.format
  const used = new Set<number>(Object.values(columns))
  return {
    format,
    confidence: options.format ? 'named' : known.confidence,
    delimiter,
    header,
    fields,
    columns,
    extras: (header ?? []).flatMap((name, at) =>
      used.has(at) || name.trim() === '' ? [] : [name.trim()],
    ),
    decimalComma: decideDecimal(columns, rows, delimiter, options, ledger),
    dateOrder: decideDateOrder(columns, rows[0]!, everything, options, ledger),
    ...decideZone(format, options, ledger),
    priceDivisor: format.priceDivisor ?? rawDivisor(format, columns, rows),
    example: timeText(rows[0]!, columns),
    wanted: pickSymbol(columns, rows, options, ledger),
  }
}

type Known = Mapping & {
  readonly format: Format
  readonly confidence: Layout['confidence']
}

/** Columns and format, by the header where there is one and by shape where there is none. */
function describe(
  header: readonly string[] | undefined,
  rows: Rows,
  { options, ledger, symbolHint, hint }: Context,
): Known {
  if (!header) return { ...guessShape(rows, options, ledger, hint), confidence: 'shape' }
  const names = header.map(normaliseName)
  const format = recognise(
    header.map((name) => name.trim()),
    names,
  )
  // A symbol in the rows tells the base asset better than a name that was given to the whole.
  const { symbol } = mapColumns(header, '').columns
  const asset = rows[0]?.[symbol] ?? options.symbol ?? symbolHint
  const mapping = mapColumns(header, asset)
  return {
    ...mapping,
    format,
    confidence: format.id === 'csv' ? 'column names' : 'exact header',
  }
}

function trimmedLength(names: readonly string[]): number {
  let length = names.length
  while (length > 0 && names[length - 1]!.trim() === '') length--
  return length
}

/** Of several symbols in one file only the one asked for is read. */
function pickSymbol(
  { symbol }: ColumnMap,
  rows: Rows,
  options: DataOptions,
  ledger: Ledger,
): string | undefined {
  if (symbol < 0) return undefined
  const found = [...new Set(rows.map((cells) => (cells[symbol] ?? '').trim()))]
  if (found.length <= 1) return found[0]
  if (options.symbol !== undefined && found.includes(options.symbol)) return options.symbol
  throw ledger.error(
    'D220',
    options.symbol === undefined
      ? `the file holds several symbols: ${found.slice(0, 5).map(quote).join(', ')}`
      : `no row of the symbol ${quote(options.symbol)} among the first: ${found.slice(0, 5).map(quote).join(', ')}`,
    'choose one with --symbol',
  )
}

/** MetaTrader 5 writes tick and real volume: the real one counts where any value of it is not zero. */
function chooseVolume(
  columns: ColumnMap,
  volumes: readonly number[],
  header: readonly string[] | undefined,
  rows: Rows,
  ledger: Ledger,
): ColumnMap {
  if (!header || volumes.length < 2 || !volumes.includes(columns.volume)) return columns
  const ticks = volumes.find((at) => normaliseName(header[at]!).startsWith('tick'))
  const empty = rows.every((cells) => !(parseNumber(cells[columns.volume] ?? '') || 0))
  const volume = ticks !== undefined && empty ? ticks : columns.volume
  const others = volumes.filter((at) => at !== volume).map((at) => quote(header[at]!.trim()))
  ledger.note('N315', `volume is ${quote(header[volume]!.trim())}, not ${others.join(' or ')}`)
  return { ...columns, volume }
}

function decideZone(
  format: Format,
  options: DataOptions,
  ledger: Ledger,
): { readonly zone: string; readonly zoneAssumed: boolean } {
  if (options.tz !== undefined) {
    if (isZone(options.tz)) return { zone: options.tz, zoneAssumed: false }
    throw ledger.error(
      'D223',
      `unknown time zone ${quote(options.tz)}`,
      'give an IANA name such as Europe/Berlin, UTC, or an offset such as +02:00',
    )
  }
  const named = options.format === format.id
  if (format.zoneRule === 'ask' && !(named && format.zone)) {
    throw ledger.error(
      'D225',
      `times of the format ${format.id} carry no zone and several are in use`,
      format.id === 'histdata'
        ? 'give --format histdata (UTC-5 all year), --format ninjatrader (UTC), or --tz ZONE'
        : 'give the zone of the exchange with --tz',
    )
  }
  const zone = named ? (format.zone ?? 'UTC') : 'UTC'
  if (format.zoneRule === 'warn') {
    ledger.note(
      'N314',
      `times were read as UTC; ${format.title}s often use the broker's zone: --tz ZONE`,
    )
  }
  return { zone, zoneAssumed: true }
}

/** Databento's raw encoding: prices are whole numbers of a billionth. */
function rawDivisor(format: Format, { open, high, low, close }: ColumnMap, rows: Rows): number {
  if (format.id !== 'databento') return 1
  const raw = rows.every((cells) =>
    [open, high, low, close].every((at) => /^\d{10,}$/.test(cells[at] ?? '')),
  )
  return raw ? 1e9 : 1
}
