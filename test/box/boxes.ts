import { afterAll, expect } from 'vitest'
import {
  createSandbox,
  type Sandbox,
  SandboxError,
  type SandboxOptions,
} from '../../src/box/index.ts'

export const ISOLATIONS = ['process', 'realm'] as const

/** A sandbox that is disposed of when the file's tests are over. */
export function sandbox(options: SandboxOptions = {}): Sandbox {
  const box = createSandbox(options)
  afterAll(() => box.dispose())
  return box
}

/** The error that a promise rejects with, which has to be one of the sandbox's own. */
export async function errorOf(promise: Promise<unknown>): Promise<SandboxError> {
  try {
    const value = await promise
    throw new Error(`gave ${JSON.stringify(value)}`)
  } catch (error) {
    if (error instanceof SandboxError) return error
    throw error
  }
}

/** Expects a promise to reject with an error that has these fields. */
export async function expectError(promise: Promise<unknown>, fields: object): Promise<void> {
  const error = await errorOf(promise)
  expect({ ...error, name: error.name, message: error.message }).toMatchObject(fields)
  expect(error.hint).not.toBe('')
}

/** What attacks on prototypes of this process would change. */
export function shape(): string {
  const hosts = [Object, Array, Function, Error, Promise, Map, String, RegExp]
  return hosts.map(({ prototype }) => Reflect.ownKeys(prototype).map(String).join()).join(';')
}
