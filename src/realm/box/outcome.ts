import type { BoxOutcome } from '../../shared/box.ts'
import { writePlain } from '../../shared/plain.ts'
import { partsOf } from '../describe.ts'
import { markNow } from '../mark.ts'
import { isExhausted } from './steps.ts'

/** An outcome as JSON. */
export function tell(outcome: BoxOutcome): string {
  return JSON.stringify(outcome)
}

/** The outcome of an evaluation that gave a value. */
export function tellValue(value: unknown, maxBytes: number): string {
  if (value === undefined) return tell(isExhausted() ? { kind: 'steps' } : { kind: 'value' })
  const plain = writePlain(value, 'value', maxBytes)
  // Asked after the value was read, since a proxy in it may have run.
  if (isExhausted()) return tell({ kind: 'steps' })
  if ('isTooLong' in plain) return tell({ kind: 'output' })
  if ('fault' in plain) return tell({ kind: 'fault', ...plain.fault })
  return `{"kind":"value","value":${plain.text}}`
}

/** The outcome of one that threw (R14). */
export function tellThrown(thrown: unknown): string {
  const parts = partsOf(thrown)
  if (isExhausted()) return tell({ kind: 'steps' })
  const at = markNow()
  return tell({ kind: 'threw', ...parts, line: Math.floor(at / 4096), column: at % 4096 })
}
