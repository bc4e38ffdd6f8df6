import {
  type Context,
  callEdit,
  type Found,
  shorten,
  takesSeries,
  wholeOf,
  wrapEdits,
} from '../context.ts'
import { type Node, plain } from '../tree.ts'
import { isMissing } from './na.ts'

/**
 * S301: a series where its value is meant: `close > fast`, `strategy.positionSize === 0`, `close[1]`,
 * `if (up)`. Some of these stop a run, others are silently always true, or never.
 */
export function* findSeriesAsValues(context: Context): Generator<Found> {
  /** In the setup phase one expression is one mistake: it has to become a series as a whole. */
  const early = new Map<Node, Node[]>()
  for (const use of usesAsValues(context)) {
    if (use.isIndex === true) yield history(context, use.at)
    else if (!context.phases.isSetup(use.at)) yield* inBars(context, use)
    else {
      const whole = wholeOf(context, use.at)
      early.set(whole, [...(early.get(whole) ?? []), ...use.wrong])
    }
  }
  for (const [whole, wrong] of early) yield inSetup(context, whole, wrong)
}

/** Where series stand that should be values. */
type Use = {
  readonly at: Node
  readonly wrong: readonly Node[]
  readonly cannotFix?: true
  readonly isCondition?: true
  readonly isIndex?: true
}

function* usesAsValues(context: Context): Generator<Use> {
  const { nodes, values, scopes } = context
  const isSeries = (node: unknown): node is Node =>
    node !== null && node !== undefined && values.isSeries(node as Node)

  const asked = new Set<Node>()
  /** Looks through && and ||, whose last operand is a condition only where the whole is one. */
  const ask = (node: Node): void => {
    const inner = plain(node)
    if (inner.type === 'LogicalExpression' && inner.operator !== '??') ask(inner.right as Node)
    else asked.add(inner)
  }

  for (const node of nodes) {
    switch (node.type) {
      case 'BinaryExpression': {
        const { operator } = node
        if (operator === 'in' || operator === 'instanceof') break
        const operands = [node.left as Node, node.right as Node]
        // A comparison with NaN has a rule of its own.
        if (operands.some((operand) => isMissing(context, operand))) break
        const wrong = operands.filter(isSeries)
        if (wrong.length > 0) yield { at: node, wrong }
        break
      }
      case 'UnaryExpression':
        if ('!-+~'.includes(node.operator as string) && isSeries(node.argument))
          yield { at: node, wrong: [node.argument] }
        break
      case 'UpdateExpression':
        if (isSeries(node.argument)) yield { at: node, wrong: [node.argument], cannotFix: true }
        break
      case 'AssignmentExpression':
        if (node.operator === '=' && isSeries(node.right) && wasValue(node.left as Node))
          yield { at: node, wrong: [node.right] }
        if (!/^(=|\?\?=|\|\|=|&&=)$/.test(node.operator as string) && isSeries(node.right))
          yield { at: node, wrong: [node.right] }
        break
      case 'TemplateLiteral':
        for (const part of node.expressions as Node[])
          if (isSeries(part)) yield { at: part, wrong: [part] }
        break
      case 'SwitchStatement':
        if (isSeries(node.discriminant)) yield { at: node.discriminant, wrong: [node.discriminant] }
        break
      case 'MemberExpression':
        if (node.computed === true && isSeries(node.object) && isIndex(context, node))
          yield { at: node, wrong: [], isIndex: true }
        break
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
        if (node.test) ask(node.test as Node)
        break
      case 'LogicalExpression':
        if (node.operator !== '??') ask(node.left as Node)
        break
      case 'CallExpression':
        for (const argument of valuesTaken(node))
          if (isSeries(argument)) yield { at: argument, wrong: [argument] }
    }
  }
  for (const node of asked) if (isSeries(node)) yield { at: node, wrong: [node], isCondition: true }

  /** A variable that began as a number, or true or false, and surely goes on as one. */
  function wasValue(target: Node): boolean {
    const declared = target.type === 'Identifier' ? scopes.bindingOf(target)?.declared : undefined
    if (declared?.type !== 'VariableDeclarator' || !declared.init) return false
    return ['number', 'boolean'].includes(String(values.knownOf(declared.init as Node)?.type))
  }
  /** Arguments of functions that take values only. */
  function valuesTaken(call: Node): Node[] {
    const callee = plain(call.callee as Node)
    const args = call.arguments as Node[]
    if (callee.type === 'Identifier' && scopes.isFree(callee))
      return ['na', 'isNaN', 'isFinite', 'Number', 'String', 'parseFloat', 'parseInt'].includes(
        callee.name as string,
      )
        ? args.slice(0, 1)
        : callee.name === 'nz'
          ? args
          : []
    const object = callee.type === 'MemberExpression' ? plain(callee.object as Node) : undefined
    const isOwn = object?.type === 'Identifier' && scopes.isFree(object)
    return isOwn && (object.name === 'Math' || object.name === 'Number') ? args : []
  }
}

/** `close[1]`, not `close['name']`. */
function isIndex({ values }: Context, node: Node): boolean {
  return typeof values.constantOf(node.property as Node) !== 'string'
}

/** `"close" and "open" are series, not values, in "close > open"`. */
function messageOf({ textOf }: Context, at: Node, wrong: readonly Node[]): string {
  const names = [...new Set(wrong.map(textOf))].slice(0, 3).map((name) => `"${name}"`)
  const last = names.at(-1)!
  const what =
    names.length === 1
      ? `${last} is a series, not a value`
      : `${names.slice(0, -1).join(', ')} and ${last} are series, not values`
  const whole = textOf(at)
  return last === `"${whole}"` ? what : `${what}, in "${whole}"`
}

function* inBars(context: Context, { at, wrong, cannotFix, isCondition }: Use): Generator<Found> {
  // An indicator that is declared right here is wrong for another reason.
  if (wrong.some((node) => plain(node).type === 'CallExpression')) return
  const edits = wrong.map(callEdit)
  const called = shorten(apply(context.source.slice(at.start, at.end), at.start, edits))
  yield {
    code: 'S301',
    at,
    message:
      messageOf(context, at, wrong) + (isCondition ? ', and as a condition always true' : ''),
    fix: `write ${called}`,
    ...(cannotFix ? {} : { edits }),
  }
}

function inSetup(context: Context, whole: Node, wrong: readonly Node[]): Found {
  const { textOf, source } = context
  const message = messageOf(context, whole, wrong)
  const made = wrong.find((node) => plain(node).type === 'CallExpression')
  if (made !== undefined)
    return {
      code: 'S301',
      at: whole,
      message,
      fix: `keep it in a constant of its own, const a = ${textOf(made)}, and call that: a()`,
    }
  const edits = wrong.map(callEdit)
  const called = shorten(apply(source.slice(whole.start, whole.end), whole.start, edits))
  if (takesSeries(context, whole))
    return {
      code: 'S301',
      at: whole,
      message,
      fix: `write series(() => ${called})`,
      edits: [...edits, ...wrapEdits(whole)],
    }
  return {
    code: 'S301',
    at: whole,
    message,
    fix: `there is no bar yet here: write series(() => ${called}), or ${called} inside onBar`,
  }
}

function apply(
  text: string,
  from: number,
  edits: readonly { start: number; text: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (result, { start, text: added }) =>
        result.slice(0, start - from) + added + result.slice(start - from),
      text,
    )
}

/** Square brackets are Pine's way to the past; here they read a property that is not there. */
function history(context: Context, node: Node): Found {
  const { textOf, phases, source } = context
  const object = node.object as Node
  const property = node.property as Node
  const index = source.slice(property.start, property.end)
  const open = source.indexOf('[', object.end)
  const whole = wholeOf(context, node)
  const isEarly = phases.isSetup(node)
  const isMade = plain(object).type === 'CallExpression'
  const called = shorten(`${source.slice(object.start, object.end)}(${index})`)
  const canEdit = node.optional !== true && !isMade && (!isEarly || takesSeries(context, whole))
  return {
    code: 'S301',
    at: node,
    message: `"${textOf(node)}" reads a property of a series, which is undefined: history is read by calling`,
    fix: isMade
      ? `keep it in a constant of its own, const a = ${textOf(object)}, and call that: a(${shorten(index)})`
      : !isEarly
        ? `write ${called}`
        : canEdit
          ? `write series(() => ${called})`
          : `inside onBar write ${called}`,
    edits: canEdit
      ? [
          { start: open, end: open + 1, text: '(' },
          { start: node.end - 1, end: node.end, text: ')' },
          ...(isEarly ? wrapEdits(whole) : []),
        ]
      : [],
  }
}
