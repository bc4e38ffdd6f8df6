export type { DrawdownSummary, EquitySummary, EquityTrack } from './equity.ts'
export { createEquityTrack } from './equity.ts'
export { createSampler, type Sampler } from './samples.ts'
