import { MAX_TEXT_BYTES, MAX_TEXT_LENGTH, MAX_TEXTS } from '../shared/layout.ts'
import { eachRun } from './each-run.ts'
import { fail, quote } from './fail.ts'

/** Every id, comment and message of the run, once; they cross the border as their number. */
let texts!: string[]
let numbers!: Map<string, number>
let size!: number

eachRun(() => {
  texts = ['']
  numbers = new Map([['', 0]])
  size = 0
})

/** The number of a text; 0 is the empty one. */
export function intern(text: string): number {
  const known = numbers.get(text)
  if (known !== undefined) return known
  if (texts.length >= MAX_TEXTS || size + text.length * 2 > MAX_TEXT_BYTES)
    fail(
      'L407',
      `the strategy made more than ${texts.length} different ids, comments and messages`,
      'use the same texts again instead of building new ones on each bar',
    )
  const number = texts.length
  // The call first: it may overflow the stack, and what follows it cannot (R11).
  numbers.set(text, number)
  texts[number] = text
  size += text.length * 2
  return number
}

export function textCount(): number {
  return texts.length
}

export function textAt(number: number): string {
  return texts[number] ?? ''
}

/** An optional text argument: its number, 0 when left out. */
export function readText(what: string, name: string, value: unknown): number {
  if (value === undefined || value === null) return 0
  if (typeof value !== 'string') fail('S306', `${what}: ${name} was ${quote(value)}`, 'give a text')
  if (value.length > MAX_TEXT_LENGTH)
    fail(
      'S306',
      `${what}: ${name} has ${value.length} characters`,
      `give at most ${MAX_TEXT_LENGTH}`,
    )
  return intern(value)
}
