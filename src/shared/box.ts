import type { JsonValue } from './plain.ts'

/** What the sandbox is made with; JSON, the same for every evaluation. */
export type BoxConfig = {
  /** JSON text of an object: its fields are globals. */
  readonly globals: string
  /** Script text whose top-level names are globals; empty for none. */
  readonly library: string
  /** Names of the host calls. */
  readonly calls: readonly string[]
  readonly isAsync: boolean
  readonly buffers: boolean
  readonly freeze: 'own' | 'ses'
  /** Null: `Math.random` throws. */
  readonly seed: number | null
  /** What the clock says, ms since 1970; null: asking throws. */
  readonly now: number | null
  readonly limits: {
    readonly outputBytes: number
    /** Loop rounds and function calls; null: not counted. */
    readonly steps: number | null
    /** Host calls without an answer at one time. */
    readonly calls: number
  }
}

/** One evaluation. */
export type BoxJob = {
  readonly source: string
  /** JSON text of an object: its fields are variables of the source. */
  readonly args: string
  /** JSON text of an array: what to call the source's value with; null: the value itself counts. */
  readonly apply: string | null
  readonly timeMs: number
}

/** A refusal by the gate. Line and column are 0 where there is no place. */
export type BoxRefusal = {
  readonly rule: 'syntax' | 'forbidden' | 'size'
  readonly message: string
  readonly hint: string
  readonly line: number
  readonly column: number
}

/** The gate's word on a source: text and parameter names for `vm.compileFunction`, or a refusal. */
export type BoxVerdict =
  | {
      readonly ok: true
      readonly body: string
      readonly parameters: readonly string[]
    }
  | { readonly ok: false; readonly refusal: BoxRefusal }

/** What an evaluated text threw, in words; name and message are the text's own choice. */
export type BoxThrown = { readonly name: string; readonly message: string }

/** How an evaluation ended. JSON. */
export type BoxOutcome =
  /** Without `value` for undefined. */
  | { readonly kind: 'value'; readonly value?: JsonValue }
  | { readonly kind: 'refused'; readonly refusal: BoxRefusal }
  | ({ readonly kind: 'threw'; readonly line: number; readonly column: number } & BoxThrown)
  | ({ readonly kind: 'unhandled' } & BoxThrown)
  /** The value is not plain data. */
  | { readonly kind: 'fault'; readonly path: string; readonly what: string }
  | { readonly kind: 'time' | 'output' | 'steps' | 'stalled' }

/** What the sandbox's own set-up ended with: nothing, or what is wrong with the library. */
export type BoxReady = { readonly library?: BoxOutcome }

/** Most arguments of a host call: its handler gets them one by one, and they take of its stack. */
export const MAX_ARGUMENTS = 1000

/** A call from the realm, and the host's answer to it. */
export type BoxCall = {
  readonly id: number
  readonly name: string
  readonly args: readonly JsonValue[]
}
export type BoxAnswer = {
  readonly id: number
  /** JSON text of the value, empty for undefined. */
  readonly value?: string
  /** The words of a failure that is meant for the realm. */
  readonly message?: string
}

/** The frozen table that is the value of the realm's script. Only primitives cross, but for `fn` and `reason`, which are the realm's own. */
export type BoxTable = {
  readonly configure: (config: string) => void
  /** JSON `BoxVerdict`. `names` are the arguments' names, separated by commas. */
  readonly judge: (source: string, names: string) => string
  readonly judgeLibrary: (source: string) => string
  /** Tames the realm; before any other text is evaluated in it. */
  readonly tame: () => void
  /** Sets the realm up and freezes it; `fn` is the compiled library. Empty, or a JSON outcome. */
  readonly harden: (fn: unknown) => string
  /** Runs a source to its end; a JSON outcome. */
  readonly run: (fn: unknown, args: string, apply: string | null) => string
  /** Queues an asynchronous source as a job of the realm. */
  readonly start: (fn: unknown, args: string, apply: string | null) => void
  /** Where an asynchronous source stands when no job is left. JSON: `{ at: 'done', outcome }` or `{ at: 'waiting', calls }`. */
  readonly state: () => string
  /** Settles calls; JSON array of `BoxAnswer`. */
  readonly answer: (answers: string) => void
  /** Tells the reason of a rejection that nobody handles. */
  readonly unhandled: (reason: unknown) => void
}

/** Frames between parent and child; the first one is the child's script, as in every jail. */
export const BOX_FRAME = {
  // parent → child
  REALM_SCRIPT: 2,
  SES_SCRIPT: 3,
  /** JSON `BoxConfig`: make a realm. */
  CONFIG: 4,
  /** JSON `BoxJob`. */
  JOB: 5,
  /** JSON array of `BoxAnswer`. */
  ANSWERS: 6,
  // child → parent
  /** JSON `BoxReady`. */
  READY: 20,
  /** JSON array of `BoxCall`: the realm waits for answers. */
  CALLS: 21,
  /** JSON `BoxOutcome`. */
  DONE: 22,
} as const
