import { writeJson } from '../../report/index.ts'
import type { CheckOutcome, CheckReport } from '../run.ts'
import { headline } from './words.ts'

/** The report as one JSON document, `qrun.check/1`; `codeOf` gives the exit code of each check alone. */
export function renderCheckJson(
  { outcomes, obsolete }: CheckReport,
  codeOf: (outcome: CheckOutcome) => number,
): string {
  let text = ''
  const document = {
    schema: 'qrun.check/1',
    checks: outcomes.map((outcome) => {
      const { recorded, files, ...rest } = outcome
      return {
        ...rest,
        text: headline(outcome),
        exitCode: codeOf(outcome),
        recorded: files.map(({ name }) => name),
        hashes: recorded.now && {
          trades: recorded.now.baseline.tradesHash,
          equity: recorded.now.baseline.equityHash,
        },
      }
    }),
    obsolete,
  }
  writeJson(document, (piece) => {
    text += piece
  })
  return text
}
