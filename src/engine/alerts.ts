import type { Fill } from '../broker/index.ts'
import { COMMAND, MAX_LINES_LENGTH } from '../shared/layout.ts'
import type { LogLine } from '../shared/outcome.ts'

/** Alert texts of orders that were given with one, by kind and id; recorded when the order fills. */
export type Alerts = {
  /** Takes note of the command in the row at `at`. */
  note(commands: Float64Array, at: number, texts: readonly string[]): void
  /** Adds the alert of a filled order to the log, if it has one. */
  fill(fill: Fill): void
  /** Alerts beyond the limit of the log. */
  dropped(): number
}

/** @param limit Most lines that the log may have. */
export function createAlerts(logs: LogLine[], limit: number): Alerts {
  const alertOf = new Map<string, string>()
  let length = 0
  let dropped = 0
  return {
    note(commands, at, texts) {
      const alert = commands[at + COMMAND.ALERT]!
      if (alert === 0 && alertOf.size === 0) return
      const key = `${commands[at + COMMAND.KIND]} ${commands[at + COMMAND.ID]}`
      if (alert !== 0) alertOf.set(key, texts[alert] ?? '')
      else alertOf.delete(key)
    },
    fill({ kind, id, bar, timeMs }) {
      if (alertOf.size === 0) return
      const text = alertOf.get(`${kind} ${id}`)
      if (text === undefined) return
      if (logs.length >= limit || length + text.length > MAX_LINES_LENGTH) {
        dropped++
        return
      }
      length += text.length
      logs.push({ kind: 'alert', bar, timeMs, text })
    },
    dropped: () => dropped,
  }
}
