import { nearest } from '../../shared/nearest.ts'
import { type Context, callEdit, type Found, shorten } from '../context.ts'
import { OPTIONS_OF_PINE } from '../elsewhere.ts'
import type { Edit, FindingCode } from '../finding.ts'
import { isOf, isOther, isPrimitive, kindOf, words } from '../fits.ts'
import {
  type ApiType,
  type Fields,
  isSeries,
  membersOf,
  type Parameter,
  readTable,
  type Signature,
} from '../table.ts'
import { keyOf, type Node, plain } from '../tree.ts'
import { isMissing } from './na.ts'
import { swap } from './swap.ts'

/** S306, S314, W109: arguments and options that a function of the API cannot take, or does not look at. */
export function* findCalls(context: Context): Generator<Found> {
  for (const node of context.nodes) {
    if (node.type !== 'CallExpression') continue
    const called = context.values.calledBy(node)
    if (called === undefined || typeof called.type === 'string' ? !isDirect(called?.type) : false)
      continue
    const { path, type } = called!
    // What the callbacks may be has a rule of its own.
    if (path === 'onBar' || path === 'onFill' || path === 'na' || path === 'nz') continue
    const args = node.arguments as Node[]
    if (args.some((arg) => arg.type === 'SpreadElement')) continue
    yield* check(context, node, path!, signatures(type))
  }
}

/** Named types that are called as functions, not read as series. */
function isDirect(type: ApiType | undefined): boolean {
  return type === 'Strategy'
}

function signatures(type: ApiType): readonly Signature[] {
  if (typeof type === 'string') return readTable().types[type]?.calls ?? []
  return type.is === 'function' ? type.signatures : []
}

function* check(
  context: Context,
  call: Node,
  path: string,
  every: readonly Signature[],
): Generator<Found> {
  const args = call.arguments as Node[]
  // The form that takes names only is not what was meant where something else was given.
  const isNamed = args.length === 1 && !isOther(context.values.knownOf(args[0]!)?.type)
  const all = every.filter(({ params }) => isNamed || params[0]?.name !== 'named')
  const code: FindingCode = path.startsWith('input.') ? 'S314' : 'S306'
  const least = Math.min(...all.map(({ params }) => required(params)))
  const most = Math.max(
    ...all.map(({ params }) => (params.some(({ rest }) => rest) ? 1e9 : params.length)),
  )
  if (args.length < least) {
    const [first] = all
    const names = first!.params.filter(({ optional }) => optional !== true).map(({ name }) => name)
    yield {
      code,
      at: call,
      message: `"${context.textOf(call)}" lacks ${list(names.slice(args.length))}`,
      fix: `${path} takes ${names.join(', ')}`,
    }
    return
  }
  if (args.length > most) {
    const isLoud = /^(ta|ti|math)\./.test(path)
    const longest = all.reduce((a, b) => (b.params.length > a.params.length ? b : a))
    yield {
      code: isLoud ? 'S306' : 'W109',
      at: args[most]!,
      message: `"${context.textOf(args[most]!)}" is one argument too many for ${path}`,
      fix:
        most === 0
          ? `${path} takes none`
          : `it takes ${longest.params.map(({ name }) => name).join(', ')}`,
    }
    return
  }
  const fitting = all.filter(
    ({ params }) =>
      args.length >= required(params) &&
      (args.length <= params.length || params.at(-1)?.rest === true),
  )
  const faults = fitting.map((signature) => faultsOf(context, args, signature, path, code))
  if (faults.length === 0 || faults.some((of) => of.length === 0)) return
  const swapped = [args[1]!, args[0]!, ...args.slice(2)]
  if (
    args.length > 1 &&
    faults.every(([first, second]) => first?.index === 0 && second?.index === 1) &&
    fitting.some((signature) =>
      faultsOf(context, swapped, signature, path, code).every(({ index }) => index > 1),
    )
  ) {
    yield swap(context, args, path, code)
    // What else is wrong is told as it is.
    for (const { found, index } of faults[0]!) if (index > 1) yield found
    return
  }
  // The signature that fits longest is the one that was meant.
  const depth = (of: readonly Fault[]): number => of[0]!.index * 10 - (of[0]!.isShape ? 5 : 0)
  const best = faults.reduce((a, b) => (depth(b) > depth(a) ? b : a))
  for (const { found } of best) yield found
}

function required(params: readonly Parameter[]): number {
  return params.filter(({ optional, rest }) => optional !== true && rest !== true).length
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' and ')
}

type Fault = { readonly index: number; readonly isShape: boolean; readonly found: Found }

function faultsOf(
  context: Context,
  args: readonly Node[],
  { params }: Signature,
  path: string,
  code: FindingCode,
): Fault[] {
  const faults: Fault[] = []
  args.forEach((arg, index) => {
    const { name, type: declared, optional, rest } = params[Math.min(index, params.length - 1)]!
    const type =
      rest === true && typeof declared === 'object' && declared.is === 'array'
        ? declared.of
        : declared
    const inner = plain(arg)
    const fields = inner.type === 'ObjectExpression' ? fieldsOf(type) : undefined
    if (fields !== undefined) {
      for (const found of optionFaults(context, inner, fields, path, code))
        faults.push({ index, isShape: false, found })
      return
    }
    const found = mismatch(context, arg, type, `${path}: ${name}`, code, optional === true)
    if (found !== undefined) faults.push({ index, isShape: true, found })
  })
  return faults
}

function fieldsOf(type: ApiType): Fields | undefined {
  // A market is made by request.security, never written out.
  return type === 'Market' || isSeries(type) ? undefined : membersOf(type)
}

function* optionFaults(
  context: Context,
  object: Node,
  fields: Fields,
  path: string,
  code: FindingCode,
): Generator<Found> {
  const names = Object.keys(fields)
  const properties = object.properties as Node[]
  for (const property of properties) {
    const key = keyOf(property)
    if (key === undefined) continue
    const value = property.value as Node
    if (!Object.hasOwn(fields, key)) {
      const near = OPTIONS_OF_PINE[key] ?? nearest(key, names)
      const camel = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
      const isCertain =
        near !== undefined &&
        (near === camel || near === OPTIONS_OF_PINE[key]) &&
        names.includes(near) &&
        property.shorthand !== true
      const name = property.key as Node
      yield {
        code: 'S306',
        at: property,
        message: `${path} has no option "${key}"`,
        fix: near === undefined ? `it has: ${names.join(', ')}` : `did you mean ${near}?`,
        ...(isCertain ? { edits: [{ start: name.start, end: name.end, text: near }] } : {}),
      }
      continue
    }
    const found = mismatch(context, value, fields[key]!.type, `${path}: ${key}`, code, true)
    if (found !== undefined) yield found
  }
  if (properties.some(({ type }) => type === 'SpreadElement')) return
  const given = properties.map(keyOf)
  if (given.includes(undefined)) return
  const lacking = names.filter((name) => fields[name]!.optional !== true && !given.includes(name))
  if (lacking.length > 0)
    yield {
      code,
      at: object,
      message: `${path} lacks ${list(lacking)}`,
      fix: `give ${lacking.join(', ')}`,
    }
}

/** Why a value cannot be one of a type; undefined where it can, or where that cannot be told. */
function mismatch(
  context: Context,
  arg: Node,
  type: ApiType,
  what: string,
  code: FindingCode,
  isOptional: boolean,
): Found | undefined {
  const { values, textOf, phases } = context
  // Pine's na has a rule of its own.
  if (isMissing(context, arg)) return undefined
  // So have the series in a condition that is computed where a series of conditions is wanted.
  if (type === 'BooleanSeries' && /^(Binary|Logical|Unary)Expression$/.test(plain(arg).type))
    return undefined
  const known = values.knownOf(arg)
  const parts = typeof type === 'object' && type.is === 'union' ? type.of : [type]
  const constant = values.constantOf(arg)
  const choices = parts.flatMap((part) =>
    typeof part === 'object' && part.is === 'text' ? [part.value] : [],
  )
  if (typeof constant === 'string' && choices.length === parts.length) {
    if (choices.includes(constant)) return undefined
    return {
      code,
      at: arg,
      message: `${what} was "${shorten(constant)}"`,
      fix: `write ${choices.map((choice) => `'${choice}'`).join(' or ')}`,
    }
  }
  if (known === undefined || parts.some((part) => isOf(known.type, part, isOptional)))
    return undefined
  const wanted = words(parts)
  const isUncalled = isSeries(known.type) && parts.some((part) => isPrimitive(part))
  const edits: readonly Edit[] = isUncalled && phases.isBars(arg) ? [callEdit(arg)] : []
  return {
    code,
    at: arg,
    message: `${what} was "${typeof constant === 'string' ? shorten(constant) : textOf(arg)}", which is ${kindOf(known.type)}`,
    fix: isUncalled ? `call the series: ${textOf(arg)}()` : `give ${wanted}`,
    ...(edits.length > 0 ? { edits } : {}),
  }
}
