import { createHash } from 'node:crypto'
import type { BacktestResult } from '../result.ts'
import { readAssets } from './assets.ts'
import { bodyOf } from './body.ts'
import type { Candles } from './candles.ts'
import { all, el, scriptJson } from './element.ts'
import { payloadOf } from './payload-of.ts'

export type HtmlOptions = {
  /** The bars of the run (`createCandleCollector`); without them there is no price chart. */
  readonly candles?: Candles
  /** The command line that repeats the run; by default what the result tells of it. */
  readonly command?: string
}

/**
 * The report as one HTML document that needs nothing else: no network, no clock, no locale. Equal
 * results give equal bytes. What a strategy says stands in it as text only.
 */
export function writeHtml(
  result: BacktestResult,
  write: (text: string) => void,
  { candles, command }: HtmlOptions = {},
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
  const title = `${result.strategy.title || result.strategy.file} - backtest report`
  const head = all(
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'color-scheme', content: 'light dark' }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('meta', { name: 'generator', content: `qrun ${result.run.qrun}` }),
    el('link', { rel: 'icon', href: 'data:,' }),
    el('title', {}, title),
  )
  write(
    `<!doctype html>\n<html lang="en">\n<head>\n${head.html}\n<style>${style}</style>\n</head>\n`,
  )
  write(`<body>\n${bodyOf(result, candles, command).html}\n`)
  const data = scriptJson(payloadOf(result, candles))
  write(`<script type="application/json" id="data">${data}</script>\n`)
  write(`<script>${script}</script>\n</body>\n</html>\n`)
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
