import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlainText, utf8Length, writePlain } from '../../src/shared/plain.ts'

class Point {
  x = 1
}
const cycle: Record<string, unknown> = { list: [1] }
cycle.list = [cycle]
const shared = { a: 1 }
const hidden = Object.defineProperty({}, 'secret', { value: 1 })

describe('writePlain', () => {
  it.each<[says: string, value: unknown, text: string]>([
    ['null', null, 'null'],
    ['a zero with a sign', -0, '-0'],
    ['numbers as JSON writes them', [1e21, 0.1, -5e-324], '[1e+21,0.1,-5e-324]'],
    ['half of a pair as an escape', '\ud800', '"\\ud800"'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['a key that is __proto__', JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
    ['the same object in two places', [shared, shared], '[{"a":1},{"a":1}]'],
    ['an array of a class of arrays', class extends Array {}.of(1, 2), '[1,2]'],
  ])('writes %s', (_says, value, text) => {
    expect(writePlain(value, 'value', 1000)).toEqual({ text })
  })

  it.each<[says: string, value: unknown, path: string, what: string]>([
    ['undefined', { a: undefined }, 'value.a', 'is undefined'],
    ['NaN', [0, Number.NaN], 'value[1]', 'is NaN'],
    ['an infinity', { 'a b': -1 / 0 }, 'value["a b"]', 'is -Infinity'],
    ['a bigint', 1n, 'value', 'is a bigint'],
    ['a function', { f() {} }, 'value.f', 'is a function'],
    ['a symbol', [Symbol('s')], 'value[0]', 'is a symbol'],
    ['toJSON, which is not called', { toJSON: () => 1 }, 'value.toJSON', 'is a function'],
    [
      'a getter, which is not called',
      {
        get a() {
          throw new Error()
        },
      },
      'value.a',
      'is an accessor',
    ],
    ['a hidden property', hidden, 'value.secret', 'is a hidden property'],
    [
      'a symbol for a name',
      { [Symbol('s')]: 1 },
      'value[symbol]',
      'is a property with a symbol for its name',
    ],
    ['a cycle', cycle, 'value.list[0]', 'is an object that holds itself'],
    ['a hole', new Array(2), 'value[0]', 'is a hole'],
    [
      'a property of an array',
      Object.assign([1], { x: 1 }),
      'value.x',
      'is a property of an array',
    ],
    ['an instance of a class', [new Point()], 'value[0]', 'is no plain object'],
    ['a Date', { at: new Date(0) }, 'value.at', 'is no plain object'],
    ['a Map', new Map(), 'value', 'is no plain object'],
    ['a boxed number', Object(1), 'value', 'is no plain object'],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error()
          },
        },
      ),
      'value',
      'cannot be read',
    ],
  ])('refuses %s and tells where', (_says, value, path, what) => {
    expect(writePlain(value, 'value', 1000)).toEqual({ fault: { path, what } })
  })

  it('bounds the depth', () => {
    let deep: unknown = 1
    for (let i = 0; i < 501; i++) deep = [deep]
    const told = writePlain(deep, 'value', 10_000)
    expect(told).toMatchObject({ fault: { what: 'is nested deeper than 500 levels' } })
  })

  it('counts bytes, not units', () => {
    expect(writePlain('€€', 'value', 8)).toEqual({ text: '"€€"' })
    expect(writePlain('€€', 'value', 7)).toEqual({ isTooLong: true })
    expect(writePlain(['a', 'b'.repeat(100)], 'value', 20)).toEqual({ isTooLong: true })
  })

  it('agrees with JSON on everything that JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { text } = writePlain(value, 'value', 1e9) as Extract<PlainText, { text: string }>
        expect(JSON.parse(text)).toStrictEqual(value)
      }),
    )
  })

  it('counts the bytes of any text as an encoder does', () => {
    const halves = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\ud800', '\udc00') })
    fc.assert(
      fc.property(halves, (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text))
      }),
    )
  })
})
