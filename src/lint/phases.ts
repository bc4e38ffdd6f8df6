import type { Scopes } from './scopes.ts'
import { isFunction, type Node, type Tree } from './tree.ts'
import type { Values } from './values.ts'

/** When code runs: as the file is read, on every bar, or who knows. All false: never. */
export type Phase = { setup: boolean; bars: boolean; unknown: boolean }

export type Phases = {
  readonly phaseOf: (node: Node) => Readonly<Phase>
  readonly isSetup: (node: Node) => boolean
  readonly isBars: (node: Node) => boolean
  /** Functions that nothing calls. */
  readonly dead: readonly Node[]
}

/** Whose callbacks run on bars, not where they stand. */
const CALLED_ON_BARS: ReadonlySet<string> = new Set(['onBar', 'onFill', 'series'])

/** In which phase each function of the file runs, from where it stands and where it is named. */
export function readPhases(tree: Tree, scopes: Scopes, values: Values): Phases {
  const { nodes, parentOf, roleOf } = tree
  const phases = new Map<Node, Phase>()
  /** Who runs whom. */
  const runs = new Map<Node, Node[]>()

  /** The function that a node stands in, and whether it is a field of a class, which gets its value when an object is made. */
  const homes = new Map<Node, Node>()
  const inFields = new Set<Node>()
  for (const node of nodes) {
    const parent = parentOf(node)
    if (parent === undefined) homes.set(node, node)
    else {
      const isHome = isFunction(parent) || parent.type === 'Program'
      homes.set(node, isHome ? parent : homes.get(parent)!)
      if (parent.type === 'PropertyDefinition' || (inFields.has(parent) && !isFunction(parent)))
        inFields.add(node)
    }
  }
  const homeOf = (node: Node): Node => homes.get(node)!
  /** Notes how a function runs, that stands or is named at `use`. */
  const note = (fn: Node, use: Node, isName: boolean): void => {
    const phase = phases.get(fn)!
    let at = use
    let parent = parentOf(at)
    while (parent?.type === 'ParenthesizedExpression') {
      at = parent
      parent = parentOf(at)
    }
    if (parent === undefined) return
    const role = roleOf(at)
    const isCall = parent.type === 'CallExpression' || parent.type === 'NewExpression'
    if (isCall && role === 'arguments') {
      const path = parent.type === 'CallExpression' ? values.calledBy(parent)?.path : undefined
      if (path !== undefined && CALLED_ON_BARS.has(path)) phase.bars = true
      else runs.get(homeOf(at))!.push(fn)
    } else if (isCall) runs.get(homeOf(at))!.push(fn)
    else if (parent.type === 'ExpressionStatement') return
    else if (isName || !isBound(at, parent, role)) phase.unknown = true
  }
  /** A function that a name is declared by is told of by the uses of that name. */
  const isBound = (fn: Node, parent: Node, role: string): boolean =>
    role === 'init' &&
    parent.type === 'VariableDeclarator' &&
    (parent.id as Node).type === 'Identifier' &&
    fn === parent.init

  const program = nodes[0]!
  const functions = nodes.filter(isFunction)
  for (const fn of functions) {
    phases.set(fn, { setup: false, bars: false, unknown: false })
    runs.set(fn, [])
  }
  phases.set(program, { setup: true, bars: false, unknown: false })
  runs.set(program, [])
  for (const fn of functions) if (fn.type !== 'FunctionDeclaration') note(fn, fn, false)
  for (const { declared, kind, references } of scopes.bindings) {
    const fn =
      kind === 'function'
        ? declared
        : declared.type === 'VariableDeclarator' && (declared.id as Node).type === 'Identifier'
          ? (declared.init as Node | null)
          : null
    if (!fn || !phases.has(fn)) continue
    for (const { identifier, isWrite } of references) if (!isWrite) note(fn, identifier, true)
  }
  // Whatever runs a function hands its phases on, until nothing is new.
  const open = [program, ...functions]
  while (open.length > 0) {
    const from = open.pop()!
    const given = phases.get(from)!
    for (const to of runs.get(from)!) {
      const phase = phases.get(to)!
      const before = Number(phase.setup) + Number(phase.bars) + Number(phase.unknown)
      phase.setup ||= given.setup
      phase.bars ||= given.bars
      phase.unknown ||= given.unknown
      if (Number(phase.setup) + Number(phase.bars) + Number(phase.unknown) > before) open.push(to)
    }
  }
  const phaseOf = (node: Node): Phase =>
    inFields.has(node) ? { setup: false, bars: false, unknown: true } : phases.get(homeOf(node))!
  return {
    phaseOf,
    isSetup: (node) => {
      const { setup, bars, unknown } = phaseOf(node)
      return setup && !bars && !unknown
    },
    isBars: (node) => {
      const { setup, bars, unknown } = phaseOf(node)
      return bars && !setup && !unknown
    },
    dead: functions.filter((fn) => {
      const { setup, bars, unknown } = phases.get(fn)!
      return !setup && !bars && !unknown
    }),
  }
}
