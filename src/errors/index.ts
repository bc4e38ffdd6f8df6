import type { ErrorCode, Failure, Place } from '../shared/failure.ts'

/** A failure the user can act on: `message` says what happened, `hint` what to do next. */
export class QrunError extends Error implements Failure {
  override readonly name = 'QrunError'
  readonly code: ErrorCode
  readonly hint: string
  readonly place: Place

  constructor({ code, message, hint, place }: Failure, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = hint
    this.place = place ?? {}
  }
}

/** Whether `value` is a failure of ours. Asks for the code: `instanceof` fails across realms and copies. */
export function isFailure(value: unknown): value is QrunError {
  return (
    value instanceof Error &&
    'code' in value &&
    'hint' in value &&
    typeof value.code === 'string' &&
    /^[UCDSLNX]\d{3}$/.test(value.code)
  )
}
