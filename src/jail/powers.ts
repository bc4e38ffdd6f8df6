/** What the boot text hands over; all of it is taken away again before a realm exists (H6). */
export type Powers = {
  readonly fs: Readonly<Record<string, unknown>>
  readonly vm: typeof import('node:vm')
  readonly process: Record<string, unknown>
  readonly Module: Record<string, unknown> & { prototype: Record<string, unknown> }
  /** Fills `bytes` from standard input; false at its end. */
  readonly take: (bytes: Uint8Array) => boolean
  /** Strips the types of a TypeScript text; only in a jail for one, and where the engine can. */
  readonly strip: ((text: string) => string) | undefined
  readonly writeSync: (
    descriptor: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
  ) => number
}

/** What the jail keeps: a pipe in, a pipe out, a stopwatch, and contexts. */
export type Kept = {
  readonly take: Powers['take']
  readonly write: (bytes: Uint8Array) => void
  readonly strip: ((text: string) => string) | undefined
  readonly exit: (code: number) => void
  /** Hands on the reasons of rejections that nobody has handled yet, unseen. */
  readonly rejections: (tell: (reason: unknown) => void) => void
  readonly encode: (text: string) => Uint8Array
  readonly decode: (bytes: Uint8Array) => string
  /** Milliseconds since some moment. */
  readonly elapsed: () => number
  readonly vm: Pick<
    typeof import('node:vm'),
    'createContext' | 'compileFunction' | 'Script' | 'constants'
  >
}
