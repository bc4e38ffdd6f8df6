import { describe, expect, it } from 'vitest'
import { type ExplainReport, explain, renderExplanation } from '../../src/index.ts'
import { bars } from '../escape/run.ts'

const ESC = '\u001b'
/** Ids, comments and names that a terminal must not see as they are. */
const HOSTILE = `strategy('${ESC}[31mt\\u202e', { initialCapital: 500 })
const mean = ta.sma(close, 100)
plot('p${ESC}]0;x', mean)
const note = input.string('note', '\\u001b[2Jwiped')
onBar(() => {
  if (close() > 103 /* ${ESC}[31m */) strategy.entry('\\u001b[31mL\\nfake line', 'long', { qty: 1, comment: '\\u001b[0m<b>' })
  if (mean() > 1e5 && close() > mean() && barIndex() > 10000) strategy.order('never', 'short', { limit: 12345678.25 })
  if (close() < 101) strategy.closeAll({ comment: 'done' })
  strategy.entry('big', 'long', { qty: 98765432 })
})`

const PARTS = ['bars', 'orders', 'rejections'] as const

async function report(at: string): Promise<ExplainReport> {
  return explain({
    strategy: { name: `s${ESC}[31m.js`, source: HOSTILE },
    data: bars(200),
    isolation: 'realm',
    at,
  })
}

const plain = { unicode: true, colour: false }
const text = (of: ExplainReport, columns: number): string =>
  renderExplanation(of, PARTS, { ...plain, columns })
/** Everything but the blanks: what breaking lines must not change. */
const bare = (from: string): string => from.replace(/\s/g, '')

describe('the report as text', () => {
  it('shows no control character of the file', async () => {
    const shown = text(await report('bar:7'), 100)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(shown).toContain('entry "L fake line"')
  })

  it('is ASCII where nothing else may be printed', async () => {
    const shown = renderExplanation(await report('bar:7'), PARTS, {
      columns: 80,
      unicode: false,
      colour: false,
    })
    expect(shown).toMatch(/^[ -~\n]*$/)
  })

  it.each([40, 47, 60, 80])('is broken and never cut at %i columns', async (columns) => {
    const of = await report('bar:7')
    const shown = text(of, columns)
    expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(columns)
    expect(bare(shown)).toBe(bare(text(of, 1000)))
  })

  it('keeps the groups of a number on one line', async () => {
    const shown = text(await report('bar:7'), 40)
    expect(shown).toContain('98 765 432')
    expect(shown).not.toMatch(/98\s*\n\s*765|765\s*\n\s*432/)
  })

  it('has colours only where they are wanted', async () => {
    const of = await report('bar:7')
    const coloured = renderExplanation(of, PARTS, { columns: 100, unicode: true, colour: true })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text(of, 100))
  })

  it('says so when no line sends orders', async () => {
    const of = await explain({
      strategy: { name: 's.js', source: 'onBar(() => {})' },
      data: bars(20),
      isolation: 'realm',
    })
    expect(text(of, 100)).toContain('no call of strategy.entry')
    expect(text(of, 100)).toContain('no order was declined')
  })
})
