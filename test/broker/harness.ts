import { readFileSync } from 'node:fs'
import { CASES } from './cases.ts'
import { createHost, type Trade } from './host.ts'
import { loadBars, loadRates, PARITY, WINDOWS } from './market.ts'

export type Verdict = {
  readonly matched: number
  readonly theirs: number
  /** The first difference, for a failing test's message. */
  readonly first: unknown
  /** Trades whose excursion percents differ from the export's (BE-11.5, RM-1.3). */
  readonly excursions: number
}

type Compare = {
  compare(
    ours: unknown[],
    theirs: unknown[],
    options: object,
  ): {
    count: { matched: number }
    diffs: unknown[]
  }
  readTradingView(text: string, minutes: number): { closed: Record<string, number | string>[] }
  parseCsv(text: string): string[][]
}

/** Runs one case over the bars of its window and compares trade for trade with TradingView's export. */
export async function runCase(name: string): Promise<Verdict> {
  const { window, settings, start } = CASES[name]!
  const bars = loadBars(window)
  const host = createHost(settings, {}, { fxAt: loadRates() })
  const step = start(bars)
  for (let i = 0; i < bars.count; i++) {
    const time = bars.time[i]!
    const minute = Math.floor(time / 60_000) % 1440
    host.bar(
      [bars.open[i]!, bars.high[i]!, bars.low[i]!, bars.close[i]!],
      () =>
        step({
          bars,
          host,
          i,
          position: host.see('POSITION_SIZE'),
          average: host.see('POSITION_AVG_PRICE'),
          clock: Math.floor(minute / 60) * 100 + (minute % 60),
          weekday: new Date(time).getUTCDay(),
        }),
      time,
    )
  }
  return compareWithExport(name, window, host.trades)
}

async function compareWithExport(
  name: string,
  window: keyof typeof WINDOWS,
  trades: readonly Trade[],
): Promise<Verdict> {
  const tool = (await import(`${PARITY}/compare.mjs`)) as Compare
  const text = readFileSync(`${PARITY}/cases/${name}/tv_trades.csv`, 'utf8')
  const [from, to] = WINDOWS[window].map(Date.parse) as [number, number]
  const theirs = tool
    .readTradingView(text, 480)
    .closed.filter((t) => Number(t.entry_time) >= from && Number(t.exit_time) <= to)
  const ours = trades.map((t, i) => ({
    trade: String(i + 1),
    side: t.side,
    entry_time: t.entryTime,
    entry_price: t.entry,
    exit_time: t.exitTime,
    exit_price: t.exit,
    qty: t.qty,
    profit: t.profit,
  }))
  const { count, diffs } = tool.compare(ours, theirs, {
    tick: 0.01,
    qtyStep: 0.0001,
    rate: () => 1,
  })
  return {
    matched: count.matched,
    theirs: theirs.length,
    first: diffs[0] ?? null,
    // Window B's exports hold excursions beyond every high and low of these bars: another feed's.
    excursions: window === 'B' ? 0 : countExcursions(tool.parseCsv(text), trades),
  }
}

/**
 * Compares the excursions in percent of the entry value. TradingView converts an excursion at the rate
 * of its day and we at the exit's: that is up to 0.3 % of it.
 */
function countExcursions(rows: readonly string[][], trades: readonly Trade[]): number {
  const head = rows[0]!.map((cell) => cell.trim())
  const column = (...names: string[]): number => head.findIndex((name) => names.includes(name))
  const columns = {
    type: column('Type'),
    signal: column('Signal'),
    favourable: column('Favorable excursion %', 'Run-up %'),
    adverse: column('Adverse excursion %', 'Drawdown %'),
  }
  const theirs = rows
    .slice(1)
    .filter((row) => row[columns.type]!.startsWith('Exit') && row[columns.signal] !== 'Open')
  if (theirs.length !== trades.length) return -1
  // The export is sorted by trade number, ours by closing: the same order.
  return trades.filter((trade, i) => {
    const cost = trade.entry * trade.qty
    const row = theirs[i]!
    const near = (ours: number, cell: string): boolean =>
      Math.abs(ours - Number(cell)) <= 0.0101 + 0.003 * Math.abs(ours)
    return !(
      near((trade.runup / cost) * 100, row[columns.favourable]!) &&
      near((-trade.drawdown / cost) * 100, row[columns.adverse]!)
    )
  }).length
}
