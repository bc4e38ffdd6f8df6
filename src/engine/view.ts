const typed = Object.getPrototypeOf(Float64Array.prototype) as object
/** Asked with our own function: nothing of a realm's object is called. */
const getter = (name: 'buffer' | 'byteOffset' | 'length') =>
  Object.getOwnPropertyDescriptor(typed, name)!.get!
const buffer = getter('buffer')
const byteOffset = getter('byteOffset')
const length = getter('length')

/**
 * The numbers of a realm's array, seen through an array of this side. To the engine arrays of different realms
 * are of different shapes, and a loop that has met more than four looks every access up: after a few
 * runs in one process a number costs 75 ns instead of one.
 */
export function viewOf(array: Float64Array): Float64Array {
  return new Float64Array(
    Reflect.apply(buffer, array, []) as ArrayBuffer,
    Reflect.apply(byteOffset, array, []) as number,
    Reflect.apply(length, array, []) as number,
  )
}
