import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { METRICS } from '../../../src/report/table.ts'

const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8')

it('docs/metrics.md has one row for every metric, with its unit, its rule and when it is null', () => {
  const rows = [...page.matchAll(/^\| <a id="([\w.]+)"><\/a>`([\w.]+)`(.*?) \| (.+) \|$/gm)].map(
    ([, anchor, name, marks, cells]) => [anchor, name, marks, ...cells!.split(' | ').slice(1)],
  )
  const wanted = METRICS.map(({ id, panel, columns, unit, rule, why }) => {
    const name = panel === 'tv' ? `tv.${id}` : id
    const marks = [
      ...(panel === 'both' ? ['**tv**'] : []),
      ...(columns === 'sides' ? ['**sides**'] : []),
    ].join(', ')
    const cells = [unit, why || 'never', rule.replace('RM ', 'RM-')]
    return [name, name, marks === '' ? '' : ` ${marks}`, ...cells]
  })
  const byName = (a: readonly unknown[], b: readonly unknown[]) => (a[0]! < b[0]! ? -1 : 1)
  expect([...rows].sort(byName)).toEqual([...wanted].sort(byName))
})

it('docs/metrics.md says of every metric what it is', () => {
  for (const [, name, text] of page.matchAll(/^\| <a id="([\w.]+)"><\/a>[^|]+\| ([^|]+) \|/gm))
    expect(text!.length, name).toBeGreaterThan(8)
})
