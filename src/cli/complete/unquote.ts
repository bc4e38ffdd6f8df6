/**
 * What a word of a POSIX shell stands for as far as quotes and backslashes go. Nothing in it is expanded
 * and nothing is run; a quote that is still open is taken as closed.
 */
export function unquote(word: string): string {
  let text = ''
  let quote = ''
  for (let i = 0; i < word.length; i++) {
    const char = word[i]!
    if (quote === "'") {
      if (char === quote) quote = ''
      else text += char
    } else if (char === '\\') {
      const next = word[i + 1]
      if (quote === '"' && (next === undefined || !'$`"\\'.includes(next))) text += char
      else if (next !== undefined) {
        text += next
        i++
      }
    } else if (char === quote) quote = ''
    else if (quote === '' && (char === '"' || char === "'")) quote = char
    else text += char
  }
  return text
}
