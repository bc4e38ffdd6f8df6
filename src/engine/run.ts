import { type Broker, createBroker, type Detail, type Fill, type Stretch } from '../broker/index.ts'
import type { MarketParts, Realm } from '../sandbox/index.ts'
import { BAR_COLUMNS, type BarBlock, BLOCK_BARS } from '../shared/bars.ts'
import type { Explanation, Site } from '../shared/explain.ts'
import type { ErrorCode, Failure } from '../shared/failure.ts'
import type { Job, ZoneTable } from '../shared/job.ts'
import {
  ACCOUNT_WIDTH,
  COMMAND,
  COMMAND_WIDTH,
  FILL,
  MAX_LINES_LENGTH,
  TRADE_WIDTH,
} from '../shared/layout.ts'
import type { Declaration, LogLine, RunStatus } from '../shared/outcome.ts'
import { MAIL, STEP } from '../shared/realm.ts'
import { DAY } from '../shared/timeframe.ts'
import { createEquityTrack, createSampler, type EquityTrack } from '../trades/index.ts'
import { createDeclinedList } from './declined.ts'
import { createInflow, type Inflow } from './inflow.ts'
import { createLevelTrack } from './levels.ts'
import { createRates } from './rates.ts'
import { createRecall } from './recall.ts'
import type { RunResult, RunSink } from './sink.ts'
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
  /** Complete bars so far. */
  readonly complete: number
  /** The end of the run. After a stop from outside give its failure: nothing of the realm is called then. */
  finish(stopped?: Failure): RunResult
  /** What a job that is to be explained saw; after `finish`. */
  explanation(): Explanation | undefined
}

const TRADE_BATCH = 256
/** Bars that a strategy that reads the account may run ahead: their pages are lost when it gives an order before. */
const LOOK_AHEAD = 64

/**
 * The bar loop: for each bar the broker walks the pending orders over it, the account page is
 * written, the realm runs the bar, and its orders go to the broker (architecture §"The way of a bar").
 */
export function createRun(realm: Realm, job: Job, sink: RunSink): Run {
  const { table } = realm
  const declined = createDeclinedList()
  const levels = createLevelTrack()
  const texts: string[] = ['']
  const witness = job.explain === undefined ? undefined : createWitness(job.explain, table, texts)
  const logs: LogLine[] = []
  /** Alert texts of orders that were given with one, by kind and id; recorded when the order fills. */
  const alertOf = new Map<string, string>()
  const batch = new Float64Array(TRADE_BATCH * TRADE_WIDTH)
  let batched = 0

  let declaration: Declaration | null = null
  let usesTrades = false
  let usesAccount = false
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
  let stretch: (Stretch & Pick<BarBlock, 'open'>) | undefined
  let columns: Float64Array[] = []
  let account = new Float64Array(0) as Float64Array
  let commands = account
  let mailbox = account
  let plotRow = account
  let plotRings: readonly Float64Array[] = []
  let plots = createSampler(2)
  let detailCounts: Float64Array | undefined
  let part: Detail | undefined
  let feeds: readonly number[] = []
  let inflow: Inflow | undefined
  /** Bar of the block whose smaller bars come next. */
  let detailBar = 0

  let complete = 0
  /** Whether the broker is at work, so that a stop from outside leaves it half way. */
  let inBroker = false
  /** Bars that the broker has walked over: one more than `complete` while the strategy is at work. */
  let walked = 0
  let commandTotal = 0
  let earlyCommands = 0
  /** Alerts of filled orders beyond the limit of the log. */
  let droppedAlerts = 0
  let alertLength = 0
  let closedCount = 0
  let seenVersion = -1
  const tradeFrom = job.tradeFromMs ?? Number.NEGATIVE_INFINITY

  function fail(next: Failure, how: RunStatus): false {
    failure = next
    status = how
    return false
  }

  /** A failure that the realm described, with its place in the file. */
  function realmFailure(json: string, bar: number, timeMs: number): Failure {
    const { failure: told, mark } = JSON.parse(json) as {
      failure: { code: ErrorCode; message: string; hint: string }
      mark: number
    }
    const place = placeOf(mark)
    return bar < 0 ? { ...told, place } : { ...told, place: { ...place, bar, timeMs } }
  }

  function placeOf(mark: number): NonNullable<Failure['place']> {
    if (mark === 0) return { file: job.file }
    const line = Math.floor(mark / 4096)
    const source = job.source.split(/\r\n|[\n\r\u2028\u2029]/, line)[line - 1]
    return {
      file: job.file,
      line,
      column: mark % 4096,
      ...(source === undefined ? {} : { source }),
    }
  }

  function declare(): Declared {
    const text = isTypeScript(job.file) ? stripTypes(job.source) : job.source
    if (text === undefined)
      return refuse({
        code: 'S308',
        message:
          realm.strip === undefined
            ? 'this Node.js cannot strip types'
            : 'the types cannot be stripped',
        hint:
          realm.strip === undefined
            ? 'use Node.js 22.13 or newer, or write the strategy in JavaScript'
            : 'use only types that can be erased: no enum, namespace or parameter property',
        place: { file: job.file },
      })
    const verdict = JSON.parse(table.judge(text, witness !== undefined)) as
      | {
          ok: true
          body: string
          mark: string
          pow: string
          probe: string
          sites: Site[]
          isCut: boolean
          usesTi: boolean
          usesTrades: boolean
          usesAccount: boolean
        }
      | { ok: false; code: ErrorCode; message: string; hint: string; line: number; column: number }
    if (!verdict.ok) {
      const { code, message, hint, line, column } = verdict
      const place = placeOf(line * 4096 + Math.min(column, 4095))
      return refuse({ code, message, hint, place })
    }
    if (verdict.usesTi) realm.loadTi()
    witness?.sites(verdict.sites, verdict.isCut)
    usesTrades = verdict.usesTrades
    usesAccount = verdict.usesAccount || usesTrades
    table.harden()
    const problem = table.create(JSON.stringify(job))
    if (problem !== '') return refuse(realmFailure(problem, -1, 0))
    const names = [...table.names().split(','), verdict.mark, verdict.pow, verdict.probe]
    const fn = realm.compile(verdict.body, names)
    if (typeof fn !== 'function')
      return refuse({
        code: 'S308',
        message: 'the engine refused the file',
        hint: 'use the JavaScript of 2024',
        place: { file: job.file },
      })
    const told = table.setup(fn)
    const setup = JSON.parse(told) as
      | {
          declaration: Declaration
          zones: string[]
          feeds: number[]
          hasOnBar: boolean
          hasOnFill: boolean
        }
      | { failure: Failure }
    if ('failure' in setup) return refuse(realmFailure(told, -1, 0))
    declaration = setup.declaration
    hasOnFill = setup.hasOnFill
    calcsOnFills = setup.declaration.settings.calcOnOrderFills
    rerunsOnFills = hasOnFill || calcsOnFills
    isCalm =
      !usesTrades &&
      !rerunsOnFills &&
      !setup.declaration.settings.calcOnEveryHistoryTick &&
      witness === undefined
    isDeaf = isCalm && !usesAccount
    const unknown = Object.keys(job.inputs).find(
      (name) => !setup.declaration.inputs.some((input) => input.name === name),
    )
    if (unknown !== undefined) return refuse(unknownInput(unknown, setup.declaration))
    feeds = setup.feeds
    return { declaration: setup.declaration, zones: setup.zones, feeds }
  }

  /** The text without its types, lines and columns unchanged; undefined where that cannot be had. */
  function stripTypes(text: string): string | undefined {
    try {
      return realm.strip?.(text)
    } catch {
      // Nothing is asked of an error that a hostile text may have shaped (H2).
      return undefined
    }
  }

  function refuse(reason: Failure): Declared {
    fail(reason, reason.code.startsWith('L') ? 'stopped' : 'failed')
    return { failure: reason }
  }

  function start(zones: readonly ZoneTable[]): void {
    if (declaration === null) return
    capacity = table.begin(JSON.stringify(zones))
    if (usesAccount) table.showAccount()
    columns = BAR_COLUMNS.map((_, index) => viewOf(table.column(index)))
    if (feeds.length > 0) inflow = createInflow(table, feeds.length)
    const [time, open, high, low, close] = columns as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const marks = (): Float64Array => new Float64Array(BLOCK_BARS)
    stretch = { time, open, high, low, close, profit: marks(), equity: marks(), margin: marks() }
    account = viewOf(table.account())
    commands = viewOf(table.commands())
    mailbox = viewOf(table.mailbox())
    fillRow = viewOf(table.fill())
    plots = createSampler(2 + declaration.plots.length)
    plotRow = new Float64Array(2 + declaration.plots.length)
    plotRings = declaration.plots.map((_, index) => viewOf(table.plotRing(index)))
    equity = createEquityTrack({ initialCapital: declaration.settings.initialCapital })
    const { rememberedOrders } = declaration.settings
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
    witness?.begin(broker, declaration)
    takeTexts()
    giveCommands(broker)
  }

  function takeTrade(row: Float64Array): void {
    batch.set(row, batched * TRADE_WIDTH)
    if (++batched === TRADE_BATCH) flushTrades()
    if (usesTrades) {
      table.tradeChunk(0, closedCount).set(row, table.tradeOffset(closedCount))
      table.countTrades(0, closedCount + 1)
    }
    closedCount++
  }

  function flushTrades(): void {
    if (batched > 0) sink.trades(batch, batched)
    batched = 0
  }

  /** Shows the open lots to a strategy that asks for them. */
  const openRows = { rows: new Float64Array(8 * TRADE_WIDTH) }
  function showOpenTrades(from: Broker): void {
    const count = from.openTradeCount
    if (openRows.rows.length < count * TRADE_WIDTH)
      openRows.rows = new Float64Array(2 * count * TRADE_WIDTH)
    from.writeOpenTrades(openRows.rows)
    for (let i = 0; i < count; i++)
      table
        .tradeChunk(1, i)
        .set(openRows.rows.subarray(i * TRADE_WIDTH, (i + 1) * TRADE_WIDTH), table.tradeOffset(i))
    table.countTrades(1, count)
  }

  function takeTexts(): void {
    const count = mailbox[MAIL.TEXTS]!
    const first = texts.length
    for (let i = first; i < count; i++) texts.push(table.text(i))
    if (texts.length > first) sink.texts(texts.slice(first))
  }

  function takeLines(bar: number, timeMs: number): void {
    const count = mailbox[MAIL.LINES]!
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
      noteAlert(i * COMMAND_WIDTH)
      to.command(commands, i * COMMAND_WIDTH)
    }
  }

  function noteAlert(at: number): void {
    const alert = commands[at + COMMAND.ALERT]!
    if (alert === 0 && alertOf.size === 0) return
    const key = `${commands[at + COMMAND.KIND]} ${commands[at + COMMAND.ID]}`
    if (alert !== 0) alertOf.set(key, texts[alert] ?? '')
    else alertOf.delete(key)
  }

  function takeFill(fill: Fill): void {
    if (recall !== undefined) table.forgetTrades(recall(closedCount))
    if (hasOnFill) tellFill(fill)
    witness?.fill(fill)
    if (alertOf.size === 0) return
    const { kind, id, bar, timeMs } = fill
    const text = alertOf.get(`${kind} ${id}`)
    if (text === undefined) return
    if (logs.length >= job.limits.logs || alertLength + text.length > MAX_LINES_LENGTH) {
      droppedAlerts++
      return
    }
    alertLength += text.length
    logs.push({ kind: 'alert', bar, timeMs, text })
  }

  function tellFill(fill: Fill): void {
    fillRow[FILL.ID] = fill.id
    fillRow[FILL.COMMENT] = fill.comment
    fillRow[FILL.SIDE] = fill.side
    fillRow[FILL.QTY] = fill.qty
    fillRow[FILL.PRICE] = fill.price
    fillRow[FILL.FEE] = fill.fee
    fillRow[FILL.CLOSED] = fill.closed
    fillRow[FILL.OPENED] = fill.opened
    fillRow[FILL.REASON] = fill.reason
    fillRow[FILL.POSITION] = fill.position
    fillRow[FILL.BAR] = fill.bar
    fillRow[FILL.TIME] = fill.timeMs
    table.takeFill()
    untoldFills++
  }

  /** Shows the account and the trades to a strategy that asks for them. */
  function showBroker(from: Broker, slot: number): void {
    if (usesAccount) from.writeAccount(account, slot * ACCOUNT_WIDTH)
    if (usesTrades && from.openTradeCount + (from.version - seenVersion) !== 0) {
      showOpenTrades(from)
      seenVersion = from.version
    }
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

  function detail(counts: Float64Array, columns: readonly Float64Array[]): void {
    const [open, high, low, close] = columns as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    detailCounts = counts
    detailBar = 0
    part = { open, high, low, close, at: 0, count: 0 }
  }

  /** The smaller bars of the bar at hand. */
  function nextPart(of: Detail): Detail {
    of.at += of.count
    of.count = detailCounts?.[detailBar++] ?? 0
    return of
  }

  function markets(parts: MarketParts): boolean {
    if (failure !== undefined || inflow === undefined) return false
    if (parts.bars > 0) inflow.give(parts.feeds)
    else if (!inflow.early(parts.feeds, complete & (capacity - 1)))
      return fail(realmFailure(table.failure(), -1, 0), 'failed')
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
        return fail(realmFailure(table.failure(), complete, block.time[done]!), 'failed')
      for (let k = 0; k < columns.length; k++)
        columns[k]!.set(block[BAR_COLUMNS[k]!].subarray(done, done + count), base)
      done += count
      if (table.advance(base, base + count) !== 0)
        return fail(realmFailure(table.failure(), complete, block.time[done - count]!), 'failed')
      if (isLast && done === block.count) table.setLastBar(complete + count - 1)
      const bar = complete
      const last = isLast && done === block.count ? bar + count - 1 : -1
      witness?.before(block, done - count, bar, detailCounts?.[detailBar] ?? 0)
      const run = isDeaf ? runAhead : isCalm ? runAbreast : runBars
      const hasRun = run(broker, equity, base, count, last)
      witness?.after(bar, base, complete - bar)
      if (!hasRun) return false
    }
    return true
  }

  /** Runs the strategy and the broker in turns, over `count` bars from slot `base` on; `last` is the last bar of all, or -1. */
  function runBars(
    broker: Broker,
    equity: EquityTrack,
    base: number,
    count: number,
    last: number,
  ): boolean {
    const { time } = stretch!
    for (let slot = base; slot < base + count; slot++) {
      const bar = complete
      const timeMs = time[slot]!
      inBroker = true
      meet(broker, bar, slot)
      showBroker(broker, slot)
      inBroker = false
      if (failure !== undefined) return false
      untoldFills = 0
      const told = table.step(bar)
      inBroker = true
      if (told !== 0 && !listen(told, broker, bar, timeMs)) {
        inBroker = false
        return false
      }
      broker.settle()
      if (untoldFills > 0 && !tellCloseFills(broker, bar, timeMs)) {
        inBroker = false
        return false
      }
      record(broker, equity, bar, slot, last)
      inBroker = false
    }
    return true
  }

  /** The bar that the strategy is at. A whole number to the engine too: a double would make every index slow. */
  function barAtHand(): number {
    return mailbox[MAIL.BAR]! | 0
  }

  /** `runBars` for a strategy that nothing of the broker reaches: it runs ahead, and the broker follows. */
  function runAhead(
    broker: Broker,
    equity: EquityTrack,
    base: number,
    count: number,
    last: number,
  ): boolean {
    const end = complete + count
    const offset = base - complete
    // What a stop in the middle of a booking falls back on.
    broker.writeAccount(account, ((complete - 1) & (capacity - 1)) * ACCOUNT_WIDTH)
    while (complete < end) {
      aheadTo = end
      const told = table.run(complete, end)
      aheadTo = -1
      inBroker = true
      const bar = told === 0 ? end : barAtHand()
      follow(broker, equity, bar, offset, last)
      if (told !== 0) {
        const slot = bar + offset
        meet(broker, bar, slot)
        if (!listen(told, broker, bar, stretch!.time[slot]!)) {
          inBroker = false
          return false
        }
        broker.settle()
        record(broker, equity, bar, slot, last)
      }
      inBroker = false
    }
    return true
  }

  /** `runBars` for a strategy that reads the account: it runs ahead over bars that touch nothing but the mark. */
  function runAbreast(
    broker: Broker,
    equity: EquityTrack,
    base: number,
    count: number,
    last: number,
  ): boolean {
    const end = complete + count
    const offset = base - complete
    const columns = stretch!
    while (complete < end) {
      const slot = complete + offset
      inBroker = true
      const most = Math.min(LOOK_AHEAD, end - complete)
      const calm = columns.time[slot]! >= tradeFrom ? broker.look(columns, slot, most) : 0
      if (calm > 0) broker.writeAccounts(columns, slot, calm, account)
      else {
        meet(broker, complete, slot)
        showBroker(broker, slot)
      }
      inBroker = false
      const until = complete + Math.max(1, calm)
      if (calm > 0) aheadTo = until
      const told = table.run(complete, until)
      aheadTo = -1
      inBroker = true
      const bar = told !== 0 ? barAtHand() : calm > 0 ? until : complete
      if (calm > 0) follow(broker, equity, bar, offset, last)
      if (told !== 0 || calm === 0) {
        if (calm > 0) meet(broker, bar, bar + offset)
        if (told !== 0 && !listen(told, broker, bar, columns.time[bar + offset]!)) {
          inBroker = false
          return false
        }
        broker.settle()
        record(broker, equity, bar, bar + offset, last)
      }
      inBroker = false
    }
    return true
  }

  /** Brings the broker up to bar `to`, over bars on which the strategy gives nothing. */
  function follow(
    broker: Broker,
    equity: EquityTrack,
    to: number,
    offset: number,
    last: number,
  ): void {
    const columns = stretch!
    while (complete < to) {
      const bar = complete
      const slot = bar + offset
      const passed = columns.time[slot]! >= tradeFrom ? broker.pass(columns, slot, to - bar) : 0
      if (passed === 0) {
        meet(broker, bar, slot)
        broker.settle()
        record(broker, equity, bar, slot, last)
        continue
      }
      if (part !== undefined) for (let i = 0; i < passed; i++) nextPart(part)
      equity.bars(bar, columns, slot, passed, broker.position, broker.exposed ? columns : undefined)
      if (plotRow.length > 2) samplePlots(bar, slot, passed, last)
      complete = bar + passed
      walked = complete
    }
  }

  /** The broker meets a bar. */
  function meet(broker: Broker, bar: number, slot: number): void {
    const { time, open, high, low, close } = stretch!
    broker.bar(
      bar,
      time[slot]!,
      open[slot]!,
      high[slot]!,
      low[slot]!,
      close[slot]!,
      part === undefined ? undefined : nextPart(part),
    )
    walked = bar + 1
  }

  /** A bar is over: the curves take its point. */
  function record(
    broker: Broker,
    equity: EquityTrack,
    bar: number,
    slot: number,
    last: number,
  ): void {
    const { time, open, close } = stretch!
    const timeMs = time[slot]!
    levels.bar(bar, broker)
    if (timeMs >= tradeFrom) {
      equity.bar(
        bar,
        timeMs,
        open[slot]!,
        close[slot]!,
        broker.equity,
        broker.position,
        broker.exposed,
        broker.marginUsed,
      )
      if (plotRow.length > 2) samplePlots(bar, slot, 1, last)
    }
    // Committed by this one assignment: a stop from outside may come anywhere above (R12).
    complete = bar + 1
  }

  /** After a stop in the strategy's own code: the broker catches up with the bar it was at. */
  function catchUp(broker: Broker, equity: EquityTrack): void {
    const bar = mailbox[MAIL.BAR]!
    // It may have been stopped before it set out.
    if (!(bar >= complete && bar < aheadTo && Number.isInteger(bar))) return
    const offset = (complete & (capacity - 1)) - complete
    follow(broker, equity, bar, offset, -1)
    meet(broker, bar, bar + offset)
  }

  /** Takes what a step left in the mailbox; false when it ended the run. */
  function listen(told: number, broker: Broker, bar: number, timeMs: number): boolean {
    if (told < 0) {
      takeLines(bar, timeMs)
      const reason = realmFailure(table.failure(), bar, timeMs)
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

  /** Takes the points of `count` bars that are due, and that of the last bar of all. */
  function samplePlots(bar: number, slot: number, count: number, last: number): void {
    for (let i = 0; i < count; i++) {
      if (!plots.isDue && bar + i !== last) {
        plots.skip()
        continue
      }
      plotRow[0] = bar + i
      plotRow[1] = stretch!.time[slot + i]!
      for (let k = 0; k < plotRings.length; k++)
        plotRow[k + 2] = plotRings[k]![slot + i] ?? Number.NaN
      plots.add(plotRow)
    }
  }

  /**
   * Completes the bar in which the strategy failed or was stopped, without it: the bar's fills are
   * booked, so that the account, the open trades and the equity are of one moment.
   */
  function closeLastBar(): void {
    if (broker === undefined || equity === undefined) return
    broker.settle()
    record(broker, equity, complete, complete & (capacity - 1), -1)
  }

  function finish(stopped?: Failure): RunResult {
    // A stop can fall between two steps of a booking. The broker is asked only where it was at rest;
    // otherwise the account is that of the last complete bar's page.
    const isWhole = stopped === undefined || !inBroker
    if (stopped !== undefined) fail(stopped, 'stopped')
    if (isWhole && aheadTo >= 0 && broker !== undefined && equity !== undefined)
      catchUp(broker, equity)
    // A run that never came past its first bar has nothing to show, unless orders have filled on it.
    const hasDealt = complete > 0 || (isWhole && (broker?.statistics().fills ?? 0) > 0)
    if (isWhole && walked > complete && hasDealt) closeLastBar()
    flushTrades()
    const row = new Float64Array(ACCOUNT_WIDTH)
    const openRows = new Float64Array(isWhole ? (broker?.openTradeCount ?? 0) * TRADE_WIDTH : 0)
    if (isWhole) {
      broker?.writeAccount(row, 0)
      broker?.writeOpenTrades(openRows)
    } else if (complete > 0) {
      const at = ((complete - 1) & (capacity - 1)) * ACCOUNT_WIDTH
      row.set(account.subarray(at, at + ACCOUNT_WIDTH))
    }
    const { every, columns } = plots.columns()
    const [bar = [], time = [], ...values] = columns
    return {
      end: { status, bars: complete, ...(failure === undefined ? {} : { failure }) },
      declaration,
      equity: (equity ?? createEquityTrack({ initialCapital: 1 })).finish(),
      statistics: broker?.statistics() ?? null,
      account: numbersOrNull(row),
      openTrades: numbersOrNull(openRows),
      declined: declined.groups(),
      logs,
      droppedLines: droppedAlerts + (mailbox[MAIL.DROPPED] ?? 0),
      plots: values.map((value) => ({ every, bar, time, value: numbersOrNull(value) })),
      levels: levels.finish(complete - 1),
      commands: commandTotal,
      earlyCommands,
    }
  }

  return {
    declare,
    start,
    detail,
    markets,
    bars,
    get complete() {
      return complete
    },
    finish,
    explanation: () => witness?.finish(complete),
  }
}

/** Days of the exchange's calendar where its zone is not UTC (BE-13.1). */
function tradingDays(
  timezone: string,
  zones: readonly ZoneTable[],
): { tradingDayOf?: (timeMs: number) => number } {
  const zone = zones.find(({ name }) => name === timezone)
  if (zone === undefined) return {}
  let at = 0
  return {
    tradingDayOf: (timeMs) => {
      while (at < zone.starts.length && timeMs >= zone.starts[at]!) at++
      return Math.floor((timeMs + zone.offsets[at]!) / DAY)
    },
  }
}

/** Whether a strategy file is TypeScript, by its name. */
function isTypeScript(file: string): boolean {
  return file.endsWith('.ts')
}

function numbersOrNull(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null))
}

function unknownInput(name: string, { inputs }: Declaration): Failure {
  const known = inputs.map((input) => input.name)
  return {
    code: 'U110',
    message: `unknown input "${name}"`,
    hint:
      known.length === 0
        ? 'this strategy declares no inputs'
        : `this strategy has: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`,
  }
}
