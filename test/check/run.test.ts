import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { baselineFiles, recordResult } from '../../src/check/baseline.ts'
import type { Check } from '../../src/check/plan.ts'
import { type CheckOptions, runChecks } from '../../src/check/run.ts'
import { type BacktestOptions, type BacktestResult, backtest } from '../../src/index.ts'
import { SAMPLE, STRATEGY } from '../cli/command.ts'

const OPTIONS: BacktestOptions = { strategy: STRATEGY, data: SAMPLE, to: '2024-03-01' }
const CHECK: Check = {
  name: 'sma',
  strategy: 'sma.js',
  data: 'btc.csv',
  options: OPTIONS,
  expect: [],
  compare: 'standard',
  tolerance: {},
}

/** Runs that end one after the other in these results. */
const giving = (...results: BacktestResult[]): Pick<CheckOptions, 'run'> => {
  let i = 0
  return { run: async () => results[Math.min(i++, results.length - 1)]! }
}

const empty = (): string => mkdtempSync(join(tmpdir(), 'qrun-baselines-'))
const [one, other] = await Promise.all([
  backtest(OPTIONS),
  backtest({ ...OPTIONS, inputs: { fast: 11 } }),
])

describe('runChecks', () => {
  it('fails runs that differ as not deterministic, and shows how (--repeat)', async () => {
    const { outcomes } = await runChecks([CHECK], {
      baselines: empty(),
      ci: false,
      repeat: 3,
      ...giving(one, one, other),
    })
    expect(outcomes[0]).toMatchObject({ status: 'fail', cause: 'unstable', files: [] })
    expect(outcomes[0]!.difference!.trades!.first).not.toBeNull()
  })

  it('runs as often as asked', async () => {
    let runs = 0
    await runChecks([CHECK], {
      baselines: empty(),
      ci: false,
      repeat: 3,
      run: async () => {
        runs++
        return one
      },
    })
    expect(runs).toBe(3)
  })

  it('runs several at a time, as many as asked, and tells them in their order', async () => {
    let now = 0
    let most = 0
    const names = ['a', 'b', 'c', 'd', 'e']
    const { outcomes } = await runChecks(
      names.map((name) => ({ ...CHECK, name })),
      {
        baselines: empty(),
        ci: false,
        jobs: 2,
        run: async () => {
          most = Math.max(most, ++now)
          await new Promise((resolve) => setTimeout(resolve, 10 - 2 * now))
          now--
          return one
        },
      },
    )
    expect(most).toBe(2)
    expect(outcomes.map(({ name }) => name)).toEqual(names)
  })

  it('has a baseline read back as it was recorded', async () => {
    const folder = empty()
    for (const { name, text } of baselineFiles('sma', recordResult(one)))
      writeFileSync(join(folder, name), text)
    const { outcomes } = await runChecks([CHECK], { baselines: folder, ci: true, ...giving(one) })
    expect(outcomes[0]).toMatchObject({ status: 'pass', changes: [], difference: null })
    expect(outcomes[0]!.recorded.before).toEqual(
      JSON.parse(JSON.stringify(outcomes[0]!.recorded.now)),
    )
  })

  it.each([
    { says: 'one that is named', update: ['sma'], status: 'updated' },
    { says: 'all', update: true, status: 'updated' },
    { says: 'another', update: ['x'], status: 'fail' },
    { says: 'none', update: false, status: 'fail' },
  ])('records anew: $says', async ({ update, status }) => {
    const folder = empty()
    for (const { name, text } of baselineFiles('sma', recordResult(one)))
      writeFileSync(join(folder, name), text)
    const { outcomes } = await runChecks([CHECK], {
      baselines: folder,
      ci: false,
      update,
      ...giving(other),
    })
    expect(outcomes[0]!.status).toBe(status)
    expect(outcomes[0]!.files).toHaveLength(status === 'updated' ? 2 : 0)
  })

  it('ends with X504 where it is interrupted', async () => {
    const options = { baselines: empty(), ci: true, signal: AbortSignal.abort() }
    await expect(runChecks([CHECK], options)).rejects.toMatchObject({ code: 'X504' })
  })

  it('refuses to record in CI (C107)', async () => {
    const options = { baselines: empty(), ci: true, update: true }
    await expect(runChecks([CHECK], options)).rejects.toMatchObject({ code: 'C107' })
  })
})
