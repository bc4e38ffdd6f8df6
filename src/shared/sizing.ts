import { roundTo10Digits } from './digits.ts'
import type { StrategySettings } from './settings.ts'

/** Below this, a budget is rounded to 10 digits (BE-12.5). */
const ROUNDED_BELOW = 1e7

/**
 * Money that an entry without a quantity may spend at an equity (BE-12.3, BE-12.4), in account currency.
 * NaN for the fixed quantity type.
 */
export function budgetAt(settings: StrategySettings, equity: number): number {
  const { defaultQtyType, defaultQtyValue, commissionType, commissionValue } = settings
  if (defaultQtyType === 'fixed') return Number.NaN
  if (defaultQtyType === 'cash') return rounded(defaultQtyValue)
  const money = rounded((equity * defaultQtyValue) / 100)
  return commissionType === 'cashPerOrder' ? money - commissionValue : money
}

function rounded(money: number): number {
  return money < ROUNDED_BELOW ? roundTo10Digits(money) : money
}

/** What a contract costs in account currency, with the fees that a share of equity has to pay as well (BE-12.1). */
export function contractCost(
  { defaultQtyType, commissionType, commissionValue }: StrategySettings,
  priceInAccount: number,
): number {
  if (defaultQtyType !== 'percentOfEquity') return priceInAccount
  if (commissionType === 'percent') return priceInAccount * (1 + commissionValue / 100)
  return commissionType === 'cashPerContract' ? priceInAccount + commissionValue : priceInAccount
}
