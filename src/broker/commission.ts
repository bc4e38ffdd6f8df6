import { roundTo10Digits } from '../shared/digits.ts'
import { fromSteps } from '../trades/index.ts'
import { type State, valueAt } from './state.ts'

/**
 * Commission of one order fill in account currency, whatever number of lots it opens and closes
 * (BE-12.10, BE-12.11); cash fees are never converted (BE-12.15).
 */
export function commissionOf(state: State, price: number, lots: number): number {
  const { commissionType, commissionValue } = state.settings
  if (commissionValue === 0) return 0
  switch (commissionType) {
    case 'percent':
      return roundTo10Digits((valueAt(state, price, lots) * commissionValue) / 100)
    case 'cashPerContract':
      return roundTo10Digits(fromSteps(state.scale.quantity, lots) * commissionValue)
    case 'cashPerOrder':
      return commissionValue
  }
}
