import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStoredResult } from '../../src/compare/index.ts'
import { isFailure } from '../../src/errors/index.ts'
import {
  equityCsv,
  metricsCsv,
  renderGithub,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderPretty,
  tradesCsv,
  tradingViewCsv,
  writeEvents,
  writeHtml,
} from '../../src/report/index.ts'
import { ROOT } from '../documents.ts'
import { folder, qrun, SAMPLE, STRATEGY } from './command.ts'

const DATA = readFileSync(SAMPLE)
const NAME = 'simulated-btc-1h.csv'
const ALL = 'pretty,json,html,csv,markdown,junit,ndjson'

/** Titles, ids, inputs and plots whose order and signs a document with sorted keys could lose. */
const ODD = `strategy('a <b> & "c" \\u202e', { initialCapital: 5000, currency: 'EUR' })
const z = input.int('zeta', 5), a = input.string('alpha', '</script>')
plot('zz', ta.sma(close, 3)); plot('aa', ta.sma(close, 9)); plot('10', ta.sma(close, 5)); plot('constructor', ta.rsi(close, 14))
onBar(() => {
  if (barIndex() % 50 === 0) strategy.entry('=1+1', 'long', { qty: 0.01, comment: '@x,"y"' })
  if (barIndex() % 50 === 20) strategy.close('=1+1')
  if (barIndex() % 500 === 0) log('\\u001b[31m', barIndex())
  if (barIndex() === 7) strategy.entry('big', 'long', { qty: 1e12 })
})`
const STRATEGIES = join(ROOT, 'strategies')

describe('a result that is rendered again', () => {
  it.each<{ name: string; source: string; flags?: string[] }>([
    ...readdirSync(STRATEGIES)
      .filter((name) => /^(sma|mtf|volatility|candle)/.test(name))
      .map((name) => ({ name, source: readFileSync(join(STRATEGIES, name), 'utf8') })),
    { name: 'odd.js', source: ODD, flags: ['--trades', '5', '--by', 'month', '--metrics', 'full'] },
    { name: 'tv.js', source: ODD, flags: ['--csv-style', 'tradingview'] },
    { name: 'none.js', source: 'onBar(() => {})' },
  ])('is what $name wrote, byte for byte', ({ name, source, flags = [] }) => {
    const cwd = folder({ [name]: source, [NAME]: DATA })
    const first = qrun(['bt', name, '-d', NAME, '-f', ALL, '-o', 'out-a', ...flags], { cwd })
    expect(first.status).toBe(0)
    const stored = join('out-a', name.replace('.js', '.json'))
    const again = qrun(['report', stored, '-d', NAME, '-f', ALL, '-o', 'out-b', ...flags], { cwd })
    expect([again.status, again.stderr]).toEqual([0, ''])
    expect(again.stdout).toBe(first.stdout.replaceAll('out-a', 'out-b'))
    const names = readdirSync(join(cwd, 'out-a')).sort()
    expect(names).toHaveLength(9)
    expect(readdirSync(join(cwd, 'out-b')).sort()).toEqual(names)
    for (const file of names)
      expect(
        readFileSync(join(cwd, 'out-b', file)).equals(readFileSync(join(cwd, 'out-a', file))),
      ).toBe(true)
  })

  it.each([
    { says: 'of a window', flags: ['--from', '2024-03-01', '--to', '2024-05-01'] },
    { says: 'without warm-up', flags: ['--from', '2024-03-01', '--no-warmup'] },
    { says: 'of aggregated bars', flags: ['--tf', '4h'] },
  ])('has the chart of its bars $says', ({ flags }) => {
    const cwd = folder({ [NAME]: DATA })
    qrun(['bt', STRATEGY, '-d', NAME, '-f', 'json,html', '-o', 'out', ...flags], { cwd })
    const again = qrun(['report', 'out/sma-cross.json', '-d', NAME, '-f', 'html'], { cwd })
    expect(again.stderr).toBe('')
    const data = (html: string): string => /id="data">(.*?)<\/script>/s.exec(html)![1]!
    expect(data(again.stdout)).toBe(data(readFileSync(join(cwd, 'out/sma-cross.html'), 'utf8')))
  })
})

const FAILS = "onBar(() => { if (barIndex() === 6) throw new Error('enough') })"

describe('what a result lacks', () => {
  const cwd = folder({
    [NAME]: DATA,
    'fails.js': FAILS,
    'other.csv': DATA.subarray(0, DATA.lastIndexOf('\n', 40_000)),
  })
  writeFileSync(join(cwd, 'r.json'), qrun(['bt', STRATEGY, '-d', NAME, '--json'], { cwd }).stdout)
  writeFileSync(join(cwd, 'f.json'), qrun(['bt', 'fails.js', '-d', NAME, '--json'], { cwd }).stdout)

  it.each([
    { says: 'no bars', args: ['r.json'], page: 'without its bars', stderr: '' },
    {
      says: 'other bars',
      args: ['r.json', '-d', 'other.csv', '--symbol', 'simulated-btc'],
      page: 'are not those of the run',
      stderr: 'no price chart: the bars that were given are not those of the run',
    },
    {
      says: 'a run that ended early',
      args: ['f.json', '-d', NAME],
      page: 'the run ended early',
      stderr: 'no price chart: the run ended early',
    },
  ])('is said in the page and beside it: $says', ({ args, page, stderr }) => {
    const run = qrun(['report', ...args, '-f', 'html'], { cwd })
    expect(run.status).toBe(0)
    expect(/No price chart: [^<]*/.exec(run.stdout)![0]).toContain(page)
    expect(run.stderr).toContain(stderr)
  })

  it('keeps the failure of the run, and lets it pass no gate', () => {
    const shown = qrun(['report', 'f.json'], { cwd })
    expect([shown.status, shown.stderr]).toEqual([0, expect.stringContaining('error S307')])
    expect(qrun(['report', 'f.json', '--fail-on', 'trades > 1e9'], { cwd }).status).toBe(3)
    expect(qrun(['report', 'f.json', '--max-notes', '99'], { cwd }).status).toBe(3)
  })

  it('is judged like a run', () => {
    const run = qrun(['report', 'r.json', '-q', '--fail-on', 'trades > 1'], { cwd })
    expect([run.status, run.stdout]).toEqual([1, ''])
    expect(run.stderr).toMatch(/^failed {2}trades > 1 {2}\(trades is \d+\)\n$/)
    expect(qrun(['report', 'r.json', '-q', '--fail-on', 'trades < 1'], { cwd }).status).toBe(0)
  })

  it('comes from standard input too', () => {
    const input = readFileSync(join(cwd, 'r.json'), 'utf8')
    expect(qrun(['report', '-', '--json'], { cwd, input }).stdout).toBe(input)
  })
})

describe('what is no result', () => {
  const cwd = folder({ [NAME]: DATA })
  const text = qrun(['bt', STRATEGY, '-d', NAME, '--json'], { cwd }).stdout
  const value = JSON.parse(text)
  const edited = (edit: (result: typeof value) => unknown): string => {
    const copy = structuredClone(value)
    edit(copy)
    return JSON.stringify(copy)
  }
  it.each<{ says: string; text: string; message: RegExp }>([
    { says: 'an empty file', text: '', message: /is not JSON/ },
    { says: 'a file that was cut', text: text.slice(0, 30_000), message: /is not JSON/ },
    { says: 'a list', text: '[]', message: /is not a JSON object/ },
    {
      says: 'another document',
      text: '{"schema":"qrun.check\\/1"}',
      message: /has the schema "qrun.check\/1"/,
    },
    {
      says: 'a later schema',
      text: edited((result) => {
        result.schema = 'qrun.result/2'
      }),
      message: /has the schema "qrun.result\/2", not "qrun.result\/1"/,
    },
    {
      says: 'a result that lacks a field',
      text: edited((result) => delete result.equity.daily),
      message: /has "equity.daily" that cannot be read/,
    },
    {
      says: 'columns of different lengths',
      text: edited((result) => result.equity.close.pop()),
      message: /columns of different lengths in "equity"/,
    },
    {
      says: 'a day that does not exist',
      text: edited((result) => {
        result.equity.time[3] = '2024-13-45T00:00:00Z'
      }),
      message: /a time "2024-13-45T00:00:00Z" that does not exist/,
    },
    {
      says: 'a name that is a trap',
      text: text.replace('"plots": {', '"plots": {"__proto__": {},'),
      message: /that cannot be read|"__proto__"/,
    },
    {
      says: 'a text in the place of a number',
      text: edited((result) => {
        result.strategy.properties.initialCapital = '1; rm -rf'
      }),
      message: /has "strategy.properties.initialCapital" that cannot be read/,
    },
  ])('is refused with D230: $says', ({ text: content, message }) => {
    const run = qrun(['report', 'r.json'], { cwd: folder({ 'r.json': content }) })
    expect([run.status, run.stdout]).toEqual([2, ''])
    expect(run.stderr).toMatch(/^error D230/)
    expect(run.stderr.replace(/\s+/g, ' ')).toMatch(message)
  })

  it.each([
    { says: 'a file that is not there', args: ['report', 'no.json'], code: 'D230' },
    { says: 'its own place', args: ['report', 'r.json', '-o', 'r.json'], code: 'U105' },
    { says: 'its own folder', args: ['report', 'r.json', '-o', '.'], code: 'U105' },
    { says: 'an unknown condition', args: ['report', 'no.json', '--fail-on', 'x'], code: 'U114' },
  ])('is refused: $says', ({ args, code }) => {
    const here = folder({ 'r.json': text })
    const run = qrun(args, { cwd: here })
    expect(run.status).toBe(2)
    expect(run.stderr).toMatch(new RegExp(`^error ${code}`))
    expect(readFileSync(join(here, 'r.json'), 'utf8')).toBe(text)
  })

  it('never harms more than that, whatever was changed in it', async () => {
    const small = shortened(value)
    const paths = leavesOf(small)
    const odd = fc.oneof(
      fc.constantFrom(null, -1, 0, 1e308, 4e15, '', 'x', [], {}, true, undefined, '</script>'),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: 'binary' }),
    )
    await fc.assert(
      fc.asyncProperty(fc.nat(paths.length - 1), odd, async (index, replacement) => {
        const copy = structuredClone(small)
        set(copy, paths[index]!, replacement)
        await renderAll(JSON.stringify(copy))
      }),
      { numRuns: 200 },
    )
  })
})

/** Few of everything, so that many changes can be tried. */
function shortened(result: Record<string, unknown>): Record<string, unknown> {
  const cut = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.slice(0, 12).map(cut)
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, cut(inner)]))
  }
  return cut(result) as Record<string, unknown>
}

type Path = readonly (string | number)[]

/** Every place in it, lists and objects included. */
function leavesOf(item: unknown, at: Path = []): Path[] {
  if (typeof item !== 'object' || item === null) return [at]
  const entries: [string | number, unknown][] = Array.isArray(item)
    ? [...item.entries()]
    : Object.entries(item)
  return [
    ...(at.length === 0 ? [] : [at]),
    ...entries.flatMap(([key, inner]) => leavesOf(inner, [...at, key])),
  ]
}

function set(root: unknown, path: Path, value: unknown): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((item, key) => (item as Record<string, unknown>)[key], root)
  ;(holder as Record<string, unknown>)[path.at(-1)!] = value
}

/** Renders in every format, unless the result is refused with its code. */
async function renderAll(text: string): Promise<void> {
  let result: Awaited<ReturnType<typeof readStoredResult>>
  try {
    result = await readStoredResult(text, 'r.json')
  } catch (problem) {
    if (!isFailure(problem)) throw problem
    expect(problem.code).toBe('D230')
    return
  }
  let html = ''
  const drop = (): void => {}
  writeHtml(result, (piece) => {
    html += piece
  })
  expect(html).toMatch(/<\/html>\n$/)
  renderPretty(result, {
    columns: 100,
    unicode: true,
    colour: false,
    metrics: 'full',
    trades: 5,
    by: 'week',
  })
  for (const table of [tradesCsv, equityCsv, metricsCsv, tradingViewCsv]) table(result, drop)
  renderMarkdown(result)
  renderJunit(result)
  renderGithub(result)
  writeEvents(result, drop)
  renderJson(result)
}
