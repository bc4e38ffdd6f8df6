/** Numbers as text for people: grouped by a space, rounded only here (RM-0.5). No locale is involved. */

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ' ')
}

/** `decimals` places, grouped; a value that rounds to 0 has no sign. */
export function formatFixed(value: number, decimals: number): string {
  // Beyond this, toFixed switches to exponents; such money is nobody's.
  if (Math.abs(value) >= 1e21) return String(value)
  const text = Math.abs(value).toFixed(decimals)
  const [whole = '', fraction] = text.split('.')
  const sign = value < 0 && /[1-9]/.test(text) ? '-' : ''
  return sign + group(whole) + (fraction === undefined ? '' : `.${fraction}`)
}

/** 26304 → `26 304`. */
export function formatCount(value: number): string {
  return formatFixed(value, 0)
}

/** Two decimals. */
export function formatMoney(value: number): string {
  return formatFixed(value, 2)
}

/** Two decimals and a sign in front of gains too. */
export function formatSigned(value: number): string {
  const text = formatMoney(value)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** Shortest form that reads back as the same number: prices, quantities, inputs. */
export function formatExact(value: number): string {
  const text = String(value)
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  return match ? `${match[1]}${group(match[2]!)}${match[3] ?? ''}` : text
}
