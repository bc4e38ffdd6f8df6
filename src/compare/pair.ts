import type { ListedTrade } from './listed.ts'

/** What may differ between two trades that are the same trade. */
export type Fault = 'exit bar' | 'entry price' | 'exit price' | 'quantity' | 'profit'

/** How far apart two figures may lie and be the same. */
export type Tolerance = {
  /** Prices: half of it. */
  readonly tick: number
  /** Quantities: one of it. */
  readonly lot: number
  /** Profits: not at all, instead of by a cent or 0.1 %. */
  readonly isExact?: boolean
}

/** Rounding of binary fractions on top of every bound. */
const DUST = 1e-9
/** Exports round money to cents; 0.1 % covers the digits of an exchange rate. */
const CENT = 0.01
const PROFIT_SHARE = 0.001

export function moneyFits(ours: number, theirs: number): boolean {
  return Math.abs(ours - theirs) <= Math.max(CENT + DUST, PROFIT_SHARE * Math.abs(theirs))
}

export function faultsOf(
  ours: ListedTrade,
  theirs: ListedTrade,
  { tick, lot, isExact }: Tolerance,
): Fault[] {
  const priceFits = (a: number, b: number): boolean => Math.abs(a - b) <= tick / 2 + DUST
  const faults: Fault[] = []
  if (!priceFits(ours.entryPrice, theirs.entryPrice)) faults.push('entry price')
  if (ours.exitMs !== theirs.exitMs) faults.push('exit bar')
  if (!priceFits(ours.exitPrice, theirs.exitPrice)) faults.push('exit price')
  if (!(Math.abs(ours.qty - theirs.qty) <= lot + DUST)) faults.push('quantity')
  const profitFits = isExact ? ours.profit === theirs.profit : moneyFits(ours.profit, theirs.profit)
  if (!profitFits) faults.push('profit')
  return faults
}

export type Pair = {
  readonly ours: ListedTrade
  readonly theirs: ListedTrade
  readonly faults: readonly Fault[]
}

export type Pairing = {
  readonly pairs: readonly Pair[]
  /** Entered on another bar, at most {@link MOVED_BARS} away. */
  readonly moved: readonly { readonly ours: ListedTrade; readonly theirs: ListedTrade }[]
  readonly missing: readonly ListedTrade[]
  readonly extra: readonly ListedTrade[]
}

/** How many bars an entry may lie off and still be taken for the same trade, entered at another time. */
export const MOVED_BARS = 3

/**
 * Pairs two lists: trades of one side that enter on the same bar, without a fault first, then the
 * nearest of what is left; then leftovers that enter a few bars apart.
 */
export function pairTrades(
  ours: readonly ListedTrade[],
  theirs: readonly ListedTrade[],
  tolerance: Tolerance,
  barMs: number,
): Pairing {
  const groups = new Map<string, { ours: ListedTrade[]; theirs: ListedTrade[] }>()
  const groupOf = ({
    side,
    entryMs,
  }: ListedTrade): { ours: ListedTrade[]; theirs: ListedTrade[] } => {
    const key = `${side} ${entryMs}`
    const group = groups.get(key) ?? { ours: [], theirs: [] }
    groups.set(key, group)
    return group
  }
  for (const trade of ours) groupOf(trade).ours.push(trade)
  for (const trade of theirs) groupOf(trade).theirs.push(trade)

  const pairs: Pair[] = []
  const alone: { ours: ListedTrade[]; theirs: ListedTrade[] } = { ours: [], theirs: [] }
  for (const group of groups.values()) {
    const left = pairGroup(group, tolerance, pairs)
    alone.ours.push(...left.ours)
    alone.theirs.push(...left.theirs)
  }
  return { pairs, ...pairMoved(alone, MOVED_BARS * barMs) }
}

type Lists = { readonly ours: ListedTrade[]; readonly theirs: ListedTrade[] }

function pairGroup({ ours, theirs }: Lists, tolerance: Tolerance, pairs: Pair[]): Lists {
  const left = [...ours]
  const open: ListedTrade[] = []
  for (const trade of theirs) {
    const at = left.findIndex((own) => faultsOf(own, trade, tolerance).length === 0)
    if (at < 0) open.push(trade)
    else pairs.push({ ours: left.splice(at, 1)[0]!, theirs: trade, faults: [] })
  }
  while (left.length > 0 && open.length > 0) {
    let best = { distance: Number.POSITIVE_INFINITY, own: 0, other: 0 }
    for (let own = 0; own < left.length; own++)
      for (let other = 0; other < open.length; other++) {
        const distance = distanceOf(left[own]!, open[other]!, tolerance)
        if (distance < best.distance) best = { distance, own, other }
      }
    const [own] = left.splice(best.own, 1) as [ListedTrade]
    const [other] = open.splice(best.other, 1) as [ListedTrade]
    pairs.push({ ours: own, theirs: other, faults: faultsOf(own, other, tolerance) })
  }
  return { ours: left, theirs: open }
}

/** Another exit bar weighs more than any price, a price more than a quantity. */
function distanceOf(a: ListedTrade, b: ListedTrade, { tick, lot }: Tolerance): number {
  const minutes = Math.abs(a.exitMs - b.exitMs) / 60_000
  return (
    (minutes > 0 ? 1e6 + minutes : 0) +
    (10 * Math.abs(a.entryPrice - b.entryPrice)) / Math.max(tick, DUST) +
    Math.abs(a.exitPrice - b.exitPrice) / Math.max(tick, DUST) +
    Math.min(Math.abs(a.qty - b.qty) / Math.max(lot, DUST), 1e6) / 1e3
  )
}

function pairMoved({ ours, theirs }: Lists, reachMs: number): Omit<Pairing, 'pairs'> {
  const moved: { ours: ListedTrade; theirs: ListedTrade }[] = []
  const byTime = (a: ListedTrade, b: ListedTrade): number => a.entryMs - b.entryMs
  const extra = [...ours].sort(byTime)
  const missing: ListedTrade[] = []
  for (const trade of [...theirs].sort(byTime)) {
    let nearest = -1
    for (let i = 0; i < extra.length; i++) {
      const gap = Math.abs(extra[i]!.entryMs - trade.entryMs)
      if (extra[i]!.side !== trade.side || gap > reachMs) continue
      if (nearest < 0 || gap < Math.abs(extra[nearest]!.entryMs - trade.entryMs)) nearest = i
    }
    if (nearest < 0) missing.push(trade)
    else moved.push({ ours: extra.splice(nearest, 1)[0]!, theirs: trade })
  }
  return { moved, missing, extra }
}
