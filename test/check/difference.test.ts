import { describe, expect, it } from 'vitest'
import type { Identity, Recorded } from '../../src/check/baseline.ts'
import { changesOf } from '../../src/check/changes.ts'
import { differenceOf } from '../../src/check/difference.ts'
import { recorded } from './outcomes.ts'

const MINUTE = 60_000
const STANDARD = { compare: 'standard', tolerance: {} } as const
const base = recorded([
  [0, 5],
  [100, -2],
  [200, 7],
])

const withMetrics = (metrics: Recorded['baseline']['metrics']): Recorded => ({
  ...base,
  baseline: { ...base.baseline, metrics: { ...base.baseline.metrics, ...metrics } },
})

describe('differenceOf', () => {
  it('is null for the same', () => {
    expect(
      differenceOf(
        base,
        recorded([
          [0, 5],
          [100, -2],
          [200, 7],
        ]),
        STANDARD,
      ),
    ).toBeNull()
  })

  it.each([
    {
      says: 'a profit',
      trades: [
        [0, 5],
        [100, -3],
        [200, 7],
      ],
      want: { equal: 2, changed: 1, moved: 0, missing: 0, added: 0 },
      first: 2,
    },
    {
      says: 'an entry some bars later',
      trades: [
        [0, 5],
        [102, -2],
        [200, 7],
      ],
      want: { equal: 2, changed: 0, moved: 1, missing: 0, added: 0 },
      first: 2,
    },
    {
      says: 'a trade less',
      trades: [
        [0, 5],
        [200, 7],
      ],
      want: { equal: 2, changed: 0, moved: 0, missing: 1, added: 0 },
      first: 2,
    },
    {
      says: 'a trade more in front',
      trades: [
        [-500, 1],
        [0, 5],
        [100, -2],
        [200, 7],
      ],
      want: { equal: 3, changed: 0, moved: 0, missing: 0, added: 1 },
      first: 1,
    },
    {
      says: 'another word for an order',
      trades: [
        [0, 5],
        [100, -2, 'M'],
        [200, 7],
      ],
      want: { equal: 3, changed: 0, moved: 0, missing: 0, added: 0 },
      first: 2,
    },
  ] as const)('tells $says of the trades', ({ trades, want, first }) => {
    const { trades: moved } = differenceOf(base, recorded(trades), STANDARD, MINUTE)!
    expect(moved).toMatchObject(want)
    expect((moved!.first!.before ?? moved!.first!.now)!.trade).toBe(first)
  })

  it('names the columns that differ', () => {
    const now = recorded([
      [0, 5],
      [100, -2, 'M'],
      [200, 7],
    ])
    expect(differenceOf(base, now, STANDARD)!.trades!.first!.columns).toEqual(['entry_signal'])
  })

  it.each([
    { says: 'the last bits', metrics: { sharpe: 1 + 1e-12 }, tolerance: {}, moved: [] },
    { says: 'more than 1e-9', metrics: { sharpe: 1 + 1e-8 }, tolerance: {}, moved: ['sharpe'] },
    {
      says: 'what a tolerance of all allows',
      metrics: { sharpe: 1.005 },
      tolerance: { metrics: 0.01 },
      moved: [],
    },
    {
      says: 'what its own tolerance allows',
      metrics: { sharpe: 1.005 },
      tolerance: { sharpe: 0.01 },
      moved: [],
    },
    {
      says: 'what only another may',
      metrics: { sharpe: 1.005 },
      tolerance: { netProfit: 0.01 },
      moved: ['sharpe'],
    },
    {
      says: 'its own tolerance before that of all',
      metrics: { sharpe: 1.005 },
      tolerance: { metrics: 1, sharpe: 0 },
      moved: ['sharpe'],
    },
    {
      says: 'a figure that is none any more',
      metrics: { sharpe: null },
      tolerance: { metrics: 1 },
      moved: ['sharpe'],
    },
    {
      says: 'a figure that was none',
      metrics: { calmar: 2 },
      tolerance: { metrics: 1 },
      moved: ['calmar'],
    },
    {
      says: 'no figure that the baseline does not know',
      metrics: { brandNew: 1 },
      tolerance: {},
      moved: [],
    },
  ])('compares figures: $says', ({ metrics, tolerance, moved }) => {
    const difference = differenceOf(base, withMetrics(metrics), { compare: 'standard', tolerance })
    expect(difference?.metrics.map(({ name }) => name) ?? []).toEqual(moved)
  })

  it('lets no tolerance touch the trades', () => {
    const now = recorded([
      [0, 5],
      [100, -2.0000001],
      [200, 7],
    ])
    expect(
      differenceOf(base, now, { compare: 'standard', tolerance: { metrics: 1 } })?.trades,
    ).not.toBeNull()
  })

  it.each([
    { compare: 'trades', sees: ['trades'] },
    { compare: 'metrics', sees: ['metrics', 'notes'] },
    { compare: 'standard', sees: ['metrics', 'notes', 'trades', 'declined'] },
    { compare: 'full', sees: ['metrics', 'notes', 'trades', 'declined', 'equity'] },
  ] as const)('compares $sees for "$compare"', ({ compare, sees }) => {
    const other = recorded([[0, 6]])
    const now: Recorded = {
      ...other,
      baseline: {
        ...other.baseline,
        notes: {},
        equityHash: 'x',
        declinedHash: compare === 'trades' ? '' : 'x',
      },
    }
    const found = Object.entries(differenceOf(base, now, { compare, tolerance: {} })!)
      .filter(([, value]) =>
        Array.isArray(value) ? value.length > 0 : value !== null && value !== false,
      )
      .map(([name]) => name)
    expect(found).toEqual(sees)
  })
})

describe('changesOf', () => {
  const was = base.baseline.identity
  const causes = (now: Partial<Identity>): string[] =>
    changesOf(was, { ...was, ...now }).map(({ what }) => what)

  it.each([
    { says: 'nothing', now: {}, want: [] },
    { says: 'data', now: { data: 'e', bars: { ...was.bars, count: 99 } }, want: ['data'] },
    { says: 'the strategy', now: { strategy: 't' }, want: ['strategy'] },
    { says: 'an input', now: { inputs: { fast: 11 } }, want: ['inputs'] },
    { says: 'a property', now: { properties: { initialCapital: 1 } }, want: ['inputs'] },
    { says: 'the seed', now: { seed: 2 }, want: ['inputs'] },
    { says: 'the engine', now: { engine: { fills: 2 } }, want: ['engine'] },
    {
      says: 'all of it, data first',
      now: { engine: { fills: 2 }, inputs: {}, strategy: 't', data: 'e' },
      want: ['data', 'strategy', 'inputs', 'engine'],
    },
    {
      says: 'the window, and not the data that follow it',
      now: { window: { from: null, to: 'x' }, data: 'e' },
      want: ['inputs'],
    },
    {
      says: 'the timeframe, and not the data that follow it',
      now: { bars: { ...was.bars, timeframe: '4h' }, data: 'e' },
      want: ['inputs'],
    },
  ])('sees $says', ({ now, want }) => {
    expect(causes(now)).toEqual(want)
  })

  it('says from what to what', () => {
    const now = { ...was, inputs: { fast: 12, slow: 30 }, engine: { fills: 2 } }
    expect(changesOf(was, now).map(({ text }) => text)).toEqual([
      'inputs changed (fast 10 -> 12, slow none -> 30)',
      'engine behaviour changed (fills 1 -> 2)',
    ])
  })
})
