import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOrder, type Order } from '../../src/orders/order.ts'
import { createPending } from '../../src/orders/pending.ts'

const order = (id: number): Order => createOrder(1, id, 1, 0)

describe('pending orders', () => {
  it('are found by id, and a new one of the id takes the place of the old', () => {
    const pending = createPending()
    const [first, second, again] = [order(1), order(2), order(1)]
    pending.set(first)
    pending.set(second)
    pending.set(again)
    expect([...pending.values()]).toEqual([again, second])
    expect([pending.get(1), pending.get(3), pending.size()]).toEqual([again, undefined, 2])
  })

  it('of which one was replaced is not deleted by the old one', () => {
    const pending = createPending()
    const [old, now] = [order(1), order(1)]
    pending.set(old)
    pending.set(now)
    pending.delete(old)
    expect(pending.get(1)).toBe(now)
  })

  it('behave as a map does, few or many', () => {
    const step = fc.record({ id: fc.integer({ min: 1, max: 30 }), isSet: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const pending = createPending()
        const plain = new Map<number, Order>()
        for (const { id, isSet } of steps) {
          const known = plain.get(id)
          if (isSet) {
            const made = order(id)
            pending.set(made)
            plain.set(id, made)
          } else if (known !== undefined) {
            pending.delete(known)
            plain.delete(id)
          }
          expect(pending.get(id)).toBe(plain.get(id))
        }
        expect([...pending.values()]).toEqual([...plain.values()])
        expect(pending.size()).toBe(plain.size)
      }),
    )
  })
})
