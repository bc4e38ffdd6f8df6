import type { RealmFailure } from './fail.ts'

/** Names that people know from elsewhere, and what to do instead in a strategy. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  require: 'a strategy is one file; everything it needs is a global',
  module: 'a strategy exports nothing; declare onBar(() => { … })',
  exports: 'a strategy exports nothing; declare onBar(() => { … })',
  process: 'a strategy sees bars and its inputs only; declare an input for settings',
  Buffer: 'use plain arrays and texts',
  fetch: 'a strategy has no network; pass data with --data',
  XMLHttpRequest: 'a strategy has no network; pass data with --data',
  setTimeout: 'a strategy has no timers; onBar runs once per bar',
  setInterval: 'a strategy has no timers; onBar runs once per bar',
  setImmediate: 'a strategy has no timers; onBar runs once per bar',
  queueMicrotask: 'strategies are synchronous',
  Promise: 'strategies are synchronous',
  Intl: 'texts and numbers are written the same everywhere; format them by hand',
  WebAssembly: 'write plain JavaScript',
  Atomics: 'write plain JavaScript',
  SharedArrayBuffer: 'use plain arrays',
  ArrayBuffer: 'use plain arrays',
  Float64Array: 'use plain arrays',
  Float32Array: 'use plain arrays',
  Int32Array: 'use plain arrays',
  Uint8Array: 'use plain arrays',
  WeakRef: 'use a Map',
  structuredClone: 'copy the fields by hand',
  performance: 'use time(), the opening time of the bar',
  window: 'a strategy runs in no browser',
  document: 'a strategy runs in no browser; use plot(…)',
  eval: 'write the code itself',
  color: "write colours as texts: 'red', '#ff8800'",
  buy: "write strategy.entry('L', 'long')",
  sell: "write strategy.close('L') or strategy.entry('S', 'short')",
}

/** Adds a code and a way out to the engine's own errors where the cause is known. */
export function withHint(failure: RealmFailure): RealmFailure {
  if (failure.code !== 'S307') return failure
  const { message } = failure
  const [, name] = /^ReferenceError: ([\w$]+) is not defined$/.exec(message) ?? []
  if (name !== undefined)
    return {
      code: 'S310',
      message: `"${name}" does not exist in a strategy`,
      hint:
        ELSEWHERE[name] ?? 'declare it, or look for the right name among the globals (qrun types)',
    }
  if (
    /^TypeError: (Cannot (assign to read only|add|delete|define|redefine) property|Cannot set property)/.test(
      message,
    )
  )
    return {
      code: 'S315',
      message: `a frozen object was written to (${message})`,
      hint: 'keep your own values in variables of the file, or in state(…)',
    }
  if (message === 'RangeError: Maximum call stack size exceeded')
    return {
      code: 'L405',
      message: 'functions called each other too deeply',
      hint: 'look for a function that calls itself without an end',
    }
  const [, callee] = /^TypeError: ([\w$.]+) is not a function$/.exec(message) ?? []
  if (callee !== undefined)
    return { ...failure, hint: `check the spelling of ${callee}; qrun types lists what there is` }
  return { ...failure, hint: 'the line is that of the statement which failed' }
}
