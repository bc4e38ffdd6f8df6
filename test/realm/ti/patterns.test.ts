import { hammerpattern, tweezertop } from 'technicalindicators'
import { describe, expect, it } from 'vitest'
import { TI } from '../../../src/realm/ti/index.ts'
import { generator, type Inputs, run } from '../ta/harness.ts'

type Bar = { open: number; high: number; low: number; close: number }

/**
 * The definitions once more, from their words. A bar is up or down by its body; two prices are near
 * when they differ by at most a thousandth of the first.
 */
const up = ({ open, close }: Bar) => close > open
const down = ({ open, close }: Bar) => close < open
const near = (a: number, b: number) => Math.abs(a - b) <= a * 0.001
const body = ({ open, close }: Bar) => Math.abs(close - open)
const top = ({ open, close }: Bar) => Math.max(open, close)
const bottom = ({ open, close }: Bar) => Math.min(open, close)
const middle = ({ open, close }: Bar) => (open + close) / 2
const flat = (b: Bar) => near(b.open, b.close)
const isDoji = (b: Bar) => flat(b) && near(b.open, b.high) === near(b.close, b.low)

/** A body at the top of the bar, its lower shadow at least half as long; and the other way round. */
const hammer = (b: Bar) => body(b) > 0 && near(top(b), b.high) && body(b) <= 2 * (bottom(b) - b.low)
const inverted = (b: Bar) =>
  body(b) > 0 && near(bottom(b), b.low) && body(b) <= 2 * (b.high - top(b))

/** How far the closes moved from the first to the last of `n` bars. */
const drift = (bars: Bar[], n: number) => bars[n - 1]!.close - bars[0]!.close
const gapUp = (a: Bar, b: Bar) => b.low > a.high
const gapDown = (a: Bar, b: Bar) => b.high < a.low

const morning = ([a, b, c]: Bar[], star: (b: Bar) => boolean) =>
  down(a!) && star(b!) && gapDown(a!, b!) && up(c!) && c!.open > b!.high && c!.close > middle(a!)
const evening = ([a, b, c]: Bar[], star: (b: Bar) => boolean) =>
  up(a!) &&
  star(b!) &&
  gapUp(a!, b!) &&
  down(c!) &&
  c!.open < Math.min(b!.low, b!.close) &&
  c!.close < middle(a!)
const any = () => true

/** The second bar within the body of the first, which goes the other way than the pattern's name. */
const bullHarami = ([a, b]: Bar[]) =>
  down(a!) && b!.high < a!.open && bottom(b!) > a!.close && b!.low > a!.low
const bearHarami = ([a, b]: Bar[]) =>
  up(a!) && b!.low > a!.open && top(b!) < a!.close && b!.high < a!.high

const definitions: Record<string, [bars: number, holds: (bars: Bar[]) => boolean]> = {
  abandonedbaby: [
    3,
    ([a, b, c]) =>
      down(a!) && isDoji(b!) && gapDown(a!, b!) && gapUp(b!, c!) && up(c!) && c!.high < a!.open,
  ],
  bearishengulfingpattern: [2, ([a, b]) => up(a!) && b!.open > a!.close && b!.close < a!.open],
  bullishengulfingpattern: [2, ([a, b]) => down(a!) && b!.open < a!.close && b!.close > a!.open],
  bearishhammerstick: [1, ([a]) => down(a!) && hammer(a!)],
  bullishhammerstick: [1, ([a]) => up(a!) && hammer(a!)],
  bearishinvertedhammerstick: [1, ([a]) => down(a!) && inverted(a!)],
  bullishinvertedhammerstick: [1, ([a]) => up(a!) && inverted(a!)],
  bearishharami: [2, bearHarami],
  bearishharamicross: [2, (bars) => bearHarami(bars) && flat(bars[1]!)],
  bullishharami: [2, bullHarami],
  bullishharamicross: [2, (bars) => bullHarami(bars) && flat(bars[1]!)],
  bearishmarubozu: [1, ([a]) => down(a!) && near(a!.open, a!.high) && near(a!.low, a!.close)],
  bullishmarubozu: [1, ([a]) => up(a!) && near(a!.close, a!.high) && near(a!.low, a!.open)],
  bearishspinningtop: [
    1,
    ([a]) => down(a!) && body(a!) < a!.high - top(a!) && body(a!) < bottom(a!) - a!.low,
  ],
  bullishspinningtop: [
    1,
    ([a]) => up(a!) && body(a!) < a!.high - top(a!) && body(a!) < bottom(a!) - a!.low,
  ],
  darkcloudcover: [
    2,
    ([a, b]) =>
      up(a!) && down(b!) && b!.open > a!.high && b!.close < middle(a!) && b!.close > a!.open,
  ],
  piercingline: [
    2,
    ([a, b]) =>
      down(a!) && up(b!) && b!.open < a!.low && b!.close > middle(a!) && b!.close < a!.open,
  ],
  doji: [1, ([a]) => isDoji(a!)],
  dragonflydoji: [1, ([a]) => flat(a!) && near(a!.open, a!.high) && !near(a!.close, a!.low)],
  gravestonedoji: [1, ([a]) => flat(a!) && near(a!.close, a!.low) && !near(a!.open, a!.high)],
  downsidetasukigap: [
    3,
    ([a, b, c]) =>
      down(a!) &&
      down(b!) &&
      up(c!) &&
      gapDown(a!, b!) &&
      c!.open < b!.open &&
      c!.open > b!.close &&
      c!.close > b!.open &&
      c!.close < a!.close,
  ],
  eveningdojistar: [3, (bars) => evening(bars, isDoji)],
  eveningstar: [3, (bars) => evening(bars, any)],
  morningdojistar: [3, (bars) => morning(bars, isDoji)],
  morningstar: [3, (bars) => morning(bars, any)],
  threeblackcrows: [
    3,
    (bars) =>
      bars.every(
        (b, k) =>
          down(b) &&
          (k === 0 ||
            (b.low < bars[k - 1]!.low &&
              b.open < bars[k - 1]!.open &&
              b.open > bars[k - 1]!.close)),
      ),
  ],
  threewhitesoldiers: [
    3,
    (bars) =>
      bars.every(
        (b, k) =>
          up(b) &&
          (k === 0 ||
            (b.high > bars[k - 1]!.high &&
              b.open > bars[k - 1]!.open &&
              b.open < bars[k - 1]!.close)),
      ),
  ],
  hammerpattern: [
    5,
    (w) =>
      drift(w, 3) < 0 &&
      (hammer(w[3]!) || inverted(w[3]!)) &&
      up(w[4]!) &&
      w[4]!.close > w[3]!.close,
  ],
  hammerpatternunconfirmed: [5, (w) => drift(w, 4) < 0 && (hammer(w[4]!) || inverted(w[4]!))],
  hangingman: [
    5,
    (w) => drift(w, 3) > 0 && hammer(w[3]!) && down(w[4]!) && w[4]!.close < w[3]!.close,
  ],
  hangingmanunconfirmed: [5, (w) => drift(w, 4) > 0 && hammer(w[4]!)],
  shootingstar: [
    5,
    (w) => drift(w, 3) > 0 && inverted(w[3]!) && down(w[4]!) && w[4]!.close < w[3]!.close,
  ],
  shootingstarunconfirmed: [5, (w) => drift(w, 4) > 0 && inverted(w[4]!)],
  tweezertop: [5, (w) => drift(w, 3) > 0 && w[3]!.high === w[4]!.high],
  tweezerbottom: [5, (w) => drift(w, 3) < 0 && w[3]!.low === w[4]!.low],
}

/** Bars at a few whole prices above 1000, so that every coincidence happens; near means at most 1 apart. */
function coarseBars(count: number): Bar[] {
  const random = generator(12)
  const price = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  let level = 1020
  return Array.from({ length: count }, () => {
    level = Math.min(1030, Math.max(1010, level + price(-5, 5)))
    const open = price(level - 3, level + 3)
    const close = price(level - 3, level + 3)
    const high = Math.max(open, close) + price(0, 3)
    const low = Math.min(open, close) - price(0, 3)
    return { open, high, low, close }
  })
}

const bars = coarseBars(30_000)
const columns = (rows: readonly Bar[]): Inputs => ({
  'bar.open': rows.map((b) => b.open),
  'bar.high': rows.map((b) => b.high),
  'bar.low': rows.map((b) => b.low),
  'bar.close': rows.map((b) => b.close),
})
const found = (name: string, rows: readonly Bar[]) => run(TI[name]!, {}, columns(rows))[0]!

describe('a pattern is found exactly where its definition holds', () => {
  it.each(Object.entries(definitions))('%s', (name, [length, holds]) => {
    const want = bars.map((_, i) =>
      i + 1 >= length && holds(bars.slice(i + 1 - length, i + 1)) ? 1 : 0,
    )
    const got = found(name, bars)
    expect(got.findIndex((x, i) => x !== want[i])).toBe(-1)
    expect(want.includes(1), 'the bars have the pattern').toBe(true)
  })

  it.each(['bullish', 'bearish'])('%s is any of its patterns', (name) => {
    const others: Record<string, string[]> = {
      bullish: [
        'downsidetasukigap',
        'morningdojistar',
        'morningstar',
        'piercingline',
        'threewhitesoldiers',
        'hammerpattern',
        'hammerpatternunconfirmed',
        'tweezerbottom',
      ],
      bearish: [
        'eveningdojistar',
        'eveningstar',
        'threeblackcrows',
        'hangingman',
        'hangingmanunconfirmed',
        'shootingstar',
        'shootingstarunconfirmed',
        'tweezertop',
      ],
    }
    const kinds = [
      'engulfingpattern',
      'harami',
      'haramicross',
      'marubozu',
      'hammerstick',
      'invertedhammerstick',
    ]
    const parts = [...kinds.map((kind) => name + kind), ...others[name]!].map((part) =>
      found(part, bars),
    )
    const want = bars.map((_, i) => (parts.some((part) => part[i] === 1) ? 1 : 0))
    expect(found(name, bars)).toEqual(want)
  })

  it('covers every pattern of the library', () => {
    const booleans = Object.keys(TI).filter((name) => TI[name]!.boolean)
    expect([...Object.keys(definitions), 'bullish', 'bearish'].sort()).toEqual(booleans.sort())
  })
})

describe('the edges of a pattern', () => {
  it('is false until its bars are there, and while one of them is na', () => {
    const flatBar = { open: 10, high: 10, low: 10, close: 10 }
    const gap = { ...flatBar, high: Number.NaN }
    expect(found('doji', [gap, flatBar, gap])).toEqual([0, 1, 0])
    const rise = [10, 11, 12].map((x) => ({ open: x, high: x + 2, low: x, close: x + 1.5 }))
    expect(found('threewhitesoldiers', rise)).toEqual([0, 0, 1])
    expect(found('threewhitesoldiers', [rise[0]!, gap, rise[1]!, rise[2]!])).toEqual([0, 0, 0, 0])
  })
})

describe('where the package is wrong, and so not used', () => {
  const view = (rows: readonly Bar[]) => ({
    open: rows.map((b) => b.open),
    high: rows.map((b) => b.high),
    low: rows.map((b) => b.low),
    close: rows.map((b) => b.close),
  })

  it('it compares gains and losses as texts: "10.5" < "9"', () => {
    const closes = [100, 121, 103, 110, 110]
    const rows = closes.map((close) => ({ open: close, high: 130, low: 90, close }))
    expect(tweezertop(view(rows))).toBe(false)
    expect(found('tweezertop', rows).at(-1)).toBe(1)
  })

  it('so that it misses a hammer after losses of 10.5 and gains of 2', () => {
    const rows = [120, 110.5, 115, 105, 112].map((close) => ({
      open: close,
      high: close,
      low: close,
      close,
    }))
    rows[3] = { open: 104, high: 105, low: 100, close: 105 }
    rows[4] = { open: 105, high: 112, low: 105, close: 112 }
    expect(hammerpattern(view(rows))).toBe(true)
    rows[1] = { open: 99, high: 99, low: 99, close: 99 }
    rows[2] = { open: 103, high: 103, low: 103, close: 103 }
    expect(hammerpattern(view(rows))).toBe(false)
    expect(found('hammerpattern', rows).at(-1)).toBe(1)
  })
})
