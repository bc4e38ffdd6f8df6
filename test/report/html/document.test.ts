import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DEFINITIONS } from '../../../src/report/html/definitions.ts'
import { writeHtml } from '../../../src/report/html/document.ts'
import { el, escapeHtml, scriptJson } from '../../../src/report/html/element.ts'
import { MAX_TRADES, packTrades } from '../../../src/report/html/pack-trades.ts'
import { readSteps } from '../../../src/report/html/page/decode.ts'
import type { Payload } from '../../../src/report/html/payload.ts'
import { definitionOf } from '../../../src/report/html/performance.ts'
import { type BacktestResult, buildResult } from '../../../src/report/result.ts'
import { METRICS } from '../../../src/report/table.ts'
import type { Trade } from '../../../src/report/trade-list.ts'
import { recordOf } from '../fixture.ts'
import { goldenRun } from '../golden-run.ts'

const HOSTILE = '</script><script>pwned=1</script><img src=x onerror=pwned=1>"\'&\u202e\u0007'

function htmlOf(result: BacktestResult, command?: string): string {
  const pieces: string[] = []
  writeHtml(result, (text) => pieces.push(text), command === undefined ? {} : { command })
  return pieces.join('')
}

const golden = buildResult(goldenRun())
const html = htmlOf(golden)

const payloadIn = (text: string): Payload =>
  JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/.exec(text)![1]!)

describe('the document', () => {
  it('is the same for the same result', () => {
    expect(htmlOf(buildResult(goldenRun()))).toBe(html)
  })

  it('runs the script and the styles whose hashes its policy names, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!
    const rules = policy.replaceAll('&#39;', "'").split('; ')
    expect(rules).toContain("default-src 'none'")
    expect(rules.join()).not.toMatch(/unsafe|https?:|\*/)
    const hash = (text: string): string =>
      `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)![1]!
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!
    expect(rules.find((rule) => rule.startsWith('script-src'))).toBe(`script-src ${hash(script)}`)
    const mark = /["'`](a#tv-attr-logo\{[^"'`]*)["'`]/.exec(script)![1]!
    expect(rules.find((rule) => rule.startsWith('style-src'))).toBe(
      `style-src ${hash(style)} ${hash(mark)}`,
    )
    expect(html.match(/<script\b/g)).toHaveLength(2)
    expect(html.match(/<style\b/g)).toHaveLength(1)
    expect(html.replace(script, '')).not.toMatch(/ style="| on[a-z]+="/)
  })

  it('names no address but those of the chart library, its licence and of namespaces', () => {
    const hosts = new Set([...html.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host))
    expect([...hosts].sort()).toEqual(['www.apache.org', 'www.tradingview.com', 'www.w3.org'])
  })

  it('keeps the notice of the chart library', () => {
    expect(html).toContain('TradingView Lightweight Charts™ v')
    expect(html).toContain('Copyright (c) 2026 TradingView, Inc.')
    expect(html).toContain('Licensed under Apache License 2.0')
  })

  it('shows what a strategy wrote as text only', () => {
    const record = goldenRun()
    const result = buildResult({
      ...record,
      strategy: {
        ...record.strategy,
        file: `${HOSTILE}.js`,
        settings: { ...record.strategy.settings, title: HOSTILE },
        inputs: [
          {
            name: HOSTILE,
            type: 'string',
            initial: HOSTILE,
            value: HOSTILE,
            title: HOSTILE,
            overridden: true,
          },
        ],
      },
      texts: record.texts.map((text, i) => (i === 0 ? text : HOSTILE)),
      logs: {
        dropped: 0,
        lines: [
          { kind: 'log', bar: 1, timeMs: 0, text: HOSTILE },
          { kind: 'label', bar: 2, timeMs: 0, text: HOSTILE },
        ],
      },
      plots: [
        {
          declaration: { name: HOSTILE, kind: 'line', color: HOSTILE },
          samples: { every: 1, bar: [0], time: [0], value: [1] },
        },
      ],
      failure: { code: 'S301', message: HOSTILE, hint: HOSTILE, place: { source: HOSTILE } },
    })
    const text = htmlOf(result, HOSTILE)
    expect(text).not.toMatch(/<script>pwned|<img/)
    for (const hidden of ['\u202e', '\u0007']) expect(text).not.toContain(hidden)
    expect(text.match(/<script\b/g)).toHaveLength(2)
    const payload = payloadIn(text)
    const shown = '</script><script>pwned=1</script><img src=x onerror=pwned=1>"\'&'
    expect(payload.plots[0]!.name).toBe(shown)
    expect(payload.labels[0]!.text).toBe(shown)
    expect(payload.trades.texts).toContain(shown)
  })

  it.each([
    { says: 'the command it is given', command: 'qrun backtest a.js --data b.csv --seed 3' },
  ])('prints $says', ({ command }) => {
    expect(htmlOf(golden, command)).toContain(`<code>${command}</code>`)
  })

  it('makes a command of what the result tells where none is given', () => {
    expect(html).toContain('<code>qrun backtest sma-cross.js --data btc.csv --set fast=12</code>')
  })

  it('reports nothing but the failure of a run without bars', () => {
    const record = recordOf({ status: 'failed' })
    const text = htmlOf(
      buildResult({
        ...record,
        equity: { ...record.equity, bars: 0 },
        failure: { code: 'S302', message: 'no', hint: 'yes' },
      }),
    )
    expect(text).toContain('S302')
    expect(text).not.toContain('id="performance"')
  })

  it('says why a figure is not there', () => {
    const text = htmlOf(buildResult(recordOf({})))
    expect(text).toContain('n/a: no closed trades')
  })
})

describe('definitions', () => {
  it.each(METRICS.map((metric) => [`${metric.panel} ${metric.id}`, metric] as const))(
    'there is one for %s',
    (_, metric) => {
      expect(definitionOf(metric)).toMatch(/\.$/)
      expect(html).toContain(escapeHtml(definitionOf(metric)))
    },
  )

  it('there is none for anything else', () => {
    const names = new Set(METRICS.flatMap(({ id }) => [id, `tv.${id}`]))
    expect(Object.keys(DEFINITIONS).filter((name) => !names.has(name))).toEqual([])
  })
})

describe('trades in the page', () => {
  const trades = (count: number): Trade[] => {
    const first = golden.trades.at(0)!
    return Array.from({ length: count }, (_, i) => ({ ...first, trade: i + 1 }))
  }
  const listOf = (all: Trade[]): BacktestResult['trades'] => all

  it('are all there up to the bound', () => {
    const packed = packTrades(listOf(trades(300)), 0, 0)
    expect(packed.count).toBe(300)
    expect([...readSteps(packed.number)].slice(-1)).toEqual([300])
  })

  it('are the first and the last ones beyond it', () => {
    const packed = packTrades(listOf(trades(MAX_TRADES + 10)), 0, 0)
    expect(packed.count).toBe(MAX_TRADES)
    expect(packed.total).toBe(MAX_TRADES + 10)
    const numbers = readSteps(packed.number)
    expect(numbers[MAX_TRADES / 2 - 1]).toBe(MAX_TRADES / 2)
    expect(numbers[MAX_TRADES / 2]).toBe(MAX_TRADES / 2 + 11)
    expect(numbers.at(-1)).toBe(MAX_TRADES + 10)
  })

  it('leave room for candles and plots in twelve megabytes', () => {
    const packed = packTrades(listOf(trades(MAX_TRADES)), 0, 0)
    expect(JSON.stringify(packed).length).toBeLessThan(6e6)
  })
})

describe('markup', () => {
  it.each([
    ['<b>', '&lt;b&gt;'],
    [`"a" & 'b'`, '&quot;a&quot; &amp; &#39;b&#39;'],
    ['a\u0000\u202eb\u001b[31mc', 'abc'],
    ['\ud800', '\ufffd'],
  ])('writes %j as %j', (text, want) => {
    expect(escapeHtml(text)).toBe(want)
    expect(el('p', { title: text }, text).html).toBe(`<p title="${want}">${want}</p>`)
  })

  it('writes JSON that cannot leave its element', () => {
    const value = { a: '</script><!--\u2028&' }
    expect(scriptJson(value)).not.toMatch(/[<>&\u2028]/)
    expect(JSON.parse(scriptJson(value))).toEqual(value)
  })
})
