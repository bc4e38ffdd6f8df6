/** What the terminal can show. Decides how text looks on it, never what a written file holds. */
export type Terminal = {
  readonly columns: number
  readonly unicode: boolean
  readonly colour: boolean
}

export type LookOptions = {
  readonly color?: 'auto' | 'always' | 'never'
  readonly ascii?: boolean
}

/** Widest layout; a wider terminal gains nothing. */
const WIDEST = 100

/** Looks of one stream: plain and wide when it is no terminal, so that piped output is the same everywhere. */
export function lookOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  { color = 'auto', ascii = false }: LookOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Terminal {
  const isTerminal = stream.isTTY === true
  return {
    columns: isTerminal ? Math.min(stream.columns ?? 80, WIDEST) : WIDEST,
    unicode: !ascii && (!isTerminal || isUtf8(env)),
    colour: color === 'always' || (color === 'auto' && hasColour(isTerminal, env)),
  }
}

function hasColour(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  const force = env.FORCE_COLOR
  if (force !== undefined) return force !== '0' && force !== 'false'
  return isTerminal && env.TERM !== 'dumb'
}

function isUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  if (process.platform === 'win32') return true
  return locale !== undefined && /utf-?8/i.test(locale)
}
