import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOf } from '../../src/check/difference.ts'
import { renderCheckGithub } from '../../src/check/render/github.ts'
import { renderCheckHtml } from '../../src/check/render/html.ts'
import { renderCheckJson } from '../../src/check/render/json.ts'
import { renderCheckJunit } from '../../src/check/render/junit.ts'
import { renderCheckMarkdown } from '../../src/check/render/markdown.ts'
import { renderCheckPretty } from '../../src/check/render/pretty.ts'
import type { CheckReport } from '../../src/check/run.ts'
import { faultsOfJunit, parseXml } from './junit-schema.ts'
import { outcome, recorded, report } from './outcomes.ts'

const PLAIN = { columns: 100, unicode: true, colour: false }

/** A report in which every text that a stranger may choose is `text`. */
function told(text: string): CheckReport {
  const [before, now] = [
    recorded([
      [0, 5],
      [100, 2],
    ]),
    recorded([
      [0, 5, 'M'],
      [100, 3],
    ]),
  ]
  const row = {
    ...differenceOf(before, now, { compare: 'full', tolerance: {} }, 60_000)!.trades!.first!.now!
      .row,
    entry_signal: text,
    exit_signal: text,
    exit_reason: text,
  }
  const difference = differenceOf(before, now, { compare: 'full', tolerance: {} }, 60_000)!
  const first = difference.trades!.first!
  return report(
    [
      outcome({
        status: 'fail',
        cause: 'inputs',
        strategy: text,
        data: text,
        changes: [{ what: 'inputs', text: `inputs changed (${text} 1 -> ${text})` }],
        difference: {
          ...difference,
          trades: {
            ...difference.trades!,
            first: { ...first, now: { trade: 1, row }, columns: ['entry_signal', 'exit_signal'] },
          },
        },
        expectations: [{ condition: 'trades > 3', holds: false, text }],
        recorded: {
          before,
          now: {
            ...now,
            rows: now.rows.replaceAll(
              ',M,',
              `,"${text.replaceAll('"', '""').replace(/[\r\n]/g, '')}",`,
            ),
          },
        },
      }),
      outcome({
        name: 'b',
        status: 'error',
        strategy: text,
        failure: {
          code: 'S307',
          message: text,
          hint: text,
          place: { file: text, line: 3, column: 4 },
        },
      }),
      outcome({ name: 'c' }),
    ],
    { names: [text], fails: true },
  )
}

const HOSTILE = [
  `"/><script>alert(1)</script><x a="`,
  `]]></failure><testcase name='x'/>`,
  `\n::error file=x::gone\r\n::set-output name=a::b`,
  `x ##[error]boo`,
  `%0A::error::x`,
  '\u001b]0;title\u0007\u001b[2J\u202edesrever',
  '| a | ![x](http://evil/x.png) @everyone #1 [x](y) <!-- `` ` --> </pre></code></details>',
  '=cmd|x',
  '\ud800 lone, \ufffe none, \u0000 nul',
]

describe.each(HOSTILE)('of the hostile text %j', (text) => {
  it('JUnit makes a file that the schema knows, with the text as text', () => {
    const xml = renderCheckJunit(told(text))
    expect(faultsOfJunit(xml)).toEqual([])
    expect(parseXml(xml).children).toHaveLength(3)
  })

  it('GitHub sees the commands that are meant, and no other', () => {
    const lines = renderCheckGithub(told(text)).split('\n')
    expect(lines.filter((line) => line.trim().startsWith('::'))).toHaveLength(3)
    for (const line of lines) {
      expect(line).not.toMatch(/##\[|\r/)
      // Properties end at the next pair of colons: none of theirs holds one.
      if (line.startsWith('::')) expect(line).toMatch(/^::error [^:]*::[^\r\n]*$/)
    }
  })

  it('the plain report begins no line with a command, and holds no control character', () => {
    const shown = renderCheckPretty(told(text), PLAIN)
    expect(shown).not.toMatch(/^\s*::|##\[/m)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is tested
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
  })

  it('Markdown shows it as code', () => {
    const shown = renderCheckMarkdown(told(text))
    const outside = shown.replace(/<code>[^<>]*<\/code>|<pre>[^<>]*<\/pre>/g, '')
    expect(outside).not.toMatch(/evil|everyone|script|<(?!\/?(details|summary)>)/)
    for (const [, code] of shown.matchAll(/<code>([^<]*)<\/code>/g))
      expect(code!.replace(/&#\d+;/g, '')).toMatch(/^[^\\`*_{}[\]()#+\-.!|~@:$^=/&"'\n]*$/)
    for (const [, block] of shown.matchAll(/<pre>([\s\S]*?)<\/pre>/g))
      expect(block).not.toMatch(/[<>]/)
  })

  it('HTML shows it as text, and runs nothing', () => {
    const page = renderCheckHtml(told(text)).replace(/<(script|style)>[\s\S]*?<\/\1>/g, '')
    const names = new Set([...page.matchAll(/<\/?([a-zA-Z!][^\s>/]*)/g)].map(([, name]) => name))
    expect(
      [...names].filter(
        (name) =>
          !/^(!doctype|html|head|meta|link|title|script|body|a|button|header|nav|main|footer|div|h1|h2|h3|p|ul|li|section|span|mark|figure|figcaption|table|thead|tbody|tr|th|td)$/.test(
            name!,
          ),
      ),
    ).toEqual([])
    expect(page).toContain('default-src &#39;none&#39;')
  })

  it('JSON keeps it', () => {
    const { checks } = JSON.parse(renderCheckJson(told(text), () => 1))
    expect(checks[1].failure.message).toBe(text)
  })
})

describe('renderCheckPretty', () => {
  const before = recorded([
    [0, 5],
    [100, -2],
    [200, 7],
  ])
  const now = recorded([
    [0, 5],
    [102, -2],
  ])

  it('tells verdict, cause, figures and the first trade that differs', () => {
    const failed = outcome({
      status: 'fail',
      cause: 'strategy',
      changes: [{ what: 'strategy', text: 'strategy changed (51aa0300 -> 8f20c400)' }],
      difference: differenceOf(before, now, { compare: 'standard', tolerance: {} }, 60_000),
      recorded: { before, now },
    })
    expect(renderCheckPretty(report([outcome({ name: 'a', trades: 64 }), failed]), PLAIN)).toBe(`
 PASS   a        64 trades
 FAIL   sma-btc  strategy changed (51aa0300 -> 8f20c400), data same

   metric          baseline    now  change
   netProfit          10.00   3.00   -7.00
   maxDrawdownPct       n/a    n/a
   sharpe             1.000  1.000
   trades                 3      2      -1

   first difference  trade 2
   - 2  long  1970-01-01 01:40  100  ->  1970-01-01 02:10  98  close
   + 2  long  1970-01-01 01:42  100  ->  1970-01-01 02:12  98  close
   1 of 3 trades equal, 1 moved, 1 missing, 0 new

 2 checks, 1 passed, 1 failed
 accept with: qrun check -u sma-btc
`)
  })

  it.each([
    { name: 'netProfit', before: 124.78050000000002, now: 130, want: '124.78  130.00    +5.22' },
    { name: 'maxDrawdownPct', before: 6.2238336, now: 4.4780738, want: '6.22%  4.48%   -1.75%' },
    { name: 'tv.sharpe', before: 0.1, now: 0.30000000000000004, want: '0.100  0.300  +0.200' },
    { name: 'long.trades', before: 1200, now: 1199, want: '1 200  1 199      -1' },
    { name: 'N101', before: 1200, now: 1199, want: '1 200  1 199      -1' },
    // Beyond the rounding of a report.
    { name: 'netProfit', before: 10.001, now: 10.002, want: '10.001  10.002  +0.001' },
    {
      name: 'netProfit',
      before: 0.1 + 0.2,
      now: 0.3,
      want: '0.30000000000000004  0.3  -5.55112e-17',
    },
  ])('prints $name $before as reports do', ({ name, before: was, now: is, want }) => {
    const difference = differenceOf(before, now, { compare: 'standard', tolerance: {} }, 60_000)!
    const moved = { ...difference, metrics: [{ name, before: was, now: is }] }
    const failed = outcome({ status: 'fail', difference: moved, recorded: { before, now } })
    const line = renderCheckPretty(report([failed]), PLAIN)
      .split('\n')
      .find((text) => text.startsWith(`   ${name} `))!
    expect(line.replace(/ +/g, ' ')).toContain(want.replace(/ +/g, ' '))
  })

  it('prints the money of the first trade that differs in whole cents', () => {
    const difference = differenceOf(before, now, { compare: 'standard', tolerance: {} }, 60_000)!
    const first = difference.trades!.first!
    const shown = (was: string, is: string): string => {
      const trades = {
        ...difference.trades!,
        first: {
          ...first,
          columns: ['profit', 'qty'] as const,
          before: { ...first.before!, row: { ...first.before!.row, profit: was, qty: '1.5' } },
          now: { ...first.now!, row: { ...first.now!.row, profit: is, qty: '1.50000001' } },
        },
      }
      const moved = { ...difference, trades }
      return renderCheckPretty(report([outcome({ status: 'fail', difference: moved })]), PLAIN)
    }
    expect(shown('124.78050000000002', '130')).toContain(
      'profit 124.78 -> 130.00, qty 1.5 -> 1.50000001\n',
    )
    expect(shown('124.78050000000002', '124.78060000000002')).toContain(
      'profit 124.7805 -> 124.7806,',
    )
    expect(shown('', '130')).toContain('profit none -> 130.00,')
  })

  it.each([
    { place: { file: 's.js', line: 3, column: 4 }, want: 'at s.js:3:4' },
    { place: { file: 'd.csv', row: 1200 }, want: 'at d.csv row 1 200' },
    { place: { row: 7 }, want: 'at row 7' },
  ])('tells where a check could not run: $want', ({ place, want }) => {
    const failure = { code: 'D222', message: 'wrong', hint: 'mend it', place } as const
    const failed = outcome({ status: 'error', failure })
    expect(renderCheckPretty(report([failed]), PLAIN)).toContain(`\n   ${want}\n   mend it\n`)
  })

  it.each([
    {
      says: 'a pass in spite of a change',
      more: { changes: [{ what: 'data', text: 'data changed (a -> b)' }] },
      want: '3 trades; data changed (a -> b): the result is the same',
    },
    { says: 'no baseline', more: { status: 'missing' }, want: 'there is no baseline' },
    { says: 'a new one', more: { status: 'new' }, want: 'baseline recorded, 3 trades' },
    {
      says: 'an expectation',
      more: {
        status: 'fail',
        expectations: [{ condition: 'trades >= 9', holds: false, text: 'trades is 3' }],
      },
      want: 'expected trades >= 9: trades is 3',
    },
    {
      says: 'chance',
      more: {
        status: 'fail',
        cause: 'unstable',
        difference: differenceOf(before, now, { compare: 'full', tolerance: {} }),
      },
      want: 'not deterministic',
    },
    {
      says: 'no cause',
      more: {
        status: 'fail',
        cause: 'none',
        difference: differenceOf(before, now, { compare: 'full', tolerance: {} }),
      },
      want: 'are the same: not deterministic (see --repeat), or a defect of qrun',
    },
  ] as const)('says $says', ({ more, want }) => {
    expect(renderCheckPretty(report([outcome(more)]), PLAIN)).toContain(want)
  })
})

describe('texts of strangers', () => {
  it('never break the JUnit file', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(faultsOfJunit(renderCheckJunit(told(text)))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
