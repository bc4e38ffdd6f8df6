import { createHash } from 'node:crypto'
import { readAssets } from './assets.ts'
import { all, el, type Html, scriptJson } from './element.ts'
import type { ComparisonPayload, Payload } from './payload.ts'

/** What differs from page to page. */
export type Page = {
  readonly title: string
  /** Of the package. */
  readonly version: string
  readonly body: Html
  readonly payload: Payload | ComparisonPayload
}

/**
 * A document that needs nothing else: style, script and data stand in it, and its policy allows just
 * these, by their hashes, and no address.
 */
export function writeDocument(
  { title, version, body, payload }: Page,
  write: (text: string) => void,
): void {
  const { script, style, chartStyle } = readAssets()
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'${chartStyle === '' ? '' : ` '${hashOf(chartStyle)}'`}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const head = all(
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'color-scheme', content: 'light dark' }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('meta', { name: 'generator', content: `qrun ${version}` }),
    el('link', { rel: 'icon', href: 'data:,' }),
    el('title', {}, title),
  )
  write(
    `<!doctype html>\n<html lang="en">\n<head>\n${head.html}\n<style>${style}</style>\n</head>\n`,
  )
  write(`<body>\n${body.html}\n`)
  write(`<script type="application/json" id="data">${scriptJson(payload)}</script>\n`)
  write(`<script>${script}</script>\n</body>\n</html>\n`)
}

/** What stands below every page. */
export function footer(version: string): Html {
  return el(
    'footer',
    {},
    el(
      'p',
      {},
      `qrun ${version}. Times are UTC. Past results, and simulated ones more so, say little about the future.`,
    ),
    el(
      'p',
      {},
      'Charts: TradingView Lightweight Charts™, Copyright (c) 2026 TradingView, Inc., https://www.tradingview.com/, Apache License 2.0.',
    ),
  )
}

/** The switch between light and dark, shown once the script works it. */
export function themeSwitch(): Html {
  return el(
    'button',
    { type: 'button', id: 'theme', class: 'quiet', hidden: true, 'aria-pressed': 'false' },
    'Dark',
  )
}

/** Where the script tells readers of screens what happened. */
export function announcer(): Html {
  return el('div', { id: 'said', class: 'hidden', role: 'status', 'aria-live': 'polite' })
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
