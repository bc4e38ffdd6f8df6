import { describe, expect, it } from 'vitest'
import { packPlots } from '../../../src/report/html/pack-plots.ts'
import { buildResult } from '../../../src/report/index.ts'
import type { PlotDeclaration } from '../../../src/shared/outcome.ts'
import { equityOf, recordOf, START } from '../fixture.ts'

type Plot = Omit<PlotDeclaration, 'kind'> & {
  readonly kind?: PlotDeclaration['kind']
  readonly values: readonly [number, number]
}

/** The pane of each plot by name, over prices around 40,000. */
function panesOf(plots: readonly Plot[]): Record<string, number> {
  const result = buildResult(
    recordOf({
      equity: equityOf(10_000, [
        { equity: 10_000, close: 40_000 },
        { equity: 10_000, close: 41_000 },
      ]),
      plots: plots.map(({ values, ...declaration }) => ({
        declaration: { kind: 'line', ...declaration },
        samples: { every: 1, bar: [0, 1], time: [START, START + 3_600_000], value: values },
      })),
    }),
  )
  return Object.fromEntries(packPlots(result).plots.map(({ name, pane }) => [name, pane]))
}

const near: Plot = { name: 'mean', values: [40_100, 40_900] }
const rsi: Plot = { name: 'rsi', values: [20, 80] }
const level = (price: number, pane?: string): Plot => ({
  name: 'level',
  kind: 'hline',
  price,
  values: [price, price],
  ...(pane === undefined ? {} : { pane }),
})

describe('the pane of a plot', () => {
  it.each<{ says: string; plots: readonly Plot[]; want: Record<string, number> }>([
    { says: 'is the price for values near it', plots: [near], want: { mean: 0 } },
    { says: 'is one of its own for others', plots: [near, rsi], want: { mean: 0, rsi: 1 } },
    {
      says: 'is shared by plots of one scale, and not by those of another',
      plots: [rsi, { name: 'mfi', values: [25, 75] }, { name: 'macd', values: [-900, 900] }],
      want: { rsi: 1, mfi: 1, macd: 2 },
    },
    {
      says: 'is the one that the strategy names',
      plots: [
        { ...near, pane: 'mine' },
        { ...rsi, pane: 'price' },
        { name: 'other', values: [1, 2], pane: 'mine' },
        { name: 'alike', values: [1, 2] },
      ],
      want: { mean: 1, rsi: 0, other: 1, alike: 2 },
    },
    {
      says: 'of a level is the one whose scale holds it',
      plots: [near, rsi, level(70)],
      want: { mean: 0, rsi: 1, level: 1 },
    },
    {
      says: 'of a level near the price is the price',
      plots: [near, rsi, level(40_500)],
      want: { mean: 0, rsi: 1, level: 0 },
    },
    {
      says: 'of a level is the named one, where plots have that name',
      plots: [{ ...rsi, pane: 'a' }, { name: 'macd', values: [-9, 9], pane: 'b' }, level(70, 'b')],
      want: { rsi: 1, macd: 2, level: 2 },
    },
    {
      says: 'is the last one when there are too many',
      plots: Array.from({ length: 8 }, (_, i) => ({
        name: `p${i}`,
        values: [i, i + 1] as const,
        pane: `pane ${i}`,
      })),
      want: { p0: 1, p1: 2, p2: 3, p3: 4, p4: 5, p5: 6, p6: 6, p7: 6 },
    },
  ])('$says', ({ plots, want }) => {
    expect(panesOf(plots)).toEqual(want)
  })
})
