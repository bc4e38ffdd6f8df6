import type { BacktestResult, ResultPlot } from '../result.ts'
import { sanitize } from '../sanitize.ts'
import { packFloats, packSteps } from './bytes.ts'
import type { PackedPlot } from './payload.ts'

/** Panes below the price that plots of other scales are spread over. */
const MAX_PANES = 6

type Range = { low: number; high: number }
/** A pane below the price; `name` where the strategy gave it one. */
type Pane = Range & { readonly name: string | undefined }

/** The plots with a pane for each, and the bar numbers they were sampled on, each list once. */
export function packPlots({ plots, equity }: BacktestResult): {
  readonly plots: readonly PackedPlot[]
  readonly grids: readonly string[]
} {
  const grids: string[] = []
  const gridOf = (plot: ResultPlot): number => {
    const packed = packSteps(plot.bar)
    const known = grids.indexOf(packed)
    return known < 0 ? grids.push(packed) - 1 : known
  }
  const closes = new Map(equity.bar.map((bar, i) => [bar, equity.close[i]!]))
  const price = rangeOf(equity.close)
  const panes: Pane[] = []
  const packed: PackedPlot[] = []
  const add = (name: string, plot: ResultPlot, pane: number): void => {
    packed.push({
      name: sanitize(name),
      kind: plot.kind,
      color: sanitize(plot.color ?? ''),
      style: sanitize(plot.style ?? ''),
      width: plot.lineWidth ?? 1,
      pane,
      every: plot.every,
      price: plot.price ?? null,
      grid: gridOf(plot),
      value: packFloats(plot.value),
    })
  }
  for (const [name, plot] of Object.entries(plots)) {
    if (plot.kind !== 'line') continue
    const isOnPrice = plot.pane === undefined ? liesOnPrice(plot, closes) : plot.pane === 'price'
    add(name, plot, isOnPrice ? 0 : paneOf(plot, panes))
  }
  for (const [name, plot] of Object.entries(plots)) {
    if (plot.kind === 'line') continue
    const named = plot.pane === undefined ? -1 : panes.findIndex((pane) => pane.name === plot.pane)
    if (named >= 0 || plot.pane === 'price') add(name, plot, named + 1)
    else add(name, plot, plot.kind === 'hline' ? paneOfLevel(plot.price ?? 0, price, panes) : 0)
  }
  return { plots: packed, grids }
}

/** Whether nine in ten of its values are within a third of the price on their bar. */
function liesOnPrice(plot: ResultPlot, closes: ReadonlyMap<number, number>): boolean {
  let near = 0
  let known = 0
  plot.value.forEach((value, i) => {
    const close = closes.get(plot.bar[i]!)
    if (value === null || close === undefined) return
    known++
    if (Math.abs(value - close) <= Math.abs(close) / 3) near++
  })
  return near >= 0.9 * known
}

/** The pane of the plot's own naming, else one whose scale is of the same kind, else a new one. */
function paneOf(plot: ResultPlot, panes: Pane[]): number {
  const range = rangeOf(plot.value)
  const known = panes.findIndex(({ name, low, high }) => {
    if (name !== undefined || plot.pane !== undefined) return name === plot.pane
    const shared = Math.min(high, range.high) - Math.max(low, range.low)
    return shared >= 0.5 * Math.max(range.high - range.low, high - low)
  })
  const at =
    known >= 0
      ? known
      : panes.length < MAX_PANES
        ? panes.push({ ...range, name: plot.pane }) - 1
        : MAX_PANES - 1
  const pane = panes[at]!
  pane.low = Math.min(pane.low, range.low)
  pane.high = Math.max(pane.high, range.high)
  return at + 1
}

/** A level belongs to the scale that holds it, the price's own first. */
function paneOfLevel(level: number, price: Range, panes: readonly Range[]): number {
  const margin = (price.high - price.low) / 2
  if (level >= price.low - margin && level <= price.high + margin) return 0
  const at = panes.findIndex(({ low, high }) => {
    const room = (high - low) / 2
    return level >= low - room && level <= high + room
  })
  return at + 1
}

function rangeOf(values: readonly (number | null)[]): Range {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value === null) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, high }
}
