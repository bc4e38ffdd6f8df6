import type * as NodeVm from 'node:vm'
import type { Script } from 'node:vm'
import type { RealmTable } from '../shared/realm.ts'

/** The parts of `node:vm` that a realm needs; in the jail they are all that is left of it. */
export type Vm = Pick<typeof NodeVm, 'createContext' | 'compileFunction' | 'Script' | 'constants'>

/** Texts of the scripts that run inside: the library with the gate, and the further indicators. */
export type RealmScripts = { readonly realm: string; readonly ti: string }

/** A realm for one run at a time. */
export type Realm = {
  readonly table: RealmTable
  /** Loads the further indicators; only before `harden`. */
  readonly loadTi: () => void
  /** Strips the types of a TypeScript text; undefined where the engine cannot. */
  readonly strip: ((text: string) => string) | undefined
  /** Compiles a judged body as a function of the realm (G6); undefined where the engine refuses it. */
  readonly compile: (body: string, names: readonly string[]) => unknown
  /**
   * Makes it the realm of the next run of the same text: frozen as it is, the state of its library new, and its
   * code as fast as the engine has made it. The run before must not be used any more.
   */
  readonly beginAgain: () => void
}

/** A context without a host object, and what its host may do with it. */
export type Context = {
  readonly evaluate: (text: string, filename: string) => unknown
  /** Compiles a judged body as a function of the realm (G6); undefined where the engine refuses it. */
  readonly compile: (body: string, names: readonly string[]) => unknown
  /** Runs the realm's jobs until none is left. Ends silently when the time is over (H3). */
  readonly runJobs: (timeMs: number) => void
}

/** Makes a context that holds no host object (R1). Needs a Node that has `DONT_CONTEXTIFY`; there is no fallback. */
export function createContext(vm: Vm): Context {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  })
  let idle: Script | undefined
  return {
    evaluate: (text, filename) =>
      new vm.Script(text, { filename }).runInContext(context, { displayErrors: false }),
    compile(body, names) {
      try {
        return vm.compileFunction(body, names, {
          parsingContext: context,
          filename: 'strategy',
        })
      } catch {
        // H2: nothing is asked of an error that a hostile text may have shaped.
        return undefined
      }
    },
    runJobs(timeMs) {
      idle ??= new vm.Script('0')
      try {
        // Jobs run after a script of their context has, and its time limit covers them.
        idle.runInContext(context, { timeout: timeMs, displayErrors: false })
      } catch {
        // H2: as above.
      }
    },
  }
}

/** Makes a context and evaluates the realm script in it. */
export function createRealm(
  vm: Vm,
  scripts: RealmScripts,
  strip?: (text: string) => string,
): Realm {
  const context = createContext(vm)
  const table = context.evaluate(scripts.realm, 'qrun-realm') as RealmTable
  let compiled: { readonly body: string; readonly names: string; readonly fn: unknown } | undefined
  let definitions: unknown
  const compile = (body: string, names: readonly string[]): unknown => {
    const key = names.join()
    if (compiled?.body !== body || compiled.names !== key)
      compiled = { body, names: key, fn: context.compile(body, names) }
    return compiled.fn
  }
  let stripped: { readonly from: string; readonly to: string } | undefined
  const stripOnce = (text: string): string => {
    if (stripped?.from !== text) stripped = { from: text, to: strip!(text) }
    return stripped.to
  }
  return {
    table,
    strip: strip && stripOnce,
    loadTi() {
      definitions ??= context.evaluate(scripts.ti, 'qrun-realm-ti')
      table.addTi(definitions)
    },
    compile,
    beginAgain: table.beginAgain,
  }
}
