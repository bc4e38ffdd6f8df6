/**
 * Follows which closed trades a strategy that remembers its last `orders` filled orders can still read
 * (BE-6.7). Call it after each fill with the number of closed trades; it returns the number of the first
 * trade that one of the remembered orders closed.
 */
export function createRecall(orders: number): (closed: number) => number {
  /** Closed trades after each of the last orders, in a ring. */
  const after = new Float64Array(orders)
  let filled = 0
  return (closed) => {
    const slot = filled % orders
    const first = after[slot]!
    after[slot] = closed
    filled++
    return first
  }
}
