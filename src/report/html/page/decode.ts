import type { PackedCandles } from '../payload.ts'

/** The opposite of `bytes.ts` and `pack-candles.ts`. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text)
  const bytes = new Uint8Array(raw.length)
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i)
  return bytes
}

export function readBytes(text: string): Uint8Array {
  return bytesOf(text)
}

export function readDoubles(text: string): Float64Array {
  return new Float64Array(bytesOf(text).buffer)
}

export function readFloats(text: string): Float32Array {
  return new Float32Array(bytesOf(text).buffer)
}

/** Whole numbers that were written as differences. */
export function readSteps(text: string): Float64Array {
  const read = reader(text)
  const values: number[] = []
  let value = 0
  while (!read.isDone()) {
    value += signed(read.next())
    values.push(value)
  }
  return Float64Array.from(values)
}

/** Candles in columns; `time` in whole seconds, strictly ascending. */
export type CandleColumns = {
  readonly count: number
  readonly time: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

export function readCandles({ count, decimals, data }: PackedCandles): CandleColumns {
  const read = reader(data)
  const scale = Number(`1e${decimals}`)
  const out = emptyColumns(count)
  let time = 0
  let step = 0
  let before = 0
  for (let i = 0; i < count; i++) {
    step += signed(read.next())
    time += step
    const open = before + signed(read.next())
    const close = open + signed(read.next())
    const second = Math.floor(time / 1000)
    out.time[i] = i > 0 ? Math.max(second, out.time[i - 1]! + 1) : second
    out.open[i] = open / scale
    out.close[i] = close / scale
    out.high[i] = (Math.max(open, close) + read.next()) / scale
    out.low[i] = (Math.min(open, close) - read.next()) / scale
    before = close
  }
  return out
}

export function emptyColumns(count: number): CandleColumns {
  const column = (): Float64Array => new Float64Array(count)
  return {
    count,
    time: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
  }
}

function reader(text: string): { next(): number; isDone(): boolean } {
  const bytes = bytesOf(text)
  let at = 0
  return {
    next() {
      let value = 0
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++] ?? 0
        value += (byte & 127) * scale
        if (byte < 128) return value
      }
    },
    isDone: () => at >= bytes.length,
  }
}

function signed(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
