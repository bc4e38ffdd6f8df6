// What every layer is given, so that its columns can be compared.
export const UNTIL = '2024-01-15'
export const TIME_MS = 1000
export const MEMORY_MB = 192
/** What a whole run may take: the inner limit, the outer one, start and end. */
export const PATIENCE_MS = TIME_MS + 5000
/** Nobody kills a run without a jail: calls into the engine that heed no limit end when memory does. */
export const REALM_PATIENCE_MS = 60_000
/** A heap bound for runs without a jail, so that the engine ends them before the machine suffers. */
export const REALM_HEAP_MB = 512
/** Most that a judging process may grow beyond the reference run. */
export const GROWTH_MB = 300
