import { createGrid, fromSteps, type Grid } from '../shared/grid.ts'
import { EXIT_REASON, TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import { clear, type Extremes, extremesSince, widen } from './excursion.ts'
import type { Lot } from './lot.ts'

/** What turns ticks and lots into prices, quantities and money. */
export type Scale = {
  readonly price: Grid
  readonly quantity: Grid
  readonly pointValue: number
  /** One tick × lot is this fraction of price × quantity. */
  readonly numerator: number
  readonly denominator: number
}

export function createScale(tick: number, lot: number, pointValue: number): Scale {
  const price = createGrid(tick)
  const quantity = createGrid(lot)
  return {
    price,
    quantity,
    pointValue,
    numerator: price.numerator * quantity.numerator,
    denominator: price.denominator * quantity.denominator,
  }
}

/** Money in quote currency of a count of ticks × lots; exact before the point value comes in. */
export function moneyOf({ numerator, denominator, pointValue }: Scale, tickLots: number): number {
  return moneyIn(numerator, denominator, pointValue, tickLots)
}

/** The same with the numbers of the scale at hand, for loops: what is read from an object is read on every turn. */
export function moneyIn(
  numerator: number,
  denominator: number,
  pointValue: number,
  tickLots: number,
): number {
  return ((tickLots * numerator) / denominator) * pointValue
}

/** Open lots, oldest first, and the sums over the closed trades; money in account currency. */
export type Ledger = {
  readonly scale: Scale
  readonly lots: Lot[]
  /** Records of closed lots, to be used again. */
  readonly spare: Lot[]
  /** +1 long, −1 short, 0 flat; `size` in lots, 0 or more. */
  side: number
  size: number
  /** Σ entry price × lots over the open lots, in ticks × lots (BE-1.7). */
  cost: number
  /** Entry fees of the open lots. */
  openFees: number
  /** Σ of the closed trades' profits, after fees. */
  closedProfit: number
  grossProfit: number
  /** 0 or more; without the fees of open lots. */
  grossLoss: number
  wins: number
  losses: number
  evens: number
  winPercent: number
  lossPercent: number
  ambiguous: number
  /** Fees by side of the trade (RM-0.2), open lots' included. */
  longFees: number
  shortFees: number
  /** Changes whenever a lot is opened or closed. */
  version: number
}

export function createLedger(scale: Scale): Ledger {
  return {
    scale,
    lots: [],
    spare: [],
    side: 0,
    size: 0,
    cost: 0,
    openFees: 0,
    closedProfit: 0,
    grossProfit: 0,
    grossLoss: 0,
    wins: 0,
    losses: 0,
    evens: 0,
    winPercent: 0,
    lossPercent: 0,
    ambiguous: 0,
    longFees: 0,
    shortFees: 0,
    version: 0,
  }
}

/** A record to be filled and given to `openLot`, one that was used before if there is any. */
export function takeLot({ spare }: Ledger): Lot {
  return (
    spare.pop() ?? {
      lots: 0,
      price: 0,
      bar: 0,
      timeMs: 0,
      id: 0,
      comment: 0,
      entry: 0,
      fee: 0,
      highest: 0,
      lowest: 0,
      highestFx: 1,
      lowestFx: 1,
    }
  )
}

/**
 * Opens a lot, or adds one to a position of the same side. `point` is the price before slippage, `fx`
 * the exchange rate of the day: the extremes of the lot begin there.
 */
export function openLot(ledger: Ledger, side: number, point: number, fx: number, lot: Lot): void {
  ledger.side = side
  ledger.size += lot.lots
  ledger.cost += lot.price * lot.lots
  ledger.openFees += lot.fee
  bookFee(ledger, side, lot.fee)
  lot.highest = point
  lot.lowest = point
  lot.highestFx = fx
  lot.lowestFx = fx
  ledger.lots.push(lot)
  ledger.version++
}

/** A fill, or the part of it, that closes lots. */
export type Closing = {
  lots: number
  /** Ticks: what the money is computed with, and what the trade list shows (BE-4.7). */
  price: number
  shownPrice: number
  /** Exit fee of all the lots together. */
  fee: number
  bar: number
  timeMs: number
  id: number
  comment: number
  reason: number
  ambiguous: boolean
  fx: number
  /** Text number of the entry id, or serial of the entry, that alone may be closed; −1: any (BE-11.1). */
  onlyId: number
  onlyEntry: number
}

/** More lots than this are seldom open at a time. */
const MOST_SPARE = 8

const row = new Float64Array(TRADE_WIDTH)
const extremes: Extremes = { highest: 0, lowest: 0, highestFx: 1, lowestFx: 1 }

/**
 * Closes lots oldest first and hands one TRADE row for each to `emit` (BE-11.2), which must copy it.
 * The row's profit, percent, run-up and drawdown are those of BE-11.4, RM-1.2 and BE-11.5.
 */
export function closeLots(
  ledger: Ledger,
  closing: Closing,
  emit: (row: Float64Array) => void,
): void {
  const { lots, side } = ledger
  if (lots.length === 1 && lots[0]!.lots === closing.lots && !isSpared(lots[0]!, closing)) {
    closeOnly(ledger, closing, emit)
    return
  }
  let left = closing.lots
  let index = 0
  while (left > 0 && index < lots.length) {
    const lot = lots[index]!
    if (isSpared(lot, closing)) {
      index++
      continue
    }
    const taken = Math.min(left, lot.lots)
    const entryFee = taken === lot.lots ? lot.fee : (lot.fee * taken) / lot.lots
    const exitFee = taken === closing.lots ? closing.fee : (closing.fee * taken) / closing.lots
    extremesSince(lots, index, extremes)
    writeRow(row, 0, ledger.scale, side, lot, taken, entryFee, extremes, closing, exitFee)
    count(ledger, row, closing.ambiguous)
    bookFee(ledger, side, exitFee)
    ledger.size -= taken
    ledger.cost -= lot.price * taken
    ledger.openFees -= entryFee
    lot.lots -= taken
    lot.fee -= entryFee
    left -= taken
    if (lot.lots === 0) {
      if (index > 0) widen(lots[index - 1]!, lot)
      if (lots.length === 1) lots.pop()
      else lots.splice(index, 1)
      if (ledger.spare.length < MOST_SPARE) ledger.spare.push(lot)
    }
    emit(row)
  }
  if (lots.length === 0) settleFlat(ledger)
  ledger.version++
}

/** The only lot, all of it, as most closes are: there is nothing to choose or to divide. */
function closeOnly(ledger: Ledger, closing: Closing, emit: (row: Float64Array) => void): void {
  const { lots, side, spare } = ledger
  const lot = lots.pop()!
  writeRow(row, 0, ledger.scale, side, lot, lot.lots, lot.fee, lot, closing, closing.fee)
  count(ledger, row, closing.ambiguous)
  bookFee(ledger, side, closing.fee)
  if (spare.length < MOST_SPARE) spare.push(lot)
  emit(row)
  settleFlat(ledger)
  ledger.version++
}

function isSpared(lot: Lot, { onlyId, onlyEntry }: Closing): boolean {
  return (onlyId >= 0 && lot.id !== onlyId) || (onlyEntry >= 0 && lot.entry !== onlyEntry)
}

/** Nothing is open, so whatever the differences have left over is rounding dust. */
function settleFlat(ledger: Ledger): void {
  ledger.side = 0
  ledger.size = 0
  ledger.cost = 0
  ledger.openFees = 0
}

function bookFee(ledger: Ledger, side: number, fee: number): void {
  if (side > 0) ledger.longFees += fee
  else ledger.shortFees += fee
}

function count(ledger: Ledger, row: Float64Array, ambiguous: boolean): void {
  const profit = row[TRADE.PROFIT]!
  const percent = row[TRADE.PROFIT_PERCENT]!
  ledger.closedProfit += profit
  if (ambiguous) ledger.ambiguous++
  if (profit > 0) {
    ledger.wins++
    ledger.grossProfit += profit
    ledger.winPercent += percent
  } else if (profit < 0) {
    ledger.losses++
    ledger.grossLoss -= profit
    ledger.lossPercent -= percent
  } else {
    ledger.evens++
  }
}

/** What was entered at a price of 0, as spreads can be, has cost nothing to take a percentage of: 0. */
function percentOf(profit: number, cost: number): number {
  return cost === 0 ? 0 : (profit / cost) * 100
}

function writeRow(
  rows: Float64Array,
  at: number,
  scale: Scale,
  side: number,
  lot: Lot,
  taken: number,
  entryFee: number,
  { highest, lowest, highestFx, lowestFx }: Extremes,
  closing: Closing,
  exitFee: number,
): void {
  const { fx } = closing
  const cost = moneyOf(scale, lot.price * taken) * fx
  const gross = moneyOf(scale, side * (closing.price - lot.price) * taken) * fx
  const profit = gross - entryFee - exitFee
  const rise = Math.max(0, highest - lot.price)
  const fall = Math.max(0, lot.price - lowest)
  const up = moneyOf(scale, rise * taken) * highestFx
  const down = moneyOf(scale, fall * taken) * lowestFx
  const favourable = side > 0 ? up : down
  const adverse = side > 0 ? down : up
  rows[at + TRADE.SIDE] = side
  rows[at + TRADE.QTY] = fromSteps(scale.quantity, taken)
  rows[at + TRADE.ENTRY_BAR] = lot.bar
  rows[at + TRADE.ENTRY_TIME] = lot.timeMs
  rows[at + TRADE.ENTRY_PRICE] = fromSteps(scale.price, lot.price)
  rows[at + TRADE.ENTRY_ID] = lot.id
  rows[at + TRADE.ENTRY_COMMENT] = lot.comment
  rows[at + TRADE.ENTRY_FEE] = entryFee
  rows[at + TRADE.EXIT_BAR] = closing.bar
  rows[at + TRADE.EXIT_TIME] = closing.timeMs
  rows[at + TRADE.EXIT_PRICE] = fromSteps(scale.price, closing.shownPrice)
  rows[at + TRADE.EXIT_ID] = closing.id
  rows[at + TRADE.EXIT_COMMENT] = closing.comment
  rows[at + TRADE.EXIT_FEE] = exitFee
  rows[at + TRADE.PROFIT] = profit
  rows[at + TRADE.PROFIT_PERCENT] = percentOf(profit, cost)
  rows[at + TRADE.MAX_RUNUP] = Math.max(0, favourable - entryFee)
  rows[at + TRADE.MAX_DRAWDOWN] = adverse + entryFee
  rows[at + TRADE.EXIT_REASON] = closing.reason
  rows[at + TRADE.AMBIGUOUS] = closing.ambiguous ? 1 : 0
}

/**
 * Writes the open lots as TRADE rows valued at `price` (ticks), oldest first, and returns how many.
 * Exit bar, time and fee are NaN; the profit is the open profit, without the entry fee (RM-2.2).
 */
export function writeOpenLots(
  ledger: Ledger,
  rows: Float64Array,
  price: number,
  fx: number,
): number {
  const closing: Closing = {
    lots: 0,
    price,
    shownPrice: price,
    fee: 0,
    bar: Number.NaN,
    timeMs: Number.NaN,
    id: 0,
    comment: 0,
    reason: EXIT_REASON.OPEN,
    ambiguous: false,
    fx,
    onlyId: -1,
    onlyEntry: -1,
  }
  const { lots } = ledger
  const newer: Extremes = { highest: 0, lowest: 0, highestFx: 1, lowestFx: 1 }
  clear(newer)
  for (let i = lots.length - 1; i >= 0; i--) {
    const lot = lots[i]!
    widen(newer, lot)
    const at = i * TRADE_WIDTH
    writeRow(rows, at, ledger.scale, ledger.side, lot, lot.lots, lot.fee, newer, closing, 0)
    // The exit side of an open lot costs nothing yet, and its entry fee is booked already.
    const profit = moneyOf(ledger.scale, ledger.side * (price - lot.price) * lot.lots) * fx
    rows[at + TRADE.PROFIT] = profit
    const cost = moneyOf(ledger.scale, lot.price * lot.lots) * fx
    rows[at + TRADE.PROFIT_PERCENT] = percentOf(profit, cost)
    rows[at + TRADE.EXIT_FEE] = Number.NaN
  }
  return lots.length
}
