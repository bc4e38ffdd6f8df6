// The lengths that the sweep tries.
const FAST = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
const SLOW = [20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60]

/** 110 pairs of inputs, and 110 others. */
export const PAIRS = FAST.flatMap((fast) => SLOW.map((slow) => ({ fast, slow })))
export const OTHERS = PAIRS.map(({ fast, slow }) => ({ fast, slow: slow + 2 }))
