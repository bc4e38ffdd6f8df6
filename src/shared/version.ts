/** Version of the package; a test keeps it equal to package.json. */
export const VERSION = '0.1.0'

/** Behaviour versions: raised only when the same run may give another result. */
export const ENGINE = { fills: 1, metrics: 1, indicators: 1 } as const
