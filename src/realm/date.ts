type DateClass = DateConstructor

// biome-ignore lint/style/noRestrictedGlobals: the one place where the realm's Date is tamed
const Native: DateClass = Date

/**
 * ISO 8601 with a zone, or a date alone: the forms that mean the same on every machine. Fields out of their
 * ranges are left to no engine, which would read them in a way of its own, in the zone of its machine.
 */
const PORTABLE =
  /^(\d{4}|[+-]\d{6})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d))?$/

/**
 * Rule R6: a Date that cannot tell the time and knows no zone but UTC. `clock` answers every way of
 * asking for now, or throws; local getters and setters are their UTC forms; text is read only where it names
 * its zone.
 */
export function tameDate(clock: () => number): DateClass {
  const { construct, apply } = Reflect
  const { toISOString, getTime, [Symbol.toPrimitive]: ordinary } = Native.prototype
  const parse = (text: unknown): number =>
    typeof text === 'string' && PORTABLE.test(text) ? Native.parse(text) : Number.NaN

  /** What an object stands for, found as the engine would: the engine would also read a text, as it likes. */
  const primitiveOf = (item: object): unknown => {
    try {
      return apply(getTime, item, [])
    } catch {
      const own = (item as { readonly [Symbol.toPrimitive]?: unknown })[Symbol.toPrimitive]
      const value: unknown =
        own === undefined || own === null
          ? apply(ordinary, item, ['number'])
          : apply(own as () => unknown, item, ['default'])
      if (isObject(value)) throw new TypeError('Cannot convert object to primitive value')
      return value
    }
  }

  const Tamed = function TamedDate(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return apply(toISOString, construct(Native, [clock()]), [])
    let value: unknown
    if (args.length === 0) value = clock()
    else if (args.length > 1) value = apply(Native.UTC, undefined, args)
    else {
      const [first] = args
      value = isObject(first) ? primitiveOf(first) : first
      if (typeof value === 'string') value = parse(value)
    }
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

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
