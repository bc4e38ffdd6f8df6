import { relative, resolve } from 'node:path'
import {
  type BacktestResult,
  equityCsv,
  type HtmlOptions,
  metricsCsv,
  renderGithub,
  renderJunit,
  renderMarkdown,
  renderPretty,
  tradesCsv,
  tradingViewCsv,
  writeEvents,
  writeHtml,
  writeResult,
} from '../index.ts'
import { listsOf } from './output-flags.ts'
import type { Judged, OutputFlags, Part } from './outputs.ts'

type Produce = (write: (text: string) => void) => void

/** Writes a result in the form of a file. */
export function producer(
  part: Part,
  result: BacktestResult,
  flags: OutputFlags,
  html: HtmlOptions,
  { gates }: Judged,
): Produce {
  switch (part) {
    case 'json':
      return (write) => writeResult(result, write)
    case 'html':
      return (write) => writeHtml(result, write, html)
    case 'pretty':
      return (write) =>
        write(
          renderPretty(result, { columns: 100, unicode: true, colour: false, ...listsOf(flags) }),
        )
    case 'markdown':
      return (write) => write(renderMarkdown(result, gates))
    case 'junit':
      return (write) => write(renderJunit(result, gates))
    case 'ndjson':
      return (write) => writeEvents(result, write)
    case 'trades':
      return (write) => tradesOf(flags)(result, write)
    case 'equity':
      return (write) => equityCsv(result, write)
    case 'metrics':
      return (write) => metricsCsv(result, write)
  }
}

/** Annotations of a result for GitHub. */
export function githubOf(result: BacktestResult, { gates, path }: Judged): string {
  const file = relative(process.cwd(), resolve(path)).replaceAll('\\', '/')
  return renderGithub(result, gates, file)
}

/** Trades as CSV, in the style that was asked for. */
export function tradesOf({ csvStyle }: OutputFlags): typeof tradesCsv {
  return csvStyle === 'tradingview' ? tradingViewCsv : tradesCsv
}
