export { createRun, type Declared, type Run } from './run.ts'
export type { DeclinedGroup, RunResult, RunSink } from './sink.ts'
