import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packDoubles, packFloats, packSteps } from '../../../src/report/html/bytes.ts'
import { readDoubles, readFloats, readSteps } from '../../../src/report/html/page/decode.ts'

it('packs whole numbers of any size', () => {
  const whole = fc.integer({ min: -(2 ** 50), max: 2 ** 50 })
  fc.assert(
    fc.property(fc.array(whole), (values) => {
      expect([...readSteps(packSteps(values))]).toEqual(values.map((value) => value + 0))
    }),
  )
})

it('packs doubles exactly', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      expect(readDoubles(packDoubles(values))).toEqual(Float64Array.from(values))
    }),
  )
})

it('packs null as a number that is none', () => {
  expect([...readDoubles(packDoubles([1, null]))]).toEqual([1, Number.NaN])
  expect([...readFloats(packFloats([null, 0.5]))]).toEqual([Number.NaN, 0.5])
})
