/**
 * Rule R3, and the first statement of the bundle. V8 captures no stack where `stackTraceLimit` is
 * not a number, and then never calls the host's formatter; any number, 0 too, would let a strategy
 * overflow that formatter and catch an error of the host.
 */
Object.defineProperty(Error, 'stackTraceLimit', {
  value: undefined,
  writable: false,
  enumerable: false,
  configurable: false,
})

Reflect.deleteProperty(Error, 'captureStackTrace')
Reflect.deleteProperty(Error, 'prepareStackTrace')

export {}
