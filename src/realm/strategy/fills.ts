import { EXIT_REASON, FILL, FILL_WIDTH } from '../../shared/layout.ts'
import { eachRun } from '../each-run.ts'
import { fail, quote } from '../fail.ts'
import { requireSetup } from '../series/setup.ts'
import { textAt } from '../text.ts'

type FillRecord = Readonly<Record<string, string | number>>

/** The row in which the host tells of a fill. */
export const fillRow = new Float64Array(FILL_WIDTH)

const GENERATOR_FUNCTION: unknown = Object.getPrototypeOf(function* () {})

/** What the strategy calls once per fill. */
export let onFillCallback: ((fill: FillRecord) => unknown) | undefined

/** Fills that `onFill` has not heard of, oldest first. */
let waiting!: FillRecord[]

eachRun(() => {
  onFillCallback = undefined
  waiting = []
})

const REASONS: Readonly<Record<number, string>> = Object.freeze({
  [EXIT_REASON.ORDER]: 'order',
  [EXIT_REASON.STOP]: 'stop',
  [EXIT_REASON.LIMIT]: 'limit',
  [EXIT_REASON.TRAIL]: 'trail',
  [EXIT_REASON.MARGIN_CALL]: 'marginCall',
  [EXIT_REASON.RISK]: 'risk',
  [EXIT_REASON.CLOSE]: 'close',
  [EXIT_REASON.REVERSAL]: 'reversal',
  [EXIT_REASON.HALT]: 'halt',
})

/** `onFill(fn)`: called after each fill with the fill as frozen data; at most one. */
export function onFill(callback: unknown): void {
  requireSetup('onFill')
  if (typeof callback !== 'function')
    fail('S312', `onFill was given ${quote(callback)}`, 'write onFill((fill) => { … })')
  if (Object.getPrototypeOf(callback) === GENERATOR_FUNCTION)
    fail('S312', 'onFill was given a generator function, which would never run', 'remove the *')
  if (onFillCallback !== undefined)
    fail('S312', 'onFill was called twice', 'put everything into one callback')
  onFillCallback = callback as (fill: FillRecord) => unknown
}

/** Makes the record of the fill in `fillRow`, to be told on the next run. */
export function takeFill(): void {
  const side = fillRow[FILL.SIDE]!
  const closed = fillRow[FILL.CLOSED]!
  const opened = fillRow[FILL.OPENED]!
  const record = {
    __proto__: null,
    id: textAt(fillRow[FILL.ID]!),
    comment: textAt(fillRow[FILL.COMMENT]!),
    kind: closed === 0 ? 'entry' : opened === 0 ? 'exit' : 'reversal',
    reason: REASONS[fillRow[FILL.REASON]!] ?? '',
    side: side > 0 ? 'long' : 'short',
    qty: fillRow[FILL.QTY]!,
    closed,
    opened,
    price: fillRow[FILL.PRICE]!,
    fee: fillRow[FILL.FEE]!,
    position: fillRow[FILL.POSITION]!,
    bar: fillRow[FILL.BAR]!,
    time: fillRow[FILL.TIME]!,
  }
  waiting[waiting.length] = Object.freeze(record) as unknown as FillRecord
}

export function hasFills(): boolean {
  return waiting.length > 0
}

/** Tells `onFill` of every fill that waits. */
export function runFills(): void {
  const told = waiting
  waiting = []
  for (let i = 0; i < told.length; i++) {
    const result = onFillCallback!(told[i]!)
    if (typeof result === 'object' && result !== null && 'then' in result)
      fail('S312', 'onFill returned a promise', 'strategies are synchronous; remove async')
  }
}
