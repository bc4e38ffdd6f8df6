/**
 * Makes text of strangers safe to print: a strategy's titles, ids, comments, logs and messages may
 * hold escape sequences that move the cursor, or marks that turn or hide text.
 */

/** Terminal escape sequences: CSI, OSC and other strings up to their end, and two-character escapes. */
const ESCAPES = new RegExp(
  [
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?',
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)?',
    '\\u001b[ -/]*[0-~]?',
  ].join('|'),
  'g',
)

/** Line breaks and tabs, which become one space. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/** Controls, format characters (bidi marks, zero widths, tags), private and unassigned code points. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu

/** Halves of characters that lost their other half. */
const LONE_SURROGATES = /\p{Cs}/gu

const PLAIN = /^[ -~]*$/

/** One line of visible text. */
export function sanitize(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .replace(ESCAPES, '')
    .replace(BREAKS, ' ')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATES, '\ufffd')
}

/** The same for a terminal that knows ASCII only: everything else becomes a question mark. */
export function sanitizeAscii(text: string): string {
  return sanitize(text).replace(/[^ -~]/gu, '?')
}
