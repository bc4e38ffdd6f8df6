/** Beyond this, sums of squares of money in the report could leave the range of a double. */
export const MOST_MONEY = 1e150

/** Whether an amount of money can go into sums; NaN cannot. */
export function isReckonable(money: number): boolean {
  return Math.abs(money) <= MOST_MONEY
}
