import './quiet.ts'
import { BAR_COLUMNS } from '../shared/bars.ts'
import type { Job, ZoneTable } from '../shared/job.ts'
import type { Definition } from '../shared/kernel.ts'
import type { Declaration } from '../shared/outcome.ts'
import { MAIL, MAIL_WIDTH, type RealmTable, STEP } from '../shared/realm.ts'
import { parseTimeframe } from '../shared/timeframe.ts'
import { freezeReachable, hardenOnce, judgeOnce, shareColumns } from './base.ts'
import { describeThrown } from './describe.ts'
import { beginAgain, eachRun } from './each-run.ts'
import { allowSites, probe, tallies } from './explain/probe.ts'
import { beginTracks, countTracks, lookAtTracks, tracks } from './explain/tracks.ts'
import type { RealmFailure } from './fail.ts'
import { withHint } from './hints.ts'
import { mark, markNow } from './mark.ts'
import { power } from './math/power.ts'
import { chart } from './series/bars.ts'
import { setVolumePresent } from './series/binder.ts'
import { setExchangeZone } from './series/calendar.ts'
import * as cursor from './series/cursor.ts'
import { returnStates, showStates } from './series/derived.ts'
import { feedsWanted, inletAt, setFeeds } from './series/feeds.ts'
import { advanceBar, advanceBlock, barsHeld, begin, holdBar, releaseBar } from './series/graph.ts'
import { EMPTY } from './series/node.ts'
import { history } from './series/setup.ts'
import { fillZones, zonesWanted } from './series/zone.ts'
import { accountColumns, allocateAccount, isAccountShown, showAccount } from './strategy/account.ts'
import { createApi, onBarCallback, runBar, setLastBar } from './strategy/api.ts'
import { overrideProperties, settings } from './strategy/declare.ts'
import { fillRow, hasFills, onFillCallback, runFills, takeFill } from './strategy/fills.ts'
import { giveInputs, inputs } from './strategy/inputs.ts'
import { API_NAMES, SERIES_NAMES } from './strategy/names.ts'
import { clearCommands, commandCount, commands } from './strategy/orders.ts'
import { seedRandom } from './strategy/random.ts'
import { allowLines, droppedLines, lines, plots } from './strategy/records.ts'
import { chunkOf, closedTable, openTable, rowOffset } from './strategy/trades.ts'
import { textAt, textCount } from './text.ts'

let ti: Readonly<Record<string, Definition>> = {}
/** The API and what it was made for: frozen and without state of its own, it serves every run. */
let api = new Map<string, unknown>()
let apiFor = ''
let account!: Float64Array
const mailbox = new Float64Array(MAIL_WIDTH)
let lastFailure!: string
let running!: boolean
/** Of each mebibyte that the sandbox may have, what indicators of several trials may take: an eighth. */
const SHARED_BYTES_PER_MB = 131_072

/** Whether the file names trade rows, so that the host keeps them. */
let usesTrades!: boolean

eachRun(() => {
  account = new Float64Array(0)
  mailbox.fill(0)
  lastFailure = ''
  running = false
  usesTrades = false
})

function keep(thrown: unknown): void {
  lastFailure = toJson(withHint(describeThrown(thrown)))
}

function toJson({ code, message, hint }: RealmFailure): string {
  return JSON.stringify({ failure: { code, message, hint }, mark: markNow() })
}

/** Runs `work` unless the strategy has found a way to call the table from inside itself (R12). */
function guarded(work: () => void): number {
  if (running) throw new Error('nested')
  running = true
  try {
    work()
    return 0
  } catch (thrown) {
    keep(thrown)
    return -1
  } finally {
    running = false
  }
}

function create(json: string): string {
  const job = JSON.parse(json) as Job
  const status = guarded(() => {
    if (job.trialBars !== undefined)
      shareColumns(job.trialBars, job.limits.memoryMb * SHARED_BYTES_PER_MB)
    setExchangeZone(job.symbol.timezone)
    setVolumePresent(job.volume)
    setFeeds(job.markets ?? [])
    seedRandom(job.seed)
    allowLines(job.limits.logs)
    giveInputs(job.inputs)
    closedTable.isFilled = usesTrades
    openTable.isFilled = usesTrades
    makeApi(job)
    overrideProperties(job.properties)
  })
  return status === 0 ? '' : lastFailure
}

function makeApi({ symbol, timeframe }: Job): void {
  const wanted = JSON.stringify([symbol, timeframe])
  if (wanted === apiFor) return
  api = createApi({ symbol, timeframe: parseTimeframe(timeframe)! }, ti)
  freezeReachable(api.values())
  apiFor = wanted
}

function setup(fn: unknown): string {
  let told = ''
  // The text is made in here too: nothing that is thrown on the way may reach the host (H2).
  const status = guarded(() => {
    Reflect.apply(fn as () => unknown, undefined, [...api.values(), mark, power, probe])
    const declaration: Declaration = {
      settings,
      inputs,
      plots: plots.map(({ node: _node, ...declared }) => declared),
    }
    told = JSON.stringify({
      declaration,
      zones: zonesWanted(),
      feeds: feedsWanted(),
      hasOnBar: onBarCallback !== undefined,
      hasOnFill: onFillCallback !== undefined,
    })
  })
  return status === 0 ? told : lastFailure
}

function judgeSource(source: string, isExplained = false): string {
  const { verdict, json } = judgeOnce(source, API_NAMES, SERIES_NAMES, accountColumns, isExplained)
  if (verdict.ok) {
    allowSites(verdict.sites.length)
    showAccount(verdict.account)
  }
  usesTrades = verdict.ok && verdict.usesTrades
  return json
}

function start(zones: string): number {
  fillZones(JSON.parse(zones) as ZoneTable[])
  // An account of all bars would be larger than what it saves.
  begin(history(), !isAccountShown())
  account = allocateAccount(cursor.capacity)
  post()
  return cursor.capacity
}

function post(): void {
  mailbox[MAIL.COMMANDS] = commandCount
  mailbox[MAIL.TEXTS] = textCount()
  mailbox[MAIL.LINES] = lines.length
  mailbox[MAIL.DROPPED] = droppedLines
}

/**
 * Runs bars from `from` on, up to the first that gives orders or lines, and never `to`. MAIL.BAR is the bar
 * at hand, and the one that ended the stretch.
 */
function run(from: number, to: number): number {
  if (running) throw new Error('nested')
  running = true
  clearCommands()
  try {
    for (let bar = from; bar < to; bar++) {
      // Ahead of everything else: a stop from outside may come anywhere below.
      mailbox[MAIL.BAR] = bar
      mailbox[MAIL.DROPPED] = droppedLines
      cursor.moveTo(bar)
      advanceBar()
      if (hasFills()) runFills()
      runBar()
      if (commandCount > 0 || lines.length > 0) break
    }
  } catch (thrown) {
    keep(thrown)
    running = false
    post()
    return -1
  }
  running = false
  const bits = (commandCount > 0 ? STEP.COMMANDS : 0) | (lines.length > 0 ? STEP.LINES : 0)
  if (bits !== 0 || droppedLines > 0) post()
  return bits
}

/** Runs what a fill has woken and tells what it gave, as `run` does. */
function runApart(work: () => void): number {
  clearCommands()
  const status = guarded(work)
  post()
  if (status !== 0) return status
  return (commandCount > 0 ? STEP.COMMANDS : 0) | (lines.length > 0 ? STEP.LINES : 0)
}

function inside(bar: number, runsBar: boolean): number {
  cursor.moveTo(bar)
  holdBar()
  const bits = runApart(() => {
    showStates()
    cursor.goInside(true, false)
    runFills()
    if (!runsBar) return
    // What onFill has set stays; what the discarded run sets does not (BE-2.9).
    showStates()
    cursor.goInside(true, true)
    runBar()
    returnStates()
  })
  cursor.goInside(false, false)
  releaseBar()
  return bits
}

/** The only thing of the realm that its host ever touches, beside the typed arrays it hands out. */
export const table: RealmTable = Object.freeze({
  __proto__: null,
  judge: judgeSource,
  addTi: (definitions: unknown) => {
    if (definitions !== ti) apiFor = ''
    ti = definitions as Readonly<Record<string, Definition>>
  },
  harden: () => {
    hardenOnce()
  },
  unpermitted: () => JSON.stringify(hardenOnce()),
  beginAgain,
  create,
  names: () => [...api.keys()].join(','),
  setup,
  begin: start,
  barsHeld,
  column: (index: number) => chart.columns[BAR_COLUMNS[index]!].ring,
  inlet: (feed: number, column: number) => inletAt(feed).columns[BAR_COLUMNS[column]!],
  confirmed: (feed: number) => inletAt(feed).confirmed.ring,
  giveRows: (feed: number, count: number) => {
    inletAt(feed).count = count
  },
  account: () => account,
  commands: () => commands,
  mailbox: () => mailbox,
  advance: (from: number, to: number) => guarded(() => advanceBlock(from, to)),
  run,
  fill: () => fillRow,
  takeFill,
  inside,
  afterClose: () => runApart(runFills),
  tallies: () => tallies,
  beginTracks,
  tracks: () => tracks,
  countTracks,
  lookAtTracks,
  failure: () => lastFailure,
  text: textAt,
  lineKind: (index: number) => lines[index]!.kind,
  lineText: (index: number) => lines[index]!.text,
  clearLines: () => {
    lines.length = 0
  },
  tradeChunk: (index: number, row: number) => chunkOf(index === 0 ? closedTable : openTable, row),
  tradeOffset: rowOffset,
  countTrades: (index: number, count: number) => {
    const target = index === 0 ? closedTable : openTable
    target.count = count
  },
  forgetTrades: (before: number) => {
    closedTable.first = before
  },
  setLastBar,
  plotRing: (index: number) => plots[index]!.node?.ring ?? EMPTY,
} as RealmTable)
