import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from './documents.ts'

type Spread = { readonly median: number; readonly min: number; readonly max: number }
type Figure = {
  readonly what: string
  readonly missing?: string
  readonly unit?: string
  readonly ours?: Spread
  readonly floor?: Spread & { readonly is: string }
  readonly ratio?: Spread
  readonly goal?: { readonly of: string; readonly atMost?: number; readonly atLeast?: number }
  readonly isReached?: boolean
  readonly note?: string
}
type Results = {
  readonly node: string
  readonly cores: number
  readonly rounds: number
  readonly isQuick: boolean
  readonly rows: readonly {
    readonly name: string
    readonly failure?: string
    readonly figures?: readonly Figure[]
  }[]
}

const folder = mkdtempSync(join(tmpdir(), 'qrun-bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function bench(...args: readonly string[]) {
  return spawnSync(process.execPath, ['bench/run.mjs', ...args], { cwd: ROOT, encoding: 'utf8' })
}

describe('the benchmarks', () => {
  const out = join(folder, 'results.json')
  const rows = ['warm', 'magnifier', 'whole', 'formats', 'sweep', 'csv']
  let ended = { status: null as number | null, stdout: '', stderr: '' }
  let text = ''
  let results: Results
  let figures: readonly Figure[]
  let measured: readonly Figure[]

  beforeAll(() => {
    ended = bench('--quick', '--only', rows.join(), '--out', out)
    text = readFileSync(out, 'utf8')
    results = JSON.parse(text) as Results
    figures = results.rows.flatMap((row) => row.figures ?? [])
    measured = figures.filter(({ missing }) => missing === undefined)
  })

  it('measure every row that was asked for', () => {
    expect(results.rows.filter(({ failure }) => failure !== undefined)).toEqual([])
    expect(results.rows.map(({ name }) => name)).toEqual(rows)
    expect(ended.status, ended.stderr).toBe(0)
  })

  it('tell the machine and the versions, and nothing that names it', () => {
    expect(results).toMatchObject({ node: process.versions.node, rounds: 1, isQuick: true })
    expect(results.cores).toBeGreaterThan(0)
    expect(text).not.toContain(ROOT)
    expect(text).not.toContain(tmpdir())
    expect(text).not.toContain(`"${hostname()}"`)
  })

  it('give a median between the least and the most, above 0', () => {
    for (const { ours, floor } of measured)
      for (const { median, min, max } of [ours!, ...(floor === undefined ? [] : [floor])]) {
        expect(min).toBeGreaterThan(0)
        expect(median).toBeGreaterThanOrEqual(min)
        expect(max).toBeGreaterThanOrEqual(median)
      }
  })

  it('have a floor and a goal that is judged, in each of these rows', () => {
    for (const { name, figures } of results.rows.filter(({ name }) => name !== 'formats'))
      for (const figure of figures!) {
        expect(figure.floor?.is, name).toMatch(/bare|without|byte/)
        expect(figure.goal, name).toBeDefined()
        const judged = figure.goal!.of === 'ours' ? figure.ours! : figure.ratio!
        const { atMost = Number.POSITIVE_INFINITY, atLeast = 0 } = figure.goal!
        expect(figure.isReached).toBe(judged.median <= atMost && judged.median >= atLeast)
      }
  })

  it('compare like with like: trades and profit were the same', () => {
    const noted = measured.filter(({ note }) => note !== undefined)
    expect(
      noted.map(({ note }) => /^([1-9]\d*) trades.* the same in both$/.exec(note!)),
    ).not.toContain(null)
    expect(noted.length).toBeGreaterThanOrEqual(4)
  })

  it('print a line for each figure', () => {
    for (const { what } of figures) expect(ended.stdout).toContain(`  ${what}`)
    expect(ended.stdout).toContain('these figures measure nothing')
  })

  it('refuse a row that does not exist, and name those that do', () => {
    const refused = bench('--only', 'nonsense')
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain('--only was "nonsense"')
    for (const name of rows) expect(refused.stderr).toContain(name)
  })
})

describe('the peers', () => {
  it('are lines of their own where they are not installed', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['bench/peers/run.mjs', '--only', 'no-such-peer'],
      { cwd: ROOT, encoding: 'utf8' },
    )
    expect(status).toBe(0)
    expect(stdout).toContain('failed: not installed')
  })
})
