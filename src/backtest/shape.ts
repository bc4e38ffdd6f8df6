/** Whether a value that came out of the jail's JSON is what it should be. */
export type Check = (value: unknown) => boolean

/** One check for every field of `T`: a field that is added there does not compile until it is checked. */
export type Shape<T> = { readonly [K in keyof Required<T>]: Check }

/** A number; null stands for one that is not finite, which JSON cannot hold. */
export const figure: Check = (value) => value === null || Number.isFinite(value)

export const flag: Check = (value) => typeof value === 'boolean'

/** A whole number from 0 to `most`. */
export function index(most: number = Number.MAX_SAFE_INTEGER): Check {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
}

export function text(longest: number): Check {
  return (value) => typeof value === 'string' && value.length <= longest
}

export function oneOf(values: readonly unknown[]): Check {
  return (value) => values.includes(value)
}

export function list(of: Check, longest: number): Check {
  return (value) => Array.isArray(value) && value.length <= longest && value.every(of)
}

/** A field that may be left out. */
export function optional(of: Check): Check {
  return (value) => value === undefined || of(value)
}

export function orNull(of: Check): Check {
  return (value) => value === null || of(value)
}

export function either(...checks: readonly Check[]): Check {
  return (value) => checks.some((check) => check(value))
}

/** An object whose own fields are what `shape` says. Further fields are never read, so they may stand there. */
export function record<T>(shape: Shape<T>): Check {
  const fields = Object.entries<Check>(shape)
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    fields.every(([name, check]) =>
      check(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined),
    )
}
