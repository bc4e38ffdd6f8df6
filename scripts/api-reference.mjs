// Writes docs/api/: the reference of the globals of a strategy, out of src/globals.d.ts.
// With --json it prints the pages and what they were made of instead.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SyntaxKind } from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'
import { PAGES } from './api-reference/pages.mjs'
import { renderIndex, renderPage } from './api-reference/render.mjs'
import { readDeclarations } from './api-reference/source.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What src/globals.d.ts declares. */
function read() {
  const file = `${root}src/globals.d.ts`
  const compiler = new API({ cwd: root })
  try {
    const snapshot = compiler.updateSnapshot({ openFiles: [file] })
    const source = snapshot.getDefaultProjectForFile(file).program.getSourceFile(file)
    return readDeclarations(source, SyntaxKind)
  } finally {
    compiler.close()
  }
}

const declarations = read()
const pages = {}
for (const page of PAGES) pages[page.file] = renderPage(page, declarations)
declarations.requireAllShown()
pages['README.md'] = renderIndex(PAGES, declarations)

if (process.argv.includes('--json')) {
  const listed = (owner, { name, parameters, signatures, type, doc }) => ({
    owner,
    name,
    parameters,
    signatures,
    type,
    doc: { ...doc, params: Object.fromEntries(doc.params) },
  })
  const members = [...declarations.globals.values()].map((member) => listed('', member))
  for (const { name, members: own, doc } of declarations.types.values()) {
    members.push(listed('type', { name, parameters: [], signatures: [], type: '', doc }))
    for (const member of own?.values() ?? []) members.push(listed(name, member))
  }
  process.stdout.write(JSON.stringify({ pages, members }))
} else {
  const folder = `${root}docs/api`
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(folder)) if (!(name in pages)) rmSync(`${folder}/${name}`)
  for (const [name, text] of Object.entries(pages)) writeFileSync(`${folder}/${name}`, text)
}
