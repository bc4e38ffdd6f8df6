import type { Kept } from './powers.ts'

const NAME = 'qrunWork'
let script: InstanceType<Kept['vm']['Script']> | undefined

/** Runs `work` as a script under the watchdog; undefined when it was stopped or threw. */
export function underLimit<T>(
  { vm }: Pick<Kept, 'vm'>,
  timeMs: number,
  work: () => T,
): { readonly value: T } | undefined {
  if (timeMs < 1) return undefined
  let done: { readonly value: T } | undefined
  Reflect.set(globalThis, NAME, () => {
    done = { value: work() }
  })
  script ??= new vm.Script(`(() => { const f = ${NAME}; delete globalThis.${NAME}; f() })()`)
  try {
    script.runInThisContext({ timeout: timeMs, displayErrors: false })
    return done
  } catch {
    // H2, H3: a hostile text may have shaped what was thrown; only the clock tells a time-out.
    return undefined
  }
}
