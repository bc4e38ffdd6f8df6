import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MATH } from '../../../src/realm/math/index.ts'
import { TA } from '../../../src/realm/ta/index.ts'
import { TI } from '../../../src/realm/ti/index.ts'

const page = readFileSync(new URL('../../../docs/kernels.md', import.meta.url), 'utf8')

it('docs/kernels.md has one anchor for every function and no other', () => {
  const anchors = [...page.matchAll(/<a id="(\w+)">/g)].map((match) => match[1])
  const names = [TA, MATH, TI].flatMap((library) => Object.keys(library))
  expect(anchors.sort()).toEqual(names.sort())
})

it('docs/kernels.md marks the lengths that may be series', () => {
  for (const [name, { parameters }] of Object.entries(TA)) {
    const call = page.match(new RegExp(`\`ta\\.${name}\\(([^\`]*)\\)\``))![1]!
    const varying = parameters.filter((p) => p.kind === 'length' && p.varying).length
    expect([name, call.match(/ v\b/g)?.length ?? 0]).toEqual([name, varying])
  }
})
