import { writePlain } from '../shared/plain.ts'
import { PLAIN, SandboxConfig } from './errors.ts'
import { checkName } from './names.ts'

/** Most bytes that go in at one time. */
export const MAX_INPUT = 8 * 1024 * 1024

/** The JSON text of what the caller gives; he is told of what JSON cannot say. */
export function textOf(value: unknown, where: string): string {
  const plain = writePlain(value, where, MAX_INPUT)
  if ('text' in plain) return plain.text
  throw 'fault' in plain
    ? new SandboxConfig(`${plain.fault.path} ${plain.fault.what}`, PLAIN)
    : new SandboxConfig(`${where}: more than "${MAX_INPUT}" bytes of JSON`, 'give less')
}

/** The JSON text of values by name, each of which can be a variable. */
export function namedTextOf(values: unknown, where: string): string {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new SandboxConfig(`${where} is no object`, 'give values by their names')
  const text = textOf(values, where)
  for (const name of Object.keys(values)) checkName(name, where)
  return text
}
