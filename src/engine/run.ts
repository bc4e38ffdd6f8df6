import { type Broker, createBroker, type Fill, type Stretch } from '../broker/index.ts'
import type { MarketParts, Realm } from '../sandbox/index.ts'
import { BAR_COLUMNS, type BarBlock, BLOCK_BARS } from '../shared/bars.ts'
import type { Explanation } from '../shared/explain.ts'
import type { Failure } from '../shared/failure.ts'
import type { Job, ZoneTable } from '../shared/job.ts'
import { ACCOUNT_WIDTH, COMMAND, COMMAND_WIDTH, TRADE, TRADE_WIDTH } from '../shared/layout.ts'
import type { Declaration, LogLine, RunStatus } from '../shared/outcome.ts'
import { MAIL, STEP } from '../shared/realm.ts'
import {
  createEquityTrack,
  type EquitySummary,
  type EquityTrack,
  isReckonable,
  MOST_MONEY,
} from '../trades/index.ts'
import { type AccountPage, createAccountPage } from './account-page.ts'
import { createAlerts } from './alerts.ts'
import { tradingDays } from './days.ts'
import { declareFile, unknownInput } from './declare.ts'
import { createDeclinedList } from './declined.ts'
import { createDetailFeed } from './detail-feed.ts'
import { writeFill } from './fill-row.ts'
import { createInflow, type Inflow } from './inflow.ts'
import { createKeptAccount } from './kept.ts'
import { createLevelTrack, NO_LEVELS } from './levels.ts'
import { numbersOrNull } from './numbers.ts'
import { createPlaces } from './places.ts'
import { createPlotTrack } from './plots.ts'
import { createRates } from './rates.ts'
import { createRecall } from './recall.ts'
import type { RunResult, RunSink } from './sink.ts'
import { createTradeFeed } from './trade-feed.ts'
import { viewOf } from './view.ts'
import { createWitness } from './witness.ts'

/** What the setup phase told: the declaration and the zones it needs, or why it failed. */
export type Declared =
  | {
      readonly declaration: Declaration
      readonly zones: readonly string[]
      /** Numbers of the job's markets that were requested. */
      readonly feeds: readonly number[]
    }
  | { readonly failure: Failure }

export type Run = {
  /** Judges, compiles and runs the file once. */
  declare(): Declared
  /** Ends the setup phase; bars may follow. */
  start(zones: readonly ZoneTable[]): void
  /**
   * The smaller bars inside the next block: how many each bar has, 0 where it goes without, and their
   * open, high, low and close one after the other.
   */
  detail(counts: Float64Array, columns: readonly Float64Array[]): void
  /**
   * The bars of the requested markets that the next block confirms, in the order in which `declare` told
   * them; those of no chart bar go in at once. False as of `bars`.
   */
  markets(parts: MarketParts): boolean
  /** Runs a block of bars; false once the run has failed and wants no more. */
  bars(block: BarBlock, isLast: boolean): boolean
  /** Complete bars so far; after a stop in the strategy's own code, those before the bar it was at. */
  readonly complete: number
  /** The end of the run. After a stop from outside give its failure: nothing of the realm is called then. */
  finish(stopped?: Failure): RunResult
  /** What a job that is to be explained saw; after `finish`. */
  explanation(): Explanation | undefined
}

/** Bars that a strategy that reads the account may run ahead: their pages are lost when it gives an order before. */
const LOOK_AHEAD = 64

/** What a trade's row says in money, or in percent of it. */
const MONEY = [
  TRADE.ENTRY_FEE,
  TRADE.EXIT_FEE,
  TRADE.PROFIT,
  TRADE.PROFIT_PERCENT,
  TRADE.MAX_RUNUP,
  TRADE.MAX_DRAWDOWN,
]

/**
 * The bar loop: for each bar the broker walks the pending orders over it, the account page is
 * written, the realm runs the bar, and its orders go to the broker (architecture §"The way of a bar").
 */
export function createRun(realm: Realm, job: Job, sink: RunSink): Run {
  const { table } = realm
  const isTrial = job.trialBars !== undefined
  const declined = createDeclinedList()
  const levels = isTrial ? undefined : createLevelTrack()
  const texts: string[] = ['']
  const witness = job.explain === undefined ? undefined : createWitness(job.explain, table, texts)
  const logs: LogLine[] = []
  const alerts = createAlerts(logs, job.limits.logs)
  const places = createPlaces(job)
  const details = createDetailFeed()
  let trades = createTradeFeed(sink)

  let declaration: Declaration | null = null
  let usesTrades = false
  let accountColumns: readonly number[] = []
  /** Whether the strategy runs after fills, and whether its onBar does or its onFill alone. */
  let rerunsOnFills = false
  let calcsOnFills = false
  /** Whether the strategy may run ahead: over bars that touch no order, or over all where nothing of the broker reaches it. */
  let isCalm = false
  let isDeaf = false
  /** While it does: the bar that it may not reach. */
  let aheadTo = -1
  let hasOnFill = false
  let fillRow = new Float64Array(0) as Float64Array
  /** What of its trades a strategy with a bounded memory can still read. */
  let recall: ((closed: number) => number) | undefined
  /** Fills that onFill has not heard of. */
  let untoldFills = 0
  let broker: Broker | undefined
  let equity: EquityTrack | undefined
  let failure: Failure | undefined
  let status: RunStatus = 'ok'

  let capacity = 1
  let stretch: Stretch | undefined
  let columns: Float64Array[] = []
  /** Bars that the columns hold from the trials before. */
  let barsHeld = 0
  let account: AccountPage | undefined
  let commands = new Float64Array(0) as Float64Array
  let mailbox = commands
  let plots = createPlotTrack([])
  let feeds: readonly number[] = []
  let inflow: Inflow | undefined

  let complete = 0
  /** Whether the broker is at work, so that a stop from outside leaves it half way. */
  let inBroker = false
  /** Whether the money of the bar at hand is beyond what a double can hold: nothing of that bar counts. */
  let isBeyond = false
  /** Bars that the broker has walked over: one more than `complete` while the strategy is at work. */
  let walked = 0
  /** Bars that the curve has taken, or that come before trading begins. */
  let drawn = 0
  const kept = createKeptAccount()
  let commandTotal = 0
  let earlyCommands = 0
  const tradeFrom = job.tradeFromMs ?? Number.NEGATIVE_INFINITY

  function fail(next: Failure, how: RunStatus): false {
    failure = next
    status = how
    return false
  }

  function declare(): Declared {
    const setup = declareFile(realm, job, places, witness)
    if ('failure' in setup) return refuse(setup.failure)
    ;({ declaration, usesTrades, hasOnFill, feeds } = setup)
    accountColumns = setup.account
    calcsOnFills = setup.declaration.settings.calcOnOrderFills
    rerunsOnFills = hasOnFill || calcsOnFills
    isCalm =
      !usesTrades &&
      !rerunsOnFills &&
      !setup.declaration.settings.calcOnEveryHistoryTick &&
      witness === undefined
    isDeaf = isCalm && accountColumns.length === 0
    const unknown = unknownInput(job, setup.declaration)
    if (unknown !== undefined) return refuse(unknown)
    return { declaration: setup.declaration, zones: setup.zones, feeds }
  }

  function refuse(reason: Failure): Declared {
    fail(reason, reason.code.startsWith('L') ? 'stopped' : 'failed')
    return { failure: reason }
  }

  function start(zones: readonly ZoneTable[]): void {
    if (declaration === null) return
    capacity = table.begin(JSON.stringify(zones))
    columns = BAR_COLUMNS.map((_, index) => viewOf(table.column(index)))
    barsHeld = table.barsHeld()
    if (feeds.length > 0) inflow = createInflow(table, feeds.length)
    const [time, open, high, low, close] = columns as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const marks = (): Float64Array => new Float64Array(BLOCK_BARS)
    stretch = {
      first: 0,
      time,
      open,
      high,
      low,
      close,
      profit: marks(),
      equity: marks(),
      margin: marks(),
      held: new Int8Array(BLOCK_BARS),
    }
    if (accountColumns.length > 0)
      account = createAccountPage(viewOf(table.account()), accountColumns, capacity)
    commands = viewOf(table.commands())
    mailbox = viewOf(table.mailbox())
    fillRow = viewOf(table.fill())
    if (!isTrial)
      plots = createPlotTrack(declaration.plots.map((_, index) => viewOf(table.plotRing(index))))
    equity = createEquityTrack({
      initialCapital: declaration.settings.initialCapital,
      hasSamples: !isTrial,
    })
    const { rememberedOrders } = declaration.settings
    if (usesTrades) trades = createTradeFeed(sink, table)
    if (usesTrades && rememberedOrders > 0) recall = createRecall(rememberedOrders)
    const rates = createRates(job.fx)
    broker = createBroker({
      settings: declaration.settings,
      symbol: job.symbol,
      ...(rates === undefined ? {} : { fxAt: rates }),
      ...tradingDays(job.symbol.timezone, zones),
      sink: {
        trade: takeTrade,
        fill: takeFill,
        ...(rerunsOnFills || declaration.settings.calcOnEveryHistoryTick
          ? { turn: runInside }
          : {}),
        decline: (code, bar, timeMs, { id, kind, qty, price, mark }) => {
          const order = { id: texts[id] ?? '', kind, qty, price, mark }
          declined.add(code, bar, timeMs, order)
          witness?.decline(code, bar, timeMs, order)
        },
      },
    })
    kept.bar(-1, broker)
    witness?.begin(broker, declaration)
    takeTexts()
    giveCommands(broker)
  }

  /** The account has outgrown its numbers in a bar, which ends the run with the bar before it. */
  function outgrow(bar: number, timeMs: number): void {
    isBeyond = true
    if (failure !== undefined) return
    fail(
      {
        code: 'L409',
        message: `the account has grown beyond "${MOST_MONEY}", more than can be reckoned with`,
        hint: 'look at the prices there (qrun data inspect), and at the quantities of the orders',
        place: { file: job.file, bar, timeMs },
      },
      'stopped',
    )
  }

  function takeTrade(row: Float64Array): boolean {
    if (isBeyond) return false
    for (let i = 0; i < MONEY.length; i++)
      if (!isReckonable(row[MONEY[i]!]!)) {
        outgrow(complete, stretch!.time[complete & (capacity - 1)]!)
        return false
      }
    trades.take(row)
    return true
  }

  function takeTexts(): void {
    const count = mailbox[MAIL.TEXTS]!
    const first = texts.length
    for (let i = first; i < count; i++) texts.push(table.text(i))
    if (texts.length > first) sink.texts(texts.slice(first))
  }

  function takeLines(bar: number, timeMs: number): void {
    const count = isTrial ? 0 : mailbox[MAIL.LINES]!
    for (let i = 0; i < count; i++) {
      const kind = table.lineKind(i) as LogLine['kind']
      logs.push({ kind, bar, timeMs, text: table.lineText(i) })
    }
    table.clearLines()
  }

  function giveCommands(to: Broker): void {
    const count = mailbox[MAIL.COMMANDS]!
    commandTotal += count
    for (let i = 0; i < count; i++) {
      if (!isTrial) alerts.note(commands, i * COMMAND_WIDTH, texts)
      to.command(commands, i * COMMAND_WIDTH)
    }
  }

  function takeFill(fill: Fill): void {
    if (recall !== undefined) table.forgetTrades(recall(trades.closed()))
    if (hasOnFill) {
      writeFill(fillRow, fill)
      table.takeFill()
      untoldFills++
    }
    witness?.fill(fill)
    alerts.fill(fill)
  }

  /** Shows the account and the trades to a strategy that asks for them. */
  function showBroker(from: Broker, slot: number): void {
    account?.bar(from, slot)
    trades.show(from)
  }

  /**
   * Runs the strategy inside the bar at hand, where the broker's walk stands, over the bar so far
   * (BE-2.9, BE-2.11). Its volume is not known yet. After a failure the walk goes on without the strategy.
   */
  function runInside(high: number, low: number, close: number, isTick: boolean): void {
    if (failure !== undefined || broker === undefined || !(isTick || rerunsOnFills)) return
    const bar = complete
    const slot = bar & (capacity - 1)
    const whole = columns.map((column) => column[slot]!)
    const soFar = [whole[0]!, whole[1]!, high, low, close, Number.NaN]
    columns.forEach((column, k) => {
      column[slot] = soFar[k]!
    })
    showBroker(broker, slot)
    untoldFills = 0
    const told = table.inside(bar, isTick || calcsOnFills)
    columns.forEach((column, k) => {
      column[slot] = whole[k]!
    })
    if (told !== 0) listen(told, broker, bar, whole[0]!)
  }

  /** Tells onFill of what has filled at the close itself; false when that ended the run. */
  function tellCloseFills(from: Broker, bar: number, timeMs: number): boolean {
    untoldFills = 0
    const told = table.afterClose()
    return told === 0 || listen(told, from, bar, timeMs)
  }

  function markets(parts: MarketParts): boolean {
    if (failure !== undefined || inflow === undefined) return false
    if (parts.bars > 0) inflow.give(parts.feeds)
    else if (!inflow.early(parts.feeds, complete & (capacity - 1)))
      return fail(places.failure(table.failure(), -1, 0), 'failed')
    return true
  }

  function bars(block: BarBlock, isLast: boolean): boolean {
    if (failure !== undefined || broker === undefined || equity === undefined) return false
    for (let done = 0; done < block.count; ) {
      const base = complete & (capacity - 1)
      // At most a block at a time: a longer stretch would overwrite the history that kernels still read.
      const most = Math.min(block.count - done, capacity - base, BLOCK_BARS)
      const reached = witness?.reach(block, done, complete, most) ?? most
      const count = inflow === undefined ? reached : inflow.load(base, reached)
      if (count === 0)
        return fail(places.failure(table.failure(), complete, block.time[done]!), 'failed')
      if (complete + count > barsHeld)
        for (let k = 0; k < columns.length; k++)
          columns[k]!.set(block[BAR_COLUMNS[k]!].subarray(done, done + count), base)
      done += count
      if (table.advance(base, base + count) !== 0)
        return fail(places.failure(table.failure(), complete, block.time[done - count]!), 'failed')
      if (isLast && done === block.count) table.setLastBar(complete + count - 1)
      const bar = complete
      const last = isLast && done === block.count ? bar + count - 1 : -1
      witness?.before(block, done - count, bar, details.count())
      stretch!.first = base
      const hasRun = runBars(broker, base, count)
      draw(equity, last)
      witness?.after(bar, base, complete - bar)
      if (!hasRun) return false
    }
    return true
  }

  /**
   * Runs the strategy and the broker over `count` bars from slot `base` on. The strategy goes ahead over bars on which
   * nothing of the broker can reach it, and the broker follows; where there are none, they take turns bar by bar.
   */
  function runBars(broker: Broker, base: number, count: number): boolean {
    const end = complete + count
    const offset = base - complete
    while (complete < end) {
      const slot = complete + offset
      inBroker = true
      const calm = calmBars(broker, slot, end - complete)
      if (calm === 0) {
        meet(broker, complete, slot)
        showBroker(broker, slot)
      }
      inBroker = false
      if (failure !== undefined) return false
      untoldFills = 0
      const until = complete + Math.max(1, calm)
      if (calm > 0) aheadTo = until
      const told = table.run(complete, until)
      aheadTo = -1
      inBroker = true
      const isWell =
        calm === 0 ? finishBar(told, broker, complete, slot) : followUp(told, broker, until, offset)
      inBroker = false
      if (!isWell) return false
    }
    return true
  }

  /** How many of the next `most` bars the strategy may run over before the broker meets them; their account is shown. */
  function calmBars(broker: Broker, slot: number, most: number): number {
    if (isDeaf) return most
    if (!isCalm || stretch!.time[slot]! < tradeFrom) return 0
    const calm = broker.look(stretch!, slot, Math.min(LOOK_AHEAD, most))
    if (calm > 0) account?.bars(broker, stretch!, slot, calm)
    return calm
  }

  /** The broker follows a strategy that went ahead, up to bar `until` or the one on which it gave something. */
  function followUp(told: number, broker: Broker, until: number, offset: number): boolean {
    if (told === 0) return follow(broker, until, until, offset)
    // A whole number to the engine too: a double would make every index slow.
    const bar = mailbox[MAIL.BAR]! | 0
    const end = told > 0 && !mayFillAtClose() ? bar + 1 : bar
    if (!follow(broker, bar, end, offset)) return false
    if (complete > bar) return takeOrders(told, broker, bar, stretch!.time[bar + offset]!)
    if (walked === bar) meet(broker, bar, bar + offset)
    return finishBar(told, broker, bar, bar + offset)
  }

  /** Whether something that the strategy has given may fill on the bar that gave it, which is not over before. */
  function mayFillAtClose(): boolean {
    if (declaration!.settings.processOrdersOnClose) return true
    const count = mailbox[MAIL.COMMANDS]!
    for (let i = 0; i < count; i++)
      if (commands[i * COMMAND_WIDTH + COMMAND.IMMEDIATELY] === 1) return true
    return false
  }

  /** Orders of a bar that is over already, because none of them can fill on it. */
  function takeOrders(told: number, broker: Broker, bar: number, timeMs: number): boolean {
    const isWell = listen(told, broker, bar, timeMs)
    broker.settle()
    levels?.bar(bar, broker)
    return isWell
  }

  /** What a strategy gave on a bar that the broker has met goes to it, and the bar is over; false when that ended the run. */
  function finishBar(told: number, broker: Broker, bar: number, slot: number): boolean {
    if (isBeyond) return false
    const timeMs = stretch!.time[slot]!
    if (told !== 0 && !listen(told, broker, bar, timeMs)) return false
    broker.settle()
    if (untoldFills > 0 && !tellCloseFills(broker, bar, timeMs)) return false
    return record(broker, bar, slot)
  }

  /**
   * Brings the broker up to bar `to`, over bars on which the strategy gives nothing, and over those before `end`
   * that can be passed; false where it cannot.
   */
  function follow(broker: Broker, to: number, end: number, offset: number): boolean {
    const columns = stretch!
    while (complete < end) {
      const bar = complete
      const slot = bar + offset
      const isPlain = details.count() === 0
      const passed =
        columns.time[slot]! >= tradeFrom ? broker.pass(columns, slot, end - bar, isPlain) : 0
      if (passed < 0) {
        details.skip(1)
        walked = bar + 1
      }
      if (passed <= 0) {
        if (bar >= to) return true
        if (walked === bar) meet(broker, bar, slot)
        if (isBeyond) return false
        broker.settle()
        if (!record(broker, bar, slot)) return false
        continue
      }
      details.skip(passed)
      kept.bar(bar, broker)
      // Those of the bar that gives something are told once that has come.
      if (bar < to) levels?.bar(bar, broker)
      complete = bar + passed
      walked = complete
    }
    return true
  }

  /** The broker meets a bar. */
  function meet(broker: Broker, bar: number, slot: number): void {
    const { time, open, high, low, close } = stretch!
    broker.bar(bar, time[slot]!, open[slot]!, high[slot]!, low[slot]!, close[slot]!, details.next())
    walked = bar + 1
  }

  /** A bar is over: its marks are written. False, and it does not count, where the account has outgrown its numbers. */
  function record(broker: Broker, bar: number, slot: number): boolean {
    const { time, equity, margin, held, first } = stretch!
    const timeMs = time[slot]!
    if (isBeyond || !isReckonable(broker.equity)) {
      outgrow(bar, timeMs)
      return false
    }
    levels?.bar(bar, broker)
    if (timeMs >= tradeFrom) {
      kept.bar(bar, broker)
      equity[slot - first] = broker.equity
      margin[slot - first] = broker.marginUsed
      held[slot - first] = broker.held
    } else {
      drawn = bar + 1
    }
    // Committed by this one assignment: a stop from outside may come anywhere above (R12).
    complete = bar + 1
    return true
  }

  /**
   * The curves take the bars that are over: by the block, not by the bar. A stop from outside may come in between and
   * in each of them; `last` is the last bar of all, or -1.
   */
  function draw(equity: EquityTrack, last: number): void {
    if (drawn === complete) return
    const slot = drawn & (capacity - 1)
    const count = complete - drawn
    if (equity.lastBar() < complete - 1) equity.bars(drawn, stretch!, slot, count)
    if (!plots.isEmpty) plots.take(drawn, stretch!.time, slot, count, last)
    drawn = complete
  }

  /** The bar that the strategy is at while it runs ahead; undefined where it does not, or has not set out. */
  function barAhead(): number | undefined {
    const bar = mailbox[MAIL.BAR]!
    return bar >= complete && bar < aheadTo && Number.isInteger(bar) ? bar : undefined
  }

  /** After a stop in the strategy's own code: the broker catches up with the bar it was at. */
  function catchUp(broker: Broker): void {
    const bar = barAhead()
    if (bar === undefined) return
    const offset = (complete & (capacity - 1)) - complete
    if (follow(broker, bar, bar, offset)) meet(broker, bar, bar + offset)
  }

  /** Takes what a run of bars left in the mailbox; false when it ended the run. */
  function listen(told: number, broker: Broker, bar: number, timeMs: number): boolean {
    if (told < 0) {
      takeLines(bar, timeMs)
      const reason = places.failure(table.failure(), bar, timeMs)
      return fail(reason, reason.code.startsWith('L') ? 'stopped' : 'failed')
    }
    if ((told & STEP.COMMANDS) !== 0) {
      takeTexts()
      witness?.commands(commands, mailbox[MAIL.COMMANDS]!, timeMs < tradeFrom)
      if (timeMs < tradeFrom) earlyCommands += mailbox[MAIL.COMMANDS]!
      else giveCommands(broker)
      if (commandTotal > job.limits.orders)
        return fail(
          {
            code: 'L403',
            message: `the strategy gave more than "${job.limits.orders}" order commands`,
            hint: 'give fewer orders, or raise --limit-orders',
            place: { file: job.file, bar, timeMs },
          },
          'stopped',
        )
    }
    if ((told & STEP.LINES) !== 0) takeLines(bar, timeMs)
    return true
  }

  /**
   * Completes the bar in which the strategy failed or was stopped, without it: the bar's fills are
   * booked, so that the account, the open trades and the equity are of one moment.
   */
  function closeLastBar(): void {
    if (broker === undefined) return
    broker.settle()
    record(broker, complete, complete & (capacity - 1))
  }

  function accountAtEnd(isSound: boolean, summary: EquitySummary): Float64Array {
    if (!isSound && equity !== undefined && broker !== undefined && declaration !== null)
      return kept.at(equity.lastBar(), broker, declaration.settings.initialCapital, summary)
    const row = new Float64Array(ACCOUNT_WIDTH)
    broker?.writeAccount(row, 0)
    return row
  }

  function finish(stopped?: Failure): RunResult {
    // A stop can fall between two steps of a booking. The broker is asked only where it was at rest.
    const isWhole = (stopped === undefined || !inBroker) && !isBeyond
    if (stopped !== undefined) fail(stopped, 'stopped')
    if (isWhole && broker !== undefined) catchUp(broker)
    // A run that never came past its first bar has nothing to show, unless orders have filled on it.
    const hasDealt = complete > 0 || (isWhole && (broker?.statistics().fills ?? 0) > 0)
    if (isWhole && walked > complete && hasDealt) closeLastBar()
    if (equity !== undefined) draw(equity, -1)
    trades.flush()
    const summary = (equity ?? createEquityTrack({ initialCapital: 1 })).finish()
    // Catching up may have led beyond what can be reckoned with.
    const isSound = isWhole && !isBeyond
    const row = accountAtEnd(isSound, summary)
    const openRows = new Float64Array(isSound ? (broker?.openTradeCount ?? 0) * TRADE_WIDTH : 0)
    if (isSound) broker?.writeOpenTrades(openRows)
    return {
      end: { status, bars: complete, ...(failure === undefined ? {} : { failure }) },
      declaration,
      equity: summary,
      statistics: broker?.statistics() ?? null,
      account: numbersOrNull(row),
      openTrades: numbersOrNull(openRows),
      declined: declined.groups(),
      logs,
      droppedLines: alerts.dropped() + (mailbox[MAIL.DROPPED] ?? 0),
      plots: plots.finish(),
      levels: levels?.finish(complete - 1) ?? NO_LEVELS,
      commands: commandTotal,
      earlyCommands,
    }
  }

  return {
    declare,
    start,
    detail: details.give,
    markets,
    bars,
    get complete() {
      return barAhead() ?? complete
    },
    finish,
    explanation: () => witness?.finish(complete),
  }
}
