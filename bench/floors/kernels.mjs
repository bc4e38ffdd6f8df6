// Indicators as one would write them by hand over whole columns: no na rule, no blocks, no checks.

export const FLOORS = { sma, ema, rsi, atr, macd, bb }

function sma({ close }, [out], { length }) {
  let sum = 0
  for (let i = 0; i < close.length; i++) {
    sum += close[i]
    if (i >= length) sum -= close[i - length]
    out[i] = i >= length - 1 ? sum / length : Number.NaN
  }
}

function ema({ close }, [out], { length }) {
  emaOf(close, out, length, 0)
}

/** The average of what is in `source` from `first` on. */
function emaOf(source, out, length, first) {
  const alpha = 2 / (length + 1)
  const ready = first + length - 1
  let e = 0
  for (let i = first; i < source.length; i++) {
    if (i <= ready) {
      e += source[i]
      if (i === ready) e /= length
    } else e += alpha * (source[i] - e)
    out[i] = i >= ready ? e : Number.NaN
  }
}

function rsi({ close }, [out], { length }) {
  let up = 0
  let down = 0
  for (let i = 1; i < close.length; i++) {
    const change = close[i] - close[i - 1]
    const rise = Math.max(change, 0)
    const fall = change < 0 ? -change : 0
    up = i <= length ? up + rise / length : (up * (length - 1) + rise) / length
    down = i <= length ? down + fall / length : (down * (length - 1) + fall) / length
    out[i] = i >= length ? 100 - 100 / (1 + up / down) : Number.NaN
  }
}

function atr({ high, low, close }, [out], { length }) {
  let average = (high[0] - low[0]) / length
  for (let i = 1; i < close.length; i++) {
    const before = close[i - 1]
    const high_ = high[i]
    const low_ = low[i]
    const range = Math.max(high_ - low_, Math.abs(high_ - before), Math.abs(low_ - before))
    average = i < length ? average + range / length : (average * (length - 1) + range) / length
    out[i] = i >= length - 1 ? average : Number.NaN
  }
}

function macd({ close }, [line, signal, histogram], { fastlen, slowlen, siglen }) {
  emaOf(close, line, fastlen, 0)
  emaOf(close, histogram, slowlen, 0)
  for (let i = 0; i < close.length; i++) line[i] -= histogram[i]
  emaOf(line, signal, siglen, slowlen - 1)
  for (let i = 0; i < close.length; i++) histogram[i] = line[i] - signal[i]
}

function bb({ close }, [middle, upper, lower], { length, mult }) {
  let sum = 0
  let squares = 0
  for (let i = 0; i < close.length; i++) {
    const x = close[i]
    sum += x
    squares += x * x
    if (i >= length) {
      const old = close[i - length]
      sum -= old
      squares -= old * old
    }
    const mean = sum / length
    const width = mult * Math.sqrt(Math.max(0, squares / length - mean * mean))
    const isReady = i >= length - 1
    middle[i] = isReady ? mean : Number.NaN
    upper[i] = isReady ? mean + width : Number.NaN
    lower[i] = isReady ? mean - width : Number.NaN
  }
}
