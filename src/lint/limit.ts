import vm from 'node:vm'

/** Runs `work` under the watchdog of a script; undefined when its time was over. What it throws is thrown on. */
export function withinTime<T>(timeMs: number, work: () => T): { readonly value: T } | undefined {
  const name = '__qrunLint'
  let outcome: { readonly value: T } | undefined
  Reflect.set(globalThis, name, () => {
    outcome = { value: work() }
  })
  try {
    new vm.Script(`globalThis.${name}()`).runInThisContext({
      timeout: timeMs,
      displayErrors: false,
    })
  } catch (thrown) {
    if ((thrown as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw thrown
  } finally {
    Reflect.deleteProperty(globalThis, name)
  }
  return outcome
}
