import { LEVEL_KINDS } from '../../shared/outcome.ts'
import type { BacktestResult } from '../result.ts'
import { packBytes, packSteps } from './bytes.ts'
import type { PackedLevels } from './payload.ts'

/** The levels in some six bytes each; prices are whole ticks, which `decimals` say exactly. */
export function packLevels(
  { levels }: Pick<BacktestResult, 'levels'>,
  decimals: number,
): PackedLevels {
  const { kind, side, entryBar, from, to, price, dropped } = levels
  const scale = Number(`1e${decimals}`)
  return {
    decimals,
    flags: packBytes(
      kind.map((name, i) => LEVEL_KINDS.indexOf(name) + (side[i] === 'long' ? 4 : 0)),
    ),
    entry: packSteps(entryBar.map((bar) => bar ?? -1)),
    from: packSteps(from),
    length: packSteps(to.map((bar, i) => bar - from[i]!)),
    price: packSteps(price.map((value) => Math.round(value * scale))),
    dropped,
  }
}
