const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const MISSING = new Set(['', '-', '–', '—', 'n/a', 'na', 'nan', 'null', 'none', '.'])
/** Groups of three, or the Indian two-two-three. */
const GROUPED = /^[+-]?(\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})*,\d{3})(\.\d*)?$/
const EXPONENT: Readonly<Record<string, string>> = { k: 'e3', m: 'e6', b: 'e9', t: 'e12' }

/** Whether a trimmed cell stands for "no value". */
export function isMissing(text: string): boolean {
  return text.length <= 4 && MISSING.has(text.toLowerCase())
}

/**
 * Reads a number as data files write them: `101.50`, `$1,234.5`, `12.5K`, `(3.20)`, `1 234,5` with a
 * decimal comma. NaN for a missing value, undefined for anything that is not a finite number. The
 * value is what `Number` gives for the bare digits, so every way of writing it has the same bits.
 */
export function parseNumber(text: string, decimalComma = false): number | undefined {
  if (!decimalComma && PLAIN.test(text)) return finite(Number(text))
  const trimmed = text.trim()
  if (isMissing(trimmed)) return Number.NaN
  const bare = strip(trimmed, decimalComma)
  return bare === undefined ? undefined : finite(Number(bare))
}

function finite(value: number): number | undefined {
  // Adding 0 turns -0 into 0.
  return Number.isFinite(value) ? value + 0 : undefined
}

/** The digits of a decorated number in JavaScript's spelling, or undefined. */
function strip(text: string, decimalComma: boolean): string | undefined {
  const negative = /^\(.*\)$/.test(text)
  // Signs of currencies, and an apostrophe: escaped, because a bundle of ASCII alone takes half the memory.
  let bare = (negative ? text.slice(1, -1) : text)
    .replace(/[$\u20ac\u00a3\u00a5\u20b9]/g, '')
    .trim()
  if (decimalComma) bare = bare.replaceAll(/[.,]/g, (mark) => (mark === '.' ? ',' : '.'))
  bare = bare.replace(/(\d)[\s'\u2019](?=\d{3}(?!\d))/g, '$1')
  const suffix = EXPONENT[bare.at(-1)?.toLowerCase() ?? '']
  if (suffix) bare = bare.slice(0, -1).trimEnd()
  if (GROUPED.test(bare)) bare = bare.replaceAll(',', '')
  if (!PLAIN.test(bare) || (suffix && /e/i.test(bare))) return undefined
  return `${negative ? '-' : ''}${bare}${suffix ?? ''}`
}

/** Digits between the first and the last that is not zero. */
export function significantDigits(text: string): number {
  const digits = text.replace(/e.*$/i, '').replace(/\D/g, '')
  return digits.replace(/^0+|0+$/g, '').length
}

const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
export const MAX_DECIMALS = 8

/** The least number of decimals, at most 8, that writes `value` as exactly as 8 decimals do. */
export function decimalsOf(value: number): number {
  // From here on a double has no room for decimals, and `toFixed` would turn to exponents.
  if (Math.abs(value) >= 1e15) return 0
  const text = value.toFixed(MAX_DECIMALS)
  let end = text.length
  while (text.charCodeAt(end - 1) === 48) end--
  return end - (text.length - MAX_DECIMALS)
}

/** `decimals`, or more where some of the first `count` values needs more. */
export function widenDecimals(decimals: number, values: Float64Array, count: number): number {
  let most = decimals
  let at = skipPlain(values, 0, count, POWERS[most]!)
  while (at < count) {
    most = Math.max(most, finerThan(most, values[at]!))
    at = skipPlain(values, at + 1, count, POWERS[most]!)
  }
  return most
}

/** The number that makes prices of so many decimals whole. */
export function powerOf(decimals: number): number {
  return POWERS[decimals]!
}

/** Whether the prices of a bar are whole numbers of `1 / power`; high and low bound the others. */
export function isBarOf(
  power: number,
  open: number,
  high: number,
  low: number,
  close: number,
): boolean {
  const o = open * power
  const h = high * power
  const l = low * power
  const c = close * power
  // None of these is below 0, so that all are whole where the sum is 0: one comparison for four.
  const rest = o - Math.floor(o) + (h - Math.floor(h)) + (l - Math.floor(l)) + (c - Math.floor(c))
  if (rest === 0 && high < PLAIN_BELOW && low > -PLAIN_BELOW) return true
  return (
    Math.floor(o + 0.5) / power === open &&
    Math.floor(h + 0.5) / power === high &&
    Math.floor(l + 0.5) / power === low &&
    Math.floor(c + 0.5) / power === close
  )
}

/** `decimals`, or more where a price of a bar needs more. */
export function widenByBar(
  decimals: number,
  open: number,
  high: number,
  low: number,
  close: number,
): number {
  let most = decimals
  for (const price of [open, high, low, close]) most = widenByOne(most, price)
  return most
}

/** Index of the first value from `from` on that is not plainly a whole number of `1 / power`. */
function skipPlain(values: Float64Array, from: number, count: number, power: number): number {
  let at = from
  for (; at < count; at++) {
    const value = values[at]!
    const scaled = value * power
    // A whole number after rounding: what was rounded away lies beyond the last decimal that counts.
    if (scaled === Math.floor(scaled) && value < PLAIN_BELOW && value > -PLAIN_BELOW) continue
    // Exact for values that have these decimals: both steps round the one true decimal number.
    if (Math.floor(scaled + 0.5) / power !== value) break
  }
  return at
}

/** With eight decimals still so far below 2⁵³ that an error in the last bits is less than half of the last decimal. */
const PLAIN_BELOW = 5e6

function widenByOne(most: number, value: number): number {
  const power = POWERS[most]!
  const isPlain = Math.floor(value * power + 0.5) / power === value
  return isPlain ? most : Math.max(most, finerThan(most, value))
}

/** Decimals of a value, or 0 where they are no more than `most`. */
function finerThan(most: number, value: number): number {
  // Float noise such as 0.30000000000000004 lies beyond the last decimal that counts.
  const scaled = Math.floor(value * 1e8 + 0.5)
  if (scaled <= Number.MAX_SAFE_INTEGER && scaled % POWERS[MAX_DECIMALS - most]! === 0) return 0
  return decimalsOf(value)
}
