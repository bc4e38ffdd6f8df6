import { QrunError } from '../errors/index.ts'
import { parseTimeframe } from '../shared/timeframe.ts'

/**
 * Reads a date or time of the trading window in UTC: `2023`, `2023-05`, `2023-05-01`,
 * `2023-05-01T10:00`, with an offset if there is one; or `-180d`, that long before the last bar.
 *
 * @param lastMs Asked for only by the relative form.
 * @throws `U102`.
 */
export async function readMoment(
  flag: string,
  text: string,
  lastMs: () => Promise<number>,
): Promise<number> {
  const [, length] = /^-(\d+[smhdw])$/.exec(text) ?? []
  const back = length === undefined ? undefined : relativeMs(length)
  if (back !== undefined) return (await lastMs()) - back
  const value = /^\d{4}/.test(text) ? await readIso(text) : Number.NaN
  if (Number.isNaN(value))
    throw new QrunError({
      code: 'U102',
      message: `${flag} was "${text}"`,
      hint: 'write a UTC date or time such as 2023, 2023-05-01 or 2023-05-01T10:00, or -180d before the last bar',
    })
  return value
}

/** Loaded when it is needed: most runs have no window, and the library is slow to start. */
async function readIso(text: string): Promise<number> {
  const [{ parseISO }, { utc }] = await Promise.all([
    import('date-fns/parseISO'),
    import('@date-fns/utc'),
  ])
  return parseISO(text, { in: utc }).getTime()
}

function relativeMs(length: string): number | undefined {
  const unit = parseTimeframe(`1${length.slice(-1)}`)
  return unit === undefined ? undefined : Number(length.slice(0, -1)) * unit.ms
}
