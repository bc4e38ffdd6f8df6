import type { PackedTrades } from '../payload.ts'
import { readBytes, readDoubles, readFloats, readSteps } from './decode.ts'

/** The trades in columns; one row is a trade. */
export type Trades = {
  readonly count: number
  readonly total: number
  readonly number: Float64Array
  readonly entryBar: Float64Array
  readonly exitBar: Float64Array
  readonly entryTime: Float64Array
  readonly exitTime: Float64Array
  readonly entryPrice: Float64Array
  readonly exitPrice: Float64Array
  readonly qty: Float64Array
  readonly profit: Float64Array
  readonly cumulative: Float64Array
  readonly profitPct: Float32Array
  readonly fees: Float32Array
  readonly runUp: Float32Array
  readonly runUpPct: Float32Array
  readonly drawdown: Float32Array
  readonly drawdownPct: Float32Array
  isLong(row: number): boolean
  isOpen(row: number): boolean
  isAmbiguous(row: number): boolean
  reason(row: number): string
  entrySignal(row: number): string
  exitSignal(row: number): string
}

export function readTrades(packed: PackedTrades): Trades {
  const flags = readBytes(packed.flags)
  const reason = readBytes(packed.reason)
  const entrySignal = readSteps(packed.entrySignal)
  const exitSignal = readSteps(packed.exitSignal)
  const has = (row: number, flag: number): boolean => (flags[row]! & flag) !== 0
  return {
    count: packed.count,
    total: packed.total,
    number: readSteps(packed.number),
    entryBar: readSteps(packed.entryBar),
    exitBar: readSteps(packed.exitBar),
    entryTime: readSteps(packed.entryTime),
    exitTime: readSteps(packed.exitTime),
    entryPrice: readDoubles(packed.entryPrice),
    exitPrice: readDoubles(packed.exitPrice),
    qty: readDoubles(packed.qty),
    profit: readDoubles(packed.profit),
    cumulative: readDoubles(packed.cumulative),
    profitPct: readFloats(packed.profitPct),
    fees: readFloats(packed.fees),
    runUp: readFloats(packed.runUp),
    runUpPct: readFloats(packed.runUpPct),
    drawdown: readFloats(packed.drawdown),
    drawdownPct: readFloats(packed.drawdownPct),
    isLong: (row) => has(row, 1),
    isOpen: (row) => has(row, 2),
    isAmbiguous: (row) => has(row, 4),
    reason: (row) => packed.reasons[reason[row]!] ?? '',
    entrySignal: (row) => packed.texts[entrySignal[row]!] ?? '',
    exitSignal: (row) => packed.texts[exitSignal[row]!] ?? '',
  }
}
