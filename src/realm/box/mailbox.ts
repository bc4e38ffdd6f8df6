import { type BoxAnswer, MAX_ARGUMENTS } from '../../shared/box.ts'
import { writePlain } from '../../shared/plain.ts'

type Settle = {
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: Error) => void
}

/** Calls that wait for an answer. */
const open = new Map<number, Settle>()
/** JSON of the calls that the host has not fetched yet. */
let outbox: string[] = []
let outboxSize = 0
let lastId = 0

/** The function behind the name of a host call: it leaves a record, and promises the answer. */
export function createCall(
  name: string,
  limits: { readonly outputBytes: number; readonly calls: number },
): (...args: unknown[]) => Promise<unknown> {
  const call = async (...args: unknown[]): Promise<unknown> => {
    if (args.length > MAX_ARGUMENTS)
      throw new RangeError(`${name}: more than ${MAX_ARGUMENTS} arguments`)
    const plain = writePlain(args, name, limits.outputBytes)
    if ('fault' in plain)
      throw new TypeError(`${plain.fault.path} ${plain.fault.what}; give plain data`)
    const size = outboxSize + ('text' in plain ? plain.text.length : limits.outputBytes + 1)
    if ('isTooLong' in plain || size > limits.outputBytes)
      throw new RangeError(`${name}: the arguments have more than ${limits.outputBytes} bytes`)
    if (open.size >= limits.calls)
      throw new RangeError(`${name}: more than ${limits.calls} calls wait for an answer`)
    const id = ++lastId
    const record = `{"id":${id},"name":${JSON.stringify(name)},"args":${plain.text}}`
    return await new Promise((resolve, reject) => {
      // The call first: it may overflow the stack, and what follows it cannot (R11).
      open.set(id, { resolve, reject })
      outbox[outbox.length] = record
      outboxSize = size
    })
  }
  Object.defineProperty(call, 'name', { value: name })
  return call
}

export function isWaiting(): boolean {
  return open.size > 0
}

/** Hands over the calls that are new, as a JSON array. */
export function takeCalls(): string {
  const text = `[${outbox.join(',')}]`
  outbox = []
  outboxSize = 0
  return text
}

/** Settles the promises of answered calls. What waits for them runs with the realm's next jobs. */
export function takeAnswers(json: string): void {
  for (const { id, value, message } of JSON.parse(json) as BoxAnswer[]) {
    const settle = open.get(id)
    open.delete(id)
    if (settle === undefined) continue
    if (message !== undefined) settle.reject(new Error(message))
    else settle.resolve(value === undefined || value === '' ? undefined : JSON.parse(value))
  }
}
