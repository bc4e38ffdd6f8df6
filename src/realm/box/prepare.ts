import type { BoxConfig } from '../../shared/box.ts'
import { PERMITTED, seal, tame } from '../harden.ts'
import { power } from '../math/power.ts'
import { random, seedRandom } from '../strategy/random.ts'
import { createCall } from './mailbox.ts'
import { tell, tellThrown } from './outcome.ts'
import { allowSteps, step } from './steps.ts'

const BUFFERS = [
  'ArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
]

/** How `ses` is asked to lock the realm down: what the realm has not got is not looked for. */
const LOCKDOWN = {
  errorTaming: 'safe',
  evalTaming: 'no-eval',
  consoleTaming: 'unsafe',
  errorTrapping: 'none',
  unhandledRejectionTrapping: 'none',
  reporting: 'none',
  localeTaming: 'safe',
  overrideTaming: 'moderate',
}

class NameTaken {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

function refuse(message: string): never {
  throw new Error(message)
}

/** Takes clock and dice away, before any other text runs in the realm. */
export function tameFor({ seed, now }: BoxConfig): void {
  tame({
    clock: () => now ?? refuse('the clock was read; give the sandbox deterministic: { now }'),
    random:
      seed === null
        ? () => refuse('Math.random was called; give the sandbox deterministic: { seed }')
        : random,
  })
}

/**
 * Makes the tame realm ready for hostile text: brings in globals, host calls and the library, and
 * freezes it. Returns a JSON outcome where that fails, or else an empty text.
 */
export function prepare(config: BoxConfig, library: unknown): string {
  const keep = new Set<string>([
    ...PERMITTED,
    ...(config.isAsync ? ['Promise'] : []),
    ...(config.buffers ? BUFFERS : []),
  ])
  const define = (name: string, value: unknown): void => {
    if (keep.has(name)) throw new NameTaken(name)
    keep.add(name)
    Object.defineProperty(globalThis, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  const { lockdown } = globalThis as { lockdown?: (options: object) => void }
  // The library's own start is not counted, and has its numbers at random from the seed, too.
  rewind({ ...config, limits: { ...config.limits, steps: null } })
  try {
    seal({
      subject: 'a sandbox',
      // Asked for when all names are in it.
      keep,
      // The host asks promises that nobody handles for a property of its own; in the prototype of one, a proxy
      // would answer, and what it said would end the process (H2).
      ...(config.isAsync ? { drop: ['Proxy'] } : {}),
      ...(config.freeze === 'ses' ? { lockDown: () => lockdown!(LOCKDOWN) } : {}),
      beforeFreeze() {
        for (const [name, value] of Object.entries(JSON.parse(config.globals) as object))
          define(name, value)
        for (const name of config.calls) define(name, createCall(name, config.limits))
        if (config.library === '') return
        const args = [power, ...(config.limits.steps === null ? [] : [step])]
        const made = Reflect.apply(library as () => object, undefined, args)
        for (const [name, value] of Object.entries(made)) define(name, value)
      },
    })
    return ''
  } catch (thrown) {
    if (thrown instanceof NameTaken)
      return tell({ kind: 'fault', path: thrown.name, what: 'is the name of another global' })
    return tellThrown(thrown)
  }
}

/** Puts everything that one evaluation may change back to its beginning. */
export function rewind(config: BoxConfig): void {
  seedRandom(config.seed ?? 0)
  allowSteps(config.limits.steps)
}
