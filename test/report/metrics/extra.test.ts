import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gatherFacts } from '../../../src/report/metrics/facts.ts'
import { computeMetrics, METRICS } from '../../../src/report/table.ts'
import { type Timeframe, timeframeOfMs } from '../../../src/shared/timeframe.ts'
import { type BarFacts, DAY_MS, equityOf, recordOf, START } from '../fixture.ts'

const DAILY = timeframeOfMs(DAY_MS)!

function metricsOf(capital: number, bars: readonly BarFacts[], timeframe: Timeframe = DAILY) {
  const record = recordOf({ capital, equity: equityOf(capital, bars), timeframe })
  return computeMetrics(gatherFacts(record))
}

/** One bar a weekday, so that a year has 252 of them. */
const weekdays = (equities: readonly number[], closes?: readonly number[]): BarFacts[] =>
  equities.map((equity, i) => ({
    equity,
    close: closes?.[i] ?? 100,
    timeMs: START + (Math.floor(i / 5) * 7 + (i % 5)) * DAY_MS,
  }))

describe('RM §9 vector: days of +2, −1, +3, −4, +1 %', () => {
  const { metrics } = metricsOf(1, weekdays([1.02, 1.0098, 1.040094, 0.99849024, 1.0084751424]))

  it.each([
    ['tailRatio', 0.823529],
    ['cvar95Pct', 4],
    ['var95Pct', 3.4],
    ['var95NormalPct', 4.364284],
    ['gainToPain', 0.2],
    ['omega', 1.2],
    ['profitFactorDays', 1.2],
    ['maxDrawdownPct', 4],
    ['ulcerIndexPct', 2.290921],
    ['annualReturnPct', 53.01217],
    ['volatilityPct', 44.04997],
    ['volatilityCompoundedPct', 70.66134],
    ['sharpe', (0.2 / 2.7748874) * Math.sqrt(252)],
    ['sharpeCompounded', 53.01217 / 70.66134],
  ])('%s is %d', (id, want) => {
    const digits = want > 10 ? 5 : 6
    expect(metrics.all[id]).toBeCloseTo(want, digits)
  })

  it('the geometric mean of the days is 0.16893113 %', () => {
    const { annualReturnPct } = metrics.all
    expect(((1 + annualReturnPct! / 100) ** (1 / 252) - 1) * 100).toBeCloseTo(0.16893113, 8)
  })
})

describe('RM-9.0', () => {
  const flat = (count: number): BarFacts[] =>
    Array.from({ length: count }, (_, i) => ({
      timeMs: START + i * DAY_MS,
      equity: 1000 + (i % 2),
    }))

  it.each([
    {
      says: 'a year of a market that never closes has 365 days',
      bars: flat(70),
      tf: DAILY,
      n: 365,
    },
    {
      says: 'a year of weekdays has 252',
      bars: weekdays(flat(70).map((bar) => bar.equity)),
      tf: DAILY,
      n: 252,
    },
    {
      says: 'weekly bars make a year by their length',
      bars: flat(70),
      tf: timeframeOfMs(7 * DAY_MS)!,
      n: 365 / 7,
    },
    { says: 'so do monthly bars', bars: flat(70), tf: { name: '3M', ms: 0, months: 3 }, n: 4 },
  ])('$says', ({ bars, tf, n }) => {
    const { all } = metricsOf(1000, bars, tf).metrics
    const x = bars.map((bar, i) => bar.equity / (bars[i - 1]?.equity ?? 1000) - 1)
    const mean = x.reduce((a, b) => a + b, 0) / x.length
    const spread = Math.sqrt(x.reduce((a, v) => a + (v - mean) ** 2, 0) / (x.length - 1))
    expect(all.volatilityPct).toBeCloseTo(spread * Math.sqrt(n) * 100, 9)
  })

  it('years run from the first open to the last close', () => {
    const { all } = metricsOf(1000, [
      { timeMs: START, equity: 1000 },
      { timeMs: START + 364.25 * DAY_MS, equity: 1100 },
    ]).metrics
    expect(all.cagrPct).toBeCloseTo(10, 9)
  })
})

describe('a lost account', () => {
  const { metrics, why } = metricsOf(1000, weekdays([900, -50, 200, 300]))

  it('RM-9.7: has an annualized return of 0 and no CAGR of what is below 0', () => {
    expect(metrics.all.annualReturnPct).toBe(0)
    expect(metricsOf(1000, weekdays([900, -50])).metrics.all.cagrPct).toBeNull()
  })

  it('has no compounded figures, and says why', () => {
    expect(metrics.all.volatilityCompoundedPct).toBeNull()
    expect(why.volatilityCompoundedPct).toMatch(/fell to 0/)
    expect(metrics.all.equityRSquared).toBeNull()
  })
})

describe('reasons', () => {
  it.each([
    ['sortino', /no losing day/],
    ['calmar', /no drawdown/],
    ['recoveryFactor', /never fell/],
    ['skew', /never moved/],
    ['currentDrawdownPct', /at its peak/],
    ['alphaPct', /never moved/],
  ])('%s is null where the equity never moved', (id, reason) => {
    const { metrics, why } = metricsOf(1000, weekdays([1000, 1000, 1000, 1000, 1000]))
    expect(metrics.all[id]).toBeNull()
    expect(why[id]).toMatch(reason)
  })
})

/** The metrics of `slowly` and the rows of the specification that they are. */
const RULES: readonly (readonly [rule: string, id: string])[] = [
  ['RM 9.4', 'returnPct'],
  ['RM 9.5', 'buyHoldPct'],
  ['RM 9.6', 'cagrPct'],
  ['RM 9.7', 'annualReturnPct'],
  ['RM 9.8', 'volatilityPct'],
  ['RM 9.9', 'volatilityCompoundedPct'],
  ['RM 9.10', 'sharpe'],
  ['RM 9.11', 'sharpeCompounded'],
  ['RM 9.12', 'sortino'],
  ['RM 9.13', 'sortinoCompounded'],
  ['RM 9.46', 'probabilisticSharpe'],
  ['RM 9.14', 'maxDrawdownPct'],
  ['RM 9.18', 'calmar'],
  ['RM 9.18', 'calmarCompounded'],
  ['RM 9.19', 'recoveryFactor'],
  ['RM 9.20', 'ulcerIndexPct'],
  ['RM 9.21', 'martin'],
  ['RM 9.22', 'painIndexPct'],
  ['RM 9.22', 'painRatio'],
  ['RM 9.17', 'timeUnderWaterPct'],
  ['RM 9.23', 'profitFactorDays'],
  ['RM 9.24', 'gainToPain'],
  ['RM 9.25', 'omega'],
  ['RM 9.26', 'tailRatio'],
  ['RM 9.27', 'var95Pct'],
  ['RM 9.28', 'var95NormalPct'],
  ['RM 9.38', 'commonSenseRatio'],
  ['RM 9.29', 'cvar95Pct'],
  ['RM 9.30', 'skew'],
  ['RM 9.30', 'kurtosis'],
  ['RM 9.42', 'beta'],
  ['RM 9.42', 'alphaPct'],
  ['RM 9.43', 'correlation'],
  ['RM 9.43', 'rSquared'],
  ['RM 9.43', 'informationRatio'],
]

describe('independent formulas agree on any run of daily bars', () => {
  const day = fc.record({
    equity: fc.integer({ min: 80_000, max: 120_000 }),
    close: fc.integer({ min: 5_000, max: 20_000 }),
  })
  const samples = fc.sample(fc.array(day, { minLength: 5, maxLength: 90 }), {
    numRuns: 200,
    seed: 1,
  })
  const runs = samples.map((days) => {
    const equities = days.map((d) => d.equity)
    const closes = days.map((d) => d.close)
    const bars = weekdays(equities, closes)
    const times = bars.map((bar) => bar.timeMs!)
    return {
      got: metricsOf(100_000, bars).metrics.all,
      want: slowly(100_000, equities, closes, times),
    }
  })

  it.each(RULES)('%s %s', (rule, id) => {
    expect(METRICS.find((metric) => metric.id === id && metric.panel === 'own')?.rule).toBe(rule)
    let compared = 0
    for (const { got, want } of runs) {
      const value = want[id as keyof typeof want]
      if (!Number.isFinite(value) || Math.abs(value) > 1e9) continue
      compared++
      const slack = 1e-6 * Math.max(1, Math.abs(value))
      expect(Math.abs((got[id] ?? Number.NaN) - value), `${got[id]} ${value}`).toBeLessThan(slack)
    }
    expect(compared).toBeGreaterThan(150)
  })

  it('and leave none out', () => {
    expect(RULES.map(([, id]) => id).sort()).toEqual(Object.keys(runs[0]!.want).sort())
  })
})

/** §9 once more, each line from its formula alone; N is 252. */
function slowly(capital: number, equity: number[], close: number[], times: number[]) {
  const total = (v: number[]) => v.reduce((a, b) => a + b, 0)
  const mean = (v: number[]) => total(v) / v.length
  const central = (v: number[], k: number) => mean(v.map((a) => (a - mean(v)) ** k))
  const sd = (v: number[]) => Math.sqrt((central(v, 2) * v.length) / (v.length - 1))
  const at = (v: number[], p: number) => {
    const sorted = [...v].sort((a, b) => a - b)
    const rank = p * (v.length - 1)
    const low = sorted[Math.floor(rank)]!
    return low + (rank % 1) * ((sorted[Math.ceil(rank)] ?? low) - low)
  }
  const steps = (v: number[], first: number) => v.map((a, i) => a / (v[i - 1] ?? first) - 1)
  const N = 252
  const x = steps(equity, capital)
  const b = steps(close, 100)
  const n = x.length
  const gain = total(x.filter((a) => a > 0))
  const loss = -total(x.filter((a) => a < 0))
  const curve = [capital, ...equity]
  const fall = curve.map((e, i) => 1 - e / Math.max(...curve.slice(0, i + 1))).slice(1)
  const years = (times.at(-1)! + DAY_MS - times[0]!) / DAY_MS / 365.25
  const last = equity.at(-1)!
  const cagr = ((last / capital) ** (1 / years) - 1) * 100
  const maxFall = Math.max(0, ...fall) * 100
  const growth = last / capital
  const annual = (growth ** (N / n) - 1) * 100
  const g = growth ** (1 / n)
  const compounded = Math.sqrt((sd(x) ** 2 + g ** 2) ** N - g ** (2 * N)) * 100
  const g1 = central(x, 3) / central(x, 2) ** 1.5
  const g2 = central(x, 4) / central(x, 2) ** 2 - 3
  const G1 = (Math.sqrt(n * (n - 1)) / (n - 2)) * g1
  const G2 = ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * g2 + 6)
  const S = mean(x) / sd(x)
  const cov = total(x.map((a, i) => (a - mean(x)) * (b[i]! - mean(b)))) / (n - 1)
  const beta = cov / sd(b) ** 2
  const corr = cov / sd(x) / sd(b)
  const ahead = x.map((a, i) => a - b[i]!)
  const down = Math.sqrt(mean(x.map((a) => Math.min(0, a) ** 2)))
  const ulcer = Math.sqrt(mean(fall.map((a) => a * a))) * 100
  const q5 = at(x, 0.05)
  const money = Math.max(...curve.map((e, i) => Math.max(...curve.slice(0, i + 1)) - e))
  return {
    returnPct: (growth - 1) * 100,
    buyHoldPct: (close.at(-1)! / 100 - 1) * 100,
    cagrPct: cagr,
    annualReturnPct: annual,
    volatilityPct: sd(x) * Math.sqrt(N) * 100,
    volatilityCompoundedPct: compounded,
    sharpe: S * Math.sqrt(N),
    sharpeCompounded: annual / compounded,
    sortino: (mean(x) / down) * Math.sqrt(N),
    sortinoCompounded: annual / 100 / (down * Math.sqrt(N)),
    probabilisticSharpe: phi(
      (S * Math.sqrt(n - 1)) / Math.sqrt(1 - G1 * S + ((G2 + 2) / 4) * S * S),
    ),
    maxDrawdownPct: maxFall,
    calmar: cagr / maxFall,
    calmarCompounded: annual / maxFall,
    recoveryFactor: (last - capital) / money,
    ulcerIndexPct: ulcer,
    martin: ((growth - 1) * 100) / ulcer,
    painIndexPct: mean(fall) * 100,
    painRatio: cagr / (mean(fall) * 100),
    timeUnderWaterPct: (fall.filter((a) => a > 0).length / n) * 100,
    profitFactorDays: gain / loss,
    gainToPain: total(x) / loss,
    omega: gain / loss,
    tailRatio: Math.abs(at(x, 0.95)) / Math.abs(q5),
    var95Pct: -q5 * 100,
    var95NormalPct: -(mean(x) - 1.6448536 * sd(x)) * 100,
    commonSenseRatio: (gain / loss) * (Math.abs(at(x, 0.95)) / Math.abs(q5)),
    cvar95Pct: -mean(x.filter((a) => a <= q5)) * 100,
    skew: G1,
    kurtosis: G2,
    beta,
    alphaPct: (mean(x) - beta * mean(b)) * N * 100,
    correlation: corr,
    rSquared: corr * corr,
    informationRatio: (mean(ahead) / sd(ahead)) * Math.sqrt(N),
  }
}

/** Normal distribution by adding up its density. */
function phi(x: number): number {
  const steps = 20_000
  const width = (x + 10) / steps
  let area = 0
  for (let i = 0; i < steps; i++) area += Math.exp(-((-10 + (i + 0.5) * width) ** 2) / 2)
  return x < -10 ? 0 : (area * width) / Math.sqrt(2 * Math.PI)
}

describe('returns by calendar period (RM-9.47)', () => {
  it('are products of the days, named by year, month, week and day', async () => {
    const { returnsByPeriod } = await import('../../../src/report/metrics/daily.ts')
    const first = Date.UTC(2023, 11, 30) / DAY_MS
    const days = { day: [first, first + 1, first + 2, first + 40], equity: [110, 121, 60.5, 121] }
    const list = (unit: 'day' | 'week' | 'month' | 'year') =>
      returnsByPeriod(days, 100, unit).map(({ period, returnPct }) => [
        period,
        Number(returnPct.toFixed(9)),
      ])
    expect(list('year')).toEqual([
      ['2023', 21],
      ['2024', 0],
    ])
    expect(list('month')).toEqual([
      ['2023-12', 21],
      ['2024-01', -50],
      ['2024-02', 100],
    ])
    expect(list('week')).toEqual([
      ['2023-12-25', 21],
      ['2024-01-01', -50],
      ['2024-02-05', 100],
    ])
    expect(list('day').map(([period]) => period)).toEqual([
      '2023-12-30',
      '2023-12-31',
      '2024-01-01',
      '2024-02-08',
    ])
  })
})
