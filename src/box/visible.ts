/** Characters that move a cursor, turn a line or hide text. */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** A text of unknown origin as it may be printed: control characters as `\u001b` (P4). */
export function visible(text: string): string {
  return text.replace(CONTROLS, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
