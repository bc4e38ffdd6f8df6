export {
  ceilSteps,
  createGrid,
  floorSteps,
  fromSteps,
  type Grid,
  nearestOf,
  nearestStep,
  shareOfSteps,
  stepAbove,
  stepBelow,
  wholeSteps,
} from '../shared/grid.ts'
export type { EquityTrack, MarkedBars } from './equity.ts'
export { createEquityTrack, HELD } from './equity.ts'
export type { EquitySummary } from './equity-summary.ts'
export { followPrice } from './excursion.ts'
export {
  type Closing,
  closeLots,
  createLedger,
  createScale,
  type Ledger,
  moneyIn,
  moneyOf,
  openLot,
  type Scale,
  takeLot,
  writeOpenLots,
} from './ledger.ts'
export { isReckonable, MOST_MONEY } from './reckonable.ts'
export { createSampler } from './samples.ts'
