export type { JsonValue } from '../shared/plain.ts'
export {
  SandboxCallError,
  SandboxCallFailed,
  SandboxConfig,
  SandboxCrash,
  SandboxDisposed,
  SandboxError,
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
export type { EvaluateOptions, SandboxCall, SandboxLimits, SandboxOptions } from './options.ts'
export { createSandbox, type Sandbox } from './sandbox.ts'
