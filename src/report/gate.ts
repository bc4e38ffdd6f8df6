/** A condition that a run was judged by, and what came of it. */
export type Gate = {
  /** As it was given: `trades < 30`, `--max-notes 0`. */
  readonly condition: string
  /** Whether the answer is no: a condition of `--fail-on` that is true or cannot be told. */
  readonly fails: boolean
  /** The figures behind it: `trades is 12`. */
  readonly text: string
}
