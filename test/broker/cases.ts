import type { StrategySettings } from '../../src/shared/settings.ts'
import type { Host } from './host.ts'
import { atr, type Bars, crossesOver, crossesUnder, ema, rsi, sma, type Window } from './market.ts'

const TICK = 0.01

/** What a case's strategy works with: the bars, the host, and the bar at hand. */
export type Desk = {
  readonly bars: Bars
  readonly host: Host
  readonly position: number
  readonly average: number
  /** Hour × 100 + minute of the bar's opening, UTC; days as Date counts them. */
  readonly clock: number
  readonly weekday: number
  readonly i: number
}
export type Case = {
  readonly window: Window
  readonly settings?: Partial<StrategySettings>
  readonly start: (bars: Bars) => (desk: Desk) => void
}

/** A strategy that needs nothing computed beforehand. */
const plain = (step: (desk: Desk) => void) => () => step

/** Fast and slow average with a bar action each way. */
function cross(
  fast: (bars: Bars) => number[],
  slow: (bars: Bars) => number[],
  act: (up: boolean, down: boolean, desk: Desk) => void,
) {
  return (bars: Bars) => {
    const a = fast(bars)
    const b = slow(bars)
    return (desk: Desk): void => act(crossesOver(a, b, desk.i), crossesUnder(a, b, desk.i), desk)
  }
}
const smaOf =
  (length: number, column: 'close' | 'high' = 'close') =>
  (bars: Bars) =>
    sma(bars[column], length)
const emaOf = (length: number) => (bars: Bars) => ema(bars.close, length)

/** A flip by entries alone, and one that closes first. */
const flip = (up: boolean, down: boolean, { host, position }: Desk): void => {
  if (up && position <= 0) host.entry('L', 'long')
  if (down && position >= 0) host.entry('S', 'short')
}
const closeAndFlip = (up: boolean, down: boolean, { host, position }: Desk): void => {
  if (up && position <= 0) {
    if (position < 0) host.close('S')
    host.entry('L', 'long')
  }
  if (down && position >= 0) {
    if (position > 0) host.close('L')
    host.entry('S', 'short')
  }
}

const rsiCross = (settings: Partial<StrategySettings>): Case => ({
  window: 'A',
  settings,
  start: (bars) => {
    const r = rsi(bars.close, 14)
    const fast = ema(bars.close, 9)
    const slow = ema(bars.close, 21)
    return ({ host, position, i }) => {
      if (crossesOver(fast, slow, i) && r[i]! < 70 && position === 0) host.entry('L', 'long')
      if (crossesUnder(fast, slow, i) && position > 0) host.close('L')
    }
  },
})

export const CASES: Readonly<Record<string, Case>> = {
  'order-close-all-cancel-all-01': {
    window: 'C',
    settings: { pyramiding: 2 },
    start: plain(({ bars, host, position, clock, i }) => {
      const close = bars.close[i]!
      if (clock === 415) {
        host.entry('PENDING_L', 'long', { qty: 1, limit: close * 0.8 })
        host.entry('PENDING_S', 'short', { qty: 1, limit: close * 1.2 })
      }
      if (clock === 430) host.cancelAll()
      if (clock === 515 && position === 0) host.entry('A', 'long', { qty: 1 })
      if (clock === 545 && position > 0) host.entry('B', 'long', { qty: 1 })
      if (clock === 615 && position !== 0) host.closeAll({ immediately: true })
    }),
  },
  'order-close-immediate-vs-next-bar-01': {
    window: 'C',
    start: plain(({ host, position, clock }) => {
      if (clock === 215 && position === 0) host.entry('NEXT', 'long')
      if (clock === 315 && position > 0) host.close('NEXT')
      if (clock === 1015 && position === 0) host.entry('IMM', 'long')
      if (clock === 1115 && position > 0) host.close('IMM', { immediately: true })
    }),
  },
  'order-cross-entry-cancel-same-pass-01': {
    window: 'C',
    start: plain(({ bars, host, position, clock, i }) => {
      const above = bars.high[i]! + TICK
      const below = bars.low[i]! - TICK
      if (clock === 215 && position === 0) {
        host.entry('L', 'long', { stop: above })
        host.cancel('L')
      }
      if (clock === 415 && position === 0) {
        host.cancel('L2')
        host.entry('L2', 'long', { stop: above })
      }
      if (clock === 615 && position > 0) host.closeAll()
      if (clock === 1415 && position === 0) {
        host.entry('S', 'short', { stop: below })
        host.cancel('S')
      }
      if (clock === 1615 && position === 0) {
        host.cancel('S2')
        host.entry('S2', 'short', { stop: below })
      }
      if (clock === 1815 && position < 0) host.closeAll()
    }),
  },
  'order-cross-entry-close-same-pass-01': {
    window: 'C',
    start: plain(({ host, position, clock }) => {
      if (clock === 15 && position === 0) {
        host.entry('L', 'long')
        host.close('L')
      }
      if (clock === 615 && position === 0) {
        host.close('L2')
        host.entry('L2', 'long')
      }
      if (clock === 715 && position > 0) host.closeAll()
      if (clock === 1215 && position === 0) {
        host.entry('S', 'short')
        host.close('S')
      }
      if (clock === 1815 && position === 0) {
        host.close('S2')
        host.entry('S2', 'short')
      }
      if (clock === 1915 && position < 0) host.closeAll()
    }),
  },
  'order-cross-exit-close-same-pass-01': {
    window: 'C',
    start: plain(({ host, position, average, clock }) => {
      const levels = { limit: average * 1.02, stop: average * 0.98 }
      if (clock === 15 && position === 0) host.entry('L', 'long')
      if (clock === 45 && position > 0) {
        host.exit('X', { from: 'L', ...levels })
        host.close('L')
      }
      if (clock === 615 && position === 0) host.entry('L2', 'long')
      if (clock === 645 && position > 0) {
        host.close('L2')
        host.exit('X2', { from: 'L2', ...levels })
      }
    }),
  },
  'order-deferred-flip-guaranteed-gap-stops-01': {
    window: 'A',
    start: plain(({ bars, host, position, clock, weekday, i }) => {
      if (clock === 800) {
        host.entry('SE', 'short', { qty: 1, stop: bars.high[i]! * 10 })
        host.cancel('LE')
      }
      if (clock === 1400) {
        host.entry('LE', 'long', { qty: 1, stop: bars.low[i]! * 0.1 })
        host.cancel('SE')
      }
      if (clock === 800 && position > 0) host.close('LE')
      if (clock === 1400 && position < 0) host.close('SE')
      if (weekday === 1 && clock === 0 && position !== 0) host.closeAll()
    }),
  },
  'order-dual-stop-both-touch-priority-01': {
    window: 'C',
    start: plain(({ bars, host, position, clock, i }) => {
      const close = bars.close[i]!
      if (clock === 245 && position === 0) {
        host.entry('LE', 'long', { stop: close * 1.002 })
        host.entry('SE', 'short', { stop: close * 0.998 })
      }
      if (clock === 615 && position !== 0) host.closeAll()
      if (clock === 1445 && position === 0) {
        host.entry('LE2', 'long', { stop: close * 1.004 })
        host.entry('SE2', 'short', { stop: close * 0.996 })
      }
      if (clock === 1815 && position !== 0) host.closeAll()
    }),
  },
  'order-dual-stop-open-tie-01': {
    window: 'C',
    start: plain(({ bars, host, position, clock, i }) => {
      const stop = bars.close[i]!
      if (clock === 445 && position === 0) {
        host.entry('LE', 'long', { stop })
        host.entry('SE', 'short', { stop })
      }
      if (clock === 815 && position !== 0) host.closeAll()
      if (clock === 1645 && position === 0) {
        host.entry('SE2', 'short', { stop })
        host.entry('LE2', 'long', { stop })
      }
      if (clock === 2015 && position !== 0) host.closeAll()
    }),
  },
  'order-dual-stop-source-order-short-first-01': {
    window: 'C',
    start: plain(({ bars, host, position, clock, i }) => {
      const close = bars.close[i]!
      if (clock === 245 && position === 0) {
        host.entry('SE', 'short', { stop: close * 0.998 })
        host.entry('LE', 'long', { stop: close * 1.002 })
      }
      if (clock === 615 && position !== 0) host.closeAll()
    }),
  },
  'order-entry-implicit-reversal-exit-01': {
    window: 'C',
    start: plain(({ host, position, clock }) => {
      if (clock === 15 && position === 0) host.entry('L', 'long')
      if (clock === 45 && position > 0) host.entry('S', 'short')
      if (clock === 115 && position < 0) host.entry('L', 'long')
      if (clock === 145 && position !== 0) host.closeAll()
    }),
  },
  'order-opposite-entry-close-same-pass-01': {
    window: 'A',
    start: plain(({ bars, host, position, clock, i }) => {
      const stop = bars.low[i]! - TICK
      if (clock === 15 && position === 0) host.entry('L', 'long', { qty: 1 })
      if (clock === 45 && position > 0) {
        host.entry('S', 'short', { qty: 1, stop })
        host.close('L')
      }
      if (clock === 615 && position === 0) host.entry('L2', 'long', { qty: 1 })
      if (clock === 645 && position > 0) {
        host.close('L2')
        host.entry('S2', 'short', { qty: 1, stop })
      }
      if (clock === 1215 && position < 0) host.closeAll()
    }),
  },
  'order-percent-equity-cash-commission-01': {
    window: 'C',
    settings: {
      defaultQtyType: 'percentOfEquity',
      defaultQtyValue: 25,
      commissionType: 'cashPerOrder',
      commissionValue: 1.5,
    },
    start: plain(({ host, position, clock }) => {
      if (clock === 815 && position === 0) host.entry('L', 'long')
      if (clock === 1215 && position > 0) host.close('L')
    }),
  },
  'order-process-on-close-false-01': rsiCross({}),
  'order-process-on-close-true-01': rsiCross({ processOrdersOnClose: true }),
  'order-range-expansion-pending-stop-01': {
    window: 'A',
    start: (bars) => {
      const range = atr(bars, 14)
      return ({ host, i }) => {
        const p = i - 1
        const expands = i > 0 && bars.high[p]! - bars.low[p]! > range[p]!
        if (expands && bars.close[p]! > bars.open[p]!)
          host.entry('LongOnRng', 'long', { stop: bars.high[p]! })
        else host.cancel('LongOnRng')
        if (expands && bars.close[p]! < bars.open[p]!)
          host.entry('ShortOnRng', 'short', { stop: bars.low[p]! })
        else host.cancel('ShortOnRng')
      }
    },
  },
  'order-same-id-market-entry-repeat-01': {
    window: 'C',
    settings: { pyramiding: 3 },
    start: plain(({ host, position, clock }) => {
      for (let n = 0; n < 2; n++) {
        if (clock === 15 && position === 0) host.entry('L', 'long', { qty: 1 })
        if (clock === 1215 && position === 0) host.entry('S', 'short', { qty: 1 })
      }
      if (clock === 115 && position > 0) host.close('L')
      if (clock === 1315 && position < 0) host.close('S')
    }),
  },
  'order-same-id-stop-modification-01': {
    window: 'C',
    start: plain(({ bars, host, position, clock, i }) => {
      const hour = Math.floor(clock / 100)
      if (hour === 2 && position === 0) host.entry('LE', 'long', { stop: bars.high[i]! + TICK })
      if (hour === 14 && position === 0) host.entry('SE', 'short', { stop: bars.low[i]! - TICK })
      if (clock === 615 && position > 0) host.close('LE')
      if (clock === 1815 && position < 0) host.close('SE')
    }),
  },
  'order-stop-entry-reversal-grouping-01': {
    window: 'C',
    settings: { pyramiding: 2 },
    start: plain(({ bars, host, position, clock, i }) => {
      if (clock === 15 && position === 0) host.entry('L1', 'long', { qty: 1 })
      if (clock === 30 && position > 0) host.entry('L2', 'long', { qty: 1 })
      if (clock === 45 && position > 0) host.entry('SREV', 'short', { qty: 1, stop: bars.high[i]! })
      if (clock === 115 && position < 0) host.entry('LREV', 'long', { qty: 1, stop: bars.low[i]! })
      if (clock === 145 && position !== 0) host.closeAll()
    }),
  },
  'bracket-entry-exit-same-pass-attach-01': {
    window: 'C',
    start: plain(({ bars, host, position, clock, i }) => {
      const close = bars.close[i]!
      if (clock === 815 && position === 0) {
        host.entry('L', 'long', { qty: 1 })
        host.exit('X', { from: 'L', limit: close * 1.005, stop: close * 0.995 })
      }
      if (clock === 1615 && position === 0) {
        host.entry('S', 'short', { qty: 1 })
        host.exit('XS', { from: 'S', limit: close * 0.995, stop: close * 1.005 })
      }
      if (clock === 2345 && position !== 0) host.closeAll()
    }),
  },
  'bracket-exit-stop-limit-trail-same-bar-01': {
    window: 'C',
    start: (bars) => {
      const range = atr(bars, 14)
      return ({ host, position, average, clock, i }) => {
        const a = range[i]!
        if (clock === 815 && position === 0) host.entry('L', 'long')
        if (clock === 1615 && position === 0) host.entry('S', 'short')
        if (position > 0)
          host.exit('LX', {
            from: 'L',
            stop: average - 0.8 * a,
            limit: average + 1.6 * a,
            trailPoints: a,
          })
        if (position < 0)
          host.exit('SX', {
            from: 'S',
            stop: average + 0.8 * a,
            limit: average - 1.6 * a,
            trailPoints: a,
          })
        if (clock === 2345 && position !== 0) host.closeAll()
      }
    },
  },
  'bracket-exit-tp-sl-fixed-01': {
    window: 'C',
    start: plain(({ host, position, average, clock }) => {
      if (clock === 15 && position === 0) host.entry('L', 'long')
      if (position > 0)
        host.exit('LX', { from: 'L', limit: average * 1.004, stop: average * 0.996 })
      if (clock === 615 && position > 0) host.close('L')
    }),
  },
  'bracket-partial-exit-qty-percent-01': {
    window: 'C',
    settings: { defaultQtyValue: 2 },
    start: plain(({ host, position, average, clock }) => {
      if (clock === 115 && position === 0) host.entry('L', 'long', { qty: 2 })
      if (position > 0) {
        host.exit('HALF_TP', { from: 'L', limit: average * 1.003, qtyPercent: 50 })
        host.exit('REST_SL', { from: 'L', stop: average * 0.994 })
      }
      if (clock === 915 && position > 0) host.close('L')
    }),
  },
  'bracket-same-id-exit-replace-01': {
    window: 'C',
    start: plain(({ host, position, average, clock }) => {
      if (clock === 815 && position === 0) host.entry('L', 'long')
      if (position > 0) {
        host.exit('X', { from: 'L', limit: average * 1.01, stop: average * 0.99 })
        host.exit('X', { from: 'L', limit: average * 1.003, stop: average * 0.997 })
      }
      if (clock === 1615 && position > 0) host.close('L')
    }),
  },
  'bracket-tp-sl-oca-reduce-isolate-01': {
    window: 'A',
    start: cross(smaOf(9), smaOf(21), (up, down, desk) => {
      flip(up, down, desk)
      const { host, position, average } = desk
      if (position !== 0) {
        const way = position > 0 ? 'short' : 'long'
        const d = Math.sign(position)
        const group = { qty: Math.abs(position), ocaName: 'bracket97a', ocaType: 'REDUCE' } as const
        host.order('BracketTP', way, { ...group, limit: average + d * 10 * TICK })
        host.order('BracketSL', way, { ...group, stop: average - d * 10 * TICK })
      } else {
        host.cancel('BracketTP')
        host.cancel('BracketSL')
      }
    }),
  },
  'bracket-trail-points-no-offset-explicit-01': {
    window: 'A',
    start: plain(({ bars, host, position, clock, i }) => {
      const close = bars.close[i]!
      if (clock === 800 && position === 0) {
        host.entry('L', 'long', { qty: 1 })
        host.exit('LX', { from: 'L', stop: close * 0.95, limit: close * 1.05, trailPoints: 8 })
      }
      if (clock === 2000 && position === 0) {
        host.entry('S', 'short', { qty: 1 })
        host.exit('SX', { from: 'S', stop: close * 1.05, limit: close * 0.95, trailPoints: 8 })
      }
    }),
  },
  'bracket-trail-points-with-offset-only-01': {
    window: 'C',
    start: plain(({ host, position, clock }) => {
      if (clock === 915 && position === 0) host.entry('L', 'long')
      if (clock === 1515 && position === 0) host.entry('S', 'short')
      if (position > 0) host.exit('LX', { from: 'L', trailPoints: 80, trailOffset: 40 })
      if (position < 0) host.exit('SX', { from: 'S', trailPoints: 80, trailOffset: 40 })
      if (clock === 2345 && position !== 0) host.closeAll()
    }),
  },
  'oca-multi-bracket-isolation-01': {
    window: 'A',
    settings: { defaultQtyValue: 2 },
    start: (bars) => {
      const r = rsi(bars.close, 14)
      const range = atr(bars, 14)
      const fast = ema(bars.close, 9)
      const slow = ema(bars.close, 21)
      return ({ host, position, average, i }) => {
        const a = range[i]!
        if (crossesOver(fast, slow, i) && r[i]! < 60 && position === 0)
          host.entry('L', 'long', { qty: 2 })
        if (position > 0) {
          const one = { from: 'L', qty: 1 }
          host.exit('X_A', { ...one, limit: average + a, stop: average - a, ocaName: 'A' })
          host.exit('X_B', { ...one, limit: average + 2 * a, stop: average - 2 * a, ocaName: 'B' })
        }
      }
    },
  },
  'oca-raw-strategy-order-reduce-01': {
    window: 'C',
    start: plain(({ host, position, average, clock }) => {
      if (clock === 715 && position === 0) host.entry('L', 'long', { qty: 1 })
      if (position > 0) {
        const group = { qty: position, ocaName: 'BRACKET', ocaType: 'REDUCE' } as const
        host.order('TP', 'short', { ...group, limit: average * 1.004 })
        host.order('SL', 'short', { ...group, stop: average * 0.996 })
      }
      if (position === 0) {
        host.cancel('TP')
        host.cancel('SL')
      }
      if (clock === 1315 && position > 0) host.close('L')
    }),
  },
  'pyramid-cash-fractional-commission-01': {
    window: 'A',
    settings: {
      defaultQtyType: 'cash',
      defaultQtyValue: 50_000,
      pyramiding: 3,
      commissionType: 'cashPerContract',
      commissionValue: 0.05,
    },
    start: (bars) => {
      const r = rsi(bars.close, 14)
      const fast = ema(bars.close, 9)
      const slow = ema(bars.close, 21)
      return ({ host, clock, i }) => {
        if (crossesOver(fast, slow, i) && r[i]! > 40 && r[i]! < 70) host.entry('L', 'long')
        if (clock === 2345) host.closeAll()
      }
    },
  },
  'pyramid-close-id-grouping-01': {
    window: 'C',
    settings: { pyramiding: 3 },
    start: plain(({ host, position, clock }) => {
      if (clock === 15 && position === 0) host.entry('L', 'long')
      if ((clock === 30 || clock === 45) && position > 0) host.entry('L', 'long')
      if (clock === 115 && position > 0) host.close('L')
      if (clock === 1215 && position === 0) host.entry('S', 'short')
      if ((clock === 1230 || clock === 1245) && position < 0) host.entry('S', 'short')
      if (clock === 1315 && position < 0) host.close('S')
    }),
  },
  'cap-max-intraday-filled-orders-isolate-01': {
    window: 'A',
    start: cross(smaOf(5), smaOf(13), (up, down, desk) => {
      if (desk.i === 0) desk.host.risk.maxFills(5)
      flip(up, down, desk)
    }),
  },
  'cap-risk-gates-allow-max-intraday-01': {
    window: 'C',
    settings: { pyramiding: 10 },
    start: plain(({ host, position, clock, i }) => {
      if (i === 0) {
        host.risk.allow('LONG')
        host.risk.maxPosition(2)
        host.risk.maxFills(3)
      }
      if (clock === 15) host.entry('L1', 'long', { qty: 1 })
      if (clock === 30) host.entry('L2', 'long', { qty: 1 })
      if (clock === 45) host.entry('L3', 'long', { qty: 1 })
      if (clock === 100) host.entry('S_BLOCKED', 'short', { qty: 1 })
      if (clock === 300 && position !== 0) host.closeAll()
    }),
  },
  'risk-max-contracts-held-gate-pyramid-01': {
    window: 'A',
    settings: { pyramiding: 10 },
    start: plain(({ host, position, clock }) => {
      if (clock % 100 === 0 && host.see('MAX_CONTRACTS_HELD_ALL') < 5) host.entry('LE', 'long')
      if (clock === 2345 && position !== 0) host.closeAll()
    }),
  },
  'analyzer-parity-percent-of-equity-sizing-01': {
    window: 'A',
    settings: { defaultQtyType: 'percentOfEquity', defaultQtyValue: 99 },
    start: plain(({ host, position, clock, weekday, i }) => {
      if (weekday === 1 && clock === 0 && position === 0) host.entry('E', 'long')
      if (position > 0 && i > host.openTrades()[0]!.entryBar) host.close('E')
    }),
  },
  'analyzer-parity-stop-limit-timing-01': {
    window: 'A',
    start: (bars) => {
      const range = atr(bars, 14)
      return ({ host, position, clock, i }) => {
        const a = range[i]!
        const close = bars.close[i]!
        if ((clock === 0 || clock === 1200) && position === 0 && !Number.isNaN(a)) {
          host.entry('L', 'long')
          host.exit('X', { from: 'L', stop: close - a, limit: close + 2 * a })
        }
      }
    },
  },
  'anomaly-equity-mirror-strategy-equity-01': {
    window: 'A',
    start: plain(({ bars, host, position, clock, weekday, i }) => {
      const qty = Math.round((host.see('EQUITY') / bars.close[i]!) * 1000) / 1000
      if (weekday === 1 && clock === 0 && position === 0 && qty > 0)
        host.entry('E', 'long', { qty })
      if (position > 0 && i > host.openTrades()[0]!.entryBar) host.close('E')
    }),
  },
  'stats-eventrades-zero-pnl-count-01': {
    window: 'A',
    start: (bars) => {
      let price = Number.NaN
      return ({ host, position, clock, i }) => {
        if (clock === 0 && position === 0) {
          host.entry('LE', 'long', { qty: 1 })
          price = bars.close[i]!
        }
        if (position > 0) host.exit('LX', { from: 'LE', limit: price })
      }
    },
  },
  'session-hour-minute-pulse-filter-01': {
    window: 'C',
    start: plain(({ host, position, clock }) => {
      if (clock === 15 && position === 0) host.entry('T', 'long', { qty: 1 })
      if (clock === 45 && position > 0) host.close('T')
    }),
  },
  'timeframe-main-period-self-adaptive-01': {
    window: 'A',
    start: cross(smaOf(10), smaOf(30), flip),
  },
  'input-source-runtime-override-high-01': {
    window: 'A',
    start: cross(smaOf(10, 'high'), smaOf(30, 'high'), (up, down, { host }) => {
      if (up) host.entry('Long', 'long')
      if (down) host.entry('Short', 'short')
    }),
  },
  'barstate-isconfirmed-magnifier-off-01b': {
    window: 'A',
    start: (bars) => {
      let enter = false
      let leave = false
      return cross(emaOf(9), emaOf(21), (up, down, { host, position }) => {
        enter ||= up
        leave ||= down
        if (enter && position === 0) {
          host.entry('L', 'long')
          enter = false
        }
        if (leave && position > 0) {
          host.close('L')
          leave = false
        }
      })(bars)
    },
  },
  'composite-scalping-tight-tp-sl-points-01': {
    window: 'A',
    start: cross(emaOf(5), emaOf(13), (up, down, { host, position, average }) => {
      if (up) host.entry('L', 'long', { qty: 1 })
      if (down) host.entry('S', 'short', { qty: 1 })
      const d = Math.sign(position)
      if (d !== 0)
        host.exit('Brk', {
          from: d > 0 ? 'L' : 'S',
          stop: average - d * 7 * TICK,
          limit: average + d * 15 * TICK,
        })
    }),
  },
  'composite-kkb-margin-100-pct-01': {
    window: 'A',
    start: cross(smaOf(5), smaOf(20), flip),
  },
  'ta-sma-dual-cross-01': { window: 'A', start: cross(smaOf(9), smaOf(21), closeAndFlip) },
  'ta-rsi14-bands-30-70-01': {
    window: 'A',
    start: (bars) => {
      const r = rsi(bars.close, 14)
      const [low, high] = [30, 70].map((level) => bars.close.map(() => level))
      return ({ host, i }) => {
        if (crossesOver(r, low!, i)) host.entry('L', 'long')
        if (crossesUnder(r, high!, i)) host.entry('S', 'short')
      }
    },
  },
  'ta-closedtrades-risk-introspection-01': {
    window: 'B',
    start: (bars) => {
      const best = (column: 'high' | 'low', pick: (...values: number[]) => number): number[] =>
        bars[column].map((_, i) =>
          i < 19 ? Number.NaN : pick(...bars[column].slice(i - 19, i + 1)),
        )
      const top = best('high', Math.max)
      const bottom = best('low', Math.min)
      return ({ host, i }) => {
        if (i === 0) host.risk.maxDrawdown(20, 'PERCENT_OF_EQUITY')
        const last = host.trades.at(-1)
        const qty = last === undefined ? 1 : last.profit < 0 ? 0.5 : 2
        if (bars.close[i]! > top[i - 1]!) host.entry('Long', 'long', { qty })
        if (bars.close[i]! < bottom[i - 1]!) host.entry('Short', 'short', { qty })
      }
    },
  },
  'ta-bb-rsi-mean-reversion-01': {
    window: 'B',
    start: (bars) => {
      const r = rsi(bars.close, 14)
      const mid = sma(bars.close, 20)
      const deviation = mid.map((m, i) =>
        Math.sqrt(
          bars.close.slice(Math.max(0, i - 19), i + 1).reduce((t, x) => t + (x - m) ** 2, 0) / 20,
        ),
      )
      return ({ host, position, i }) => {
        const close = bars.close[i]!
        if (close < mid[i]! - 2 * deviation[i]! && r[i]! < 30) host.entry('Long', 'long')
        if (close > mid[i]! + 2 * deviation[i]! && r[i]! > 70) host.entry('Short', 'short')
        if (position > 0 && close > mid[i]!) host.close('Long')
        if (position < 0 && close < mid[i]!) host.close('Short')
      }
    },
  },
  'ta-keltner-channel-break-01': {
    window: 'A',
    start: (bars) => {
      const mid = ema(bars.close, 20)
      const range = atr(bars, 10)
      const upper = mid.map((m, i) => m + 2 * range[i]!)
      const lower = mid.map((m, i) => m - 2 * range[i]!)
      return (desk) => {
        const { host, position, i } = desk
        const up = crossesOver(bars.close, upper, i)
        const down = crossesUnder(bars.close, lower, i)
        closeAndFlip(up, down, desk)
        if (crossesUnder(bars.close, mid, i) && position > 0) host.close('L')
        if (crossesOver(bars.close, mid, i) && position < 0) host.close('S')
      }
    },
  },
  'composite-ies-cooldown-daily-cap-01': {
    window: 'A',
    start: (bars) => {
      let idle = 999
      let today = 0
      return cross(emaOf(9), emaOf(21), (up, down, { host, position, i }) => {
        const day = (n: number): number => Math.floor(bars.time[n]! / 86_400_000)
        idle++
        if (i > 0 && day(i) !== day(i - 1)) today = 0
        if (up && position === 0 && idle >= 15 && today < 3) {
          host.entry('L', 'long')
          idle = 0
          today++
        }
        if (down && position > 0) host.close('L')
      })(bars)
    },
  },
  'composite-kanuck-calc-on-every-tick-01': {
    window: 'A',
    start: cross(emaOf(8), emaOf(21), (up, down, desk) => {
      const gate = (desk.i + 1) % 3 === 0
      flip(up && gate, down && gate, desk)
    }),
  },
  'udt-method-drives-strategy-entry-01': {
    window: 'A',
    start: (bars) => {
      const last = { L: -1000, S: -1000 }
      return cross(emaOf(9), emaOf(21), (up, down, { host, position, i }) => {
        if (up && i - last.L >= 5) {
          last.L = i
          if (position < 0) host.close('S')
          host.entry('L', 'long')
        }
        if (down && i - last.S >= 5) {
          last.S = i
          if (position > 0) host.close('L')
          host.entry('S', 'short')
        }
      })(bars)
    },
  },
  'udt-method-tuple-return-destructure-01': {
    window: 'A',
    start: (bars) => {
      const range = atr(bars, 14)
      return cross(emaOf(9), emaOf(21), (up, down, { host, position, i }) => {
        const a = range[i]!
        const close = bars.close[i]!
        if (up && position === 0) {
          host.entry('L', 'long')
          host.exit('LX', { from: 'L', stop: close - 1.5 * a, limit: close + 3 * a })
        }
        if (down && position === 0) {
          host.entry('S', 'short')
          host.exit('SX', { from: 'S', stop: close + 1.5 * a, limit: close - 3 * a })
        }
      })(bars)
    },
  },
}
