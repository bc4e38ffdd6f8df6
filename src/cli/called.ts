/** What is known of how the program was started. */
type Start = {
  /** `process.argv[1]`. */
  readonly script?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * What a user types to run this program again: `npx qrun` where npx, a script of package.json or the
 * folder of a project's own programs has run it, since `qrun` alone is found only where it was
 * installed for all.
 */
export function calledAs({ script = '', env }: Start): string {
  const isLocal =
    env.npm_lifecycle_event !== undefined || /[\\/]node_modules[\\/]\.bin[\\/]/.test(script)
  return isLocal ? 'npx qrun' : 'qrun'
}

/** How this program was called. */
export const CALLED = calledAs({ script: process.argv[1], env: process.env })

const COMMAND =
  /(?<![\w./@"'-]|npx )qrun (?=(?:backtest|check|compare|report|explain|lint|data|init|new|types|doctor|completion|help|COMMAND|--help)\b)/g

/** A sentence of ours with its commands as the user has to type them. */
export function typed(text: string, called = CALLED): string {
  return text.replace(COMMAND, `${called} `)
}
