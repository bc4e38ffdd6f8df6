// An esbuild plugin that decides how code is split. Imports through a folder's index.ts become imports of the file
// that has the name: esbuild splits by files, so that whoever imports one name of src/index.ts would load all of
// them. And modules that are loaded on demand can be made to share all that some others need, which makes it one
// piece instead of dozens: each costs a millisecond at the start.
import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'

const RE_EXPORT = /export\s+(type\s+)?\{([^}]*)\}\s+from\s+'([^']+)'/g
const IMPORT = /import\s+\{([^}]*)\}\s+from\s+'([^']+\/index\.ts)'/g

/** The names in braces, without types: as they are called there, and here. */
function namesIn(list) {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '' && !item.startsWith('type '))
    .map((item) => item.split(/\s+as\s+/))
    .map(([name, alias = name]) => ({ name, alias }))
}

const known = new Map()

/** What an index.ts only hands on: name → the file it comes from, and its name there. */
function handedOn(path) {
  let found = known.get(path)
  if (found !== undefined) return found
  found = new Map()
  known.set(path, found)
  for (const [, isType, list, from] of readFileSync(path, 'utf8').matchAll(RE_EXPORT)) {
    if (isType !== undefined || !from.startsWith('.')) continue
    for (const { name, alias } of namesIn(list))
      found.set(alias, { path: resolve(dirname(path), from), name })
  }
  return found
}

/** The file that a name of an index.ts is born in. */
function originOf(path, name) {
  const next = path.endsWith('/index.ts') ? handedOn(path).get(name) : undefined
  return next === undefined ? { path, name } : originOf(next.path, next.name)
}

/**
 * @param {Record<string, string[]>} [reach] Modules that are loaded on demand, by how their paths begin, and whose
 *   needs each of them is to share; those stand alone themselves.
 */
export function direct(reach = {}) {
  return {
    name: 'direct',
    setup(build) {
      const root = build.initialOptions.absWorkingDir
      build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
        const file = relative(root, path)
        const [, others = []] =
          Object.entries(reach).find(([beginning]) => file.startsWith(beginning)) ?? []
        const extra = others
          .filter(() => !others.includes(file))
          .map((other, i) => reaching(relative(dirname(path), `${root}/${other}`), i))
        return { loader: 'ts', contents: `${withoutDetours(path)}\n${extra.join('')}` }
      })
    },
  }
}

/** Keeps a module within reach, and nothing of it in the code. */
function reaching(path, number) {
  return `export * as reached${number} from '${path.startsWith('.') ? path : `./${path}`}'\n`
}

function withoutDetours(path) {
  return readFileSync(path, 'utf8').replace(IMPORT, (_, list, from) =>
    namesIn(list)
      .map(({ name, alias }) => {
        const origin = originOf(resolve(dirname(path), from), name)
        const file = `./${relative(dirname(path), origin.path)}`
        return `import { ${origin.name} as ${alias} } from '${file}'`
      })
      .join('; '),
  )
}
