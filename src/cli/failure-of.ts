import type { BacktestResult, QrunError } from '../index.ts'

/** The failure of a run that failed, in the form in which every failure is printed. */
export function failureOf(result: BacktestResult): ConstructorParameters<typeof QrunError>[0] {
  const { code, message, hint, file, line, column, bar, time, source } = result.failure!
  return {
    code,
    message,
    hint,
    place: {
      ...(file === null ? {} : { file }),
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { column }),
      ...(bar === null ? {} : { bar }),
      ...(time === null ? {} : { timeMs: Date.parse(time) }),
      ...(source === null ? {} : { source }),
    },
  }
}
