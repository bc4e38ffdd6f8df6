/// <reference lib="esnext.disposable" preserve="true" />
import { type JsonValue, utf8Length } from '../shared/plain.ts'
import { namedTextOf, textOf } from './data.ts'
import { SandboxConfig, SandboxRejected } from './errors.ts'
import type { EvaluateOptions, SandboxOptions } from './options.ts'
import { createPool } from './pool.ts'
import { readSettings } from './settings.ts'

export type Sandbox = {
  /**
   * The value of a source: that of the expression it is; or else what it returns, or the value of its last
   * statement where that is an expression. Undefined where there is none. A copy, made of plain data.
   *
   * @throws SandboxError, of the class that says how it ended; or the reason of the signal.
   */
  evaluate(source: string, options?: EvaluateOptions): Promise<JsonValue | undefined>
  /** Calls the function that is the value of a source, with plain data, and gives what it returns. */
  call(
    source: string,
    args: readonly JsonValue[],
    options?: EvaluateOptions,
  ): Promise<JsonValue | undefined>
  /** Ends the sandbox and what it evaluates. Resolves when nothing of it is left. May be called again. */
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Makes a sandbox for untrusted sources. Children are started ahead of time; none of them keeps this
 * process alive while it has nothing to do.
 *
 * @throws SandboxConfig (`B607`) for options it cannot take.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const settings = readSettings(options)
  const pool = createPool(settings)
  const { sourceBytes, timeMs } = settings.limits

  async function start(
    source: string,
    apply: string | null,
    { args = {}, signal }: EvaluateOptions,
  ): Promise<JsonValue | undefined> {
    if (typeof source !== 'string')
      throw new SandboxConfig('the source is no text', 'give the source as a text')
    if (utf8Length(source) > sourceBytes)
      throw new SandboxRejected({
        rule: 'size',
        message: `the source has more than "${sourceBytes}" bytes`,
        hint: 'give a shorter source, or raise limits.sourceBytes',
        line: 0,
        column: 0,
      })
    const named = namedTextOf(args, 'args')
    const seen = `${Object.keys(args).join(',')} ${source}`
    return pool.evaluate({ source, args: named, apply, timeMs }, seen, signal)
  }

  const dispose = (): Promise<void> => pool.dispose()
  return {
    evaluate: async (source, given = {}) => start(source, null, given),
    call: async (source, args, given = {}) => {
      if (!Array.isArray(args)) throw new SandboxConfig('args is no list', 'give a list of values')
      return start(source, textOf(args, 'args'), given)
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}
