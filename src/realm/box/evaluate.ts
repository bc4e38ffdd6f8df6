import { partsOf } from '../describe.ts'
import { mark } from '../mark.ts'
import { power } from '../math/power.ts'
import { isWaiting, takeCalls } from './mailbox.ts'
import { tell, tellThrown, tellValue } from './outcome.ts'
import { isExhausted, step } from './steps.ts'

type Fn = (...args: unknown[]) => unknown
const { apply } = Reflect

/** What an asynchronous evaluation has come to, as JSON; empty while it runs. */
let outcome = ''
let unhandled = ''

/** Calls the compiled source with the values of its arguments, the mark, and what the gate wrote. */
function begin(fn: unknown, args: string, counts: boolean): unknown {
  const values = Object.values(JSON.parse(args) as object)
  return apply(fn as Fn, undefined, [...values, mark, power, ...(counts ? [step] : [])])
}

const NO_FUNCTION = tell({ kind: 'fault', path: 'value', what: 'is no function' })

/** Runs a source to its end. */
export function run(
  fn: unknown,
  args: string,
  applied: string | null,
  limits: { readonly outputBytes: number; readonly steps: number | null },
): string {
  try {
    let value = begin(fn, args, limits.steps !== null)
    if (applied !== null) {
      if (typeof value !== 'function') return NO_FUNCTION
      value = apply(value as Fn, undefined, JSON.parse(applied) as unknown[])
    }
    return tellValue(value, limits.outputBytes)
  } catch (thrown) {
    return tellThrown(thrown)
  }
}

/** Runs an asynchronous source as jobs of the realm; `state` tells what came of it. */
export async function start(
  fn: unknown,
  args: string,
  applied: string | null,
  limits: { readonly outputBytes: number; readonly steps: number | null },
): Promise<void> {
  outcome = ''
  unhandled = ''
  // What follows runs as a job, under the time limit of the realm's jobs (R12).
  await undefined
  try {
    let value = await begin(fn, args, limits.steps !== null)
    if (applied !== null) {
      if (typeof value !== 'function') {
        outcome = NO_FUNCTION
        return
      }
      value = await apply(value as Fn, undefined, JSON.parse(applied) as unknown[])
    }
    outcome = tellValue(value, limits.outputBytes)
  } catch (thrown) {
    outcome = tellThrown(thrown)
  }
}

/** Keeps the reason of the first rejection that nobody handles. */
export function keepUnhandled(reason: unknown): void {
  if (unhandled === '') unhandled = tell({ kind: 'unhandled', ...partsOf(reason) })
}

/** Where the evaluation stands when no job is left, as JSON. */
export function state(): string {
  const ended = ending()
  if (ended !== '') return `{"at":"done","outcome":${ended}}`
  // Nothing but an answer of the host can move it now.
  if (isWaiting()) return `{"at":"waiting","calls":${takeCalls()}}`
  return `{"at":"done","outcome":${tell({ kind: 'stalled' })}}`
}

/** A rejection that nobody handles outweighs a value, and what was thrown outweighs both. */
function ending(): string {
  if (isExhausted()) return tell({ kind: 'steps' })
  const isValue = outcome === '' || outcome.startsWith('{"kind":"value"')
  return isValue && unhandled !== '' ? unhandled : outcome
}
