import { formatExact } from '../report/index.ts'
import type { Facts, Identity } from './baseline.ts'

/** What of a run's identity is another than when its baseline was recorded. */
export type Change = {
  readonly what: 'data' | 'strategy' | 'inputs' | 'engine'
  /** `strategy changed (51aa03 -> 8f20c4)`. Names and values of a strategy are among it. */
  readonly text: string
}

/** What decides which bars are read: where it is another, the bars are as well. */
const SHAPES_BARS: ReadonlySet<string> = new Set(['from', 'to', 'timeframe'])

/**
 * The changes of the identity, the first cause first: data, strategy, inputs and properties, engine
 * behaviour. Bars that differ because the window or the timeframe does are no change of the data.
 */
export function changesOf(before: Identity, now: Identity): readonly Change[] {
  const changes: Change[] = []
  const windows = [
    ...movedFacts(before.window, now.window),
    ...movedFacts(
      { timeframe: before.bars.timeframe ?? null },
      { timeframe: now.bars.timeframe ?? null },
    ),
  ]
  const isReshaped = windows.some(({ name }) => SHAPES_BARS.has(name))
  if (before.data !== now.data && !isReshaped) {
    const [was, is] = [before.bars.count, now.bars.count]
    const bars = was === is ? `${show(is)} bars` : `${show(was)} -> ${show(is)} bars`
    changes.push({
      what: 'data',
      text: `data changed (${short(before.data)} -> ${short(now.data)}, ${bars})`,
    })
  }
  if (before.strategy !== now.strategy)
    changes.push({
      what: 'strategy',
      text: `strategy changed (${short(before.strategy)} -> ${short(now.strategy)})`,
    })
  const groups: readonly (readonly [string, readonly Moved[]])[] = [
    ['inputs', movedFacts(before.inputs, now.inputs)],
    ['properties', movedFacts(before.properties, now.properties)],
    ['symbol', movedFacts(before.symbol, now.symbol)],
    ['window', windows],
    ['seed', movedFacts({ seed: before.seed }, { seed: now.seed })],
  ]
  for (const [name, moved] of groups)
    if (moved.length > 0) changes.push({ what: 'inputs', text: `${name} changed (${list(moved)})` })
  const engine = movedFacts(before.engine, now.engine)
  if (engine.length > 0)
    changes.push({ what: 'engine', text: `engine behaviour changed (${list(engine)})` })
  return changes
}

type Fact = Facts[string] | undefined
type Moved = { readonly name: string; readonly before: Fact; readonly now: Fact }

function movedFacts(before: Facts, now: Facts): readonly Moved[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return names
    .map((name) => ({
      name,
      before: Object.hasOwn(before, name) ? before[name] : undefined,
      now: Object.hasOwn(now, name) ? now[name] : undefined,
    }))
    .filter((fact) => fact.before !== fact.now)
}

/** No more of them are named. */
const MOST = 6

function list(moved: readonly Moved[]): string {
  const shown = moved
    .slice(0, MOST)
    .map(({ name, before, now }) => `${name} ${show(before)} -> ${show(now)}`)
  const rest = moved.length - shown.length
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')
}

function show(fact: Fact): string {
  if (fact === undefined || fact === null) return 'none'
  return typeof fact === 'number' ? formatExact(fact) : fact === '' ? '""' : String(fact)
}

function short(hash: string): string {
  return hash === '' ? 'none' : hash.slice(0, 8)
}
