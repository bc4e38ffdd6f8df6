import type { Terminal } from './terminal.ts'

export type ProgressMode = 'auto' | 'bar' | 'lines' | 'none'

export type Progress = {
  update(bars: number): void
  /** Takes the bar off the screen. */
  clear(): void
}

/** Nothing is shown for runs shorter than this. */
const QUIET_MS = 1000
const REDRAW_MS = 100
const LINE_BARS = 1_000_000

/** Tells on standard error how far a long run is: a line that is drawn over, or one line per million bars. */
export function createProgress(
  mode: ProgressMode,
  stream: NodeJS.WriteStream,
  { unicode }: Terminal,
): Progress {
  const isBar = mode === 'bar' || (mode === 'auto' && stream.isTTY === true)
  const isSilent = mode === 'none' || (mode === 'auto' && !isBar && process.env.CI === undefined)
  const started = performance.now()
  let drawn = Number.NEGATIVE_INFINITY
  let isDrawn = false
  let nextLine = LINE_BARS
  const frames = unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏' : '|/-\\'
  let frame = 0
  return {
    update(bars) {
      if (isSilent) return
      if (!isBar) {
        if (bars < nextLine) return
        stream.write(`${group(bars)} bars\n`)
        nextLine = (Math.floor(bars / LINE_BARS) + 1) * LINE_BARS
        return
      }
      const now = performance.now()
      if (now - started < QUIET_MS || now - drawn < REDRAW_MS) return
      drawn = now
      isDrawn = true
      const rate = bars / ((now - started) / 1000)
      stream.write(
        `\r\x1b[2K${frames[frame++ % frames.length]} ${group(bars)} bars, ${group(Math.round(rate))} per second`,
      )
    },
    clear() {
      if (isDrawn) stream.write('\r\x1b[2K')
      isDrawn = false
    },
  }
}

function group(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ')
}

/** The same for several runs: how many of them are over. */
export function createRunProgress(
  mode: ProgressMode,
  stream: NodeJS.WriteStream,
  total: number,
): { step(): void; clear(): void } {
  const isBar = mode === 'bar' || (mode === 'auto' && stream.isTTY === true)
  const isSilent = mode === 'none' || (mode === 'auto' && !isBar && process.env.CI === undefined)
  let done = 0
  let tenths = 0
  return {
    step() {
      done++
      if (isSilent) return
      const text = `${group(done)} of ${group(total)} runs`
      if (isBar) stream.write(`\r\x1b[2K${text}`)
      else if (Math.floor((10 * done) / total) > tenths) stream.write(`${text}\n`)
      tenths = Math.floor((10 * done) / total)
    },
    clear() {
      if (isBar && !isSilent && done > 0) stream.write('\r\x1b[2K')
      done = 0
    },
  }
}
