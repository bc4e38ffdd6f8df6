import type { Kept, Powers } from './powers.ts'

/** Names that stay on the main realm's global object: the language, and what the engine computes with. */
const LANGUAGE = new Set([
  'Object',
  'Function',
  'Array',
  'Number',
  'Boolean',
  'String',
  'Symbol',
  'BigInt',
  'Math',
  'JSON',
  'RegExp',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Reflect',
  'Promise',
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'AggregateError',
  'parseFloat',
  'parseInt',
  'isFinite',
  'isNaN',
  'NaN',
  'Infinity',
  'undefined',
  'globalThis',
  'ArrayBuffer',
  'DataView',
  'Float64Array',
  'Int32Array',
  'Uint32Array',
  'Uint8Array',
])

const PROCESS = [
  'binding',
  '_linkedBinding',
  'dlopen',
  'getBuiltinModule',
  'kill',
  '_kill',
  '_debugProcess',
  '_debugEnd',
  '_startProfilerIdleNotifier',
  '_stopProfilerIdleNotifier',
  '_rawDebug',
  'report',
  'send',
  'execve',
  'chdir',
  'setuid',
  'setgid',
  'seteuid',
  'setegid',
  'setgroups',
  'initgroups',
  'umask',
  'abort',
  'reallyExit',
  'exit',
  'openStdin',
  'loadEnvFile',
  'setSourceMapsEnabled',
  'permission',
  '_getActiveHandles',
  '_getActiveRequests',
  'getActiveResourcesInfo',
  'ref',
  'unref',
  'nextTick',
  'hrtime',
  'cpuUsage',
  'resourceUsage',
  'memoryUsage',
  'constrainedMemory',
  'availableMemory',
  'uptime',
  'emitWarning',
  'addUncaughtExceptionCaptureCallback',
  'setUncaughtExceptionCaptureCallback',
]

/**
 * Rule H6: keeps what the run needs and takes everything else away from the main realm, so that
 * whoever climbed out of the strategy's realm would find a bare language.
 */
export function neutralise({ vm, process, Module, take, writeSync, strip }: Powers): Kept {
  const { createContext, compileFunction, Script, constants } = vm
  // Bound now: called by way of Function.prototype.call later on, they would hand the process object
  // to whoever has put a function of his own in its place.
  const exit = (process.reallyExit as (code: number) => void).bind(process)
  const hrtime = (process.hrtime as () => [number, number]).bind(process)
  const encoder = new TextEncoder()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const encode = encoder.encode.bind(encoder)
  const decode = decoder.decode.bind(decoder)

  const on = process.on as (event: string, listener: (reason: unknown) => void) => void
  const tick = (process._tickCallback as () => void).bind(process)
  // H5: whatever is thrown is not looked at.
  let pass = (_reason: unknown): void => {}
  on.call(process, 'unhandledRejection', (reason) => pass(reason))
  on.call(process, 'uncaughtException', () => exit(70))

  const dead = (): never => {
    throw new TypeError('not available')
  }
  for (const name of PROCESS) if (name in process) overwrite(process, name, dead)
  overwrite(process, 'env', Object.freeze(Object.create(null)))
  overwrite(process, 'mainModule', undefined)
  // The system shows this one in its list of processes.
  overwrite(process, 'title', 'qrun-jail')
  for (const name of [
    'stdin',
    'stdout',
    'stderr',
    'argv',
    'argv0',
    'execArgv',
    'execPath',
    'config',
    'versions',
    'features',
    'release',
    'pid',
    'ppid',
  ])
    overwrite(process, name, undefined)
  for (const name of [
    '_load',
    'createRequire',
    '_resolveFilename',
    '_preloadModules',
    'runMain',
    'register',
  ])
    if (name in Module) overwrite(Module, name, dead)
  overwrite(Module, '_extensions', Object.freeze(Object.create(null)))
  overwrite(Module, '_cache', Object.freeze(Object.create(null)))
  overwrite(Module.prototype, 'require', dead)
  overwrite(Module.prototype, '_compile', dead)
  overwrite(Module.prototype, 'load', dead)

  for (const name of Reflect.ownKeys(globalThis))
    if (typeof name !== 'string' || !LANGUAGE.has(name)) Reflect.deleteProperty(globalThis, name)

  const started = hrtime()
  return {
    take,
    strip,
    write(bytes) {
      for (let done = 0; done < bytes.length; )
        done += writeSync(1, bytes, done, bytes.length - done)
    },
    exit,
    rejections(tell) {
      pass = tell
      tick()
    },
    encode,
    decode,
    elapsed() {
      const [seconds, nanoseconds] = hrtime()
      return (seconds - started[0]) * 1000 + (nanoseconds - started[1]) / 1e6
    },
    vm: { createContext, compileFunction, Script, constants },
  }
}

/** Replaces a property where that is possible; what cannot be replaced cannot be reached either once the globals are gone. */
function overwrite(target: object, name: string, value: unknown): void {
  try {
    Object.defineProperty(target, name, { value, writable: false, configurable: false })
  } catch {
    Reflect.deleteProperty(target, name)
  }
}
