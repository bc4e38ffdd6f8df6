// src/orders/book.ts
var PAIR = 2 ** 24;
function createBook() {
  return {
    market: [],
    resting: [],
    legs: [],
    byId: /* @__PURE__ */ new Map(),
    exits: /* @__PURE__ */ new Map(),
    entries: [],
    sequence: 0,
    isStale: false
  };
}
function addOrder(book, order) {
  if (order.kind <= 2) book.byId.set(order.id, order);
  if (!order.isMarket) {
    book.resting.push(order);
    return;
  }
  const { market } = book;
  let at = market.length;
  while (at > 0 && market[at - 1].sequence > order.sequence) at--;
  if (at === market.length) market.push(order);
  else market.splice(at, 0, order);
}
function endOrder(book, order) {
  order.isDone = true;
  book.isStale = true;
  if (book.byId.get(order.id) === order) book.byId.delete(order.id);
  for (const leg of order.waiting) leg.isDone = true;
  order.waiting.length = 0;
}
function exitKey(id, from) {
  return id * PAIR + from;
}
function sweepBook(book) {
  book.isStale = false;
  sweep(book.market);
  sweep(book.resting);
  sweep(book.legs);
  for (const [key, exit] of book.exits) {
    sweepLegs(exit.legs);
    if (exit.legs.length === 0 && !isAwaited(book, exit)) book.exits.delete(key);
  }
}
function isAwaited(book, exit) {
  if (exit.from !== 0) return false;
  const { entries } = book;
  return entries.length > 0 ? exit.side === 0 || entries[0].side === exit.side : exit.side === 0 && book.byId.size > 0;
}
function sweep(orders) {
  let kept = 0;
  for (const order of orders) if (!order.isDone) orders[kept++] = order;
  orders.length = kept;
}
function sweepLegs(legs) {
  let kept = 0;
  for (const leg of legs) {
    if (!leg.isDone || leg.entry !== null && !leg.entry.isDone && leg.entry.legs.includes(leg)) {
      legs[kept++] = leg;
    }
  }
  legs.length = kept;
}

// src/orders/order.ts
function createOrder(kind, id, side, sequence) {
  return {
    kind,
    id,
    comment: 0,
    mark: 0,
    side,
    sequence,
    bar: 0,
    lots: Number.NaN,
    budget: Number.NaN,
    explicit: false,
    reverse: 0,
    closeOnly: false,
    immediate: false,
    isMarket: false,
    stop: Number.NaN,
    limit: Number.NaN,
    isLive: true,
    ocaName: 0,
    ocaType: 0,
    isDone: false,
    waiting: [],
    exit: null,
    entry: null,
    activation: Number.NaN,
    offset: 0,
    isArmed: false,
    best: Number.NaN,
    inBatch: false
  };
}

// src/shared/layout.ts
var COMMAND = {
  KIND: 0,
  ID: 1,
  /** +1 long, -1 short; entries and orders only. */
  SIDE: 2,
  QTY: 3,
  LIMIT: 4,
  STOP: 5,
  OCA_NAME: 6,
  OCA_TYPE: 7,
  COMMENT: 8,
  FROM_ENTRY: 9,
  QTY_PERCENT: 10,
  /** Ticks from the entry price, as are LOSS, TRAIL_POINTS and TRAIL_OFFSET. */
  PROFIT: 11,
  LOSS: 12,
  TRAIL_PRICE: 13,
  TRAIL_POINTS: 14,
  TRAIL_OFFSET: 15,
  COMMENT_PROFIT: 16,
  COMMENT_LOSS: 17,
  COMMENT_TRAILING: 18,
  IMMEDIATELY: 19,
  /** Risk rules: the limit and, where the rule has one, its unit. */
  VALUE: 20,
  UNIT: 21,
  ALERT: 22,
  /** Source position of the call: line × 4096 + column, 0 when unknown. */
  MARK: 23
};
var COMMAND_WIDTH = 24;
var KIND = {
  ENTRY: 1,
  ORDER: 2,
  EXIT: 3,
  CLOSE: 4,
  CLOSE_ALL: 5,
  CANCEL: 6,
  CANCEL_ALL: 7,
  RISK_ALLOW_ENTRY_IN: 8,
  RISK_MAX_CONS_LOSS_DAYS: 9,
  RISK_MAX_DRAWDOWN: 10,
  RISK_MAX_INTRADAY_FILLED_ORDERS: 11,
  RISK_MAX_INTRADAY_LOSS: 12,
  RISK_MAX_POSITION_SIZE: 13
};
var OCA = { NONE: 0, CANCEL: 1, REDUCE: 2 };
var UNIT = { CASH: 0, PERCENT_OF_EQUITY: 1 };
var DIRECTION = { ALL: 0, LONG: 1, SHORT: -1 };
var ACCOUNT = {
  POSITION_SIZE: 0,
  POSITION_AVG_PRICE: 1,
  EQUITY: 2,
  NETPROFIT: 3,
  OPENPROFIT: 4,
  GROSSPROFIT: 5,
  GROSSLOSS: 6,
  CLOSEDTRADES: 7,
  OPENTRADES: 8,
  WINTRADES: 9,
  LOSSTRADES: 10,
  EVENTRADES: 11,
  MAX_DRAWDOWN: 12,
  MAX_RUNUP: 13,
  MAX_DRAWDOWN_PERCENT: 14,
  MAX_RUNUP_PERCENT: 15,
  MARGIN_LIQUIDATION_PRICE: 16,
  MAX_CONTRACTS_HELD_ALL: 17,
  MAX_CONTRACTS_HELD_LONG: 18,
  MAX_CONTRACTS_HELD_SHORT: 19,
  AVG_TRADE: 20,
  AVG_WINNING_TRADE: 21,
  AVG_LOSING_TRADE: 22,
  AVG_TRADE_PERCENT: 23,
  AVG_WINNING_TRADE_PERCENT: 24,
  AVG_LOSING_TRADE_PERCENT: 25,
  /** Text number of the oldest open entry's id. */
  POSITION_ENTRY_NAME: 26,
  CAPITAL_HELD: 27,
  /** Account currency per unit of quote currency on this bar. */
  FX: 28
};
var ACCOUNT_WIDTH = 32;
var TRADE = {
  /** +1 long, -1 short. */
  SIDE: 0,
  /** Contracts, above 0. */
  QTY: 1,
  ENTRY_BAR: 2,
  ENTRY_TIME: 3,
  ENTRY_PRICE: 4,
  ENTRY_ID: 5,
  ENTRY_COMMENT: 6,
  ENTRY_FEE: 7,
  /** NaN in EXIT_BAR, EXIT_TIME and EXIT_FEE marks a lot that is still open; EXIT_PRICE is then the last close. */
  EXIT_BAR: 8,
  EXIT_TIME: 9,
  EXIT_PRICE: 10,
  EXIT_ID: 11,
  EXIT_COMMENT: 12,
  EXIT_FEE: 13,
  /** Net of both fees (BE-11.4). */
  PROFIT: 14,
  /** RM-1.2. */
  PROFIT_PERCENT: 15,
  /** Favourable excursion, max(0, MFE − entry fee), 0 or more (BE-11.5). */
  MAX_RUNUP: 16,
  /** Adverse excursion, MAE + entry fee, 0 or more. */
  MAX_DRAWDOWN: 17,
  /** What closed it: an EXIT_REASON. */
  EXIT_REASON: 18,
  /** Whether more than one of the trade's own levels lay inside one bar (BE-3.1 decided the order). */
  AMBIGUOUS: 19
};
var TRADE_WIDTH = 20;
var EXIT_REASON = {
  OPEN: 0,
  ORDER: 1,
  STOP: 2,
  LIMIT: 3,
  TRAIL: 4,
  MARGIN_CALL: 5,
  RISK: 6,
  CLOSE: 7,
  REVERSAL: 8,
  /** A risk rule other than the cap on fills per day, which is RISK. */
  HALT: 9
};
var MAX_TEXT_BYTES = 16 * 1024 * 1024;

// src/shared/timeframe.ts
var SECOND = 1e3;
var MINUTE = 60 * SECOND;
var HOUR = 60 * MINUTE;
var DAY = 24 * HOUR;
var WEEK = 7 * DAY;
var FIRST_MONDAY = 4 * DAY;

// src/trades/excursion.ts
function followPrice(newest, price) {
  if (price > newest.highest) newest.highest = price;
  if (price < newest.lowest) newest.lowest = price;
}
function bequeathSegment(leaving, older) {
  if (leaving.highest > older.highest) older.highest = leaving.highest;
  if (leaving.lowest < older.lowest) older.lowest = leaving.lowest;
}
function extremesSince(lots, index, into) {
  into.highest = Number.NEGATIVE_INFINITY;
  into.lowest = Number.POSITIVE_INFINITY;
  for (let i = index; i < lots.length; i++) {
    const { highest, lowest } = lots[i];
    if (highest > into.highest) into.highest = highest;
    if (lowest < into.lowest) into.lowest = lowest;
  }
  return into;
}

// src/trades/grid.ts
var FINEST = 1e12;
var ON_GRID = 1e-4 - 1e-9;
function createGrid(step) {
  for (let denominator = 1; denominator <= FINEST; denominator *= 10) {
    const numerator = Math.round(step * denominator);
    if (numerator / denominator !== step) continue;
    const common = greatestCommonDivisor(numerator, denominator);
    return fraction(numerator / common, denominator / common);
  }
  return fraction(step, 1);
}
function fraction(numerator, denominator) {
  return { numerator, denominator, perUnit: denominator / numerator };
}
function greatestCommonDivisor(a, b) {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
function fromSteps(grid, steps) {
  return steps * grid.numerator / grid.denominator;
}
function nearestStep(grid, value) {
  return Math.floor(value * grid.perUnit + 0.5);
}
function stepAbove(grid, value) {
  return ceilSteps(value * grid.perUnit);
}
function stepBelow(grid, value) {
  return floorSteps(value * grid.perUnit);
}
function ceilSteps(steps) {
  const below = Math.floor(steps);
  return steps - below < ON_GRID ? below : below + 1;
}
function floorSteps(steps) {
  const above = Math.ceil(steps);
  return above - steps < ON_GRID ? above : above - 1;
}
function wholeSteps(grid, value) {
  const nearest = Math.round(value * grid.perUnit);
  return fromSteps(grid, nearest) <= value ? nearest : nearest - 1;
}
function shareOfSteps(steps, percent) {
  const share = steps * percent / 100;
  const nearest = Math.round(share);
  return Math.abs(share - nearest) <= 1e-12 * nearest ? nearest : Math.floor(share);
}

// src/trades/ledger.ts
function moneyOf({ price, quantity, pointValue }, tickLots) {
  const numerator = price.numerator * quantity.numerator;
  return tickLots * numerator / (price.denominator * quantity.denominator) * pointValue;
}
function createLedger(scale) {
  return {
    scale,
    lots: [],
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
    version: 0
  };
}
function openLot(ledger, side, point, lot) {
  ledger.side = side;
  ledger.size += lot.lots;
  ledger.cost += lot.price * lot.lots;
  ledger.openFees += lot.fee;
  bookFee(ledger, side, lot.fee);
  ledger.lots.push({ ...lot, highest: point, lowest: point });
  ledger.version++;
}
var row = new Float64Array(TRADE_WIDTH);
var extremes = { highest: 0, lowest: 0 };
function closeLots(ledger, closing2, emit) {
  const { lots, side } = ledger;
  let left = closing2.lots;
  let index = 0;
  while (left > 0 && index < lots.length) {
    const lot = lots[index];
    if (isSpared(lot, closing2)) {
      index++;
      continue;
    }
    const taken = Math.min(left, lot.lots);
    const entryFee = taken === lot.lots ? lot.fee : lot.fee * taken / lot.lots;
    const exitFee = taken === closing2.lots ? closing2.fee : closing2.fee * taken / closing2.lots;
    extremesSince(lots, index, extremes);
    writeRow(row, 0, ledger.scale, side, lot, taken, entryFee, extremes, closing2, exitFee);
    count(ledger, row, closing2.ambiguous);
    bookFee(ledger, side, exitFee);
    ledger.size -= taken;
    ledger.cost -= lot.price * taken;
    ledger.openFees -= entryFee;
    lot.lots -= taken;
    lot.fee -= entryFee;
    left -= taken;
    if (lot.lots === 0) {
      if (index > 0) bequeathSegment(lot, lots[index - 1]);
      lots.splice(index, 1);
    }
    emit(row);
  }
  if (lots.length === 0) settleFlat(ledger);
  ledger.version++;
}
function isSpared(lot, { onlyId, onlyEntry }) {
  return onlyId >= 0 && lot.id !== onlyId || onlyEntry >= 0 && lot.entry !== onlyEntry;
}
function settleFlat(ledger) {
  ledger.side = 0;
  ledger.size = 0;
  ledger.cost = 0;
  ledger.openFees = 0;
}
function bookFee(ledger, side, fee) {
  if (side > 0) ledger.longFees += fee;
  else ledger.shortFees += fee;
}
function count(ledger, row3, ambiguous) {
  const profit = row3[TRADE.PROFIT];
  const percent = row3[TRADE.PROFIT_PERCENT];
  ledger.closedProfit += profit;
  if (ambiguous) ledger.ambiguous++;
  if (profit > 0) {
    ledger.wins++;
    ledger.grossProfit += profit;
    ledger.winPercent += percent;
  } else if (profit < 0) {
    ledger.losses++;
    ledger.grossLoss -= profit;
    ledger.lossPercent -= percent;
  } else {
    ledger.evens++;
  }
}
function writeRow(rows, at, scale, side, lot, taken, entryFee, { highest, lowest }, closing2, exitFee) {
  const { fx } = closing2;
  const cost = moneyOf(scale, lot.price * taken) * fx;
  const gross = moneyOf(scale, side * (closing2.price - lot.price) * taken) * fx;
  const profit = gross - entryFee - exitFee;
  const rise = Math.max(0, highest - lot.price);
  const fall = Math.max(0, lot.price - lowest);
  const favourable = moneyOf(scale, (side > 0 ? rise : fall) * taken) * fx;
  const adverse = moneyOf(scale, (side > 0 ? fall : rise) * taken) * fx;
  rows[at + TRADE.SIDE] = side;
  rows[at + TRADE.QTY] = fromSteps(scale.quantity, taken);
  rows[at + TRADE.ENTRY_BAR] = lot.bar;
  rows[at + TRADE.ENTRY_TIME] = lot.timeMs;
  rows[at + TRADE.ENTRY_PRICE] = fromSteps(scale.price, lot.price);
  rows[at + TRADE.ENTRY_ID] = lot.id;
  rows[at + TRADE.ENTRY_COMMENT] = lot.comment;
  rows[at + TRADE.ENTRY_FEE] = entryFee;
  rows[at + TRADE.EXIT_BAR] = closing2.bar;
  rows[at + TRADE.EXIT_TIME] = closing2.timeMs;
  rows[at + TRADE.EXIT_PRICE] = fromSteps(scale.price, closing2.shownPrice);
  rows[at + TRADE.EXIT_ID] = closing2.id;
  rows[at + TRADE.EXIT_COMMENT] = closing2.comment;
  rows[at + TRADE.EXIT_FEE] = exitFee;
  rows[at + TRADE.PROFIT] = profit;
  rows[at + TRADE.PROFIT_PERCENT] = profit / cost * 100;
  rows[at + TRADE.MAX_RUNUP] = Math.max(0, favourable - entryFee);
  rows[at + TRADE.MAX_DRAWDOWN] = adverse + entryFee;
  rows[at + TRADE.EXIT_REASON] = closing2.reason;
  rows[at + TRADE.AMBIGUOUS] = closing2.ambiguous ? 1 : 0;
}
function writeOpenLots(ledger, rows, price, fx) {
  const closing2 = {
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
    onlyEntry: -1
  };
  const { lots } = ledger;
  const newer = {
    highest: Number.NEGATIVE_INFINITY,
    lowest: Number.POSITIVE_INFINITY
  };
  for (let i = lots.length - 1; i >= 0; i--) {
    const lot = lots[i];
    newer.highest = Math.max(newer.highest, lot.highest);
    newer.lowest = Math.min(newer.lowest, lot.lowest);
    const at = i * TRADE_WIDTH;
    writeRow(rows, at, ledger.scale, ledger.side, lot, lot.lots, lot.fee, newer, closing2, 0);
    const profit = moneyOf(ledger.scale, ledger.side * (price - lot.price) * lot.lots) * fx;
    rows[at + TRADE.PROFIT] = profit;
    rows[at + TRADE.PROFIT_PERCENT] = profit / (moneyOf(ledger.scale, lot.price * lot.lots) * fx) * 100;
    rows[at + TRADE.EXIT_FEE] = Number.NaN;
  }
  return lots.length;
}

// src/broker/path.ts
var EVENT = { NONE: 0, ACTIVATE: 1, STOP: 2, TRAIL: 3, ARM: 4, LIMIT: 5 };
function trailingLevel(order) {
  return order.best + order.side * order.offset;
}
function limitTrigger(order, beyond) {
  return order.limit - order.side * beyond;
}
function meetPoint(order, point, beyond) {
  const { side } = order;
  if (!order.isLive) {
    if (!(side * (point - order.stop) >= 0)) return EVENT.NONE;
    activate(order);
  }
  if (order.isArmed && side * (point - trailingLevel(order)) >= 0) return EVENT.TRAIL;
  if (side * (point - order.stop) >= 0) return EVENT.STOP;
  if (side * (limitTrigger(order, beyond) - point) >= 0) return EVENT.LIMIT;
  if (!order.isArmed && side * (order.activation - point) >= 0) {
    arm(order, point);
    if (order.offset === 0) return EVENT.TRAIL;
  } else if (order.isArmed && side * (order.best - point) > 0) {
    order.best = point;
    if (order.offset === 0) return EVENT.TRAIL;
  }
  return EVENT.NONE;
}
function activate(order) {
  order.isLive = true;
  order.stop = Number.NaN;
}
function arm(order, price) {
  order.isArmed = true;
  order.best = price;
}
function followTrail(order, price) {
  if (order.isArmed && order.side * (order.best - price) > 0) order.best = price;
}
function findHit(resting, legs, from, to, beyond, hit2) {
  const way = to > from ? 1 : -1;
  hit2.order = null;
  hit2.level = to;
  hit2.event = EVENT.NONE;
  for (let i = 0; i < resting.length; i++) considerOrder(hit2, resting[i], from, way, beyond);
  for (let i = 0; i < legs.length; i++) considerOrder(hit2, legs[i], from, way, beyond);
  return hit2;
}
function considerOrder(hit2, order, from, way, beyond) {
  if (order.isDone) return;
  if (way === order.side) {
    consider(hit2, order, order.stop, order.isLive ? EVENT.STOP : EVENT.ACTIVATE, from, way);
    if (order.isArmed) consider(hit2, order, trailingLevel(order), EVENT.TRAIL, from, way);
  } else {
    if (order.isLive) consider(hit2, order, limitTrigger(order, beyond), EVENT.LIMIT, from, way);
    if (!order.isArmed) consider(hit2, order, order.activation, EVENT.ARM, from, way);
  }
}
function consider(hit2, order, level, event, from, way) {
  if (!(way * (level - from) >= 0 && way * (hit2.level - level) >= 0)) return;
  if (hit2.order !== null && level === hit2.level && !isFirst(order, event, hit2.order, hit2.event))
    return;
  hit2.order = order;
  hit2.level = level;
  hit2.event = event;
}
function isFirst(order, event, other, otherEvent) {
  if (event !== otherEvent) return event < otherEvent;
  const isExit = order.exit !== null;
  if (isExit !== (other.exit !== null)) return !isExit;
  return order.sequence < other.sequence;
}
function risingTriggerOf(orders, beyond, bound) {
  let lowest = bound;
  for (const order of orders) {
    if (order.isArmed) return Number.NEGATIVE_INFINITY;
    const level = order.side > 0 ? order.stop : limitTrigger(order, beyond);
    if (level < lowest) lowest = level;
    if (order.side < 0 && order.activation < lowest) lowest = order.activation;
  }
  return lowest;
}
function fallingTriggerOf(orders, beyond, bound) {
  let highest = bound;
  for (const order of orders) {
    const level = order.side < 0 ? order.stop : limitTrigger(order, beyond);
    if (level > highest) highest = level;
    if (order.side > 0 && order.activation > highest) highest = order.activation;
  }
  return highest;
}

// src/broker/risk.ts
function createRisk() {
  return {
    isActive: false,
    allowed: DIRECTION.ALL,
    maxPosition: Number.POSITIVE_INFINITY,
    maxFills: 0,
    maxDrawdown: 0,
    drawdownUnit: UNIT.CASH,
    maxDayLoss: 0,
    dayLossUnit: UNIT.CASH,
    maxLossDays: 0,
    day: Number.NaN,
    dayEquity: Number.NaN,
    fills: 0,
    lossDays: 0,
    realizedPeak: Number.NEGATIVE_INFINITY,
    haltedToday: false,
    haltedForGood: false,
    isCapDue: false,
    capCloses: 0,
    closes: 0
  };
}
function setRiskRule(state, rows, at) {
  const { risk } = state;
  const value = rows[at + COMMAND.VALUE];
  const unit = rows[at + COMMAND.UNIT];
  if (!risk.isActive) {
    risk.isActive = true;
    risk.dayEquity = equityAt(state, state.close);
    if (state.bar >= 0) risk.day = tradingDay(state);
  }
  switch (rows[at + COMMAND.KIND]) {
    case KIND.RISK_ALLOW_ENTRY_IN:
      risk.allowed = value;
      break;
    case KIND.RISK_MAX_POSITION_SIZE:
      risk.maxPosition = wholeSteps(state.scale.quantity, value);
      break;
    case KIND.RISK_MAX_INTRADAY_FILLED_ORDERS:
      risk.maxFills = value;
      break;
    case KIND.RISK_MAX_DRAWDOWN:
      risk.maxDrawdown = value;
      risk.drawdownUnit = unit;
      break;
    case KIND.RISK_MAX_INTRADAY_LOSS:
      risk.maxDayLoss = value;
      risk.dayLossUnit = unit;
      break;
    case KIND.RISK_MAX_CONS_LOSS_DAYS:
      risk.maxLossDays = value;
      break;
  }
}
function tradingDay({ tradingDayOf, timeMs }) {
  return tradingDayOf === void 0 ? Math.floor(timeMs / DAY) : tradingDayOf(timeMs);
}
function isHalted({ haltedToday, haltedForGood }) {
  return haltedToday || haltedForGood;
}
function rollTradingDay(state) {
  const { risk } = state;
  const day = tradingDay(state);
  if (day === risk.day) return false;
  const equity = equityAt(state, state.close);
  if (!Number.isNaN(risk.day)) risk.lossDays = equity < risk.dayEquity ? risk.lossDays + 1 : 0;
  risk.day = day;
  risk.dayEquity = equity;
  risk.fills = 0;
  risk.haltedToday = false;
  return risk.maxLossDays > 0 && risk.lossDays >= risk.maxLossDays && !risk.haltedForGood;
}
function countFill({ risk }) {
  risk.fills++;
  if (risk.maxFills > 0 && risk.fills >= risk.maxFills && !risk.haltedToday) risk.isCapDue = true;
}
function isDayLossReached(state, price) {
  const { risk } = state;
  if (risk.maxDayLoss === 0 || isHalted(risk)) return false;
  return isLossReached(
    risk.dayEquity,
    equityAt(state, price),
    risk.maxDayLoss,
    risk.dayLossUnit,
    risk.dayEquity
  );
}
function isDrawdownReached(state) {
  const { risk, settings } = state;
  if (risk.maxDrawdown === 0 || risk.haltedForGood) return false;
  const peak = Math.max(settings.initialCapital, risk.realizedPeak);
  const equity = equityAt(state, state.close);
  return isLossReached(peak, equity, risk.maxDrawdown, risk.drawdownUnit, peak);
}
function isLossReached(from, equity, limit, unit, base) {
  if (unit !== UNIT.PERCENT_OF_EQUITY) return from - equity >= limit;
  return equity <= 0 || from - equity >= base * limit / 100;
}

// src/broker/state.ts
function createState(options) {
  const { settings, symbol, sink, fxAt, tradingDayOf } = options;
  const scale = {
    price: createGrid(symbol.tick),
    quantity: createGrid(symbol.lot),
    pointValue: symbol.pointValue
  };
  const capital = settings.initialCapital;
  return {
    settings,
    symbol,
    sink,
    fxAt,
    tradingDayOf,
    scale,
    ledger: createLedger(scale),
    book: createBook(),
    risk: createRisk(),
    emitTrade: (row3) => sink.trade(row3),
    slippage: Math.max(0, Math.trunc(settings.slippage)),
    beyondLimit: Math.max(0, Math.trunc(settings.backtestFillLimitsAssumption)),
    maxEntries: Math.max(1, settings.pyramiding),
    marginLong: settings.marginLong / 100,
    marginShort: settings.marginShort / 100,
    closesAny: settings.closeEntriesRule === "ANY",
    bar: -1,
    timeMs: Number.NEGATIVE_INFINITY,
    open: Number.NaN,
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
    point: Number.NaN,
    fx: 1,
    nextDayMs: Number.NEGATIVE_INFINITY,
    sideBefore: 0,
    exposed: false,
    tradesBefore: 0,
    inLeg: false,
    tickSerial: 0,
    openedTick: -1,
    openedBar: -1,
    fresh: [],
    equityBase: capital,
    equitySlope: 0,
    callBelow: Number.NEGATIVE_INFINITY,
    callAbove: Number.POSITIVE_INFINITY,
    risingTrigger: Number.NaN,
    fallingTrigger: Number.NaN,
    projected: 0,
    closeEquity: capital,
    settledMax: capital,
    settledMin: capital,
    maxDrawdown: 0,
    maxDrawdownBase: capital,
    maxRunup: 0,
    maxRunupBase: capital,
    entrySerial: 0,
    totals: {
      orders: 0,
      fills: 0,
      turnover: 0,
      marginCallsLong: 0,
      marginCallsShort: 0,
      liquidatedLong: 0,
      liquidatedShort: 0,
      largestLong: 0,
      largestShort: 0,
      maxMarginUsed: 0,
      maxHeldLong: 0,
      maxHeldShort: 0
    }
  };
}
function valueAt(state, price, lots) {
  return moneyOf(state.scale, price * lots) * state.fx;
}
function settledEquity({ settings, ledger }) {
  return settings.initialCapital + (ledger.closedProfit - ledger.openFees);
}
function openProfit(state, price) {
  const { ledger } = state;
  if (ledger.size === 0) return 0;
  return moneyOf(state.scale, ledger.side * (price * ledger.size - ledger.cost)) * state.fx;
}
function equityAt(state, price) {
  return settledEquity(state) + openProfit(state, price);
}
function marginOf(state, side) {
  return side > 0 ? state.marginLong : state.marginShort;
}
function positionOf({ ledger }) {
  return ledger.side * ledger.size;
}
function touchBook(state) {
  state.risingTrigger = Number.NaN;
  state.projected = Number.NaN;
}

// src/broker/margin.ts
var SLACK = 1e-11;
function suffices(need, have) {
  return need <= have + SLACK * Math.abs(have);
}
function admitsPlacement(state, side, lots) {
  const margin = marginOf(state, side);
  if (margin === 0) return true;
  const { ledger, close } = state;
  const held = ledger.side === side ? valueAt(state, close, ledger.size) * margin : 0;
  const need = valueAt(state, close + side * state.slippage, lots) * margin;
  return suffices(need, equityAt(state, close) - held);
}
function admitsFill(state, order, opening, price, event) {
  const { side } = order;
  const margin = marginOf(state, side);
  const { ledger } = state;
  if (margin === 0 || ledger.side === side) return true;
  if (ledger.side === 0) {
    if (state.sideBefore !== 0) return true;
    const basis = event === EVENT.STOP && state.inLeg ? state.open : price;
    return suffices(valueAt(state, basis, opening) * margin, settledEquity(state));
  }
  if (state.openedTick === state.tickSerial) {
    const both = valueAt(state, price, opening + ledger.size) * margin;
    return suffices(both, equityAt(state, state.point));
  }
  return suffices(valueAt(state, price, opening) * margin, state.closeEquity);
}
function admitsResting(state, side, lots) {
  const need = valueAt(state, state.close, lots) * marginOf(state, side);
  return suffices(need, equityAt(state, state.close));
}
function refreshLines(state) {
  const { ledger } = state;
  const settled = settledEquity(state);
  state.callBelow = Number.NEGATIVE_INFINITY;
  state.callAbove = Number.POSITIVE_INFINITY;
  if (ledger.size === 0) {
    state.equityBase = settled;
    state.equitySlope = 0;
    return;
  }
  const unit = moneyOf(state.scale, 1) * state.fx;
  state.equitySlope = ledger.side * ledger.size * unit;
  state.equityBase = settled - ledger.side * ledger.cost * unit;
  const margin = marginOf(state, ledger.side);
  if (margin === 0) return;
  const slope = ledger.size * unit * margin - state.equitySlope;
  const slack = 1e-9 * Math.abs(state.equityBase);
  if (Math.abs(slope) <= 1e-12 * ledger.size * unit) {
    if (state.equityBase < slack) state.callBelow = Number.POSITIVE_INFINITY;
  } else if (slope > 0) {
    state.callAbove = (state.equityBase - slack) / slope;
  } else {
    state.callBelow = (state.equityBase - slack) / slope;
  }
}
function lotsToLiquidate(state, price) {
  const { ledger, scale } = state;
  const margin = marginOf(state, ledger.side);
  const equity = equityAt(state, price);
  const need = valueAt(state, price, ledger.size) * margin;
  if (margin === 0 || need <= equity + SLACK * need) return 0;
  const perContract = fromSteps(scale.price, price) * margin * scale.pointValue * state.fx;
  const cover = wholeSteps(scale.quantity, (need - equity) / perContract);
  const lots = cover > 0 ? 4 * cover : Math.max(1, wholeSteps(scale.quantity, 1));
  return Math.min(lots, ledger.size);
}
function marginUsedAt(state, price) {
  const { ledger } = state;
  if (ledger.size === 0) return 0;
  return valueAt(state, price, ledger.size) * marginOf(state, ledger.side);
}
function liquidationPrice(state) {
  const { ledger, scale } = state;
  const margin = marginOf(state, ledger.side);
  if (ledger.size === 0 || margin === 0 || ledger.side === margin) return Number.NaN;
  const perTick = moneyOf(scale, ledger.size) * state.fx;
  const ticks = (settledEquity(state) / perTick - ledger.side * ledger.cost / ledger.size) / (margin - ledger.side);
  return fromSteps(scale.price, ledger.side > 0 ? Math.floor(ticks) : Math.ceil(ticks));
}

// src/broker/account.ts
function writeAccountRow(state, page2, at) {
  const { ledger, scale, totals, settings, fx } = state;
  const { wins, losses, evens, closedProfit, openFees } = ledger;
  const closed = wins + losses + evens;
  const isFlat = ledger.size === 0;
  const open = openProfit(state, state.close);
  const capital = settings.initialCapital;
  page2[at + ACCOUNT.POSITION_SIZE] = isFlat ? 0 : fromSteps(scale.quantity, positionOf(state));
  page2[at + ACCOUNT.POSITION_AVG_PRICE] = isFlat ? Number.NaN : fromSteps(scale.price, ledger.cost / ledger.size);
  page2[at + ACCOUNT.EQUITY] = settledEquity(state) + open;
  page2[at + ACCOUNT.NETPROFIT] = closedProfit - openFees;
  page2[at + ACCOUNT.OPENPROFIT] = open;
  page2[at + ACCOUNT.GROSSPROFIT] = ledger.grossProfit;
  page2[at + ACCOUNT.GROSSLOSS] = ledger.grossLoss + openFees;
  page2[at + ACCOUNT.CLOSEDTRADES] = closed;
  page2[at + ACCOUNT.OPENTRADES] = ledger.lots.length;
  page2[at + ACCOUNT.WINTRADES] = wins;
  page2[at + ACCOUNT.LOSSTRADES] = losses;
  page2[at + ACCOUNT.EVENTRADES] = evens;
  page2[at + ACCOUNT.MAX_DRAWDOWN] = state.maxDrawdown;
  page2[at + ACCOUNT.MAX_RUNUP] = state.maxRunup;
  page2[at + ACCOUNT.MAX_DRAWDOWN_PERCENT] = state.maxDrawdown / capital * 100;
  page2[at + ACCOUNT.MAX_RUNUP_PERCENT] = state.maxRunup / capital * 100;
  page2[at + ACCOUNT.MARGIN_LIQUIDATION_PRICE] = isFlat ? Number.NaN : liquidationPrice(state);
  page2[at + ACCOUNT.MAX_CONTRACTS_HELD_ALL] = fromSteps(
    scale.quantity,
    Math.max(totals.maxHeldLong, totals.maxHeldShort)
  );
  page2[at + ACCOUNT.MAX_CONTRACTS_HELD_LONG] = fromSteps(scale.quantity, totals.maxHeldLong);
  page2[at + ACCOUNT.MAX_CONTRACTS_HELD_SHORT] = fromSteps(scale.quantity, totals.maxHeldShort);
  page2[at + ACCOUNT.AVG_TRADE] = closedProfit / closed;
  page2[at + ACCOUNT.AVG_WINNING_TRADE] = ledger.grossProfit / wins;
  page2[at + ACCOUNT.AVG_LOSING_TRADE] = losses === 0 ? Number.NaN : (ledger.grossLoss + openFees) / losses;
  page2[at + ACCOUNT.AVG_TRADE_PERCENT] = (ledger.winPercent - ledger.lossPercent) / closed;
  page2[at + ACCOUNT.AVG_WINNING_TRADE_PERCENT] = ledger.winPercent / wins;
  page2[at + ACCOUNT.AVG_LOSING_TRADE_PERCENT] = ledger.lossPercent / losses;
  page2[at + ACCOUNT.POSITION_ENTRY_NAME] = isFlat ? 0 : ledger.lots[0].id;
  page2[at + ACCOUNT.CAPITAL_HELD] = settings.marginLong === 0 && settings.marginShort === 0 ? Number.NaN : moneyOf(scale, ledger.cost) * fx;
  page2[at + ACCOUNT.FX] = fx;
}

// src/broker/ambiguity.ts
function isAmbiguous(state, order) {
  if (!state.inLeg) return false;
  const { resting } = state.book;
  let isStopped = false;
  let isTaken = false;
  const look = (candidate) => {
    isStopped ||= isInside(state, candidate.stop) || isInside(state, trailing(candidate));
    isTaken ||= isInside(state, candidate.limit);
  };
  if (order.entry !== null) {
    for (const leg of order.entry.legs) if (leg === order || !leg.isDone) look(leg);
  } else if (order.ocaName !== 0) {
    for (const sibling of resting) {
      if (!sibling.isDone && sibling.ocaName === order.ocaName) look(sibling);
    }
  }
  return isStopped && isTaken;
}
function trailing({ isArmed, best, side, offset }) {
  return isArmed ? best + side * offset : Number.NaN;
}
function isInside({ low, high }, level) {
  return level >= low && level <= high;
}

// src/broker/digits.ts
var POWERS = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));
function roundTo10Digits(amount) {
  const size = Math.abs(amount);
  if (!(size > 1e-12) || size >= 1e10) return amount;
  let digits = 9;
  if (size >= 1) while (size >= POWERS[10 - digits]) digits--;
  else while (size * POWERS[digits - 9] < 1 && digits < 22) digits++;
  const factor = POWERS[Math.min(digits, 22)];
  return Math.floor(amount * factor + 0.5) / factor;
}

// src/broker/commission.ts
function commissionOf(state, price, lots) {
  const { commissionType, commissionValue } = state.settings;
  if (commissionValue === 0) return 0;
  switch (commissionType) {
    case "percent":
      return roundTo10Digits(valueAt(state, price, lots) * commissionValue / 100);
    case "cashPerContract":
      return roundTo10Digits(fromSteps(state.scale.quantity, lots) * commissionValue);
    case "cashPerOrder":
      return commissionValue;
  }
}

// src/broker/decline.ts
var row2 = { id: 0, kind: 0, qty: 0, price: 0, mark: 0 };
function decline(state, code, order, price) {
  row2.id = order.id;
  row2.kind = order.kind;
  row2.qty = fromSteps(state.scale.quantity, order.lots + order.reverse);
  row2.price = price;
  row2.mark = order.mark;
  state.sink.decline(code, state.bar, state.timeMs, row2);
}
function declineCommand(state, code, rows, at, qty = rows[at + COMMAND.QTY]) {
  const stop = rows[at + COMMAND.STOP];
  row2.id = rows[at + COMMAND.ID];
  row2.kind = rows[at + COMMAND.KIND];
  row2.qty = qty;
  row2.price = Number.isNaN(stop) ? rows[at + COMMAND.LIMIT] : stop;
  row2.mark = rows[at + COMMAND.MARK];
  state.sink.decline(code, state.bar, state.timeMs, row2);
}
function priceOf(state, { stop, limit }) {
  return fromSteps(state.scale.price, Number.isNaN(stop) ? limit : stop);
}

// src/broker/levels.ts
function stopLevel(grid, side, price) {
  return side > 0 ? stepAbove(grid, price) : stepBelow(grid, price);
}
function limitLevel(grid, side, price) {
  return side > 0 ? stepBelow(grid, price) : stepAbove(grid, price);
}
function setLevels({ scale: { price: grid } }, leg, exit, entry) {
  const { side } = leg;
  const away = (ticks) => towards(-side, entry.price - side * ticks);
  leg.limit = nearer(-side, limitLevel(grid, side, exit.limit), away(exit.profit));
  leg.stop = nearer(
    side,
    stopLevel(grid, side, exit.stop),
    towards(side, entry.price + side * exit.loss)
  );
  leg.activation = nearer(-side, limitLevel(grid, side, exit.trailPrice), away(exit.trailPoints));
  leg.offset = exit.trailOffset > 0 ? Math.trunc(exit.trailOffset) : 0;
}
function towards(way, ticks) {
  return way > 0 ? ceilSteps(ticks) : floorSteps(ticks);
}
function nearer(way, a, b) {
  if (Number.isNaN(a)) return b;
  if (Number.isNaN(b)) return a;
  return way > 0 ? Math.min(a, b) : Math.max(a, b);
}

// src/broker/exits.ts
function placeExit(state, rows, at) {
  const { book } = state;
  const id = rows[at + COMMAND.ID];
  const from = rows[at + COMMAND.FROM_ENTRY];
  const key = exitKey(id, from);
  const known = book.exits.get(key);
  if (isHalted(state.risk)) {
    declineCommand(state, "N106", rows, at);
    return;
  }
  if (!hasLevels(rows, at)) {
    if (known !== void 0) cancelExit(state, key, known);
    declineCommand(state, "N108", rows, at);
    return;
  }
  const qty = rows[at + COMMAND.QTY];
  if (qty <= 0) {
    declineCommand(state, "N109", rows, at);
    return;
  }
  if (wholeSteps(state.scale.quantity, qty) < 1) {
    declineCommand(state, "N102", rows, at);
    return;
  }
  const pending = from === 0 ? void 0 : book.byId.get(from);
  const entries = book.entries.filter((entry) => from === 0 || entry.id === from);
  const isForLater = from === 0 && (entries.length > 0 || book.byId.size > 0);
  if (entries.length === 0 && pending === void 0 && !isForLater && known === void 0) return;
  const exit = known ?? createExit(id, from, book.sequence++);
  readExit(state, exit, rows, at);
  if (known === void 0) {
    exit.side = from === 0 ? state.ledger.side : 0;
    book.exits.set(key, exit);
  }
  for (const leg of exit.legs) if (!leg.isDone && leg.entry !== null) renewLeg(state, leg, exit);
  for (const entry of entries) {
    if (exit.legs.some((leg2) => leg2.entry === entry && entry.legs.includes(leg2))) continue;
    const leg = createLeg(state, exit, entry.side);
    if (bindLeg(state, leg, entry, false)) armFromClose(state, leg);
  }
  if (pending !== void 0 && !pending.waiting.some((leg) => leg.exit === exit)) {
    pending.waiting.push(createLeg(state, exit, pending.side));
  }
  touchBook(state);
}
function hasLevels(rows, at) {
  return [
    COMMAND.PROFIT,
    COMMAND.LIMIT,
    COMMAND.LOSS,
    COMMAND.STOP,
    COMMAND.TRAIL_PRICE,
    COMMAND.TRAIL_POINTS
  ].some((column) => !Number.isNaN(rows[at + column]));
}
function createExit(id, from, sequence) {
  return {
    id,
    from,
    sequence,
    side: 0,
    mark: 0,
    comment: 0,
    commentProfit: 0,
    commentLoss: 0,
    commentTrailing: 0,
    lots: Number.NaN,
    percent: 100,
    profit: Number.NaN,
    limit: Number.NaN,
    loss: Number.NaN,
    stop: Number.NaN,
    trailPrice: Number.NaN,
    trailPoints: Number.NaN,
    trailOffset: Number.NaN,
    ocaName: 0,
    legs: []
  };
}
function readExit(state, exit, rows, at) {
  const qty = rows[at + COMMAND.QTY];
  const percent = rows[at + COMMAND.QTY_PERCENT];
  exit.mark = rows[at + COMMAND.MARK];
  exit.comment = rows[at + COMMAND.COMMENT];
  exit.commentProfit = rows[at + COMMAND.COMMENT_PROFIT];
  exit.commentLoss = rows[at + COMMAND.COMMENT_LOSS];
  exit.commentTrailing = rows[at + COMMAND.COMMENT_TRAILING];
  exit.lots = Number.isNaN(qty) ? Number.NaN : wholeSteps(state.scale.quantity, qty);
  exit.percent = Number.isNaN(percent) ? 100 : Math.min(percent, 100);
  exit.profit = rows[at + COMMAND.PROFIT];
  exit.limit = rows[at + COMMAND.LIMIT];
  exit.loss = rows[at + COMMAND.LOSS];
  exit.stop = rows[at + COMMAND.STOP];
  exit.trailPrice = rows[at + COMMAND.TRAIL_PRICE];
  exit.trailPoints = rows[at + COMMAND.TRAIL_POINTS];
  exit.trailOffset = rows[at + COMMAND.TRAIL_OFFSET];
  exit.ocaName = rows[at + COMMAND.OCA_NAME];
}
function createLeg(state, exit, entrySide) {
  const leg = createOrder(KIND.EXIT, exit.id, -entrySide, state.book.sequence++);
  leg.exit = exit;
  leg.bar = state.bar;
  leg.mark = exit.mark;
  leg.ocaName = exit.ocaName;
  leg.ocaType = exit.ocaName === 0 ? OCA.NONE : OCA.REDUCE;
  exit.legs.push(leg);
  state.totals.orders++;
  return leg;
}
function renewLeg(state, leg, exit) {
  const entry = leg.entry;
  const { activation, offset } = leg;
  leg.bar = state.bar;
  leg.mark = exit.mark;
  leg.ocaName = exit.ocaName;
  leg.ocaType = exit.ocaName === 0 ? OCA.NONE : OCA.REDUCE;
  leg.lots = Math.min(requestOf(exit, entry), unreserved(entry, leg));
  setLevels(state, leg, exit, entry);
  if (leg.lots < 1) {
    endLeg(state, leg);
    return;
  }
  if (!Object.is(leg.activation, activation) || leg.offset !== offset) {
    leg.isArmed = false;
    armFromClose(state, leg);
  }
}
function armFromClose({ close }, leg) {
  if (leg.side * (leg.activation - close) >= 0) arm(leg, close);
}
function requestOf(exit, entry) {
  return Number.isNaN(exit.lots) ? shareOfSteps(entry.original, exit.percent) : exit.lots;
}
function unreserved(entry, leg) {
  let left = entry.original;
  for (const other of entry.legs) if (other !== leg) left -= other.lots;
  return left;
}
function bindLeg(state, leg, entry, isFresh) {
  const exit = leg.exit;
  leg.entry = entry;
  leg.lots = Math.min(requestOf(exit, entry), unreserved(entry, leg));
  if (!(leg.lots >= 1)) {
    if (entry.legs.some((other) => !other.isDone)) decline(state, "N111", leg, exit.stop);
    endLeg(state, leg);
    return false;
  }
  setLevels(state, leg, exit, entry);
  entry.legs.push(leg);
  state.book.legs.push(leg);
  if (isFresh) state.fresh.push(leg);
  return true;
}
function bindEntry(state, order, entry) {
  const { book } = state;
  for (const leg of order.waiting) if (!leg.isDone) bindLeg(state, leg, entry, true);
  order.waiting.length = 0;
  if (book.exits.size === 0) return;
  for (const exit of book.exits.values()) {
    if (exit.from !== 0 || exit.side !== 0 && exit.side !== entry.side) continue;
    exit.side = entry.side;
    bindLeg(state, createLeg(state, exit, entry.side), entry, true);
  }
}
function endLeg({ book }, leg) {
  endOrder(book, leg);
  if (leg.entry === null) return;
  const at = leg.entry.legs.indexOf(leg);
  if (at >= 0) leg.entry.legs.splice(at, 1);
}
function cancelExit(state, key, exit) {
  for (const leg of exit.legs) if (!leg.isDone) endLeg(state, leg);
  if (!exit.legs.some((leg) => leg.entry?.legs.includes(leg))) state.book.exits.delete(key);
}
function endEntry(state, entry) {
  entry.isDone = true;
  state.book.isStale = true;
  for (const leg of entry.legs) if (!leg.isDone && !leg.inBatch) endOrder(state.book, leg);
}
function endEntries(state) {
  const { book } = state;
  for (const entry of book.entries) endEntry(state, entry);
  book.entries = [];
  for (const [key, exit] of book.exits) {
    if (exit.from === 0 && exit.side !== 0) book.exits.delete(key);
  }
}
function consumeEntries(state, lots, onlyId, only) {
  const { book } = state;
  let left = lots;
  for (const entry of book.entries) {
    if (left === 0) break;
    if (onlyId >= 0 && entry.id !== onlyId || only !== null && entry !== only) continue;
    const taken = Math.min(left, entry.remaining);
    entry.remaining -= taken;
    left -= taken;
    if (entry.remaining === 0) endEntry(state, entry);
  }
  book.entries = book.entries.filter((entry) => !entry.isDone);
}

// src/broker/oca.ts
function tellGroup(state, filled, lots) {
  if (filled.ocaName === 0 || filled.ocaType === OCA.NONE) return;
  const { market, resting, legs } = state.book;
  for (const orders of [market, resting, legs]) {
    for (const order of orders) {
      if (isMember(order, filled)) tell(state, order, lots);
    }
  }
  for (const order of state.book.byId.values()) {
    for (const leg of order.waiting) if (isMember(leg, filled)) tell(state, leg, lots);
  }
}
function isMember(order, filled) {
  return order !== filled && !order.isDone && order.ocaName === filled.ocaName && order.ocaType === filled.ocaType && (order.exit === null || order.exit !== filled.exit);
}
function tell(state, order, lots) {
  if (order.ocaType === OCA.REDUCE && (order.explicit || order.exit !== null)) {
    order.lots -= lots;
    if (order.lots > 0 || Number.isNaN(order.lots)) return;
  }
  if (order.exit === null) endOrder(state.book, order);
  else endLeg(state, order);
}

// src/broker/sizing.ts
var ROUNDED_BELOW = 1e7;
function defaultBudget(state) {
  const { defaultQtyType, defaultQtyValue, commissionType, commissionValue } = state.settings;
  if (defaultQtyType === "fixed") return Number.NaN;
  if (defaultQtyType === "cash") return rounded(defaultQtyValue);
  const money = rounded(equityAt(state, state.close) * defaultQtyValue / 100);
  return commissionType === "cashPerOrder" ? money - commissionValue : money;
}
function rounded(money) {
  return money < ROUNDED_BELOW ? roundTo10Digits(money) : money;
}
function lotsForBudget(state, budget, price) {
  const { defaultQtyType, commissionType, commissionValue } = state.settings;
  let unit = fromSteps(state.scale.price, price) * state.scale.pointValue * state.fx;
  if (defaultQtyType === "percentOfEquity") {
    if (commissionType === "percent") unit *= 1 + commissionValue / 100;
    else if (commissionType === "cashPerContract") unit += commissionValue;
  }
  return budget > 0 && unit > 0 ? wholeSteps(state.scale.quantity, budget / unit) : 0;
}

// src/broker/fill.ts
function followPoint(state, price) {
  state.point = price;
  const { lots } = state.ledger;
  if (lots.length === 0) return;
  followPrice(lots[lots.length - 1], price);
  followEquity(state, state.equityBase + state.equitySlope * price);
}
function followEquity(state, equity) {
  if (state.settledMax - equity > state.maxDrawdown) {
    state.maxDrawdown = state.settledMax - equity;
    state.maxDrawdownBase = state.settledMax;
  }
  if (equity - state.settledMin > state.maxRunup) {
    state.maxRunup = equity - state.settledMin;
    state.maxRunupBase = state.settledMin;
  }
}
var deal = {
  kind: 0,
  side: 0,
  price: 0,
  shownPrice: 0,
  closing: 0,
  opening: 0,
  reason: 0,
  id: 0,
  comment: 0,
  isAmbiguous: false,
  onlyId: -1,
  only: null
};
var closing = {
  lots: 0,
  price: 0,
  shownPrice: 0,
  fee: 0,
  bar: 0,
  timeMs: 0,
  id: 0,
  comment: 0,
  reason: 0,
  ambiguous: false,
  fx: 1,
  onlyId: -1,
  onlyEntry: -1
};
function fillOrder(state, order, price, event) {
  const slip = event === EVENT.LIMIT ? 0 : order.side * state.slippage;
  deal.kind = order.kind;
  deal.side = order.side;
  deal.price = price + slip;
  deal.shownPrice = order.immediate ? price : deal.price;
  deal.closing = 0;
  deal.opening = 0;
  deal.id = order.id;
  deal.comment = order.comment;
  deal.isAmbiguous = false;
  deal.onlyId = -1;
  deal.only = null;
  const isOpening = order.kind === KIND.ENTRY || order.kind === KIND.ORDER;
  const isDealt = isOpening ? prepareEntry(state, order, event) : prepareExit(state, order, event);
  if (!isDealt) {
    dropOrder(state, order);
    return;
  }
  const lots = deal.closing + deal.opening;
  const entry = transact(state);
  if (entry !== null && isOpening) bindEntry(state, order, entry);
  endOrder(state.book, order);
  tellGroup(state, order, lots);
  touchBook(state);
  countFill(state);
}
function dropOrder(state, order) {
  if (order.exit === null) endOrder(state.book, order);
  else endLeg(state, order);
  touchBook(state);
}
function prepareEntry(state, order, event) {
  const { ledger, risk } = state;
  const own = Number.isNaN(order.lots) ? lotsForBudget(state, order.budget, deal.price) : order.lots;
  if (own < 1 && !order.closeOnly) {
    order.lots = own;
    decline(state, "N102", order, fromSteps(state.scale.price, deal.price));
    return false;
  }
  const opposite = ledger.side === -order.side ? ledger.size : 0;
  const total = own + order.reverse;
  deal.closing = Math.min(total, opposite);
  deal.opening = order.closeOnly ? 0 : total - deal.closing;
  deal.reason = order.kind === KIND.ENTRY ? EXIT_REASON.REVERSAL : EXIT_REASON.ORDER;
  if (order.kind === KIND.ENTRY && deal.opening > 0) {
    const held = ledger.side === order.side ? ledger.size : 0;
    deal.opening = Math.max(0, Math.min(deal.opening, risk.maxPosition - held));
    if (deal.opening === 0 && deal.closing === 0) {
      decline(state, "N107", order, fromSteps(state.scale.price, deal.price));
      return false;
    }
  }
  if (deal.opening > 0 && !admitsFill(state, order, deal.opening, deal.price, event)) {
    order.lots = own;
    decline(state, "N103", order, fromSteps(state.scale.price, deal.price));
    if (opposite > 0) suppressCloses(state, order);
    return false;
  }
  deal.isAmbiguous = deal.closing > 0 && isAmbiguous(state, order);
  return deal.closing + deal.opening > 0;
}
function suppressCloses(state, reversal) {
  for (const order of state.book.market) {
    if (order.isDone || order.sequence < reversal.sequence || order.bar !== reversal.bar) continue;
    if (order.kind !== KIND.CLOSE && order.kind !== KIND.CLOSE_ALL) continue;
    decline(state, "N113", order, Number.NaN);
    endOrder(state.book, order);
  }
}
function prepareExit(state, order, event) {
  const { ledger } = state;
  const isForThisSide = ledger.side === -order.side;
  if (order.exit !== null) {
    const entry = order.entry;
    deal.reason = exitReason(event);
    deal.comment = exitComment(order, event);
    if (isForThisSide && !entry.isDone) {
      deal.closing = Math.min(order.lots, entry.remaining, ledger.size);
      deal.only = entry;
      deal.isAmbiguous = isAmbiguous(state, order);
    } else if (order.inBatch && ledger.side === order.side) {
      deal.opening = order.lots;
    }
  } else if (isForThisSide) {
    const isAll = order.kind === KIND.CLOSE_ALL;
    deal.reason = EXIT_REASON.CLOSE;
    deal.onlyId = isAll ? -1 : order.id;
    deal.closing = Math.min(order.lots, isAll ? ledger.size : openUnder(state, order.id));
  }
  return deal.closing + deal.opening > 0;
}
function openUnder({ book }, id) {
  let lots = 0;
  for (const entry of book.entries) if (entry.id === id) lots += entry.remaining;
  return lots;
}
function exitReason(event) {
  if (event === EVENT.LIMIT) return EXIT_REASON.LIMIT;
  return event === EVENT.STOP ? EXIT_REASON.STOP : EXIT_REASON.TRAIL;
}
function exitComment({ exit }, event) {
  if (exit === null) return 0;
  const own = event === EVENT.LIMIT ? exit.commentProfit : event === EVENT.STOP ? exit.commentLoss : exit.commentTrailing;
  return own === 0 ? exit.comment : own;
}
function transact(state) {
  const { ledger } = state;
  const lots = deal.closing + deal.opening;
  const fee = commissionOf(state, deal.price, lots);
  if (ledger.size > 0) followPoint(state, state.point);
  let closingFee = 0;
  if (deal.closing > 0) {
    closingFee = deal.opening === 0 ? fee : fee * deal.closing / lots;
    closePart(state, closingFee);
  }
  const entry = deal.opening > 0 ? openPart(state, fee - closingFee) : null;
  refreshLines(state);
  followPoint(state, state.point);
  recordFill(state, lots, fee);
  return entry;
}
function closePart(state, fee) {
  const { ledger, risk } = state;
  closing.lots = deal.closing;
  closing.price = deal.price;
  closing.shownPrice = deal.shownPrice;
  closing.fee = fee;
  closing.bar = state.bar;
  closing.timeMs = state.timeMs;
  closing.id = deal.id;
  closing.comment = deal.comment;
  closing.reason = deal.reason;
  closing.ambiguous = deal.isAmbiguous;
  closing.fx = state.fx;
  closing.onlyId = state.closesAny ? deal.onlyId : -1;
  closing.onlyEntry = state.closesAny && deal.only !== null ? deal.only.serial : -1;
  closeLots(ledger, closing, state.emitTrade);
  if (ledger.size === 0) endEntries(state);
  else consumeEntries(state, deal.closing, deal.onlyId, deal.only);
  noteSettled(state);
  const realized = state.settings.initialCapital + ledger.closedProfit;
  if (realized > risk.realizedPeak) risk.realizedPeak = realized;
}
function openPart(state, fee) {
  const { ledger, book } = state;
  if (ledger.size === 0) {
    state.openedTick = state.tickSerial;
    state.exposed = true;
  }
  const serial = state.entrySerial++;
  openLot(ledger, deal.side, state.point, {
    lots: deal.opening,
    price: deal.price,
    bar: state.bar,
    timeMs: state.timeMs,
    id: deal.id,
    comment: deal.comment,
    entry: serial,
    fee
  });
  noteSettled(state);
  const entry = {
    serial,
    id: deal.id,
    side: deal.side,
    price: deal.price,
    original: deal.opening,
    remaining: deal.opening,
    legs: [],
    isDone: false
  };
  book.entries.push(entry);
  return entry;
}
function noteSettled(state) {
  const settled = settledEquity(state);
  if (settled > state.settledMax) state.settledMax = settled;
  if (settled < state.settledMin) state.settledMin = settled;
}
var fill = {
  bar: 0,
  timeMs: 0,
  id: 0,
  kind: 0,
  side: 0,
  qty: 0,
  price: 0,
  fee: 0,
  position: 0
};
function recordFill(state, lots, fee) {
  const { totals, ledger, scale, sink } = state;
  totals.fills++;
  totals.turnover += valueAt(state, deal.price, lots);
  if (ledger.side > 0) totals.maxHeldLong = Math.max(totals.maxHeldLong, ledger.size);
  else totals.maxHeldShort = Math.max(totals.maxHeldShort, ledger.size);
  totals.maxMarginUsed = Math.max(totals.maxMarginUsed, marginUsedAt(state, deal.price));
  if (sink.fill === void 0) return;
  fill.bar = state.bar;
  fill.timeMs = state.timeMs;
  fill.id = deal.id;
  fill.kind = deal.kind;
  fill.side = deal.side;
  fill.qty = fromSteps(scale.quantity, lots);
  fill.price = fromSteps(scale.price, deal.price);
  fill.fee = fee;
  fill.position = fromSteps(scale.quantity, positionOf(state));
  sink.fill(fill);
}
function forceClose(state, lots, reason) {
  const side = -state.ledger.side;
  deal.kind = 0;
  deal.side = side;
  deal.price = state.point + side * state.slippage;
  deal.shownPrice = deal.price;
  deal.closing = lots;
  deal.opening = 0;
  deal.reason = reason;
  deal.id = 0;
  deal.comment = 0;
  deal.isAmbiguous = false;
  deal.onlyId = -1;
  deal.only = null;
  transact(state);
  touchBook(state);
}
function dropAllOrders(state, code) {
  const { book } = state;
  for (const orders of [book.market, book.resting]) {
    for (const order of orders) {
      if (order.isDone) continue;
      if (code !== void 0) decline(state, code, order, Number.NaN);
      endOrder(book, order);
    }
  }
  for (const leg of book.legs) if (!leg.isDone) endLeg(state, leg);
  for (const [key, exit] of book.exits) {
    if (!exit.legs.some((leg) => leg.entry?.legs.includes(leg))) book.exits.delete(key);
  }
  book.isStale = true;
  touchBook(state);
}
function haltTrading(state, reason, forGood) {
  const { risk, ledger } = state;
  risk.isCapDue = false;
  if (forGood) risk.haltedForGood = true;
  else risk.haltedToday = true;
  dropAllOrders(state, "N114");
  if (ledger.size === 0) return;
  if (reason === EXIT_REASON.RISK) risk.capCloses++;
  else risk.closes++;
  forceClose(state, ledger.size, reason);
}

// src/broker/place.ts
function takeCommand(state, rows, at) {
  const kind = rows[at + COMMAND.KIND];
  switch (kind) {
    case KIND.ENTRY:
    case KIND.ORDER:
      placeEntry(state, rows, at, kind);
      break;
    case KIND.EXIT:
      placeExit(state, rows, at);
      break;
    case KIND.CLOSE:
    case KIND.CLOSE_ALL:
      placeClose(state, rows, at, kind);
      break;
    case KIND.CANCEL:
      cancel(state, rows[at + COMMAND.ID]);
      break;
    case KIND.CANCEL_ALL:
      dropAllOrders(state);
      break;
    default:
      setRiskRule(state, rows, at);
  }
}
function placeEntry(state, rows, at, kind) {
  const { book, ledger, risk } = state;
  const id = rows[at + COMMAND.ID];
  const side = rows[at + COMMAND.SIDE];
  const qty = rows[at + COMMAND.QTY];
  const isEntry = kind === KIND.ENTRY;
  const known = book.byId.get(id);
  const refuse = (code, lots2) => declineCommand(
    state,
    code,
    rows,
    at,
    lots2 === void 0 ? qty : fromSteps(state.scale.quantity, lots2)
  );
  if (isHalted(risk)) {
    refuse("N106");
    return;
  }
  if (qty <= 0 || qty === Number.POSITIVE_INFINITY) {
    refuse("N109");
    return;
  }
  const { price: grid } = state.scale;
  const stop = stopLevel(grid, side, rows[at + COMMAND.STOP]);
  const limit = limitLevel(grid, side, rows[at + COMMAND.LIMIT]);
  const isMarket = Number.isNaN(stop) && Number.isNaN(limit);
  const isForbidden = isEntry && risk.allowed !== DIRECTION.ALL && side !== risk.allowed;
  if (isForbidden && ledger.side !== -side) {
    refuse("N105");
    return;
  }
  if (isEntry && !isForbidden && entriesOf(state, side, known) >= state.maxEntries) {
    if (known !== void 0) endKnown(state, known);
    refuse("N104");
    return;
  }
  const before = projectedPosition(state);
  const opposite = before * side < 0 ? Math.abs(before) : 0;
  const budget = Number.isNaN(qty) ? defaultBudget(state) : Number.NaN;
  const expected = expectedLots(state, qty, budget, side, limit);
  if (!isForbidden && expected < 1) {
    refuse("N102", expected);
    return;
  }
  let lots = expected;
  if (isEntry && !isForbidden) {
    lots = Math.min(lots, risk.maxPosition - (before * side > 0 ? Math.abs(before) : 0));
    if (lots < 1) {
      refuse("N107", expected);
      return;
    }
    if (!admitsPlacement(state, side, lots)) {
      refuse("N101", lots);
      return;
    }
  } else if (!isEntry && lots > opposite && !admitsPlacement(state, side, lots - opposite)) {
    refuse("N101", lots);
    return;
  }
  const order = known ?? createOrder(kind, id, side, book.sequence++);
  const wasMarket = order.isMarket;
  order.kind = kind;
  order.comment = rows[at + COMMAND.COMMENT];
  order.mark = rows[at + COMMAND.MARK];
  order.side = side;
  order.bar = state.bar;
  const staysMoney = !isMarket && !Number.isNaN(budget) && !isForbidden;
  order.lots = isForbidden ? 0 : staysMoney ? Number.NaN : lots;
  order.budget = staysMoney ? budget : Number.NaN;
  order.explicit = !Number.isNaN(qty);
  order.closeOnly = isForbidden;
  order.reverse = isForbidden ? ledger.size : isEntry ? opposite : 0;
  order.isMarket = isMarket;
  order.stop = stop;
  order.limit = limit;
  order.isLive = Number.isNaN(stop) || Number.isNaN(limit);
  order.ocaName = rows[at + COMMAND.OCA_NAME];
  order.ocaType = rows[at + COMMAND.OCA_TYPE];
  state.totals.orders++;
  enter(state, order, known !== void 0, wasMarket, before);
}
function enter(state, order, isKnown, wasMarket, before) {
  const { book } = state;
  touchBook(state);
  if (!isKnown) {
    addOrder(book, order);
    state.projected = order.isMarket ? afterOrder(state, before, order) : before;
  } else if (order.isMarket !== wasMarket) {
    if (wasMarket) book.market = book.market.filter((other) => other !== order);
    else book.resting = book.resting.filter((other) => other !== order);
    addOrder(book, order);
  }
}
function endKnown(state, order) {
  endOrder(state.book, order);
  touchBook(state);
}
function entriesOf({ ledger, book }, side, known) {
  let count2 = ledger.side === side ? book.entries.length : 0;
  for (const order of book.market) {
    if (order.kind !== KIND.ENTRY || order.side !== side || order === known) continue;
    if (!order.isDone && !order.closeOnly) count2++;
  }
  return count2;
}
function expectedLots(state, qty, budget, side, limit) {
  const { quantity } = state.scale;
  if (!Number.isNaN(qty)) return wholeSteps(quantity, qty);
  if (Number.isNaN(budget)) return wholeSteps(quantity, state.settings.defaultQtyValue);
  const price = Number.isNaN(limit) ? state.close + side * state.slippage : limit;
  return lotsForBudget(state, budget, price);
}
function projectedPosition(state) {
  if (!Number.isNaN(state.projected)) return state.projected;
  let position = positionOf(state);
  for (const order of state.book.market) {
    if (!order.isDone) position = afterOrder(state, position, order);
  }
  state.projected = position;
  return position;
}
function afterOrder(_state, position, order) {
  const total = order.lots + order.reverse;
  const opposite = position * order.side < 0 ? Math.abs(position) : 0;
  const isReducing = order.closeOnly || order.kind === KIND.CLOSE || order.kind === KIND.CLOSE_ALL;
  return position + order.side * (isReducing ? Math.min(total, opposite) : total);
}
function placeClose(state, rows, at, kind) {
  const { ledger, book, scale } = state;
  if (ledger.size === 0) return;
  const id = rows[at + COMMAND.ID];
  const qty = rows[at + COMMAND.QTY];
  const percent = rows[at + COMMAND.QTY_PERCENT];
  const isAll = kind === KIND.CLOSE_ALL;
  const open = isAll ? ledger.size : openUnder(state, id);
  if (open === 0) return;
  let lots = open;
  if (!isAll && !Number.isNaN(qty)) {
    if (qty <= 0) {
      declineCommand(state, "N109", rows, at);
      return;
    }
    lots = Math.min(open, wholeSteps(scale.quantity, qty));
  } else if (!isAll && !Number.isNaN(percent)) {
    lots = Math.min(open, shareOfSteps(open, percent));
  }
  if (lots < 1) {
    declineCommand(state, "N102", rows, at, fromSteps(scale.quantity, lots));
    return;
  }
  const order = createOrder(kind, isAll ? 0 : id, -ledger.side, book.sequence++);
  order.comment = rows[at + COMMAND.COMMENT];
  order.mark = rows[at + COMMAND.MARK];
  order.bar = state.bar;
  order.lots = lots;
  order.isMarket = true;
  order.immediate = rows[at + COMMAND.IMMEDIATELY] === 1;
  const before = projectedPosition(state);
  addOrder(book, order);
  touchBook(state);
  state.projected = afterOrder(state, before, order);
  state.totals.orders++;
}
function cancel(state, id) {
  const { book } = state;
  const order = book.byId.get(id);
  if (order !== void 0) endOrder(book, order);
  for (const [key, exit] of book.exits) if (exit.id === id) cancelExit(state, key, exit);
  touchBook(state);
}
function dropUnaffordable(state) {
  const { ledger, book } = state;
  for (const order of book.resting) {
    if (order.isDone || order.closeOnly) continue;
    const own = Number.isNaN(order.lots) ? lotsForBudget(
      state,
      order.budget,
      Number.isNaN(order.limit) ? state.close + order.side * state.slippage : order.limit
    ) : order.lots;
    const after = positionOf(state) + order.side * (own + order.reverse);
    if (after * order.side <= 0 || ledger.side === -order.side && Math.abs(after) <= ledger.size && order.kind === KIND.ORDER)
      continue;
    if (admitsResting(state, order.side, Math.abs(after))) continue;
    decline(state, "N110", order, priceOf(state, order));
    endOrder(book, order);
    touchBook(state);
  }
}

// src/broker/statistics.ts
function brokerStatistics(state) {
  const { totals, ledger, risk, scale } = state;
  return {
    orders: totals.orders,
    fills: totals.fills,
    turnover: totals.turnover,
    commission: { long: ledger.longFees, short: ledger.shortFees },
    marginCalls: { long: totals.marginCallsLong, short: totals.marginCallsShort },
    liquidatedVolume: { long: totals.liquidatedLong, short: totals.liquidatedShort },
    largestLiquidation: { long: totals.largestLong, short: totals.largestShort },
    maxMarginUsed: totals.maxMarginUsed,
    maxDrawdown: state.maxDrawdown,
    maxDrawdownPct: percentOf(state.maxDrawdown, state.maxDrawdownBase),
    maxRunup: state.maxRunup,
    maxRunupPct: percentOf(state.maxRunup, state.maxRunupBase),
    maxContractsHeld: {
      long: fromSteps(scale.quantity, totals.maxHeldLong),
      short: fromSteps(scale.quantity, totals.maxHeldShort)
    },
    ambiguousTrades: ledger.ambiguous,
    intradayCapCloses: risk.capCloses,
    riskCloses: risk.closes
  };
}
function percentOf(value, base) {
  return value === 0 ? 0 : value / base * 100;
}

// src/broker/walk.ts
function walkBar(state, isHighFirst) {
  const { open, high, low, close } = state;
  standAt(state, open, false);
  checkAccount(state);
  walkLeg(state, open, isHighFirst ? high : low);
  walkLeg(state, isHighFirst ? high : low, isHighFirst ? low : high);
  walkLeg(state, isHighFirst ? low : high, close);
}
function standAt(state, price, onlyImmediate) {
  const { book, risk } = state;
  state.tickSerial++;
  state.inLeg = false;
  followPoint(state, price);
  for (const order of book.market) {
    if (order.isDone || onlyImmediate && !order.immediate) continue;
    fillOrder(state, order, price, EVENT.NONE);
    if (risk.isCapDue) haltTrading(state, EXIT_REASON.RISK, false);
  }
  if (!onlyImmediate) {
    fillJumped(state, price);
    fillFresh(state, price);
  }
  if (book.isStale) sweepBook(book);
}
function fillJumped(state, price) {
  const { book, risk, fresh } = state;
  const batch = [];
  const { beyondLimit } = state;
  for (const orders of [book.resting, book.legs]) {
    for (const order of orders) {
      if (order.isDone || fresh.includes(order)) continue;
      const event = meetPoint(order, price, beyondLimit);
      if (event === EVENT.NONE) continue;
      batch.push({ order, event, rank: rankOf(order, event) });
      order.inBatch = order.exit !== null;
    }
  }
  touchBook(state);
  if (batch.length === 0) return;
  batch.sort((a, b) => a.rank - b.rank || a.order.sequence - b.order.sequence);
  for (const { order, event } of batch) {
    if (order.isDone) continue;
    fillOrder(state, order, price, event);
    if (risk.isCapDue) haltTrading(state, EXIT_REASON.RISK, false);
  }
  for (const { order } of batch) order.inBatch = false;
}
function rankOf({ exit, side }, event) {
  if (exit === null) return event === EVENT.STOP ? side > 0 ? 0 : 1 : 2;
  return event === EVENT.TRAIL ? 3 : event === EVENT.STOP ? 4 : 5;
}
function fillFresh(state, price) {
  const { fresh, beyondLimit, risk } = state;
  for (let i = 0; i < fresh.length; i++) {
    const leg = fresh[i];
    if (leg.isDone) continue;
    const event = meetPoint(leg, price, beyondLimit);
    if (event === EVENT.NONE) continue;
    fillOrder(state, leg, price, event);
    if (risk.isCapDue && !state.inLeg) haltTrading(state, EXIT_REASON.RISK, false);
  }
  fresh.length = 0;
}
var hit = { order: null, level: 0, event: EVENT.NONE };
function walkLeg(state, from, to) {
  const { book, beyondLimit, risk } = state;
  let at = from;
  while (at !== to && book.resting.length + book.legs.length > 0) {
    findHit(book.resting, book.legs, at, to, beyondLimit, hit);
    if (hit.order === null) break;
    at = hit.level;
    state.tickSerial++;
    state.inLeg = true;
    followPoint(state, at);
    act(state, hit.order, hit.event, at, from);
    fillFresh(state, at);
    if (risk.isCapDue) {
      followPoint(state, to);
      haltTrading(state, EXIT_REASON.RISK, false);
    }
    if (book.isStale) sweepBook(book);
  }
  state.tickSerial++;
  followPoint(state, to);
  for (const leg of book.legs) followTrail(leg, to);
  checkAccount(state);
}
function act(state, order, event, level, legStart) {
  switch (event) {
    case EVENT.ACTIVATE: {
      activate(order);
      touchBook(state);
      if (order.side * (order.limit - order.side * state.beyondLimit - level) >= 0) {
        fillOrder(state, order, level, EVENT.LIMIT);
      }
      break;
    }
    case EVENT.ARM:
      arm(order, level);
      touchBook(state);
      if (order.offset === 0) fillOrder(state, order, level, EVENT.TRAIL);
      break;
    case EVENT.LIMIT: {
      const { limit, side } = order;
      const price = side > 0 ? Math.min(limit, legStart) : Math.max(limit, legStart);
      fillOrder(state, order, price, EVENT.LIMIT);
      break;
    }
    default:
      fillOrder(state, order, level, event);
  }
}
function checkAccount(state) {
  const { ledger, point, risk } = state;
  if (ledger.size === 0) return;
  if (point <= state.callBelow || point >= state.callAbove) callMargin(state);
  if (risk.isActive && isDayLossReached(state, point)) {
    haltTrading(state, EXIT_REASON.HALT, false);
  }
}
function callMargin(state) {
  const { ledger, totals, point, scale } = state;
  const lots = lotsToLiquidate(state, point);
  if (lots === 0) return;
  const { side } = ledger;
  const volume = fromSteps(scale.price, point) * fromSteps(scale.quantity, lots) * scale.pointValue * state.fx;
  if (side > 0) {
    totals.marginCallsLong++;
    totals.liquidatedLong += volume;
    totals.largestLong = Math.max(totals.largestLong, volume);
  } else {
    totals.marginCallsShort++;
    totals.liquidatedShort += volume;
    totals.largestShort = Math.max(totals.largestShort, volume);
  }
  forceClose(state, lots, EXIT_REASON.MARGIN_CALL);
  if (state.book.isStale) sweepBook(state.book);
}

// src/broker/broker.ts
function createBroker(options) {
  const state = createState(options);
  return {
    bar: (bar, timeMs, open, high, low, close) => takeBar(state, bar, timeMs, open, high, low, close),
    command: (rows, at) => takeCommand(state, rows, at),
    settle: () => settle(state),
    writeAccount: (page2, at) => writeAccountRow(state, page2, at),
    writeOpenTrades: (rows) => writeOpenLots(state.ledger, rows, state.close, state.fx),
    get openTradeCount() {
      return state.ledger.lots.length;
    },
    get version() {
      return state.ledger.version;
    },
    get position() {
      return fromSteps(state.scale.quantity, positionOf(state));
    },
    get equity() {
      return equityAt(state, state.close);
    },
    get marginUsed() {
      return marginUsedAt(state, state.close);
    },
    get exposed() {
      return state.exposed;
    },
    statistics: () => brokerStatistics(state)
  };
}
function takeBar(state, bar, timeMs, open, high, low, close) {
  const { ledger, book, risk, scale } = state;
  state.bar = bar;
  state.timeMs = timeMs;
  const isHaltDue = risk.isActive && rollTradingDay(state);
  if (timeMs >= state.nextDayMs) beginDay(state, timeMs);
  state.sideBefore = ledger.side;
  state.exposed = ledger.size > 0;
  const grid = scale.price;
  state.close = nearestStep(grid, close);
  if (ledger.size === 0 && book.resting.length === 0 && book.market.length === 0) {
    if (isHaltDue) haltTrading(state, EXIT_REASON.HALT, true);
    state.closeEquity = state.equityBase;
    return;
  }
  state.open = nearestStep(grid, open);
  state.high = nearestStep(grid, high);
  state.low = nearestStep(grid, low);
  if (isHaltDue) {
    state.point = state.open;
    haltTrading(state, EXIT_REASON.HALT, true);
    sweepBook(book);
  }
  if (isQuiet(state)) {
    if (ledger.size > 0) passQuietly(state);
  } else {
    state.tradesBefore = ledger.wins + ledger.losses + ledger.evens;
    walkBar(state, high - open < open - low);
    if (risk.isActive) checkDrawdown(state);
  }
  mark(state);
}
function beginDay(state, timeMs) {
  state.nextDayMs = (Math.floor(timeMs / DAY) + 1) * DAY;
  if (state.fxAt === void 0) return;
  state.fx = state.fxAt(timeMs);
  refreshLines(state);
}
function isQuiet(state) {
  const { book, high, low, risk } = state;
  if (book.market.length > 0) return false;
  if (low <= state.callBelow || high >= state.callAbove) return false;
  if (risk.maxDayLoss > 0) return false;
  if (book.resting.length === 0 && book.legs.length === 0) return true;
  if (Number.isNaN(state.risingTrigger)) findTriggers(state);
  return high < state.risingTrigger && low > state.fallingTrigger;
}
function findTriggers(state) {
  const { resting, legs } = state.book;
  const { beyondLimit } = state;
  const rising = risingTriggerOf(resting, beyondLimit, Number.POSITIVE_INFINITY);
  const falling = fallingTriggerOf(resting, beyondLimit, Number.NEGATIVE_INFINITY);
  state.risingTrigger = risingTriggerOf(legs, beyondLimit, rising);
  state.fallingTrigger = fallingTriggerOf(legs, beyondLimit, falling);
}
function passQuietly(state) {
  const { ledger, high, low, equityBase, equitySlope } = state;
  const newest = ledger.lots[ledger.lots.length - 1];
  followPrice(newest, high);
  followPrice(newest, low);
  followEquity(state, equityBase + equitySlope * high);
  followEquity(state, equityBase + equitySlope * low);
}
function checkDrawdown(state) {
  const { ledger } = state;
  if (ledger.wins + ledger.losses + ledger.evens === state.tradesBefore) return;
  if (!isDrawdownReached(state)) return;
  haltTrading(state, EXIT_REASON.HALT, true);
  sweepBook(state.book);
}
function mark(state) {
  state.closeEquity = equityAt(state, state.close);
  if (state.ledger.size === 0) return;
  const used = marginUsedAt(state, state.close);
  if (used > state.totals.maxMarginUsed) state.totals.maxMarginUsed = used;
}
function settle(state) {
  const { book, settings } = state;
  if (book.isStale) sweepBook(book);
  if (book.market.length > 0 || settings.processOrdersOnClose) fillAtClose(state);
  if (book.resting.length === 0) return;
  dropUnaffordable(state);
  if (book.isStale) sweepBook(book);
}
function fillAtClose(state) {
  const { book, settings, risk } = state;
  const onClose = settings.processOrdersOnClose;
  if (!onClose && !book.market.some((order) => order.immediate)) return;
  state.open = state.close;
  state.high = state.close;
  state.low = state.close;
  state.sideBefore = state.ledger.side;
  state.tradesBefore = state.ledger.wins + state.ledger.losses + state.ledger.evens;
  standAt(state, state.close, !onClose);
  if (risk.isActive) checkDrawdown(state);
}

// src/shared/settings.ts
var DEFAULT_SETTINGS = {
  title: "",
  initialCapital: 1e6,
  currency: "",
  defaultQtyType: "fixed",
  defaultQtyValue: 1,
  pyramiding: 0,
  commissionType: "percent",
  commissionValue: 0,
  slippage: 0,
  processOrdersOnClose: false,
  calcOnOrderFills: false,
  calcOnEveryTick: false,
  closeEntriesRule: "FIFO",
  marginLong: 100,
  marginShort: 100,
  backtestFillLimitsAssumption: 0,
  riskFreeRate: 2,
  maxBarsBack: 5e3
};

// test/broker/host.ts
var REASONS = Object.fromEntries(
  Object.entries(EXIT_REASON).map(([name, number]) => [number, name])
);
var SYMBOL = {
  name: "TEST",
  tick: 0.01,
  lot: 1e-4,
  pointValue: 1,
  currency: "USD",
  timezone: "UTC"
};
var MINUTES_15 = 9e5;
function createHost(settings = {}, symbol = {}, options = {}) {
  const texts = [""];
  const numbers = /* @__PURE__ */ new Map([["", 0]]);
  const number = (text = "") => {
    const known = numbers.get(text);
    if (known !== void 0) return known;
    numbers.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const trades = [];
  const declines = [];
  const fills = [];
  const broker = createBroker({
    settings: { ...DEFAULT_SETTINGS, ...settings },
    symbol: { ...SYMBOL, ...symbol },
    ...options,
    sink: {
      trade: (row3) => trades.push(readTrade(row3, 0, texts)),
      decline: (code, bar2, _timeMs, row3) => declines.push({ ...row3, code, bar: bar2, id: texts[row3.id] ?? "" }),
      fill: (fill2) => fills.push({ ...fill2 })
    }
  });
  const page2 = new Float64Array(ACCOUNT_WIDTH);
  const rows = new Float64Array(2 * COMMAND_WIDTH);
  let bar = -1;
  const give = (kind, values) => {
    rows.fill(0);
    for (const name of NUMBERS) rows[COMMAND_WIDTH + COMMAND[name]] = Number.NaN;
    rows[COMMAND_WIDTH + COMMAND.KIND] = kind;
    for (const [name, value] of Object.entries(values))
      rows[COMMAND_WIDTH + COMMAND[name]] = value;
    broker.command(rows, COMMAND_WIDTH);
  };
  const place = (kind, id, side, o2) => give(kind, {
    ID: number(id),
    SIDE: side === "long" ? 1 : -1,
    QTY: o2.qty ?? Number.NaN,
    LIMIT: o2.limit ?? Number.NaN,
    STOP: o2.stop ?? Number.NaN,
    OCA_NAME: number(o2.ocaName),
    OCA_TYPE: OCA[o2.ocaType ?? "NONE"],
    COMMENT: number(o2.comment)
  });
  return {
    broker,
    trades,
    declines,
    fills,
    texts,
    /** Time of bar n when `bar` is not told one. */
    timeOf: (n) => n * MINUTES_15,
    /** One bar: pending orders meet it, then `script` gives orders, then they settle. */
    bar([open, high, low, close], script, timeMs) {
      bar++;
      broker.bar(bar, timeMs ?? bar * MINUTES_15, open, high, low, close);
      broker.writeAccount(page2, 0);
      script?.();
      broker.settle();
    },
    entry: (id, side, o2 = {}) => place(KIND.ENTRY, id, side, o2),
    order: (id, side, o2 = {}) => place(KIND.ORDER, id, side, o2),
    exit: (id, o2) => give(KIND.EXIT, {
      ID: number(id),
      FROM_ENTRY: number(o2.from),
      QTY: o2.qty ?? Number.NaN,
      QTY_PERCENT: o2.qtyPercent ?? Number.NaN,
      PROFIT: o2.profit ?? Number.NaN,
      LIMIT: o2.limit ?? Number.NaN,
      LOSS: o2.loss ?? Number.NaN,
      STOP: o2.stop ?? Number.NaN,
      TRAIL_PRICE: o2.trailPrice ?? Number.NaN,
      TRAIL_POINTS: o2.trailPoints ?? Number.NaN,
      TRAIL_OFFSET: o2.trailOffset ?? Number.NaN,
      OCA_NAME: number(o2.ocaName),
      COMMENT: number(o2.comment),
      COMMENT_PROFIT: number(o2.commentProfit),
      COMMENT_LOSS: number(o2.commentLoss),
      COMMENT_TRAILING: number(o2.commentTrailing)
    }),
    close: (id, o2 = {}) => give(KIND.CLOSE, {
      ID: number(id),
      QTY: o2.qty ?? Number.NaN,
      QTY_PERCENT: o2.qtyPercent ?? Number.NaN,
      COMMENT: number(o2.comment),
      IMMEDIATELY: o2.immediately === true ? 1 : 0
    }),
    closeAll: (o2 = {}) => give(KIND.CLOSE_ALL, {
      COMMENT: number(o2.comment),
      IMMEDIATELY: o2.immediately === true ? 1 : 0
    }),
    cancel: (id) => give(KIND.CANCEL, { ID: number(id) }),
    cancelAll: () => give(KIND.CANCEL_ALL, {}),
    risk: {
      allow: (direction) => give(KIND.RISK_ALLOW_ENTRY_IN, { VALUE: DIRECTION[direction] }),
      maxPosition: (value) => give(KIND.RISK_MAX_POSITION_SIZE, { VALUE: value }),
      maxFills: (value) => give(KIND.RISK_MAX_INTRADAY_FILLED_ORDERS, { VALUE: value }),
      maxDrawdown: (value, unit) => give(KIND.RISK_MAX_DRAWDOWN, { VALUE: value, UNIT: UNIT[unit] }),
      maxDayLoss: (value, unit) => give(KIND.RISK_MAX_INTRADAY_LOSS, { VALUE: value, UNIT: UNIT[unit] }),
      maxLossDays: (value) => give(KIND.RISK_MAX_CONS_LOSS_DAYS, { VALUE: value })
    },
    /** What the script sees on this bar. */
    see: (name) => page2[ACCOUNT[name]],
    /** The same after `settle`, which the script sees on the next bar only. */
    account(name) {
      const now = new Float64Array(ACCOUNT_WIDTH);
      broker.writeAccount(now, 0);
      return now[ACCOUNT[name]];
    },
    openTrades() {
      const open = new Float64Array(broker.openTradeCount * TRADE_WIDTH);
      const count2 = broker.writeOpenTrades(open);
      return Array.from({ length: count2 }, (_, i) => readTrade(open, i * TRADE_WIDTH, texts));
    }
  };
}
var NUMBERS = [
  "QTY",
  "LIMIT",
  "STOP",
  "QTY_PERCENT",
  "PROFIT",
  "LOSS",
  "TRAIL_PRICE",
  "TRAIL_POINTS",
  "TRAIL_OFFSET"
];
function readTrade(rows, at, texts) {
  const column = (name) => rows[at + TRADE[name]];
  return {
    side: column("SIDE") > 0 ? "long" : "short",
    qty: column("QTY"),
    entryBar: column("ENTRY_BAR"),
    entryTime: column("ENTRY_TIME"),
    entry: column("ENTRY_PRICE"),
    entryId: texts[column("ENTRY_ID")] ?? "",
    exitBar: column("EXIT_BAR"),
    exitTime: column("EXIT_TIME"),
    exit: column("EXIT_PRICE"),
    exitId: texts[column("EXIT_ID")] ?? "",
    comment: texts[column("EXIT_COMMENT")] ?? "",
    reason: REASONS[column("EXIT_REASON")] ?? "",
    profit: column("PROFIT"),
    percent: column("PROFIT_PERCENT"),
    entryFee: column("ENTRY_FEE"),
    exitFee: column("EXIT_FEE"),
    runup: column("MAX_RUNUP"),
    drawdown: column("MAX_DRAWDOWN"),
    ambiguous: column("AMBIGUOUS") === 1
  };
}

// ../../tmp/bench.mts
var N = 1e6;
var o = new Float64Array(N);
var h = new Float64Array(N);
var l = new Float64Array(N);
var c = new Float64Array(N);
var p = 1e5;
var seed = 7;
var rnd = () => (seed = seed * 1103515245 + 12345 & 2147483647) / 2147483647;
for (let i = 0; i < N; i++) {
  const a = p, b = p + Math.round((rnd() - 0.5) * 40);
  o[i] = a / 100;
  c[i] = b / 100;
  h[i] = (Math.max(a, b) + Math.round(rnd() * 20)) / 100;
  l[i] = (Math.min(a, b) - Math.round(rnd() * 20)) / 100;
  p = b;
}
var page = new Float64Array(ACCOUNT_WIDTH * 1024);
function run(name, setup, each, account = false, settings = {}) {
  for (let round = 0; round < 4; round++) {
    const host = createHost(settings);
    host.bar([o[0], h[0], l[0], c[0]], () => setup(host), 0);
    const b = host.broker;
    const t = process.hrtime.bigint();
    let sink = 0;
    for (let i = 1; i < N; i++) {
      b.bar(i, i * 9e5, o[i], h[i], l[i], c[i]);
      if (account) b.writeAccount(page, (i & 1023) * ACCOUNT_WIDTH);
      if (each) each(host, i);
      b.settle();
      if (account) sink += b.equity + b.position + b.marginUsed + (b.exposed ? 1 : 0);
    }
    const ns = Number(process.hrtime.bigint() - t) / N;
    if (round === 3) console.log(name.padEnd(50), ns.toFixed(1), "ns/bar", host.trades.length, "trades");
  }
}
run("flat", () => {
});
run("flat, account + getters", () => {
}, void 0, true);
run("long, no orders", (x) => x.entry("L", "long"));
run("long, account + getters", (x) => x.entry("L", "long"), void 0, true);
run("short, no orders", (x) => x.entry("L", "short"));
run("flat, far stop resting", (x) => x.entry("L", "long", { stop: 1e7 }));
run("long with far bracket", (x) => {
  x.entry("L", "long");
  x.exit("X", { from: "L", stop: 1, limit: 1e7 });
});
run("long, bracket reissued each bar", (x) => {
  x.entry("L", "long");
}, (x, i) => x.exit("X", { from: "L", stop: 1, limit: 1e7 }));
run("market flip every 10 bars", () => {
}, (x, i) => {
  if (i % 10 === 0) x.entry("L", i % 20 ? "long" : "short");
});
run("near bracket, re-entered", () => {
}, (x, i) => {
  if (x.broker.position === 0) {
    x.entry("L", "long");
    x.exit("X", { from: "L", profit: 40, loss: 40 });
  }
});
run("stop entry each bar + trailing", () => {
}, (x, i) => {
  x.entry("L", "long", { stop: c[i] + 0.1 });
  x.exit("X", { from: "L", trailPoints: 20, trailOffset: 10, loss: 40 });
});
