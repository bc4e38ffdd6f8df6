import type { JailEnd } from '../sandbox/index.ts'

/** What holds a realm: a jailed process or a thread, told apart only by how they are started. */
export type Child = {
  send(type: number, text: string): void
  kill(): void
  /** Whether this process stays alive for it; it does from the start. */
  ref(): void
  unref(): void
  /** Resolves when it is gone and all it said was handled. Never rejects. */
  readonly ended: Promise<JailEnd>
}

export type ChildOptions = {
  readonly jailScript: string
  readonly memoryMb: number
  readonly frameBytes: number
  /** Whether memory outside the heap needs a bound of the system's own, where there is one (J5). */
  readonly bounds: boolean
  readonly onFrame: (type: number, bytes: Buffer) => void
}
