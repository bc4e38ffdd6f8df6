import type { Ohlc } from './host.ts'

type Waiting = { id: string; buys: boolean; isStop: boolean; level: number; number: number }

/**
 * The rules BE-3 and BE-4 for orders that know nothing of each other, walked tick by tick: at the open
 * all that its price satisfies, then one tick at a time along the path, each order that a tick touches
 * in its direction. Slow, and without a formula.
 */
export function createSlowBroker(): {
  readonly fills: (number | string)[][]
  place(id: string, side: 'long' | 'short', isStop: boolean, level: number): void
  bar(index: number, bar: Ohlc): void
} {
  let waiting: Waiting[] = []
  const fills: (number | string)[][] = []
  let number = 0

  function fill(index: number, order: Waiting, price: number): void {
    waiting = waiting.filter((other) => other !== order)
    fills.push([index, order.id, price / 100])
  }

  function bar(index: number, prices: Ohlc): void {
    const [open, high, low, close] = prices.map((price) => Math.round(price * 100)) as [
      number,
      number,
      number,
      number,
    ]
    const satisfied = waiting.filter(({ buys, isStop, level }) =>
      buys === isStop ? open >= level : open <= level,
    )
    const rank = ({ buys, isStop }: Waiting): number => (isStop ? (buys ? 0 : 1) : 2)
    satisfied.sort((a, b) => rank(a) - rank(b) || a.number - b.number)
    for (const order of satisfied) fill(index, order, open)

    const isHighFirst = prices[1] - prices[0] < prices[0] - prices[2]
    const turns = isHighFirst ? [open, high, low, close] : [open, low, high, close]
    for (let leg = 0; leg < 3; leg++) {
      const [from, to] = [turns[leg]!, turns[leg + 1]!]
      const step = Math.sign(to - from)
      for (let tick = from; step !== 0 && tick !== to + step; tick += step) {
        const touched = waiting.filter(
          ({ buys, isStop, level }) => level === tick && (buys === isStop) === step > 0,
        )
        touched.sort((a, b) => Number(b.isStop) - Number(a.isStop) || a.number - b.number)
        for (const order of touched) fill(index, order, tick)
      }
    }
  }

  return {
    fills,
    place: (id, side, isStop, level) => {
      waiting.push({ id, buys: side === 'long', isStop, level, number: number++ })
    },
    bar,
  }
}
