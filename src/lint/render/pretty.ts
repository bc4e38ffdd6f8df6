import { createPen, type RenderOptions, renderFailure } from '../../report/index.ts'
import type { LintReport } from '../lint.ts'
import { summary } from './words.ts'

/** The findings as the command line tells every failure: place, text, source line with a caret, way out. */
export function renderLintPretty(
  reports: readonly LintReport[],
  options: RenderOptions & {
    /** Leave warnings out. */
    readonly errorsOnly?: boolean
  },
): string {
  const pen = createPen(options)
  const blocks = reports.flatMap(({ file, findings, dropped }) => [
    ...findings
      .filter(({ severity }) => severity === 'error' || options.errorsOnly !== true)
      .map(({ code, severity, message, fix, line, column, source }) =>
        renderFailure(
          {
            code,
            message,
            hint: fix,
            place: line === 0 ? { file } : { file, line, column, source },
          },
          { ...options, verdict: severity },
        ),
      ),
    ...(dropped === 0 ? [] : [`${pen.clean(file)}: and ${dropped} more\n`]),
  ])
  if (options.errorsOnly === true) return blocks.join('\n')
  return [...blocks, `${summary(reports)}\n`].join('\n')
}
