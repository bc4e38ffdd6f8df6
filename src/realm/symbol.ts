/**
 * Puts a constructor of our own in the place of Symbol: engines keep their well-known symbols where
 * nothing can delete them, so that a newer one would be seen by the names it has.
 */
export function tameSymbol(): void {
  const Native = Symbol
  // A method, so that it is no constructor.
  const { Symbol: Tamed } = {
    Symbol(...description: unknown[]): symbol {
      return description.length === 0 ? Native() : Native(description[0] as string)
    },
  }
  for (const key of Reflect.ownKeys(Native)) {
    const descriptor = Object.getOwnPropertyDescriptor(Native, key)!
    Object.defineProperty(Tamed, key, { ...descriptor, configurable: key !== 'prototype' })
  }
  const replacement = { value: Tamed, writable: true, enumerable: false, configurable: true }
  Object.defineProperty(Native.prototype, 'constructor', replacement)
  Object.defineProperty(globalThis, 'Symbol', replacement)
}
