/** The part of JSON Schema that `schema/result.json` uses. */
export type Schema = {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema
}

/**
 * Every place where `value` differs from the schema, as `/path: what`. Stricter than the standard in
 * one point: a field that the schema does not mention is a fault, so that none goes undescribed.
 */
export function faultsAgainst(root: Schema, value: unknown): string[] {
  const faults: string[] = []
  check(root, root, value, '', faults)
  return faults
}

function check(root: Schema, schema: Schema, value: unknown, path: string, faults: string[]): void {
  if (schema.$ref !== undefined) {
    check(root, root.$defs![schema.$ref.replace('#/$defs/', '')]!, value, path, faults)
    return
  }
  if (schema.anyOf !== undefined) {
    const tries = schema.anyOf.map((one) => {
      const found: string[] = []
      check(root, one, value, path, found)
      return found
    })
    if (!tries.some((found) => found.length === 0)) faults.push(...tries.at(-1)!)
    return
  }
  if ('const' in schema && value !== schema.const) faults.push(`${path}: not ${schema.const}`)
  if (schema.enum !== undefined && !schema.enum.includes(value)) faults.push(`${path}: not listed`)
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOf(type, value))) {
    faults.push(`${path}: not of type ${schema.type}`)
    return
  }
  if (schema.pattern !== undefined && typeof value === 'string') {
    if (!new RegExp(schema.pattern).test(value)) faults.push(`${path}: not like ${schema.pattern}`)
  }
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      if (schema.items) check(root, schema.items, item, `${path}/${i}`, faults)
    })
  } else if (typeof value === 'object' && value !== null) {
    const object = value as Record<string, unknown>
    for (const name of schema.required ?? []) {
      if (!Object.hasOwn(object, name)) faults.push(`${path}/${name}: missing`)
    }
    for (const [name, item] of Object.entries(object)) {
      const inner = schema.properties?.[name] ?? schema.additionalProperties
      if (inner === undefined) faults.push(`${path}/${name}: not described`)
      else check(root, inner, item, `${path}/${name}`, faults)
    }
  }
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}
