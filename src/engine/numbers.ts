/** Numbers for JSON, which has no NaN and no infinity. */
export function numbersOrNull(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null))
}
