import type { Parameter, Values } from '../../shared/kernel.ts'

/** The series most indicators are made of. */
export const SOURCE: Parameter = { kind: 'series', name: 'source' }

/** A length that Pine fixes for the whole run. */
export const FIXED: Parameter = { kind: 'length', name: 'length' }

/** A length that may change from bar to bar. */
export const VARYING: Parameter = { kind: 'length', name: 'length', varying: true }

/** A constant number; the binder has checked it. */
export function number(values: Values, name: string): number {
  return values[name] as number
}

/** A length: `undefined` where it is given as a series. */
export function length(values: Values, name = 'length'): number | undefined {
  return values[name] as number | undefined
}

/** A constant flag; the binder has checked it. */
export function flag(values: Values, name: string): boolean {
  return values[name] === true
}
