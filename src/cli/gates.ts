import { type BacktestResult, evaluateCondition, type Gate } from '../index.ts'

export type GateFlags = {
  readonly failOn?: readonly string[]
  readonly maxNotes?: number
}

/** What `--fail-on` and `--max-notes` say about a result, in the order in which they were given. */
export function judge(result: BacktestResult, { failOn = [], maxNotes }: GateFlags): Gate[] {
  const gates = failOn.map((condition) => {
    const { holds, text } = evaluateCondition(condition, result)
    return { condition, fails: holds, text }
  })
  if (maxNotes !== undefined)
    gates.push({
      condition: `--max-notes ${maxNotes}`,
      fails: result.notes.length > maxNotes,
      text: `notes is ${result.notes.length}`,
    })
  return gates
}

/** The conditions that close, as they are told on standard error. */
export function refusals(gates: readonly Gate[]): string[] {
  return gates
    .filter(({ fails }) => fails)
    .map(({ condition, text }) => `failed  ${condition}  (${text})\n`)
}
