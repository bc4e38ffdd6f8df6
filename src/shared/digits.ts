const POWERS = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`))

/**
 * Rounds an amount of money half up to 10 significant digits (BE-12.5, BE-12.13). Amounts from 1e10
 * keep their whole units, amounts below 1e-12 stay as they are.
 */
export function roundTo10Digits(amount: number): number {
  const size = Math.abs(amount)
  if (!(size > 1e-12) || size >= 1e10) return amount
  let digits = 9
  if (size >= 1) while (size >= POWERS[10 - digits]!) digits--
  else while (size * POWERS[digits - 9]! < 1 && digits < 22) digits++
  // 22 is the last power of ten that a double holds exactly.
  const factor = POWERS[Math.min(digits, 22)]!
  return Math.floor(amount * factor + 0.5) / factor
}
