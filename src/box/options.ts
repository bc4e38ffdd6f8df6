import type { JsonValue } from '../shared/plain.ts'

/** Bounds of one evaluation. */
export type SandboxLimits = {
  /** Milliseconds for the whole evaluation, waiting for host calls included. 1000 unless given. */
  readonly timeMs: number
  /** Mebibytes of the child's heap. 128 unless given. */
  readonly memoryMB: number
  /** Bytes of the value as JSON, and of the arguments of host calls at one time. 1 MiB unless given. */
  readonly outputBytes: number
  /** Bytes of the source. 1 MiB unless given. */
  readonly sourceBytes: number
  /**
   * Rounds of loops and calls of functions, counted the same on every machine. Not counted unless
   * given; work inside built-ins never is.
   */
  readonly steps: number
  /** Host calls that wait for an answer at one time. 100 unless given. */
  readonly calls: number
}

/** Answers a host call. Its arguments come from untrusted code. */
export type SandboxCall = (
  ...args: JsonValue[]
) => JsonValue | undefined | Promise<JsonValue | undefined>

export type SandboxOptions = {
  /**
   * `process`, unless given: a child process without files, network powers and environment. `realm`: a
   * thread of this process, for trusted code only.
   */
  readonly isolation?: 'process' | 'realm'
  /** Plain data by name: copied, frozen, and seen by every source as globals. */
  readonly globals?: Readonly<Record<string, JsonValue>>
  /** Trusted script text: what it declares at its top level is a global of every source. */
  readonly library?: string
  /** Functions of this process by name, which sources call as `await name(…)`. Needs `async`. */
  readonly calls?: Readonly<Record<string, SandboxCall>>
  readonly limits?: Partial<SandboxLimits>
  /** Whether sources may use `async`, `await` and promises. */
  readonly async?: boolean
  readonly deterministic?: {
    /** Seed of `Math.random`, which throws without one. A whole number from 0. */
    readonly seed?: number
    /** What `Date.now()` and `new Date()` say, in ms since 1970; they throw without it. */
    readonly now?: number
  }
  /** Who freezes the built-ins: qrun, unless given, or the package `ses`, which has to be installed. */
  readonly freeze?: 'own' | 'ses'
  /** Whether sources may use ArrayBuffer, DataView and typed arrays. */
  readonly buffers?: boolean
  readonly pool?: {
    /** Evaluations at one time; further ones wait. 2 unless given. */
    readonly size?: number
    /** Children that are kept ready before they are asked for. 1 unless given. */
    readonly ahead?: number
  }
}

export type EvaluateOptions = {
  /** Plain data by name: the source's own copies, as variables. */
  readonly args?: Readonly<Record<string, JsonValue>>
  /** Ends the evaluation; it rejects with the signal's reason. */
  readonly signal?: AbortSignal
}
