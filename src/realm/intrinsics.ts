const { getPrototypeOf } = Object

/** Intrinsics that have no path from the global object: syntax, accessors and calls lead to them. */
export function hiddenIntrinsics(): Readonly<Record<string, object>> {
  function* generator(): Generator<number> {
    yield 1
  }
  // The gate refuses async functions, but their prototypes exist and are reachable from nothing else.
  const asyncFunction = async (): Promise<void> => {}
  async function* asyncGenerator(): AsyncGenerator<number> {
    yield 1
  }
  const arrayIterator = protoOf([][Symbol.iterator]())
  const asyncGeneratorPrototype = protoOf(protoOf(asyncGenerator()))
  return {
    '%GlobalPrototype%': protoOf(globalThis),
    '%GeneratorFunction.prototype%': protoOf(generator),
    '%GeneratorPrototype%': protoOf(protoOf(generator())),
    '%IteratorPrototype%': protoOf(arrayIterator),
    '%ArrayIteratorPrototype%': arrayIterator,
    '%StringIteratorPrototype%': protoOf(''[Symbol.iterator]()),
    '%MapIteratorPrototype%': protoOf(new Map()[Symbol.iterator]()),
    '%SetIteratorPrototype%': protoOf(new Set()[Symbol.iterator]()),
    '%RegExpStringIteratorPrototype%': protoOf('a'.matchAll(/a/g)),
    '%TypedArray%': protoOf(Float64Array),
    '%TypedArray.prototype%': protoOf(Float64Array.prototype),
    '%AsyncFunction.prototype%': protoOf(asyncFunction),
    '%AsyncGeneratorFunction.prototype%': protoOf(asyncGenerator),
    '%AsyncGeneratorPrototype%': asyncGeneratorPrototype,
    '%AsyncIteratorPrototype%': protoOf(asyncGeneratorPrototype),
    '%PromisePrototype%': protoOf(asyncFunction()),
    ...iteratorHelpers(arrayIterator),
    ...stackAccessors(),
  }
}

/** Newer engines give each error an accessor for its stack, with one pair of functions for all of them. */
function stackAccessors(): Readonly<Record<string, object>> {
  const { get, set } = Object.getOwnPropertyDescriptor(new Error(), 'stack') ?? {}
  return {
    ...(get === undefined ? {} : { '%ErrorStackGetter%': get }),
    ...(set === undefined ? {} : { '%ErrorStackSetter%': set }),
  }
}

function protoOf(item: unknown): object {
  return getPrototypeOf(item) as object
}

/** What newer engines keep behind accessors and calls: the Iterator constructor and its helpers' prototypes. */
function iteratorHelpers(arrayIterator: object): Readonly<Record<string, object>> {
  const { Iterator } = globalThis as { Iterator?: { from(source: object): object } }
  if (Iterator === undefined) return {}
  const { drop } = protoOf(arrayIterator) as { drop?: unknown }
  return {
    '%Iterator%': Iterator,
    '%WrapForValidIteratorPrototype%': protoOf(
      Iterator.from({ next: () => ({ done: true, value: undefined }) }),
    ),
    ...(typeof drop === 'function'
      ? { '%IteratorHelperPrototype%': protoOf(Reflect.apply(drop, [][Symbol.iterator](), [0])) }
      : {}),
  }
}
