import type { Site } from './explain.ts'
import type { ErrorCode } from './failure.ts'

/** The verdict on a source text, as JSON for the host. */
export type Verdict =
  | {
      readonly ok: true
      /** Text for `vm.compileFunction`. */
      readonly body: string
      /** Parameter names that occur nowhere in the source. */
      readonly mark: string
      readonly pow: string
      readonly probe: string
      /** What an explained run looks at; empty for others. */
      readonly sites: readonly Site[]
      readonly isCut: boolean
      /** Whether the file names the further indicators, or trade rows, at all. */
      readonly usesTi: boolean
      readonly usesTrades: boolean
      /** Columns of the account page that it names. */
      readonly account: readonly number[]
    }
  | {
      readonly ok: false
      readonly code: ErrorCode
      readonly message: string
      readonly hint: string
      readonly line: number
      readonly column: number
    }
