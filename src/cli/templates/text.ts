/** A strategy to start from. */
export type Template = {
  /** One line for a list. */
  readonly description: string
  /** The file, with `title` as the strategy's name. */
  readonly text: (title: string) => string
}

/** Longest title that a strategy may have. */
const MAX_TITLE = 200

/** A text as a literal of the strategy's source, on one line whatever it holds. */
export function literal(text: string): string {
  const plain = text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ').slice(0, MAX_TITLE)
  return `'${plain.replace(/[\\']/g, '\\$&')}'`
}
