// Turns declarations into Markdown.

const NOTICE = '<!-- Written by scripts/api-reference.mjs out of src/globals.d.ts: change that. -->'

export function renderPage({ title, intro, sections }, declarations) {
  const parts = [`# ${title}`, NOTICE]
  if (intro !== undefined) parts.push(intro)
  const entries = sections.flatMap((section) => entriesOf(section, declarations))
  const [first] = sections
  if (first.heading === undefined)
    parts.push(
      linked(declarations.global(first.namespace).doc.text),
      ...describe(declarations.type(first.of).doc),
    )
  const listed = entries.filter(({ hasHeading }) => hasHeading)
  if (listed.length > 12)
    parts.push(listed.map(({ name }) => `[${shortName(name)}](#${anchorOf(name)})`).join(' · '))
  for (const section of sections) parts.push(...renderSection(section, declarations))
  return `${parts.join('\n\n')}\n`
}

function renderSection(section, declarations) {
  const parts = section.heading === undefined ? [] : [`## ${section.heading}`]
  const entries = entriesOf(section, declarations)
  if (section.heading !== undefined && section.describes !== false) {
    const owner = section.type ?? section.of
    if (owner !== undefined) parts.push(...describe(declarations.type(owner).doc))
    if (section.namespace !== undefined)
      for (const { doc } of parentsOf(section.of, declarations)) parts.push(...describe(doc))
  }
  if (section.types !== undefined)
    return [...parts, ...section.types.map((name) => renderType(name, declarations))]
  const isTable = section.table === true || section.values !== undefined
  if (!isTable) return [...parts, ...entries.flatMap((entry) => renderEntry(entry, section))]
  parts.push(table(entries, section.type))
  for (const { member } of entries) if (member.doc.example !== '') parts.push(example(member.doc))
  return parts
}

/** The interfaces whose members an interface has as well; being readable is not among them. */
function parentsOf(name, declarations) {
  return declarations
    .type(name)
    .parents.filter((parent) => parent !== 'Series')
    .flatMap((parent) => [declarations.type(parent), ...parentsOf(parent, declarations)])
}

/** What a section shows, in order. */
export function entriesOf(section, declarations) {
  const entry = (prefix, member, hasHeading) => ({
    name: member.name === '' ? prefix : prefix === '' ? member.name : `${prefix}.${member.name}`,
    member,
    hasHeading,
  })
  if (section.types !== undefined) return []
  const names = section.values ?? section.functions
  if (names !== undefined)
    return names.map((name) =>
      entry('', declarations.global(name), section.functions !== undefined),
    )
  const owner = section.of ?? section.type
  const members = [declarations.type(owner), ...parentsOf(owner, declarations)].flatMap((type) => [
    ...type.members.values(),
  ])
  if (section.namespace !== undefined && declarations.globals.has(section.namespace))
    declarations.global(section.namespace)
  return members
    .filter(({ name }) => !name.startsWith('['))
    .filter(({ isCall }) => section.only === undefined || isCall === (section.only === 'functions'))
    .map((member) => entry(section.namespace ?? '', member, section.table !== true))
}

function renderEntry({ name, member }, section) {
  const { doc } = member
  const parts = [`### ${name}`, signatures(name, member), ...describe({ ...doc, throws: '' })]
  const rows = member.parameters
    .filter((parameter) => doc.params.has(parameter))
    .map((parameter) => [`\`${parameter}\``, linked(doc.params.get(parameter))])
  if (rows.length > 0) parts.push(grid(['parameter', 'meaning'], rows))
  if (doc.returns !== '') parts.push(`Returns: ${linked(doc.returns)}`)
  if (doc.throws !== '') parts.push(`Errors: ${linked(doc.throws)}`)
  if (section.kernels === true && member.signatures[0].includes('options?: OnMarket'))
    parts.push(`Order of operations, na rule, cost: [kernels.md](../kernels.md#${member.name}).`)
  if (doc.example !== '') parts.push(example(doc))
  return parts
}

function renderType(name, declarations) {
  const type = declarations.type(name)
  const parts = [`### ${name}`]
  if (type.alias !== undefined) {
    const generic = type.generic.length === 0 ? '' : `<${type.generic.join(', ')}>`
    parts.push(`\`\`\`ts\ntype ${name}${generic} = ${type.alias}\n\`\`\``)
  }
  parts.push(...describe(type.doc))
  for (const member of type.members?.values() ?? [])
    if (member.isCall) {
      parts.push(
        `\`\`\`ts\n${member.signatures.map((text) => `(series)${text}`).join('\n')}\n\`\`\``,
        ...describe(member.doc),
      )
      parts.push(
        grid(
          ['parameter', 'meaning'],
          [...member.doc.params].map(([key, words]) => [`\`${key}\``, linked(words)]),
        ),
      )
    }
  if (type.doc.example !== '') parts.push(example(type.doc))
  return parts.join('\n\n')
}

function signatures(name, { signatures: all, type, isCall }) {
  const lines = isCall ? all.map((text) => broken(`${name}${text}`)) : [`${name}: ${type}`]
  return `\`\`\`ts\n${lines.join('\n')}\n\`\`\``
}

/** A long signature with one parameter on each line. */
function broken(text) {
  if (text.length <= 96) return text
  const open = text.indexOf('(')
  let depth = 0
  let close = open
  const cuts = []
  for (let i = open; i < text.length; i++) {
    if ('({['.includes(text[i])) depth++
    if (')}]'.includes(text[i])) depth--
    if (text[i] === ',' && depth === 1) cuts.push(i)
    if (depth === 0) {
      close = i
      break
    }
  }
  const parameters = []
  let from = open + 1
  for (const cut of [...cuts, close]) {
    parameters.push(text.slice(from, cut).trim())
    from = cut + 1
  }
  return `${text.slice(0, open + 1)}\n${parameters.map((part) => `  ${part},`).join('\n')}\n${text.slice(close)}`
}

function table(entries, type = '') {
  const rows = entries.map(({ name, member }) => {
    const { doc, type, isCall, isOptional } = member
    const form = isCall
      ? `${name}${member.signatures[0]}`
      : `${name}${isOptional ? '?' : ''}: ${type}`
    return [`\`${form.replaceAll('|', '\\|')}\``, linked(doc.text)]
  })
  return grid([type === '' ? '' : `\`${type}\``, 'meaning'], rows)
}

function grid(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
    .join('\n')
    .replace('|  |', '| |')
}

function describe({ text, throws = '' }) {
  const parts = text === '' ? [] : [linked(text)]
  if (throws !== '') parts.push(`Errors: ${linked(throws)}`)
  return parts
}

function example({ example: source }) {
  return `\`\`\`js\n${source}\n\`\`\``
}

/** Codes and pages of docs as links. */
function linked(text) {
  return text
    .replace(/\b([SULN]\d{3})\b/g, '[$1](../errors/$1.md)')
    .replace(/\bdocs\/([\w-]+\.md)/g, '[$1](../$1)')
    .replaceAll('|', '\\|')
}

const shortName = (name) => name.replace(/^\w+\.(?=\w+$)/, '')
const anchorOf = (name) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

/** First sentence of a description. */
function summary({ text }) {
  const [first = ''] = text.split('\n\n')
  const [, sentence] = /^(.*?[.:])(?: [A-ZΣ(]|$)/.exec(first) ?? [first, first]
  return linked(sentence.replace(/[.:]$/, ''))
}

export function renderIndex(pages, declarations) {
  const names = pages.flatMap(({ file, sections }) =>
    sections
      .filter(({ type, types }) => type === undefined && types === undefined)
      .flatMap((section) =>
        entriesOf(section, declarations).map(({ name, member, hasHeading }) => ({
          name,
          link: `${file}#${anchorOf(hasHeading ? name : (section.heading ?? name))}`,
          isTitle: !hasHeading && section.heading === undefined,
          file,
          member,
        })),
      ),
  )
  const plain = (name) => name.toLowerCase()
  const sorted = names.sort((a, b) =>
    plain(a.name) < plain(b.name) ? -1 : plain(a.name) > plain(b.name) ? 1 : 0,
  )
  const rows = sorted.map(({ name, link, isTitle, file, member }) => [
    `[${name}](${isTitle ? file : link})`,
    summary(member.doc),
  ])
  return `${[
    '# API reference',
    NOTICE,
    'Every name that a strategy finds, with signature, units, ranges, warm-up, errors and an example. The [strategy guide](../strategy-guide.md) is the tour, [kernels.md](../kernels.md) holds formulas and orders of operation, [from-pine.md](../from-pine.md) the names that Pine has for them. Every example is a strategy of its own, and runs.',
    '## Pages',
    grid(
      ['page', 'names'],
      pages.map(({ file, title }) => [
        `[${title}](${file})`,
        names.filter((entry) => entry.file === file).length,
      ]),
    ),
    '## Words',
    'A *series* is one value per bar, read by calling it. *na* is `NaN`: no value. *Warm-up* is the index of the first bar on which an indicator has a value, on data without gaps. *Setup* is the one run of the file from top to bottom, before the first bar.',
    '## All names',
    grid(['name', 'in a line'], rows),
  ].join('\n\n')}\n`
}
