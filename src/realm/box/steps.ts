let left = 0

const exhausted = Object.freeze(new RangeError('the limit of steps was reached'))

/** Sets the budget of an evaluation. */
export function allowSteps(steps: number | null): void {
  left = steps ?? Number.POSITIVE_INFINITY
}

/** What the gate calls at each loop round and function call. Once used up, each further call throws. */
export const step = Object.freeze((): void => {
  if (--left < 0) throw exhausted
})

export function isExhausted(): boolean {
  return left < 0
}
