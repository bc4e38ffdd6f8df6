import type { Table } from '../src/lint/table.ts'

/** What the declaration file of the globals says, as data. */
export function tableOfGlobals(text: string): Table
