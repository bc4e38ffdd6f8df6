/** One word that may stand at the cursor. */
export type Candidate = {
  /** The whole word; one that ends in `/`, `=` or `,` goes on. */
  readonly value: string
  /** Said beside it where a shell shows such. */
  readonly text?: string
  /** Whether it names a file: such a name may hold anything, and the shell has to quote it. */
  readonly isFile?: true
}

/** Controls, marks that turn or hide text, separators of lines: no terminal shall see them. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u

/** What no shell gives a meaning to. */
const PLAIN = /^[\p{L}\p{N}_.:=,/@%+-]+$/u

/** Whether a candidate may be handed to a shell: plain words, and names of files that can be seen. */
export function isSafe({ value, isFile }: Candidate): boolean {
  return isFile === true ? value !== '' && !UNSEEN.test(value) : PLAIN.test(value)
}

const LONGEST = 80

/** One visible line. */
export function describe(text: string): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line
}
