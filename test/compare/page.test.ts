import { describe, expect, it } from 'vitest'
import { compareResults, renderResults } from '../../src/compare/index.ts'
import { comparisonPage } from '../../src/compare/page.ts'
import { buildResult, renderJson, writeComparisonHtml } from '../../src/report/index.ts'
import { TRADE, TRADE_WIDTH } from '../../src/shared/layout.ts'
import { goldenRun } from '../report/golden-run.ts'

const HOSTILE = '</script><script>pwned=1</script><img src=x onerror=pwned=1>'

/** The golden run, its second trade out at another price and its third one away. */
function other() {
  const record = goldenRun()
  const trades = record.trades.slice()
  trades[TRADE_WIDTH + TRADE.EXIT_PRICE]! += 5
  return buildResult({
    ...record,
    trades: new Float64Array([
      ...trades.subarray(0, 2 * TRADE_WIDTH),
      ...trades.subarray(3 * TRADE_WIDTH),
    ]),
    strategy: {
      ...record.strategy,
      hash: 'f'.repeat(64),
      settings: { ...record.strategy.settings, title: HOSTILE },
    },
  })
}

function page(
  a = buildResult(goldenRun()),
  b = other(),
  names: readonly [string, string] = ['a.json', 'b.json'],
) {
  let text = ''
  writeComparisonHtml(comparisonPage(a, b, compareResults(a, b), names), (piece) => {
    text += piece
  })
  return text
}

describe('the page of a comparison', () => {
  it('shows what differs, and marks the first trade that does', () => {
    const text = page()
    expect(text).toContain('The runs differ in strategy, properties.')
    expect(text.match(/>first difference</g)).toHaveLength(1)
    const [first, second] = [...text.matchAll(/<tbody[^>]*><tr class="(gone|come)">.*?<\/tbody>/g)]
    expect(first![0]).toMatch(/changed.*first difference/)
    expect(first![0].match(/<tr /g)).toHaveLength(2)
    expect(first![0]).toContain('<mark>')
    expect(second![0]).toMatch(/missing/)
    expect(second![0].match(/<tr /g)).toHaveLength(1)
  })

  it('says so where nothing differs', () => {
    const same = buildResult(goldenRun())
    const text = page(same, same)
    expect(text).toContain('the results are the same')
    expect(text).not.toContain('first difference<')
  })

  it('is the same bytes again', () => {
    expect(page()).toBe(page())
  })

  it('shows what a stranger wrote as text only', () => {
    const text = page(undefined, undefined, [HOSTILE, `"${HOSTILE}\u202e`])
    // Not by a matcher, which would print the whole page.
    expect(/<script>pwned|<img|\u202e/.test(text)).toBe(false)
    expect(text.match(/<script\b/g)).toHaveLength(2)
    expect(text).toContain('default-src &#39;none&#39;')
  })

  it('gives the script both curves and the time of the first difference', () => {
    const data = /<script type="application\/json" id="data">(.*?)<\/script>/.exec(page())![1]!
    const { comparisons } = JSON.parse(data)
    expect(comparisons).toHaveLength(1)
    expect(comparisons[0].names).toEqual(['a.json', 'b.json'])
    expect(comparisons[0].curves[0]).toEqual(comparisons[0].curves[1])
    expect(comparisons[0].firstMs).toBe(
      Date.parse([...buildResult(goldenRun()).trades][1]!.entry_time),
    )
  })
})

describe('a comparison as text', () => {
  it('holds no escape sequence of a result that may come from anywhere', () => {
    const ours = buildResult(goldenRun())
    const theirs = JSON.parse(renderJson(other()))
    theirs.metrics.all['\u001b[2Jevil'] = 1
    theirs.trades[1].exit_reason = '\u001b[31mstop'
    const comparison = compareResults(ours, theirs)
    const texts = { ours: 'a.json', theirs: 'b.json', show: 1000 }
    const look = { columns: 100, unicode: true, colour: false }
    const text = renderResults(comparison, texts, look)
    expect(text).toContain('evil')
    expect(text).toContain('by stop')
    expect(text).not.toContain('\u001b')
  })
})
