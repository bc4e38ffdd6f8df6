/**
 * The structure that Jenkins' schema of JUnit files demands (junit-10.xsd), as a table: which elements
 * stand in which, which attributes they may and must have, and how these look.
 */
type Rule = {
  readonly children: readonly string[]
  readonly required: readonly string[]
  readonly allowed: readonly string[]
  readonly hasText?: boolean
}

const OUTCOME: Rule = { children: [], required: [], allowed: ['message', 'type'], hasText: true }

const RULES: Readonly<Record<string, Rule>> = {
  testsuites: {
    children: ['testsuite'],
    required: [],
    allowed: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
  },
  testsuite: {
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
    required: ['name', 'tests'],
    allowed: [
      'failures',
      'errors',
      'time',
      'disabled',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
    ],
  },
  testcase: {
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
    required: ['name'],
    allowed: ['assertions', 'time', 'classname', 'status', 'class', 'file'],
  },
  failure: OUTCOME,
  error: OUTCOME,
  skipped: OUTCOME,
  'system-out': { children: [], required: [], allowed: [], hasText: true },
  'system-err': { children: [], required: [], allowed: [], hasText: true },
}

export type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
}

function decode(text: string): string {
  if (/[<>]/.test(text)) throw new Error(`markup in text: ${text}`)
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const sign = NAMED[name]
    if (sign === undefined || !whole.endsWith(';')) throw new Error(`no entity: ${whole}`)
    return sign
  })
}

/** Strict XML: no more than these files need, and nothing that is not well-formed. */
export function parseXml(text: string): Element {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!text.startsWith(head)) throw new Error('no declaration')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has none of them
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u.test(text))
    throw new Error('a character that XML lacks')
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open: Element[] = [root]
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/y
  token.lastIndex = head.length
  while (token.lastIndex < text.length) {
    const at = token.lastIndex
    const match = token.exec(text)
    if (match === null) throw new Error(`not XML: ${text.slice(at, at + 60)}`)
    const [, closing, name, list, empty, chars] = match
    const top = open.at(-1)!
    if (chars !== undefined) top.text += decode(chars)
    else if (closing === '/') {
      if (open.pop()!.name !== name || list !== '') throw new Error(`</${name}> closes nothing`)
    } else {
      const attributes: Record<string, string> = {}
      for (const [, key, value] of list!.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
        if (key! in attributes) throw new Error(`${key} twice`)
        attributes[key!] = decode(value!)
      }
      const element: Element = { name: name!, attributes, children: [], text: '' }
      top.children.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one element at the top')
  return root.children[0]!
}

/** What is wrong with the file by the schema, and where its counts are not those of its cases. */
export function faultsOfJunit(text: string): string[] {
  const faults: string[] = []
  const walk = (element: Element): void => {
    const rule = RULES[element.name]
    if (rule === undefined) {
      faults.push(`no element: ${element.name}`)
      return
    }
    const { name, attributes, children } = element
    for (const key of rule.required) if (!(key in attributes)) faults.push(`${name} lacks ${key}`)
    for (const [key, value] of Object.entries(attributes)) {
      if (![...rule.required, ...rule.allowed].includes(key)) faults.push(`${name} has ${key}`)
      if (/^(tests|failures|errors|skipped|disabled)$/.test(key) && !/^\d+$/.test(value))
        faults.push(`${key} is ${value}`)
    }
    for (const child of children) {
      if (!rule.children.includes(child.name)) faults.push(`${child.name} in ${name}`)
      walk(child)
    }
    if (rule.hasText !== true && element.text.trim() !== '') faults.push(`text in ${name}`)
    if (name === 'testsuite' || name === 'testsuites') {
      const cases = all(element, 'testcase')
      const count = (kind: string): string =>
        String(cases.filter((one) => one.children.some((child) => child.name === kind)).length)
      if (attributes.tests !== String(cases.length)) faults.push(`${name}: tests`)
      if (attributes.failures !== count('failure')) faults.push(`${name}: failures`)
      if (attributes.errors !== count('error')) faults.push(`${name}: errors`)
    }
  }
  const root = parseXml(text)
  if (root.name !== 'testsuites') faults.push(`the root is ${root.name}`)
  walk(root)
  return faults
}

function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...all(child, name),
  ])
}
