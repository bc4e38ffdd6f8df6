import { hiddenIntrinsics } from './intrinsics.ts'

const ERROR = 'constructor name message'
const TYPED_ARRAY = 'BYTES_PER_ELEMENT'
const TYPED_ARRAY_PROTOTYPE = 'BYTES_PER_ELEMENT constructor'
const ITERATOR = '@@toStringTag next'
const FUNCTION_PROTOTYPE = '@@toStringTag constructor prototype'
const GENERATOR = '@@toStringTag constructor next return throw'

/**
 * Own property names that an intrinsic may keep: ECMAScript 2024 as far as the oldest engine has it,
 * without what is there for history's sake. What a newer engine adds is removed until it stands here,
 * so that a strategy sees the same names on every engine. `@@iterator` is the well-known symbol; the
 * `name`, `length` and `prototype` of functions go without saying. A name that an option may keep
 * (promises, buffers) stands here too; which globals stay is not decided here.
 */
export const PERMITS: Readonly<Record<string, string>> = {
  globalThis:
    'AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly console decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape',
  '%GlobalPrototype%': 'constructor',

  Object:
    'assign create defineProperties defineProperty entries freeze fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols getPrototypeOf hasOwn is isExtensible isFrozen isSealed keys preventExtensions seal setPrototypeOf values',
  'Object.prototype':
    'constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf',
  Function: '',
  'Function.prototype': '@@hasInstance apply bind call constructor toString',
  Boolean: '',
  'Boolean.prototype': 'constructor toString valueOf',
  Symbol:
    'asyncIterator for hasInstance isConcatSpreadable iterator keyFor match matchAll replace search species split toPrimitive toStringTag unscopables',
  'Symbol.prototype': '@@toPrimitive @@toStringTag constructor description toString valueOf',

  Error: 'stackTraceLimit',
  'Error.prototype': `${ERROR} toString`,
  AggregateError: '',
  'AggregateError.prototype': ERROR,
  EvalError: '',
  'EvalError.prototype': ERROR,
  RangeError: '',
  'RangeError.prototype': ERROR,
  ReferenceError: '',
  'ReferenceError.prototype': ERROR,
  SyntaxError: '',
  'SyntaxError.prototype': ERROR,
  TypeError: '',
  'TypeError.prototype': ERROR,
  URIError: '',
  'URIError.prototype': ERROR,

  Number:
    'EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY isFinite isInteger isNaN isSafeInteger parseFloat parseInt',
  'Number.prototype':
    'constructor toExponential toFixed toLocaleString toPrecision toString valueOf',
  BigInt: 'asIntN asUintN',
  'BigInt.prototype': '@@toStringTag constructor toLocaleString toString valueOf',
  Math: 'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 @@toStringTag abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc',
  Date: 'UTC now parse',
  'Date.prototype':
    '@@toPrimitive constructor getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds toDateString toISOString toJSON toLocaleDateString toLocaleString toLocaleTimeString toString toTimeString toUTCString valueOf',

  String: 'fromCharCode fromCodePoint raw',
  'String.prototype':
    '@@iterator at charAt charCodeAt codePointAt concat constructor endsWith includes indexOf isWellFormed lastIndexOf length localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search slice split startsWith substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed trim trimEnd trimLeft trimRight trimStart valueOf',
  '%StringIteratorPrototype%': ITERATOR,
  RegExp: '@@species',
  'RegExp.prototype':
    '@@match @@matchAll @@replace @@search @@split constructor dotAll exec flags global hasIndices ignoreCase multiline source sticky test toString unicode unicodeSets',
  '%RegExpStringIteratorPrototype%': ITERATOR,

  Array: '@@species from isArray of',
  'Array.prototype':
    '@@iterator @@unscopables at concat constructor copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf length map pop push reduce reduceRight reverse shift slice some sort splice toLocaleString toReversed toSorted toSpliced toString unshift values with',
  'Array.prototype.@@unscopables':
    'at copyWithin entries fill find findIndex findLast findLastIndex flat flatMap includes keys toReversed toSorted toSpliced values',
  '%ArrayIteratorPrototype%': ITERATOR,
  Map: '@@species',
  'Map.prototype':
    '@@iterator @@toStringTag clear constructor delete entries forEach get has keys set size values',
  '%MapIteratorPrototype%': ITERATOR,
  Set: '@@species',
  'Set.prototype':
    '@@iterator @@toStringTag add clear constructor delete entries forEach has keys size values',
  '%SetIteratorPrototype%': ITERATOR,
  WeakMap: '',
  'WeakMap.prototype': '@@toStringTag constructor delete get has set',
  WeakSet: '',
  'WeakSet.prototype': '@@toStringTag add constructor delete has',

  '%TypedArray%': '@@species from of',
  '%TypedArray.prototype%':
    '@@iterator @@toStringTag at buffer byteLength byteOffset constructor copyWithin entries every fill filter find findIndex findLast findLastIndex forEach includes indexOf join keys lastIndexOf length map reduce reduceRight reverse set slice some sort subarray toLocaleString toReversed toSorted toString values with',
  BigInt64Array: TYPED_ARRAY,
  'BigInt64Array.prototype': TYPED_ARRAY_PROTOTYPE,
  BigUint64Array: TYPED_ARRAY,
  'BigUint64Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Float32Array: TYPED_ARRAY,
  'Float32Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Float64Array: TYPED_ARRAY,
  'Float64Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Int16Array: TYPED_ARRAY,
  'Int16Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Int32Array: TYPED_ARRAY,
  'Int32Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Int8Array: TYPED_ARRAY,
  'Int8Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Uint16Array: TYPED_ARRAY,
  'Uint16Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Uint32Array: TYPED_ARRAY,
  'Uint32Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Uint8Array: TYPED_ARRAY,
  'Uint8Array.prototype': TYPED_ARRAY_PROTOTYPE,
  Uint8ClampedArray: TYPED_ARRAY,
  'Uint8ClampedArray.prototype': TYPED_ARRAY_PROTOTYPE,
  ArrayBuffer: '@@species isView',
  'ArrayBuffer.prototype':
    '@@toStringTag byteLength constructor maxByteLength resizable resize slice',
  SharedArrayBuffer: '@@species',
  DataView: '',
  'DataView.prototype':
    '@@toStringTag buffer byteLength byteOffset constructor getBigInt64 getBigUint64 getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8 setBigInt64 setBigUint64 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32 setUint8',

  JSON: '@@toStringTag parse stringify',
  Reflect:
    '@@toStringTag apply construct defineProperty deleteProperty get getOwnPropertyDescriptor getPrototypeOf has isExtensible ownKeys preventExtensions set setPrototypeOf',
  Proxy: 'revocable',

  '%IteratorPrototype%': '@@iterator',
  '%GeneratorFunction.prototype%': FUNCTION_PROTOTYPE,
  '%GeneratorPrototype%': GENERATOR,
  '%AsyncFunction.prototype%': '@@toStringTag constructor',
  '%AsyncGeneratorFunction.prototype%': FUNCTION_PROTOTYPE,
  '%AsyncGeneratorPrototype%': GENERATOR,
  '%AsyncIteratorPrototype%': '@@asyncIterator',
  Promise: '@@species all allSettled any race reject resolve',
  '%PromisePrototype%': '@@toStringTag catch constructor finally then',
}

/** What was found on the intrinsics that no permit names, as paths such as `Array.prototype.push`. */
export type Unpermitted = {
  readonly removed: readonly string[]
  /** What the engine would not give up. */
  readonly kept: readonly string[]
}

const { getOwnPropertyDescriptor } = Object
const { ownKeys, deleteProperty } = Reflect
const OF_FUNCTIONS: ReadonlySet<PropertyKey> = new Set(['name', 'length', 'prototype'])
const SYMBOLS = Symbol as unknown as Readonly<Record<string, symbol>>

/**
 * Deletes every property of the realm's intrinsics that has no permit. It must run while the global
 * object still has its names, and before anything is frozen. Nothing is redefined: on the prototypes
 * of arrays and collections that would switch off fast paths (R8).
 */
export function removeUnpermitted(): Unpermitted {
  const found = { removed: [] as string[], kept: [] as string[] }
  const hidden = hiddenIntrinsics()
  const listed = new Map<object, string>()
  for (const path of Object.keys(PERMITS)) {
    const item = resolve(path, hidden)
    if (item !== undefined && !listed.has(item)) listed.set(item, path)
  }
  const sift = (item: object, permits: ReadonlySet<PropertyKey>, path: () => string): void => {
    for (const key of ownKeys(item))
      if (!permits.has(key))
        (deleteProperty(item, key) ? found.removed : found.kept).push(`${path()}.${nameOf(key)}`)
  }
  for (const [item, path] of listed) {
    const permits = new Set<PropertyKey>(OF_FUNCTIONS)
    if (typeof item !== 'function') permits.clear()
    for (const name of PERMITS[path]!.split(' ')) permits.add(keyOf(name))
    sift(item, permits, () => path)
    for (const key of ownKeys(item)) {
      const { value, get, set } = getOwnPropertyDescriptor(
        item,
        key,
      )! as TypedPropertyDescriptor<unknown>
      const siftFunction = (part: unknown): void => {
        if (typeof part === 'function' && !listed.has(part))
          sift(part, OF_FUNCTIONS, () => `${path}.${nameOf(key)}`)
      }
      siftFunction(value ?? get)
      siftFunction(set)
    }
  }
  return found
}

/** The intrinsic at a path of PERMITS, or undefined where this engine has none. */
function resolve(path: string, hidden: Readonly<Record<string, object>>): object | undefined {
  if (path === 'globalThis') return globalThis
  if (path.startsWith('%')) return hidden[path]
  let item: unknown = globalThis
  for (const name of path.split('.')) {
    item = (item as Record<PropertyKey, unknown>)[keyOf(name)]
    if (item === undefined) return undefined
  }
  return item as object
}

function keyOf(name: string): PropertyKey {
  return name.startsWith('@@') ? SYMBOLS[name.slice(2)]! : name
}

function nameOf(key: PropertyKey): string {
  return typeof key === 'symbol'
    ? (key.description ?? '').replace(/^(?:Symbol\.)?/, '@@')
    : String(key)
}
