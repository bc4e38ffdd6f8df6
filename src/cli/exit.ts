/** Exit codes of the command line (cli.md §3). */
export const EXIT = {
  ok: 0,
  /** The run worked, the answer is no. */
  no: 1,
  /** Asked wrongly: usage, configuration, data. */
  usage: 2,
  strategy: 3,
  policy: 4,
  internal: 5,
  interrupted: 130,
  terminated: 143,
} as const

/** The exit code that a failure's code stands for. */
export function exitCodeOf(code: string): number {
  if (code === 'X504') return EXIT.interrupted
  switch (code[0]) {
    case 'U':
    case 'C':
    case 'D':
      return EXIT.usage
    case 'S':
      return EXIT.strategy
    case 'L':
      return EXIT.policy
    default:
      return EXIT.internal
  }
}
