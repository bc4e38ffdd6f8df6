import { sanitize } from '../sanitize.ts'

/** Markup that was made here; a plain string is always text. */
export type Html = { readonly html: string }

type Child = Html | string | number | null | readonly Child[]
type Attributes = Readonly<Record<string, string | number | boolean | null>>

/** Elements without content. A drawing's end with a slash, which those of HTML must not need. */
const EMPTY: Readonly<Record<string, string>> = { meta: '>', link: '>', line: '/>', rect: '/>' }

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text of anybody as it may stand between tags and in quoted attributes: one visible line, no markup. */
export function escapeHtml(text: string): string {
  return sanitize(text).replace(/[&<>"']/g, (unit) => ESCAPES[unit]!)
}

/** An element. Children that are strings or numbers become text; absent attributes are null or false. */
export function el(tag: string, attributes: Attributes, ...children: readonly Child[]): Html {
  let open = `<${tag}`
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue
    open += value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`
  }
  const end = EMPTY[tag]
  if (end !== undefined) return { html: open + end }
  return { html: `${open}>${join(children)}</${tag}>` }
}

/** Several pieces as one. */
export function all(...children: readonly Child[]): Html {
  return { html: join(children) }
}

function join(children: readonly Child[]): string {
  let text = ''
  for (const child of children) {
    if (child === null) continue
    if (typeof child === 'string') text += escapeHtml(child)
    else if (typeof child === 'number') text += String(child)
    else if ('html' in child) text += child.html
    else text += join(child)
  }
  return text
}

/**
 * A value as JSON that may stand inside a script element: no character of it can end the element, begin
 * a comment or be taken for markup.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
