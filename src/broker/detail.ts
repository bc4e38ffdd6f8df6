import { isHighFirst } from '../shared/bars.ts'
import { nearestStep } from '../trades/index.ts'
import type { Detail } from './contract.ts'
import { isQuiet, passQuietly } from './quiet.ts'
import type { State } from './state.ts'
import { hearScript, walkBar } from './walk.ts'

/**
 * Walks a bar through the smaller bars inside it, in time order, each with a path of its own and a
 * jump to its open (BE-3.6). Fills carry the time of the whole bar. A script that runs on every tick
 * runs at the close of each of them; that of the last is the bar's own (BE-2.11).
 */
export function walkDetail(state: State, detail: Detail): void {
  const { open, high, low, close } = state
  const grid = state.scale.price
  const end = detail.at + detail.count
  for (let i = detail.at; i < end; i++) {
    state.rawOpen = detail.open[i]!
    state.rawHigh = detail.high[i]!
    state.rawLow = detail.low[i]!
    state.open = nearestStep(grid, state.rawOpen)
    state.high = nearestStep(grid, state.rawHigh)
    state.low = nearestStep(grid, state.rawLow)
    state.close = nearestStep(grid, detail.close[i]!)
    state.isLastPart = i === end - 1
    if (!isQuiet(state))
      walkBar(state, isHighFirst(state.rawOpen, state.rawHigh, state.rawLow), false)
    else if (state.ledger.size > 0) passQuietly(state)
    if (state.rawHigh > state.seenHigh) state.seenHigh = state.rawHigh
    if (state.rawLow < state.seenLow) state.seenLow = state.rawLow
    if (state.everyTick && !state.isLastPart)
      hearScript(state, state.close, state.rawHigh, state.rawLow, detail.close[i]!, true)
  }
  state.seenHigh = Number.NEGATIVE_INFINITY
  state.seenLow = Number.POSITIVE_INFINITY
  state.open = open
  state.high = high
  state.low = low
  state.close = close
}
