// RSI pullbacks set latches; a cross is looked for only while its latch is set.
strategy('composite-4emarsi-rsi-pullback-latch-01', { initialCapital: 1_000_000, pyramiding: 1 })

const rsi = ta.rsi(close, input.int('rsiLength', 14, { min: 1 }))
const dip = input.float('longDip', 40)
const recovery = input.float('longRecovery', 50)
const pop = input.float('shortPop', 60)
const fade = input.float('shortFade', 50)

/** A cross of a level that remembers the last bar on which it was asked for, however long ago (E2). */
function levelCross(level, side) {
  let before = Number.NaN
  return (value) => {
    const now = side * (value - level)
    const hasCrossed = now > 0 && before <= 0
    before = now
    return hasCrossed
  }
}

const recovers = levelCross(recovery, 1)
const fades = levelCross(fade, -1)
let isLongArmed = false
let isShortArmed = false

onBar(() => {
  const position = strategy.positionSize()
  if (rsi() < dip) isLongArmed = true
  if (rsi() > pop) isShortArmed = true
  const firesLong = isLongArmed && recovers(rsi())
  const firesShort = isShortArmed && fades(rsi())
  if (firesLong) isLongArmed = false
  if (firesShort) isShortArmed = false
  if (firesLong && position <= 0) strategy.entry('L', 'long', { qty: 1 })
  if (firesShort && position >= 0) strategy.entry('S', 'short', { qty: 1 })
})
