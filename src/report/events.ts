import { writeJsonLine } from './json.ts'
import type { BacktestResult } from './result.ts'

const CHUNK_LENGTH = 65_536

/**
 * The run as events, one JSON object a line: `start`, then in order of their bars `order` (the declined
 * ones), `trade` (on the bar of its exit; open ones last) and `log`, then each `note`, and `end`. Fields
 * are those of the result.
 */
export function writeEvents(result: BacktestResult, write: (text: string) => void): void {
  const { run, strategy, data, symbol, status, failure, metrics, hashes, notes, logs } = result
  let buffer = ''
  const put = (event: string, fields: object): void => {
    writeJsonLine({ event, ...fields }, (text) => {
      buffer += text
    })
    if (buffer.length < CHUNK_LENGTH) return
    write(buffer)
    buffer = ''
  }
  put('start', { schema: 'qrun.events/1', run, strategy, data, symbol })
  const declined = [...result.rejections].sort((a, b) => a.bar - b.bar)
  let nextOrder = 0
  let nextLine = 0
  /** Orders up to a bar and what was said before it. */
  const before = (bar: number): void => {
    for (;;) {
      const order = declined[nextOrder]
      const line = logs.lines[nextLine]
      if (order !== undefined && order.bar <= bar && order.bar <= (line?.bar ?? bar)) {
        put('order', { status: 'declined', ...order })
        nextOrder++
      } else if (line !== undefined && line.bar < bar) {
        put('log', line)
        nextLine++
      } else return
    }
  }
  for (const trade of result.trades) {
    before(trade.exit_bar ?? Number.POSITIVE_INFINITY)
    put('trade', trade)
  }
  before(Number.POSITIVE_INFINITY)
  for (const note of notes) put('note', note)
  put('end', { status, failure, metrics: metrics.all, hashes })
  write(buffer)
}
