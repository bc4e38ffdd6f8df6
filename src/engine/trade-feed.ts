import type { Broker } from '../broker/index.ts'
import { TRADE_WIDTH } from '../shared/layout.ts'
import type { RealmTable } from '../shared/realm.ts'
import type { RunSink } from './sink.ts'

/** Where trades go: closed ones in batches to the sink, and all of them to a strategy that names its trades. */
export type TradeFeed = {
  /** Takes a closed trade in TRADE layout; copies the row. */
  take(row: Float64Array): void
  /** Shows the open lots, unless they are what was shown last. */
  show(broker: Pick<Broker, 'openTradeCount' | 'version' | 'writeOpenTrades'>): void
  /** Hands on what waits for its batch to be full. */
  flush(): void
  closed(): number
}

type Shown = Pick<RealmTable, 'tradeChunk' | 'tradeOffset' | 'countTrades'>

const BATCH = 256
/** Numbers of the tables of a realm. */
const CLOSED = 0
const OPEN = 1

/** With `table` the strategy is shown its trades there. */
export function createTradeFeed(sink: Pick<RunSink, 'trades'>, table?: Shown): TradeFeed {
  const batch = new Float64Array(BATCH * TRADE_WIDTH)
  let batched = 0
  let closed = 0
  let openRows = new Float64Array(0)
  let seenVersion = -1

  function flush(): void {
    if (batched > 0) sink.trades(batch, batched)
    batched = 0
  }

  function showOpen(to: Shown, broker: Pick<Broker, 'openTradeCount' | 'writeOpenTrades'>): void {
    const count = broker.openTradeCount
    if (openRows.length < count * TRADE_WIDTH) openRows = new Float64Array(2 * count * TRADE_WIDTH)
    broker.writeOpenTrades(openRows)
    for (let from = 0, end = 0; from < count; from = end) {
      const chunk = to.tradeChunk(OPEN, from)
      end = Math.min(count, from + chunk.length / TRADE_WIDTH)
      chunk.set(openRows.subarray(from * TRADE_WIDTH, end * TRADE_WIDTH))
    }
    to.countTrades(OPEN, count)
  }

  return {
    take(row) {
      // A loop, because to call `set` takes longer than to copy so few.
      const at = batched * TRADE_WIDTH
      for (let i = 0; i < TRADE_WIDTH; i++) batch[at + i] = row[i]!
      if (++batched === BATCH) flush()
      if (table !== undefined) {
        table.tradeChunk(CLOSED, closed).set(row, table.tradeOffset(closed))
        table.countTrades(CLOSED, closed + 1)
      }
      closed++
    },
    show(broker) {
      if (table === undefined) return
      if (broker.openTradeCount + (broker.version - seenVersion) === 0) return
      showOpen(table, broker)
      seenVersion = broker.version
    },
    flush,
    closed: () => closed,
  }
}
