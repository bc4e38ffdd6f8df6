export { createRun, type Declared, type Run } from './run.ts'
export type { RunResult, RunSink } from './sink.ts'
