// What the declaration file of the globals says, as data: names, members, parameters and results, for
// the static checks. Reads the part of TypeScript that src/globals.d.ts is written in, and refuses the rest.
const TOKENS =
  /\s+|\/\*[\s\S]*?\*\/|\/\/.*|(=>|\.\.\.|[A-Za-z_$][\w$]*|'[^']*'|[\d_]+|[{}()[\]<>,:;?|&=.])/y

function tokensOf(text) {
  const tokens = []
  TOKENS.lastIndex = 0
  while (TOKENS.lastIndex < text.length) {
    const at = TOKENS.lastIndex
    const match = TOKENS.exec(text)
    if (match === null)
      throw new Error(`globals.d.ts: cannot read "${text.slice(at, at + 40).split('\n')[0]}"`)
    // A line break may end a member.
    if (match[1] !== undefined) tokens.push({ text: match[1], isFirst: tokens.isNewLine === true })
    tokens.isNewLine = match[1] === undefined && (tokens.isNewLine || match[0].includes('\n'))
  }
  return tokens
}

/**
 * @param {string} text The declaration file.
 * @returns {{ globals: Record<string, unknown>, types: Record<string, unknown> }}
 */
export function tableOfGlobals(text) {
  const tokens = tokensOf(text)
  let at = 0
  const peek = (ahead = 0) => tokens[at + ahead]?.text
  const next = () => tokens[at++]?.text
  const take = (wanted) => {
    if (peek() !== wanted) return false
    at++
    return true
  }
  const expect = (wanted) => {
    if (next() !== wanted)
      throw new Error(
        `globals.d.ts: "${wanted}" expected at "${tokens
          .slice(at - 1, at + 8)
          .map((token) => token.text)
          .join(' ')}"`,
      )
  }

  const globals = {}
  const aliases = {}
  const types = {}

  /** Skips `<…>`; what it names stands for any type. */
  const skipGeneric = () => {
    if (peek() !== '<') return []
    const names = []
    let depth = 0
    do {
      const token = next()
      if (token === '<') depth++
      else if (token === '>') depth--
      else if (depth === 1 && /^[A-Z]/.test(token)) names.push(token)
    } while (depth > 0)
    return names
  }

  const merge = (parts) => {
    const fields = {}
    for (const part of parts) Object.assign(fields, fieldsOf(part))
    return { is: 'object', fields }
  }
  const fieldsOf = (type) => {
    if (typeof type === 'string' && aliases[type] !== undefined) return fieldsOf(aliases[type])
    if (typeof type === 'string' && types[type] !== undefined) return types[type].fields
    if (type.is === 'object') return type.fields
    throw new Error(`globals.d.ts: no fields in ${JSON.stringify(type)}`)
  }

  const readType = () => {
    take('|')
    const members = [readIntersection()]
    while (take('|')) members.push(readIntersection())
    return members.length === 1 ? members[0] : { is: 'union', of: members }
  }
  const readIntersection = () => {
    const parts = [readPostfix()]
    while (take('&')) parts.push(readPostfix())
    return parts.length === 1 ? parts[0] : merge(parts)
  }
  const readPostfix = () => {
    let type = readAtom()
    while (peek() === '[' && peek(1) === ']' && !tokens[at].isFirst) {
      at += 2
      type = { is: 'array', of: type }
    }
    return type
  }
  const isFunction = () => {
    if (peek(1) === ')' || peek(1) === '...') return true
    return /^[\w$]+$/.test(peek(1) ?? '') && [':', '?', ','].includes(peek(2))
  }
  const readAtom = () => {
    if (take('readonly')) return readPostfix()
    if (peek() === '(' && isFunction()) {
      const params = readParameters()
      expect('=>')
      return { is: 'function', signatures: [{ params, returns: readType() }] }
    }
    if (take('(')) {
      const type = readType()
      expect(')')
      return type
    }
    if (peek() === '{') return { is: 'object', fields: readMembers().fields }
    const token = next()
    if (token.startsWith("'")) return { is: 'text', value: token.slice(1, -1) }
    if (token === 'qrun' && take('.')) return named(next())
    return named(token)
  }
  const named = (name) => {
    if (peek() === '<' && !tokens[at].isFirst) skipGeneric()
    return name
  }

  const readParameters = () => {
    expect('(')
    const params = []
    while (!take(')')) {
      const rest = take('...')
      const name = next()
      const optional = take('?')
      expect(':')
      const type = readType()
      params.push({ name, type, ...(optional ? { optional } : {}), ...(rest ? { rest } : {}) })
      take(',')
    }
    return params
  }
  const readSignature = () => {
    skipGeneric()
    const params = readParameters()
    const returns = take(':') ? readType() : 'void'
    return { params, returns }
  }
  const overload = (fields, name, signature) => {
    const before = fields[name]?.type
    if (before?.is === 'function') before.signatures.push(signature)
    else fields[name] = { type: { is: 'function', signatures: [signature] } }
  }

  const readMembers = () => {
    expect('{')
    const fields = {}
    const calls = []
    while (!take('}')) {
      if (peek() === '(') calls.push(readSignature())
      else if (peek() === 'readonly' && peek(1) === '[') {
        // [Symbol.toPrimitive]: what makes a series loud.
        while (next() !== ']');
        expect(':')
        readType()
      } else {
        if (peek() === 'readonly' && peek(1) !== ':') at++
        const name = next()
        const optional = take('?')
        if (peek() === '(' || peek() === '<') overload(fields, name, readSignature())
        else {
          expect(':')
          fields[name] = { type: readType(), ...(optional ? { optional } : {}) }
        }
      }
      while (take(';') || take(','));
    }
    return { fields, calls }
  }

  const readInterface = () => {
    const name = next()
    skipGeneric()
    const parents = []
    if (take('extends'))
      do {
        parents.push(next())
        skipGeneric()
      } while (take(','))
    const { fields, calls } = readMembers()
    types[name] = {
      fields: Object.assign({}, ...parents.map((parent) => types[parent].fields), fields),
      calls: [...parents.flatMap((parent) => types[parent].calls), ...calls],
    }
  }
  const readAlias = () => {
    const name = next()
    if (skipGeneric().length > 0) {
      // The one generic alias is a series that can be written: its written members are those of its braces.
      while (peek() !== '{') at++
      types[name] = { ...readMembers(), calls: types.Series.calls }
      return
    }
    expect('=')
    const type = readType()
    // A function under a name of its own is what a call of it gives, as a series is.
    if (type.is === 'function') types[name] = { fields: {}, calls: type.signatures }
    else aliases[name] = type
  }

  const readDeclaration = () => {
    if (take('interface')) return readInterface()
    if (take('type')) return readAlias()
    expect('declare')
    const word = next()
    const name = next()
    if (word === 'const') {
      expect(':')
      globals[name] = { type: readType() }
    } else if (word === 'function') overload(globals, name, readSignature())
    else if (word === 'namespace') {
      expect('{')
      while (!take('}')) readDeclaration()
    } else throw new Error(`globals.d.ts: cannot read "declare ${word}"`)
  }
  while (at < tokens.length) readDeclaration()

  /** Aliases stand for what they say. */
  const resolve = (type) => {
    if (typeof type === 'string') return aliases[type] === undefined ? type : resolve(aliases[type])
    if (type.is === 'union') {
      const of = type.of.map(resolve).flatMap((part) => (part.is === 'union' ? part.of : [part]))
      return { is: 'union', of }
    }
    if (type.is === 'array') return { is: 'array', of: resolve(type.of) }
    if (type.is === 'object') return { is: 'object', fields: resolveFields(type.fields) }
    if (type.is === 'function')
      return { is: 'function', signatures: type.signatures.map(resolveSignature) }
    return type
  }
  const resolveSignature = ({ params, returns }) => ({
    params: params.map((param) => ({ ...param, type: resolve(param.type) })),
    returns: resolve(returns),
  })
  const resolveFields = (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        { ...field, type: resolve(field.type) },
      ]),
    )
  return {
    globals: resolveFields(globals),
    types: Object.fromEntries(
      Object.entries(types).map(([name, { fields, calls }]) => [
        name,
        { fields: resolveFields(fields), calls: calls.map(resolveSignature) },
      ]),
    ),
  }
}
