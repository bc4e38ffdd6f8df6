import { readFileSync } from 'node:fs'
import { QrunError } from '../../errors/index.ts'
import { packageFile } from '../../package/index.ts'

/** The page's script and style as the build made them, and the style that the chart adds by itself. */
export type Assets = {
  readonly script: string
  readonly style: string
  readonly chartStyle: string
}

let cached: Assets | undefined

export function readAssets(): Assets {
  if (cached === undefined) {
    const script = read('report.js')
    cached = { script, style: read('report-style.css'), chartStyle: chartStyleOf(script) }
  }
  return cached
}

function read(name: string): string {
  try {
    const text = readFileSync(packageFile(`dist/${name}`), 'utf8')
    // It stands inside an element of the document, which it must not end.
    if (!/<\/(script|style)|<!--/i.test(text)) return text.trim()
  } catch {}
  throw new QrunError({
    code: 'X503',
    message: `the installed package lacks a sound "dist/${name}"`,
    hint: 'install qrun again; in a checkout run npm run build',
  })
}

/**
 * lightweight-charts puts the rules of its attribution mark into a style element of its own; the
 * page's policy allows exactly this text.
 */
function chartStyleOf(script: string): string {
  return /["'`](a#tv-attr-logo\{[^"'`]*)["'`]/.exec(script)?.[1] ?? ''
}
