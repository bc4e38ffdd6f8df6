import { type Book, sweepBook } from '../orders/index.ts'
import { isHighFirst } from '../shared/bars.ts'
import { EXIT_REASON } from '../shared/layout.ts'
import { DAY } from '../shared/timeframe.ts'
import { fromSteps, nearestStep, writeOpenLots } from '../trades/index.ts'
import { noteAccount, writeAccountColumn, writeAccountRow, writeNoted } from './account.ts'
import type {
  Broker,
  BrokerOptions,
  BrokerStatistics,
  Detail,
  LevelVisitor,
  Stretch,
  WorkingOrder,
} from './contract.ts'
import { walkDetail } from './detail.ts'
import { wakeOrders } from './dormant.ts'
import { haltTrading } from './force.ts'
import { refreshLines } from './margin.ts'
import { markAccount } from './mark.ts'
import { lookAhead, passBars } from './pass.ts'
import { takeCommand } from './place.ts'
import { isQuiet, passQuietly } from './quiet.ts'
import { dropUnaffordable } from './resting.ts'
import { isDrawdownReached, rollTradingDay } from './risk.ts'
import { createState, enterBar, heldOn, positionOf, type State, takePrices } from './state.ts'
import { brokerStatistics } from './statistics.ts'
import { callAtClose, standAt, walkBar } from './walk.ts'
import { visitLevels } from './working.ts'
import { workingOrders } from './working-orders.ts'

/**
 * The fill simulator. For each bar call `bar`, then `writeAccount`, then `command` for each order of
 * the script, then `settle`. Everything it does is one of the rules BE-1 to BE-15.
 */
export function createBroker(options: BrokerOptions): Broker {
  return new FillSimulator(createState(options))
}

/**
 * A class, because getters of an object literal are made anew with each broker: to the engine every broker would
 * be of a shape of its own, and after a few runs in one process each read would be looked up.
 */
class FillSimulator implements Broker {
  private readonly state: State

  constructor(state: State) {
    this.state = state
  }

  bar(
    bar: number,
    timeMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    detail?: Detail,
  ): void {
    takeBar(this.state, bar, timeMs, open, high, low, close, detail)
  }

  look(stretch: Stretch, slot: number, count: number): number {
    return lookAhead(this.state, stretch, slot, count)
  }

  pass(stretch: Stretch, slot: number, count: number, isPlain: boolean): number {
    return passBars(this.state, stretch, slot, count, isPlain)
  }

  writeAccountColumn(
    column: number,
    stretch: Stretch,
    slot: number,
    count: number,
    into: Float64Array,
    at: number,
  ): void {
    writeAccountColumn(this.state, column, stretch, slot, count, into, at)
  }

  command(rows: Float64Array, at: number): void {
    takeCommand(this.state, rows, at)
  }

  settle(): void {
    settle(this.state)
  }

  writeAccount(page: Float64Array, at: number): void {
    writeAccountRow(this.state, page, at)
  }

  note(into: Float64Array): void {
    noteAccount(this.state, into)
  }

  writeNoted(note: Float64Array, page: Float64Array): void {
    writeNoted(this.state, note, page)
  }

  writeOpenTrades(rows: Float64Array): number {
    const { ledger, close, fx } = this.state
    return writeOpenLots(ledger, rows, close, fx)
  }

  get openTradeCount(): number {
    return this.state.ledger.lots.length
  }

  get version(): number {
    return this.state.ledger.version
  }

  get changes(): number {
    return this.state.changes
  }

  get position(): number {
    return fromSteps(this.state.scale.quantity, positionOf(this.state))
  }

  get equity(): number {
    return this.state.equity
  }

  get marginUsed(): number {
    return this.state.marginUsed
  }

  get held(): number {
    return heldOn(this.state)
  }

  get levelChanges(): number {
    return this.state.levelChanges
  }

  levels(visit: LevelVisitor): void {
    visitLevels(this.state, visit)
  }

  workingOrders(): WorkingOrder[] {
    return workingOrders(this.state)
  }

  statistics(): BrokerStatistics {
    return brokerStatistics(this.state)
  }
}

function takeBar(
  state: State,
  bar: number,
  timeMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  detail: Detail | undefined,
): void {
  const { ledger, book } = state
  enterBar(state, bar, timeMs)
  const isHaltDue = (state.risk.isActive || timeMs >= state.nextDayMs) && beginBar(state)
  state.close = nearestStep(state.scale.price, close)
  // Flat and nothing can fill: legs of exits exist with a position only.
  if (
    ledger.size === 0 &&
    book.resting.length === 0 &&
    book.market.length === 0 &&
    !isHaltDue &&
    !state.everyTick
  )
    return
  takePrices(state, open, high, low)
  // In unrounded prices (F2).
  meetBar(state, isHighFirst(open, high, low), isHaltDue, detail)
}

/** New day? The rate of exchange holds for a UTC day (BE-12.16), the risk counters for a trading day. */
function beginBar(state: State): boolean {
  const { timeMs } = state
  const isHaltDue = state.risk.isActive && rollTradingDay(state)
  if (timeMs >= state.nextDayMs) {
    state.nextDayMs = (Math.floor(timeMs / DAY) + 1) * DAY
    if (state.fxAt !== undefined) {
      state.fx = state.fxAt(timeMs)
      refreshLines(state)
    }
  }
  return isHaltDue
}

function meetBar(
  state: State,
  isHighFirst: boolean,
  isHaltDue: boolean,
  detail: Detail | undefined,
): void {
  const { ledger, book, risk } = state
  if (state.sink.turn !== undefined) {
    state.heardFills = state.totals.fills
    wakeOrders(book)
  }
  if (isHaltDue) {
    state.point = state.open
    haltTrading(state, EXIT_REASON.HALT, true)
    sweepBook(book)
  }
  if (state.everyTick || !isQuiet(state)) {
    state.tradesBefore = ledger.wins + ledger.losses + ledger.evens
    if (detail === undefined || detail.count === 0) walkBar(state, isHighFirst, state.everyTick)
    else walkDetail(state, detail)
    if (risk.isActive) checkDrawdown(state)
  } else if (ledger.size > 0) {
    passQuietly(state)
  }
  markAccount(state)
}

/** The limit on drawdown is looked at on bars that book a trade, at their close (BE-13.5). */
function checkDrawdown(state: State): void {
  const { ledger } = state
  if (ledger.wins + ledger.losses + ledger.evens === state.tradesBefore) return
  if (!isDrawdownReached(state)) return
  haltTrading(state, EXIT_REASON.HALT, true)
  sweepBook(state.book)
}

function settle(state: State): void {
  const { book, settings } = state
  if (state.isCallDue) callAtClose(state)
  if (book.isStale) sweepBook(book)
  if (book.market.length > 0 || settings.processOrdersOnClose) fillAtClose(state)
  if (book.resting.length === 0) return
  dropUnaffordable(state)
  if (book.isStale) sweepBook(book)
}

/** Fills at the close of the bar that gave the orders (BE-2.5, BE-2.7). */
function fillAtClose(state: State): void {
  const { book, settings, risk } = state
  const onClose = settings.processOrdersOnClose
  if (!onClose && !hasImmediate(book)) return
  state.open = state.close
  state.high = state.close
  state.low = state.close
  state.sideBefore = state.ledger.side
  state.tradesBefore = state.ledger.wins + state.ledger.losses + state.ledger.evens
  standAt(state, state.close, !onClose)
  if (risk.isActive) checkDrawdown(state)
  markAccount(state)
}

function hasImmediate({ market }: Book): boolean {
  for (let i = 0; i < market.length; i++) if (market[i]!.immediate) return true
  return false
}
