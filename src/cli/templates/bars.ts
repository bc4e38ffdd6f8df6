/** Bars of an hour from 2024-01-01. */
const COUNT = 1500
const START = Date.UTC(2024, 0, 1)
const HOUR = 3_600_000

/** A new project's data: an invented walk of prices in cents, the same wherever it is written. */
export function inventBars(): string {
  let seed = 20_240_101
  /** A whole number below `below`. */
  const draw = (below: number): number => {
    // Park and Miller's generator: every product is below 2 to the 53rd.
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const lines = ['time,open,high,low,close,volume']
  let price = 10_000
  let trend = 0
  for (let i = 0; i < COUNT; i++) {
    if (i % 40 === 0) trend = draw(31) - 15
    const open = price
    const close = Math.max(1000, open + trend + draw(81) - 40)
    const high = Math.max(open, close) + draw(25)
    const low = Math.min(open, close) - draw(25)
    const time = new Date(START + i * HOUR).toISOString().replace('.000', '')
    const cells = [open, high, low, close].map((cents) => (cents / 100).toFixed(2))
    lines.push(`${time},${cells.join(',')},${100 + draw(900)}`)
    price = close
  }
  return `${lines.join('\n')}\n`
}
