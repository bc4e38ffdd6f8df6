import { TRADE, TRADE_WIDTH } from '../../shared/layout.ts'
import { eachRun } from '../each-run.ts'
import { fail } from '../fail.ts'
import * as cursor from '../series/cursor.ts'
import { CHART, declareNode, type Node, register, type Series } from '../series/node.ts'
import { textAt } from '../text.ts'
import { capitalHeld, countSeries } from './account.ts'

/** Rows in chunks, so that growing never copies. */
const CHUNK = 1024

/**
 * The trade rows that the strategy may look at. The host fills them in only for files that name
 * `closedtrades` or `opentrades`.
 */
export type TradeTable = {
  rows: Float64Array[]
  count: number
  /** First trade that can be read: those before it are forgotten (BE-6.7). */
  first: number
  isFilled: boolean
}

export const closedTable: TradeTable = { rows: [], count: 0, first: 0, isFilled: false }
export const openTable: TradeTable = { rows: [], count: 0, first: 0, isFilled: false }

eachRun(() => {
  for (const table of [closedTable, openTable])
    Object.assign(table, { rows: [], count: 0, first: 0, isFilled: false })
})

/** The chunk that holds row `index`, allocated when missing. */
export function chunkOf(table: TradeTable, index: number): Float64Array {
  const chunk = Math.floor(index / CHUNK)
  while (table.rows.length <= chunk)
    table.rows[table.rows.length] = new Float64Array(CHUNK * TRADE_WIDTH)
  return table.rows[chunk]!
}

export function rowOffset(index: number): number {
  return (index % CHUNK) * TRADE_WIDTH
}

/** A field of trade `index`; na out of range and for a forgotten one, as in Pine (BE-15.4). */
function read(name: string, table: TradeTable, column: number) {
  return Object.freeze((index: unknown): number => {
    const at = find(name, table, index)
    return at < 0 ? Number.NaN : table.rows[Math.floor(at / CHUNK)]![rowOffset(at) + column]!
  })
}

function readWord(name: string, table: TradeTable, ...columns: number[]) {
  return Object.freeze((index: unknown): string => {
    const at = find(name, table, index)
    if (at < 0) return ''
    const row = table.rows[Math.floor(at / CHUNK)]!
    for (const column of columns) {
      const text = row[rowOffset(at) + column]!
      if (text !== 0) return textAt(text)
    }
    return ''
  })
}

function find(name: string, table: TradeTable, index: unknown): number {
  if (cursor.bar >= 0 && !table.isFilled)
    fail(
      'S306',
      `strategy.${name} was reached by a name made up at run time`,
      `write strategy.${name} in the file, so that trade rows are kept for it`,
    )
  if (typeof index !== 'number' || index % 1 !== 0)
    fail(
      'S306',
      `strategy.${name}: trade number was ${String(typeof index)}`,
      'give a whole number from 0',
    )
  return index >= table.first && index < table.count ? index : -1
}

const ENTRY_FIELDS = {
  entryBarIndex: TRADE.ENTRY_BAR,
  entryPrice: TRADE.ENTRY_PRICE,
  entryTime: TRADE.ENTRY_TIME,
  maxDrawdown: TRADE.MAX_DRAWDOWN,
  maxRunup: TRADE.MAX_RUNUP,
  profit: TRADE.PROFIT,
  profitPercent: TRADE.PROFIT_PERCENT,
} as const

const EXIT_FIELDS = {
  exitBarIndex: TRADE.EXIT_BAR,
  exitPrice: TRADE.EXIT_PRICE,
  exitTime: TRADE.EXIT_TIME,
} as const

function namespace(
  name: 'closedtrades' | 'opentrades',
  table: TradeTable,
  fields: Readonly<Record<string, number>>,
): Series {
  const count = countSeries(name)
  const publish = (key: string, value: unknown): void => {
    Object.defineProperty(count, key, { value, enumerable: true })
  }
  for (const [key, column] of Object.entries(fields)) publish(key, read(name, table, column))
  const cost = (at: number): number => {
    const row = table.rows[Math.floor(at / CHUNK)]!
    return row[rowOffset(at) + TRADE.ENTRY_PRICE]! * row[rowOffset(at) + TRADE.QTY]!
  }
  for (const [key, column] of [
    ['maxDrawdownPercent', TRADE.MAX_DRAWDOWN],
    ['maxRunupPercent', TRADE.MAX_RUNUP],
  ] as const)
    publish(
      key,
      Object.freeze((index: unknown): number => {
        const at = find(name, table, index)
        if (at < 0) return Number.NaN
        return (table.rows[Math.floor(at / CHUNK)]![rowOffset(at) + column]! / cost(at)) * 100
      }),
    )
  publish(
    'size',
    Object.freeze((index: unknown): number => {
      const at = find(name, table, index)
      if (at < 0) return 0
      const row = table.rows[Math.floor(at / CHUNK)]!
      return row[rowOffset(at) + TRADE.SIDE]! * row[rowOffset(at) + TRADE.QTY]!
    }),
  )
  publish(
    'commission',
    Object.freeze((index: unknown): number => {
      const at = find(name, table, index)
      if (at < 0) return Number.NaN
      const row = table.rows[Math.floor(at / CHUNK)]!
      const exitFee = row[rowOffset(at) + TRADE.EXIT_FEE]!
      return row[rowOffset(at) + TRADE.ENTRY_FEE]! + (Number.isNaN(exitFee) ? 0 : exitFee)
    }),
  )
  publish('entryId', readWord(name, table, TRADE.ENTRY_ID))
  publish('entryComment', readWord(name, table, TRADE.ENTRY_COMMENT))
  if (name === 'closedtrades') {
    publish('exitId', readWord(name, table, TRADE.EXIT_ID))
    publish('exitComment', readWord(name, table, TRADE.EXIT_COMMENT))
    publish(
      'firstIndex',
      Object.freeze(() => table.first),
    )
  } else publish('capitalHeld', Object.freeze(capitalHeld))
  return register(count, `strategy.${name}`, () => {
    const node: Node = declareNode({
      boolean: false,
      domain: CHART,
      blockwise: false,
      advance: (from) => {
        node.ring[from] = count() as number
      },
    })
    return node
  })
}

/** `strategy.closedtrades()` counts them; `strategy.closedtrades.profit(i)` … tell of one, i from 0. */
export const closedtrades = namespace('closedtrades', closedTable, {
  ...ENTRY_FIELDS,
  ...EXIT_FIELDS,
})
export const opentrades = namespace('opentrades', openTable, ENTRY_FIELDS)
