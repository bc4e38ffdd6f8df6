import type { BoxRefusal } from '../shared/box.ts'
import type { ErrorCode } from '../shared/failure.ts'
import { visible } from './visible.ts'

/** What every error of a sandbox has: a code that never changes its meaning, and what to do next. */
export class SandboxError extends Error {
  override readonly name: string = 'SandboxError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(visible(message), options)
    this.code = code
    this.hint = visible(hint)
  }
}

/** The source was refused before any of it ran (`B601`). Line and column begin at 1; 0 where there is no place. */
export class SandboxRejected extends SandboxError {
  override readonly name = 'SandboxRejected'
  readonly rule: 'syntax' | 'forbidden' | 'size'
  readonly line: number
  readonly column: number

  constructor({ rule, message, hint, line, column }: BoxRefusal) {
    super('B601', message, hint)
    this.rule = rule
    this.line = line
    this.column = column
  }
}

/**
 * The source threw (`B602`). `name` and `message` are those of what it threw, and thus the source's own
 * choice: ask for `code` to tell errors apart. The place is that of the statement that was running; 0 where
 * it is not known.
 */
export class SandboxRuntimeError extends SandboxError {
  override readonly name: string
  readonly line: number
  readonly column: number

  constructor(name: string, message: string, line: number, column: number) {
    super('B602', message, 'the line is that of the statement which failed')
    this.name = visible(name)
    this.line = line
    this.column = column
  }
}

/** The time limit was reached (`B603`). */
export class SandboxTimeout extends SandboxError {
  override readonly name = 'SandboxTimeout'
  /** Host calls that had not been answered, by name. */
  readonly waitingFor: readonly string[]

  constructor(timeMs: number, waitingFor: readonly string[] = []) {
    super(
      'B603',
      `the time limit of "${timeMs}" ms was reached${waitingFor.length === 0 ? '' : `, waiting for ${waitingFor.join(', ')}`}`,
      waitingFor.length === 0
        ? 'look for an endless loop, or raise limits.timeMs'
        : 'answer calls sooner, or raise limits.timeMs',
    )
    this.waitingFor = waitingFor
  }
}

/** The memory limit was reached (`B604`). */
export class SandboxMemory extends SandboxError {
  override readonly name = 'SandboxMemory'

  constructor(memoryMB: number) {
    super(
      'B604',
      `the memory limit of "${memoryMB}" MB was reached`,
      'keep less in arrays and maps, or raise limits.memoryMB',
    )
  }
}

/** The value has more bytes than it may (`B605`). */
export class SandboxOutput extends SandboxError {
  override readonly name = 'SandboxOutput'

  constructor(outputBytes: number) {
    super(
      'B605',
      `the value has more than "${outputBytes}" bytes as JSON`,
      'return less, or raise limits.outputBytes',
    )
  }
}

/** The child ended without a word, or said what makes no sense (`B606`). */
export class SandboxCrash extends SandboxError {
  override readonly name = 'SandboxCrash'
  /** Exit code or signal; null where it did not end by itself. */
  readonly exit: number | string | null

  constructor(message: string, exit: number | string | null) {
    super(
      'B606',
      message,
      'evaluate again; if it happens again, report the source and the Node.js version',
    )
    this.exit = exit
  }
}

/** The sandbox or the call was given what it cannot take (`B607`). */
export class SandboxConfig extends SandboxError {
  override readonly name = 'SandboxConfig'

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super('B607', message, hint, options)
  }
}

/** The sandbox was disposed of (`B608`). */
export class SandboxDisposed extends SandboxError {
  override readonly name = 'SandboxDisposed'

  constructor() {
    super('B608', 'the sandbox was disposed of', 'make a new one')
  }
}

/** The value is not plain data (`B609`). */
export class SandboxValue extends SandboxError {
  override readonly name = 'SandboxValue'
  /** Where in the value, such as `value.list[2]`. */
  readonly path: string

  constructor(path: string, what: string) {
    super('B609', `${path} ${what}`, PLAIN)
    this.path = visible(path)
  }
}

/** The budget of steps was used up (`B610`). */
export class SandboxSteps extends SandboxError {
  override readonly name = 'SandboxSteps'

  constructor(steps: number) {
    super(
      'B610',
      `the limit of "${steps}" steps was reached`,
      'look for an endless loop, or raise limits.steps',
    )
  }
}

/** The source waits for a promise that nothing can settle any more (`B611`). */
export class SandboxStalled extends SandboxError {
  override readonly name = 'SandboxStalled'

  constructor() {
    super(
      'B611',
      'the source waits for a promise that can never settle',
      'settle every promise that is awaited',
    )
  }
}

/** A promise was rejected and nobody handled it (`B612`). Its reason's name and message are in the message. */
export class SandboxUnhandled extends SandboxError {
  override readonly name = 'SandboxUnhandled'

  constructor(name: string, message: string) {
    super(
      'B612',
      `a rejection was not handled: ${name}: ${message}`,
      'await every promise, or give it a catch',
    )
  }
}

/** A handler of a host call failed, or gave what is not plain data (`B613`). What it threw is the `cause`. */
export class SandboxCallFailed extends SandboxError {
  override readonly name = 'SandboxCallFailed'
  readonly call: string

  constructor(call: string, why: string, options?: ErrorOptions) {
    super(
      'B613',
      `the handler of "${call}" ${why}`,
      'throw a SandboxCallError where the source shall see a failure',
      options,
    )
    this.call = call
  }
}

/** Thrown by a handler of a host call: its message reaches the source as an Error that it can catch. */
export class SandboxCallError extends Error {
  override readonly name = 'SandboxCallError'
}

export const PLAIN = 'give plain objects, arrays, texts, finite numbers, true, false and null'
