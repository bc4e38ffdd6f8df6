import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backtest } from '../../src/backtest/index.ts'
import { writeEvents } from '../../src/report/events.ts'
import type { Gate } from '../../src/report/gate.ts'
import { renderGithub } from '../../src/report/github.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { BacktestResult } from '../../src/report/result.ts'
import { faultsOfJunit, parseXml } from '../check/junit-schema.ts'

const HOUR = 3_600_000
const prices = Array.from({ length: 50 }, (_, i) => 100 + (i % 7) - (i % 3))
const bars = {
  time: prices.map((_, i) => i * HOUR),
  open: prices,
  high: prices.map((price) => price + 2),
  low: prices.map((price) => price - 2),
  close: prices.map((price) => price + 1),
}

function run(source: string, name = 's.js'): Promise<BacktestResult> {
  return backtest({
    strategy: { name, source },
    data: { name: 'bars.csv', bars },
    isolation: 'realm',
    limits: { timeMs: 20_000 },
  })
}

const TRADES = `strategy('t', { initialCapital: 1000 })
onBar(() => {
  if (barIndex() % 10 === 0) strategy.entry('L', 'long')
  if (barIndex() % 10 === 5) { strategy.close('L'); log('closed') }
  if (barIndex() === 12) strategy.entry('X', 'short', { qty: 1e9 })
})`
const good = await run(TRADES)
const failed = await run("onBar(() => { if (barIndex() === 6) throw new Error('enough') })")
const GATES: readonly Gate[] = [
  { condition: 'trades < 30', fails: true, text: 'trades is 5' },
  { condition: 'sharpe > 9', fails: false, text: 'sharpe is 1' },
]

function eventsOf(
  result: BacktestResult,
): readonly (Record<string, unknown> & { event: string })[] {
  let text = ''
  writeEvents(result, (piece) => {
    text += piece
  })
  expect(text).toMatch(/\n$/)
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('events', () => {
  it('begin, go on in the order of bars, and end', () => {
    const events = eventsOf(good)
    const kinds = events.map(({ event }) => event)
    expect(kinds[0]).toBe('start')
    expect(kinds.at(-1)).toBe('end')
    const barsOf = events.flatMap(({ event, bar, exit_bar }) =>
      event === 'trade' ? [exit_bar ?? 50] : event === 'order' || event === 'log' ? [bar] : [],
    ) as number[]
    expect(barsOf).toEqual([...barsOf].sort((a, b) => a - b))
    expect(kinds.filter((kind) => kind === 'trade')).toHaveLength(good.trades.length)
    expect(kinds.filter((kind) => kind === 'log')).toHaveLength(good.logs.lines.length)
    expect(kinds.filter((kind) => kind === 'order')).toHaveLength(good.rejections.length)
    expect(kinds.filter((kind) => kind === 'note')).toHaveLength(good.notes.length)
    expect(good.rejections.length).toBeGreaterThan(0)
  })

  it('hold what the result holds', () => {
    const trades = eventsOf(good).filter(({ event }) => event === 'trade')
    expect(trades.map(({ event: _, ...trade }) => trade)).toEqual([...good.trades])
    expect(eventsOf(good).at(-1)).toMatchObject({
      status: 'ok',
      failure: null,
      hashes: good.hashes,
    })
    expect(eventsOf(failed).at(-1)).toMatchObject({ status: 'failed', failure: { code: 'S307' } })
  })
})

describe('JUnit', () => {
  it.each([
    { says: 'a run that is good', result: good, gates: GATES, counts: ['3', '1', '0'] },
    { says: 'a run that failed', result: failed, gates: [], counts: ['1', '0', '1'] },
    { says: 'a run without conditions', result: good, gates: [], counts: ['1', '0', '0'] },
  ])('has a case for the run and one for each condition: $says', ({ result, gates, counts }) => {
    const text = renderJunit(result, gates)
    expect(faultsOfJunit(text)).toEqual([])
    const { attributes } = parseXml(text)
    expect([attributes.tests, attributes.failures, attributes.errors]).toEqual(counts)
  })

  it('names what failed', () => {
    expect(renderJunit(good, GATES)).toContain(
      '<failure message="trades is 5" type="condition">trades &lt; 30</failure>',
    )
    expect(renderJunit(failed)).toMatch(/<error message="[^"]*enough[^"]*" type="S307">at s\.js:1:/)
  })
})

describe('annotations for GitHub', () => {
  it('stand at the line that failed', () => {
    expect(renderGithub(failed, [], 'strategies/s.js').split('\n')[0]).toMatch(
      /^::error file=strategies\/s\.js,line=1,col=\d+,title=qrun backtest s\.js::S307 .*enough/,
    )
  })

  it('are an error for a condition that closes, and a notice for a note', () => {
    const lines = renderGithub(good, GATES).trimEnd().split('\n')
    expect(lines[0]).toBe('::error file=s.js,title=qrun backtest s.js::trades < 30%0Atrades is 5')
    expect(lines.slice(1, -1).every((line) => line.startsWith('::notice file=s.js'))).toBe(true)
    expect(lines).toHaveLength(2 + good.notes.length)
    expect(lines.at(-1)).toMatch(/^qrun backtest: s\.js on bars\.csv: ok, net /)
  })
})

describe('Markdown', () => {
  it('has the verdict, the figures, the last trades and the notes', () => {
    const text = renderMarkdown(good, GATES)
    expect(text).toMatch(/^### qrun backtest: <code>s&#46;js<\/code> 1 of 2 conditions failed\n/)
    expect(text).toContain('| <code>trades &#60; 30</code> | **fail** | <code>trades is 5</code> |')
    expect(text).toContain('| Closed trades | 5 |')
    expect(text).toContain('<summary>The last 5 of 5 trades</summary>')
    for (const { code } of good.notes) expect(text).toContain(`\n| ${code} | `)
  })

  it('tells a failure instead', () => {
    expect(renderMarkdown(failed)).toMatch(
      /^### qrun backtest: <code>s&#46;js<\/code> failed\n[\s\S]*\*\*S307\*\* at <code>s&#46;js&#58;1&#58;/,
    )
  })
})

const HOSTILE = [
  '::error::owned',
  '##[error]owned',
  '</failure><x>',
  ']]>',
  '| a | `b` |',
  '@everyone #1 <!-- x',
  '[x](https://example.org)',
  '\u001b[31mred\u202e\u0000',
  'two\nlines',
]

describe.each(HOSTILE)('of the hostile text %j', (text) => {
  const told: BacktestResult = {
    ...good,
    strategy: {
      ...good.strategy,
      file: text,
      title: text,
      declared: [{ name: text, type: 'string', initial: text, value: text }],
      inputs: { [text]: text },
    },
    data: good.data.map((series) => ({ ...series, name: text })),
    notes: [{ code: 'N401', count: 1, text }],
    trades: [...good.trades].map((trade) => ({ ...trade, exit_signal: text })),
  }
  const gates = [{ condition: text, fails: true, text }]

  it('JUnit stays XML', () => {
    expect(faultsOfJunit(renderJunit(told, gates))).toEqual([])
  })

  it('GitHub reads no command of it', () => {
    const lines = renderGithub(told, gates).trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', '::notice', 'qrun'])
    for (const line of lines) expect(line).not.toContain('##[')
  })

  it('Markdown shows it as code', () => {
    const outside = renderMarkdown(told, gates).replace(/<code>[\w&#; ]*<\/code>/g, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is tested
    expect(outside).not.toMatch(/owned|example|everyone|red|<x>|<!--|\u001b|\u0000/)
    expect(outside).not.toContain('two\nlines')
  })

  it('events stay a line each', () => {
    expect(eventsOf(told)).toHaveLength(eventsOf(good).length - good.notes.length + 1)
  })
})

it('events of any log are a line each', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      const lines = [{ kind: 'log' as const, bar: 1, time: '1970-01-01T01:00:00Z', text }]
      const events = eventsOf({ ...good, logs: { lines, dropped: 0 } })
      expect(events.find(({ event }) => event === 'log')!.text).toBe(text)
    }),
  )
})
