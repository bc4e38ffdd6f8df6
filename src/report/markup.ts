import { sanitize } from './sanitize.ts'

/**
 * One line of a stranger's text that neither a terminal nor a build server acts on: GitHub takes `##[`
 * within a line, and `::` at its start, for a command.
 */
export function cleanLine(text: string): string {
  return sanitize(text)
    .replaceAll('##[', '## [')
    .replace(/^\s*::/, ' : :')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text of anybody between tags or in a quoted attribute, of XML and of HTML: one line, no markup. */
export function escapeMarkup(text: string): string {
  return cleanLine(text).replace(/[&<>"']/g, (unit) => ENTITIES[unit]!)
}

/** Lines of text as they may stand between tags. */
export function escapeLines(lines: readonly string[]): string {
  return lines.map(escapeMarkup).join('\n')
}

/** Signs that Markdown, or the site that shows it, gives a meaning to. */
const SIGNS = /[\\`*_{}[\]()#+\-.!|~@:$^=/&<>"']/g

/**
 * Text of anybody in the middle of Markdown: set as code, in which no mention, link or reference is
 * looked for, with every sign as the number of its character.
 */
export function codeInMarkdown(text: string): string {
  return `<code>${cleanLine(text).replace(SIGNS, (sign) => `&#${sign.charCodeAt(0)};`)}</code>`
}
