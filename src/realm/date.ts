type DateClass = DateConstructor

// biome-ignore lint/style/noRestrictedGlobals: the one place where the realm's Date is tamed
const Native: DateClass = Date

/** ISO 8601 with a zone, or a date alone: the forms that mean the same on every machine. */
const PORTABLE = /^[+-]?\d{4,6}(-\d\d(-\d\d)?)?(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/

/**
 * Rule R6: a Date that cannot tell the time and knows no zone but UTC. `clock` answers every way of
 * asking for now, or throws; local getters and setters are their UTC forms; text is read only where it names
 * its zone.
 */
export function tameDate(clock: () => number): DateClass {
  const { construct, apply } = Reflect
  const { toISOString } = Native.prototype
  const parse = (text: unknown): number =>
    typeof text === 'string' && PORTABLE.test(text) ? Native.parse(text) : Number.NaN

  const Tamed = function TamedDate(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return apply(toISOString, construct(Native, [clock()]), [])
    const [first] = args
    let value: unknown
    if (args.length === 0) value = clock()
    else if (args.length > 1) value = apply(Native.UTC, undefined, args)
    else if (typeof first === 'string') value = parse(first)
    else value = first
    return construct(Native, [value], new.target)
  } as unknown as DateClass

  const define = (target: object, name: PropertyKey, value: unknown): void => {
    Object.defineProperty(target, name, {
      value,
      writable: true,
      enumerable: false,
      configurable: true,
    })
  }
  Object.defineProperty(Tamed, 'prototype', { value: Native.prototype, writable: false })
  Object.defineProperty(Tamed, 'name', { value: 'Date' })
  Object.defineProperty(Tamed, 'length', { value: 7, configurable: true })
  define(Tamed, 'UTC', Native.UTC)
  define(
    Tamed,
    'parse',
    Object.defineProperty((text: unknown) => parse(text), 'name', { value: 'parse' }),
  )
  define(
    Tamed,
    'now',
    Object.defineProperty(() => clock(), 'name', { value: 'now' }),
  )

  const methods = Native.prototype as unknown as Record<string, unknown>
  for (const name of Object.getOwnPropertyNames(methods)) {
    const utc = methods[name.replace(/^(get|set)/, '$1UTC')]
    if (/^(get|set)(?!UTC|Time)/.test(name) && typeof utc === 'function') define(methods, name, utc)
  }
  define(methods, 'getTimezoneOffset', function getTimezoneOffset(): number {
    return 0
  })
  for (const name of [
    'toString',
    'toDateString',
    'toTimeString',
    'toLocaleString',
    'toLocaleDateString',
    'toLocaleTimeString',
  ])
    define(methods, name, toISOString)
  for (const name of ['getYear', 'setYear', 'toGMTString', 'toTemporalInstant'])
    Reflect.deleteProperty(methods, name)
  define(methods, 'constructor', Tamed)
  return Tamed
}
