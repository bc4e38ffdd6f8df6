import {
  type Broker,
  type BrokerOptions,
  createBroker,
  type DeclinedOrder,
  type Fill,
} from '../../src/broker/index.ts'
import type { SymbolInfo } from '../../src/shared/bars.ts'
import type { NoteCode } from '../../src/shared/failure.ts'
import {
  ACCOUNT,
  ACCOUNT_WIDTH,
  COMMAND,
  COMMAND_WIDTH,
  DIRECTION,
  EXIT_REASON,
  KIND,
  OCA,
  TRADE,
  TRADE_WIDTH,
  UNIT,
} from '../../src/shared/layout.ts'
import { DEFAULT_SETTINGS, type StrategySettings } from '../../src/shared/settings.ts'

/** [open, high, low, close]. */
export type Ohlc = readonly [number, number, number, number]

export type EntryOptions = {
  qty?: number
  limit?: number
  stop?: number
  ocaName?: string
  ocaType?: keyof typeof OCA
  comment?: string
}
export type ExitOptions = {
  from?: string
  qty?: number
  qtyPercent?: number
  profit?: number
  limit?: number
  loss?: number
  stop?: number
  trailPrice?: number
  trailPoints?: number
  trailOffset?: number
  ocaName?: string
  comment?: string
  commentProfit?: string
  commentLoss?: string
  commentTrailing?: string
}
export type CloseOptions = {
  qty?: number
  qtyPercent?: number
  comment?: string
  immediately?: boolean
  /** Place of the call in the file; 0 where it is not known. */
  mark?: number
}
export type Side = 'long' | 'short'

export type Trade = {
  side: Side
  qty: number
  entryBar: number
  entryTime: number
  entry: number
  entryId: string
  exitBar: number
  exitTime: number
  exit: number
  exitId: string
  comment: string
  reason: string
  profit: number
  percent: number
  entryFee: number
  exitFee: number
  runup: number
  drawdown: number
  ambiguous: boolean
}

const REASONS = Object.fromEntries(
  Object.entries(EXIT_REASON).map(([name, number]) => [number, name]),
)

export const SYMBOL: SymbolInfo = {
  name: 'TEST',
  tick: 0.01,
  lot: 0.0001,
  pointValue: 1,
  currency: 'USD',
  timezone: 'UTC',
}

const MINUTES_15 = 900_000

/** A broker with the strategy's side of the wall spoken in words: runs bar by bar, keeps all it is told. */
export function createHost(
  settings: Partial<StrategySettings> = {},
  symbol: Partial<SymbolInfo> = {},
  options: Pick<BrokerOptions, 'fxAt' | 'tradingDayOf'> = {},
) {
  const texts = ['']
  const numbers = new Map([['', 0]])
  const number = (text = ''): number => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, texts.length)
    return texts.push(text) - 1
  }
  const trades: Trade[] = []
  const declines: (Omit<DeclinedOrder, 'id'> & { code: NoteCode; bar: number; id: string })[] = []
  const fills: Fill[] = []
  const broker: Broker = createBroker({
    settings: { ...DEFAULT_SETTINGS, ...settings },
    symbol: { ...SYMBOL, ...symbol },
    ...options,
    sink: {
      trade: (row) => trades.push(readTrade(row, 0, texts)) > 0,
      decline: (code, bar, _timeMs, row) =>
        declines.push({ ...row, code, bar, id: texts[row.id] ?? '' }),
      fill: (fill) => fills.push({ ...fill }),
    },
  })
  const page = new Float64Array(ACCOUNT_WIDTH)
  const rows = new Float64Array(2 * COMMAND_WIDTH)
  let bar = -1
  const give = (kind: number, values: Partial<Record<keyof typeof COMMAND, number>>): void => {
    rows.fill(0)
    for (const name of NUMBERS) rows[COMMAND_WIDTH + COMMAND[name]] = Number.NaN
    rows[COMMAND_WIDTH + COMMAND.KIND] = kind
    for (const [name, value] of Object.entries(values))
      rows[COMMAND_WIDTH + COMMAND[name as keyof typeof COMMAND]] = value
    broker.command(rows, COMMAND_WIDTH)
  }
  const place = (kind: number, id: string, side: Side, o: EntryOptions): void =>
    give(kind, {
      ID: number(id),
      SIDE: side === 'long' ? 1 : -1,
      QTY: o.qty ?? Number.NaN,
      LIMIT: o.limit ?? Number.NaN,
      STOP: o.stop ?? Number.NaN,
      OCA_NAME: number(o.ocaName),
      OCA_TYPE: OCA[o.ocaType ?? 'NONE'],
      COMMENT: number(o.comment),
    })

  return {
    broker,
    trades,
    declines,
    fills,
    texts,
    /** Time of bar n when `bar` is not told one. */
    timeOf: (n: number): number => n * MINUTES_15,
    /** One bar: pending orders meet it, then `script` gives orders, then they settle. */
    bar([open, high, low, close]: Ohlc, script?: () => void, timeMs?: number): void {
      bar++
      broker.bar(bar, timeMs ?? bar * MINUTES_15, open, high, low, close)
      broker.writeAccount(page, 0)
      script?.()
      broker.settle()
    },
    entry: (id: string, side: Side, o: EntryOptions = {}) => place(KIND.ENTRY, id, side, o),
    order: (id: string, side: Side, o: EntryOptions = {}) => place(KIND.ORDER, id, side, o),
    exit: (id: string, o: ExitOptions) =>
      give(KIND.EXIT, {
        ID: number(id),
        FROM_ENTRY: number(o.from),
        QTY: o.qty ?? Number.NaN,
        QTY_PERCENT: o.qtyPercent ?? Number.NaN,
        PROFIT: o.profit ?? Number.NaN,
        LIMIT: o.limit ?? Number.NaN,
        LOSS: o.loss ?? Number.NaN,
        STOP: o.stop ?? Number.NaN,
        TRAIL_PRICE: o.trailPrice ?? Number.NaN,
        TRAIL_POINTS: o.trailPoints ?? Number.NaN,
        TRAIL_OFFSET: o.trailOffset ?? Number.NaN,
        OCA_NAME: number(o.ocaName),
        COMMENT: number(o.comment),
        COMMENT_PROFIT: number(o.commentProfit),
        COMMENT_LOSS: number(o.commentLoss),
        COMMENT_TRAILING: number(o.commentTrailing),
      }),
    close: (id: string, o: CloseOptions = {}) =>
      give(KIND.CLOSE, {
        ID: number(id),
        QTY: o.qty ?? Number.NaN,
        QTY_PERCENT: o.qtyPercent ?? Number.NaN,
        COMMENT: number(o.comment),
        IMMEDIATELY: o.immediately === true ? 1 : 0,
        MARK: o.mark ?? 0,
      }),
    closeAll: (o: CloseOptions = {}) =>
      give(KIND.CLOSE_ALL, {
        COMMENT: number(o.comment),
        IMMEDIATELY: o.immediately === true ? 1 : 0,
        MARK: o.mark ?? 0,
      }),
    cancel: (id: string) => give(KIND.CANCEL, { ID: number(id) }),
    cancelAll: () => give(KIND.CANCEL_ALL, {}),
    risk: {
      allow: (direction: keyof typeof DIRECTION) =>
        give(KIND.RISK_ALLOW_ENTRY_IN, { VALUE: DIRECTION[direction] }),
      maxPosition: (value: number) => give(KIND.RISK_MAX_POSITION_SIZE, { VALUE: value }),
      maxFills: (value: number) => give(KIND.RISK_MAX_INTRADAY_FILLED_ORDERS, { VALUE: value }),
      maxDrawdown: (value: number, unit: keyof typeof UNIT) =>
        give(KIND.RISK_MAX_DRAWDOWN, { VALUE: value, UNIT: UNIT[unit] }),
      maxDayLoss: (value: number, unit: keyof typeof UNIT) =>
        give(KIND.RISK_MAX_INTRADAY_LOSS, { VALUE: value, UNIT: UNIT[unit] }),
      maxLossDays: (value: number) => give(KIND.RISK_MAX_CONS_LOSS_DAYS, { VALUE: value }),
    },
    /** What the script sees on this bar. */
    see: (name: keyof typeof ACCOUNT): number => page[ACCOUNT[name]]!,
    /** The same after `settle`, which the script sees on the next bar only. */
    account(name: keyof typeof ACCOUNT): number {
      const now = new Float64Array(ACCOUNT_WIDTH)
      broker.writeAccount(now, 0)
      return now[ACCOUNT[name]]!
    },
    openTrades(): Trade[] {
      const open = new Float64Array(broker.openTradeCount * TRADE_WIDTH)
      const count = broker.writeOpenTrades(open)
      return Array.from({ length: count }, (_, i) => readTrade(open, i * TRADE_WIDTH, texts))
    },
  }
}

export type Host = ReturnType<typeof createHost>

const NUMBERS = [
  'QTY',
  'LIMIT',
  'STOP',
  'QTY_PERCENT',
  'PROFIT',
  'LOSS',
  'TRAIL_PRICE',
  'TRAIL_POINTS',
  'TRAIL_OFFSET',
] as const

function readTrade(rows: Float64Array, at: number, texts: readonly string[]): Trade {
  const column = (name: keyof typeof TRADE): number => rows[at + TRADE[name]]!
  return {
    side: column('SIDE') > 0 ? 'long' : 'short',
    qty: column('QTY'),
    entryBar: column('ENTRY_BAR'),
    entryTime: column('ENTRY_TIME'),
    entry: column('ENTRY_PRICE'),
    entryId: texts[column('ENTRY_ID')] ?? '',
    exitBar: column('EXIT_BAR'),
    exitTime: column('EXIT_TIME'),
    exit: column('EXIT_PRICE'),
    exitId: texts[column('EXIT_ID')] ?? '',
    comment: texts[column('EXIT_COMMENT')] ?? '',
    reason: REASONS[column('EXIT_REASON')] ?? '',
    profit: column('PROFIT'),
    percent: column('PROFIT_PERCENT'),
    entryFee: column('ENTRY_FEE'),
    exitFee: column('EXIT_FEE'),
    runup: column('MAX_RUNUP'),
    drawdown: column('MAX_DRAWDOWN'),
    ambiguous: column('AMBIGUOUS') === 1,
  }
}
