// Reads the declaration file: what is declared, as which text, with which comment.

/**
 * @typedef {{ name: string, text: string, params: Map<string, string>, throws: string, returns: string, example: string }} Doc
 * @typedef {{ name: string, signatures: string[], parameters: string[], isCall: boolean, type: string, doc: Doc }} Member
 */

/** Everything that is declared: globals by name, interfaces and aliases by name. */
export function readDeclarations(source, SyntaxKind) {
  const text = source.text
  const globals = new Map()
  const types = new Map()
  const shown = new Set()

  const visit = (statement) => {
    switch (statement.kind) {
      case SyntaxKind.ModuleDeclaration:
        for (const inner of statement.body.statements) visit(inner)
        return
      case SyntaxKind.InterfaceDeclaration: {
        const parents = (statement.heritageClauses ?? [])
          .flatMap((clause) => [...clause.types])
          .map((type) => text.slice(type.pos, type.end).trim().replace(/<.*/, ''))
        types.set(statement.name.text, {
          name: statement.name.text,
          parents,
          members: merged(statement.members, memberOf),
          doc: docOf(statement),
        })
        return
      }
      case SyntaxKind.TypeAliasDeclaration:
        types.set(statement.name.text, {
          name: statement.name.text,
          generic: [...(statement.typeParameters ?? [])].map((type) => type.name.text),
          alias: flat(text.slice(statement.type.pos, statement.type.end)),
          doc: docOf(statement),
        })
        return
      case SyntaxKind.VariableStatement: {
        const [declaration] = statement.declarationList.declarations
        add(globals, {
          name: declaration.name.text,
          signatures: [],
          parameters: [],
          isCall: false,
          type: typeOf(declaration),
          doc: docOf(statement),
        })
        return
      }
      case SyntaxKind.FunctionDeclaration:
        add(globals, memberOf(statement))
        return
      default:
        throw new Error(`a declaration of kind ${SyntaxKind[statement.kind]}`)
    }
  }

  const memberOf = (node) => {
    const name = node.name === undefined ? '' : nameOf(node.name)
    const isCall =
      node.kind === SyntaxKind.MethodSignature ||
      node.kind === SyntaxKind.CallSignature ||
      node.kind === SyntaxKind.FunctionDeclaration
    if (!isCall)
      return {
        name,
        isOptional: node.questionToken !== undefined || node.postfixToken !== undefined,
        signatures: [],
        parameters: [],
        isCall,
        type: typeOf(node),
        doc: docOf(node),
      }
    const start = node.name === undefined ? startOf(node) : node.name.end
    const parameters = [...node.parameters].map((parameter) => parameter.name.text)
    const signature = flat(text.slice(start, node.end))
    return { name, signatures: [signature], parameters, isCall, type: '', doc: docOf(node) }
  }

  const nameOf = (name) => name.text ?? text.slice(name.pos, name.end).trim()
  const typeOf = (node) => flat(text.slice(node.type.pos, node.type.end)).replace(/^\| /, '')
  const startOf = (node) => node.jsDoc?.at(-1)?.end ?? node.pos
  const docOf = (node) => {
    const comment = node.jsDoc?.at(-1)
    return parseDoc(comment === undefined ? '' : text.slice(comment.pos, comment.end))
  }

  for (const statement of source.statements) visit(statement)
  return {
    globals,
    types,
    global: (name) => take(globals, name, shown),
    type: (name) => take(types, name, shown),
    requireAllShown() {
      const left = [...globals.keys(), ...types.keys()].filter((name) => !shown.has(name))
      if (left.length > 0) throw new Error(`on no page of docs/api: ${left.join(', ')}`)
    },
  }
}

function take(map, name, shown) {
  const found = map.get(name)
  if (found === undefined) throw new Error(`not declared: ${name}`)
  shown.add(name)
  return found
}

/** Overloads of one name become one member with several signatures. */
function add(map, member) {
  const known = map.get(member.name)
  if (known === undefined) map.set(member.name, member)
  else {
    known.signatures.push(...member.signatures)
    for (const name of member.parameters)
      if (!known.parameters.includes(name)) known.parameters.push(name)
  }
}

function merged(members, memberOf) {
  const map = new Map()
  for (const member of members) add(map, memberOf(member))
  return map
}

/** On one line, without what only the compiler needs. */
function flat(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/([^,;{(\s])\s*\n\s*(?=(?:readonly )?\w+\??:)/g, '$1; ')
    .replace(/\s+/g, ' ')
    .replace(/\breadonly (?=\w+\??:)/g, '')
    .replace(/\bqrun\./g, '')
    .replace(/, ([)\]])/g, '$1')
    .replace(/\( /g, '(')
    .replace(/^ | $|;$/g, '')
}

/** A comment as its description and its tags; a line that a hyphen broke is joined again. */
export function parseDoc(comment) {
  const lines = comment
    .trim()
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^ *\* ?/, '').trimEnd())
  const doc = { text: '', params: new Map(), throws: '', returns: '', example: '' }
  const blocks = [['']]
  for (const line of lines) {
    if (/^@\w+/.test(line)) blocks.push([line])
    else blocks.at(-1).push(line)
  }
  doc.text = proseOf(blocks[0])
  for (const [first, ...rest] of blocks.slice(1)) {
    const [, tag, head] = /^@(\w+) ?(.*)$/.exec(first)
    if (tag === 'example') doc.example = rest.join('\n').trim()
    else if (tag === 'param') {
      const [, name, words] = /^(\w+) (.*)$/.exec(head)
      doc.params.set(name, proseOf([words, ...rest]))
    } else if (tag === 'throws') doc.throws = proseOf([head, ...rest])
    else if (tag === 'returns') doc.returns = proseOf([head, ...rest])
    else throw new Error(`unknown tag @${tag}`)
  }
  return doc
}

function proseOf(lines) {
  return lines
    .map((line) => line.trim())
    .join('\n')
    .trim()
    .replace(/(\w)-\n(?=\w)/g, '$1-')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\n/g, ' '))
    .join('\n\n')
}
