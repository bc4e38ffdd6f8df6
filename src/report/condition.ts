import { QrunError } from '../errors/index.ts'
import { SIDES, type Side } from './metrics/sides.ts'
import type { BacktestResult } from './result.ts'
import { metricsOf, nameOf } from './table.ts'

/** What a condition says about a result. */
export type Verdict = {
  /** Null where it cannot be told, because a metric that decides it is null. */
  readonly value: boolean | null
  /**
   * Whether a gate such as `--fail-on` closes: also when it cannot be told, since such a gate must
   * not let anything pass silently. A demand (`--require`) is met only by `value === true`.
   */
  readonly holds: boolean
  /** The figures behind it in one line: `trades is 12`, `sharpe is not defined: no days`. */
  readonly text: string
}

/** Names that a condition may use: `trades`, `long.winRate`, `tv.sharpe`, and counts of the run. */
export const CONDITION_NAMES: readonly string[] = [
  ...(['own', 'tv'] as const).flatMap((panel) =>
    metricsOf(panel).flatMap((metric) =>
      (metric.columns === 'sides' ? SIDES : (['all'] as const)).map((side) =>
        nameOf(metric.id, panel, side),
      ),
    ),
  ),
  'bars',
  'notes',
]

/**
 * Reads a condition such as `trades < 30 || maxDrawdownPct > 25` and applies it. Operators are
 * `< <= > >= == !=`, `&&`, `||` and parentheses; operands are names and numbers.
 *
 * @throws U114 for anything else, unknown names included.
 */
export function evaluateCondition(text: string, result: BacktestResult): Verdict {
  const figures = new Map<string, string>()
  const value = readCondition(text)((name) => {
    const found = lookUp(name, result)
    figures.set(
      name,
      found === null
        ? `${name} is not defined: ${result.why[name] ?? 'no reason known'}`
        : `${name} is ${Number(found.toPrecision(6))}`,
    )
    return found
  })
  return { value, holds: value !== false, text: [...figures.values()].join(', ') }
}

/** Throws U114 where `evaluateCondition` would; lets a command refuse before it runs anything. */
export function checkCondition(text: string): void {
  readCondition(text)
}

function lookUp(name: string, { metrics, equity, notes }: BacktestResult): number | null {
  if (name === 'bars') return equity.bars
  if (name === 'notes') return notes.length
  const parts = name.split('.')
  const panel = parts[0] === 'tv' ? metrics.tv : metrics
  const rest = parts[0] === 'tv' ? parts.slice(1) : parts
  const side = rest.length > 1 ? (rest[0] as Side) : 'all'
  return panel[side][rest.at(-1)!] ?? null
}

type Lookup = (name: string) => number | null
/** Three values: null is "cannot be told". */
type Test = (lookup: Lookup) => boolean | null
type Operand = (lookup: Lookup) => number | null

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z][\w.]*)|(<=|>=|==|!=|&&|\|\||[<>()-]))/y

function readCondition(text: string): Test {
  const tokens = readTokens(text)
  let at = 0
  const expect = (what: string): never => {
    const found = tokens[at]
    throw refuse(
      text,
      found === undefined ? `${what} is missing at its end` : `${what} was expected at "${found}"`,
    )
  }

  function anyOf(): Test {
    let test = allOf()
    while (tokens[at] === '||') {
      at++
      const left = test
      const right = allOf()
      test = (lookup) => either(left(lookup), right(lookup))
    }
    return test
  }

  function allOf(): Test {
    let test = comparison()
    while (tokens[at] === '&&') {
      at++
      const left = test
      const right = comparison()
      test = (lookup) => negate(either(negate(left(lookup)), negate(right(lookup))))
    }
    return test
  }

  function comparison(): Test {
    if (tokens[at] === '(') {
      at++
      const inner = anyOf()
      if (tokens[at] !== ')') expect('")"')
      at++
      return inner
    }
    const left = operand()
    const compare = COMPARE[tokens[at] ?? '']
    if (compare === undefined) return expect('one of < <= > >= == !=')
    at++
    const right = operand()
    return (lookup) => {
      const a = left(lookup)
      const b = right(lookup)
      return a === null || b === null ? null : compare(a, b)
    }
  }

  function operand(): Operand {
    const sign = tokens[at] === '-' ? -1 : 1
    if (sign < 0) at++
    const token = tokens[at] ?? ''
    if (/^[\d.]/.test(token)) {
      at++
      return () => sign * Number(token)
    }
    if (!/^[A-Za-z]/.test(token)) return expect('a metric or a number')
    if (!CONDITION_NAMES.includes(token)) throw unknownName(text, token)
    at++
    return (lookup) => {
      const value = lookup(token)
      return value === null ? null : sign * value
    }
  }

  const test = anyOf()
  if (at < tokens.length) expect('"&&", "||" or the end')
  return test
}

function readTokens(text: string): readonly string[] {
  const tokens: string[] = []
  let at = 0
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) throw refuse(text, `it cannot be read from "${text.slice(at).trim()}" on`)
    tokens.push(match[1] ?? match[2] ?? match[3]!)
    at = TOKEN.lastIndex
  }
  return tokens
}

/** Kleene's or: true decides, else an unknown side leaves it open. */
function either(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true
  return a === null || b === null ? null : false
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value
}

function refuse(text: string, what: string): QrunError {
  return new QrunError({
    code: 'U114',
    message: `the condition "${text}" is not understood: ${what}`,
    hint: "Write a metric, an operator and a number, as in 'trades < 30 || maxDrawdownPct > 25'.",
  })
}

function unknownName(text: string, name: string): QrunError {
  const near = nearest(name)
  return new QrunError({
    code: 'U114',
    message: `the condition "${text}" asks for "${name}", which is no metric`,
    hint:
      `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}` +
      '--metrics full prints all names; there are bars and notes too, and long. or short. in front for one side.',
  })
}

/** Up to three known names that differ least from `name`, if any is near. */
function nearest(name: string): readonly string[] {
  const lower = name.toLowerCase()
  return CONDITION_NAMES.map((known) => ({ known, distance: distance(lower, known.toLowerCase()) }))
    .filter((entry) => entry.distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance || (a.known < b.known ? -1 : 1))
    .slice(0, 3)
    .map((entry) => entry.known)
}

/** Edit distance: insertions, deletions, replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
