// Times a run behind its warm-up: what compiling the hot code costs is over when the clock starts.
import { cpuOf } from './interleave.mjs'

/** Bars that a run is given before the clock starts, whole frames of them. */
export function warmUpOf(isQuick) {
  return isQuick ? 8192 : 25 * 8192
}

/** Feeds all frames; CPU nanoseconds per bar after the warm-up, the end of the run included. */
export function timeWarm(run, frames, isQuick, feed = (frame, isLast) => run.bars(frame, isLast)) {
  let left = warmUpOf(isQuick)
  let first = 0
  for (; left > 0; first++) {
    feed(frames[first], false)
    left -= frames[first].count
  }
  let bars = 0
  let result
  const ns = cpuOf(() => {
    for (let k = first; k < frames.length; k++) {
      feed(frames[k], k === frames.length - 1)
      bars += frames[k].count
    }
    result = run.finish()
  })
  return { nsPerBar: ns / bars, result }
}
