import { BAR_COLUMNS } from '../../shared/bars.ts'
import type { Column } from '../../shared/kernel.ts'
import { periodEnd, type Timeframe } from '../../shared/timeframe.ts'
import { eachRun } from '../each-run.ts'
import * as cursor from './cursor.ts'
import {
  CHART,
  createNode,
  type Domain,
  declareNode,
  EMPTY,
  type Node,
  nodeOf,
  register,
  type Series,
  seriesOf,
} from './node.ts'

/** The bars of one market: its six columns, and the averages of prices as series and as inputs. */
export type Market = {
  readonly domain: Domain
  readonly columns: Readonly<Record<(typeof BAR_COLUMNS)[number], Node>>
  readonly series: Readonly<Record<Column, Series>>
}

/** How the averages of a bar's prices are formed, in this operation order. */
const COMPOSITES = {
  hl2: { terms: 'hl', of: (_o: number, h: number, l: number, _c: number) => (h + l) / 2 },
  hlc3: { terms: 'hlc', of: (_o: number, h: number, l: number, c: number) => (h + l + c) / 3 },
  ohlc4: {
    terms: 'ohlc',
    of: (o: number, h: number, l: number, c: number) => (o + h + l + c) / 4,
  },
  hlcc4: {
    terms: 'hlcc',
    of: (_o: number, h: number, l: number, c: number) => (h + l + c + c) / 4,
  },
} as const

/** A market whose columns somebody else fills. `prefix` names it in messages. */
export function createMarket(domain: Domain, prefix: string): Market {
  const columns = Object.fromEntries(
    BAR_COLUMNS.map((name) => [
      name,
      createNode({
        boolean: false,
        domain,
        blockwise: true,
        advance: undefined,
        key: keyOn(domain, name),
      }),
    ]),
  ) as Market['columns']
  const series: Record<string, Series> = {}
  for (const name of BAR_COLUMNS) series[name] = seriesOf(prefix + name, columns[name])
  for (const [name, { of }] of Object.entries(COMPOSITES)) {
    const { open, high, low, close } = series as Record<'open' | 'high' | 'low' | 'close', Series>
    // Most strategies never use most averages, so they are formed on reading until an indicator
    // asks for one as its input; both ways give the same bits.
    const read: Series = (offset) =>
      of(
        open(offset) as number,
        high(offset) as number,
        low(offset) as number,
        close(offset) as number,
      )
    series[name] = register(read, prefix + name, () => compositeNode(name, domain, columns, of))
  }
  return Object.freeze({ domain, columns, series: Object.freeze(series) as Market['series'] })
}

/** Columns of the chart are the same in every run over the same bars. */
function keyOn(domain: Domain, name: string): string | undefined {
  return domain === CHART ? name : undefined
}

function compositeNode(
  name: string,
  domain: Domain,
  { open, high, low, close }: Market['columns'],
  of: (o: number, h: number, l: number, c: number) => number,
): Node {
  const node: Node = declareNode({
    boolean: false,
    domain,
    blockwise: true,
    key: keyOn(domain, name),
    advance: (from, to) => {
      for (let i = from; i < to; i++)
        node.ring[i] = of(open.ring[i]!, high.ring[i]!, low.ring[i]!, close.ring[i]!)
    },
  })
  return node
}

/** A bar column or average of `market` as the input of an indicator. */
export function columnNode(market: Market, column: Column): Node {
  return nodeOf(market.series[column])!
}

export const chart: Market = createMarket(CHART, '')
eachRun(() => {
  for (const name of BAR_COLUMNS) chart.columns[name].ring = EMPTY
})

/** Index of the current bar, 0-based. */
export const barIndex: Series = countingSeries('barIndex', (bar) => bar)

/** Closing time of the current bar: the opening time of the next one on a chart without gaps. */
export function timeCloseSeries(timeframe: Timeframe): Series {
  const { time } = chart.series
  return register(
    (offset) => {
      const opened = time(offset) as number
      return timeframe.months > 0 ? periodEnd(timeframe, opened) : opened + timeframe.ms
    },
    'timeClose',
    () => {
      const node: Node = declareNode({
        boolean: false,
        domain: CHART,
        blockwise: true,
        advance: (from, to) => {
          const opened = chart.columns.time.ring
          for (let i = from; i < to; i++)
            node.ring[i] =
              timeframe.months > 0 ? periodEnd(timeframe, opened[i]!) : opened[i]! + timeframe.ms
        },
      })
      return node
    },
  )
}

/** A series that follows from the bar's index alone. */
export function countingSeries(name: string, of: (bar: number) => number): Series {
  return register(
    (offset) => {
      const back = offset === undefined ? 0 : offset
      return cursor.reaches(name, back, cursor.bar) ? of(cursor.bar - back) : Number.NaN
    },
    name,
    () => {
      let next = 0
      const node: Node = declareNode({
        boolean: false,
        domain: CHART,
        blockwise: true,
        advance: (from, to) => {
          for (let i = from; i < to; i++) node.ring[i] = of(next++)
        },
      })
      return node
    },
  )
}
