import { CHART, declareNode, type Node } from './node.ts'

/** The value of another market's series as the chart sees it, bar by bar. */
export function holdOnChart(source: Node): Node {
  const { done } = source.domain
  if (done === undefined) return source
  const node: Node = declareNode({
    boolean: source.boolean,
    domain: CHART,
    blockwise: source.blockwise,
    advance: (from, to) => {
      const last = source.ring.length - 1
      for (let i = from; i < to; i++) {
        const count = done.ring[i]!
        node.ring[i] =
          count > 0 ? source.ring[(count - 1) & last]! : source.boolean ? 0 : Number.NaN
      }
    },
  })
  return node
}
