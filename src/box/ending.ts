import type { JailEnd } from '../sandbox/index.ts'
import type { BoxOutcome } from '../shared/box.ts'
import {
  SandboxConfig,
  SandboxCrash,
  type SandboxError,
  SandboxMemory,
  SandboxOutput,
  SandboxRejected,
  SandboxRuntimeError,
  SandboxStalled,
  SandboxSteps,
  SandboxTimeout,
  SandboxUnhandled,
  SandboxValue,
} from './errors.ts'
import type { Settings } from './settings.ts'

type Limits = Settings['limits']

/** The error for an evaluation that ended without a value (P5: every ending has one). */
export function errorOf(
  outcome: Exclude<BoxOutcome, { kind: 'value' }>,
  { timeMs, outputBytes, steps }: Limits,
): SandboxError {
  switch (outcome.kind) {
    case 'refused':
      return new SandboxRejected(outcome.refusal)
    case 'threw':
      return new SandboxRuntimeError(outcome.name, outcome.message, outcome.line, outcome.column)
    case 'unhandled':
      return new SandboxUnhandled(outcome.name, outcome.message)
    case 'fault':
      return new SandboxValue(outcome.path, outcome.what)
    case 'time':
      return new SandboxTimeout(timeMs)
    case 'output':
      return new SandboxOutput(outputBytes)
    case 'steps':
      return new SandboxSteps(steps ?? 0)
    case 'stalled':
      return new SandboxStalled()
  }
}

/** The error for a library, or globals, with which no realm can be made. */
export function setupError(outcome: BoxOutcome): SandboxConfig {
  const hint = 'correct the library or the globals of the sandbox'
  switch (outcome.kind) {
    case 'refused': {
      const { message, line, column, hint: help } = outcome.refusal
      return new SandboxConfig(`library, line ${line}, column ${column}: ${message}`, help)
    }
    case 'threw':
      return new SandboxConfig(`library: ${outcome.name}: ${outcome.message}`, hint)
    case 'fault':
      return new SandboxConfig(`"${outcome.path}" ${outcome.what}`, 'choose another name')
    case 'time':
      return new SandboxConfig('library: it did not end in time', hint)
    default:
      return new SandboxConfig('the sandbox could not be set up', hint)
  }
}

/** The error for a child that ended while something was asked of it. */
export function endError(end: JailEnd, { memoryMB, outputBytes }: Limits): SandboxError {
  if (end.kind === 'memory') return new SandboxMemory(memoryMB)
  if (end.kind === 'output') return new SandboxOutput(outputBytes)
  if (end.kind !== 'crash') {
    const exit = end.kind === 'exit' ? end.code : null
    return new SandboxCrash('the child of the sandbox ended without a word', exit)
  }
  if (end.code === 9)
    return new SandboxCrash('the child of the sandbox does not know one of its flags', 9)
  const exit = end.signal ?? end.code
  return new SandboxCrash(`the child of the sandbox ended without a word (${exit})`, exit)
}
