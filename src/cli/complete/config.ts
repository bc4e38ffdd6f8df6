import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const NAME = 'qrun.config.json'
const MAX_BYTES = 1024 * 1024

/**
 * Names of the checks and profiles of the project's configuration, read off its text: half of it may
 * be written, and comments may stand in it.
 */
export function checkNames(): readonly string[] {
  const text = configText()
  const list = /"checks"\s*:\s*\[([\s\S]*)/.exec(text)?.[1] ?? ''
  // Each check from its name up to that of the next: the data that it names stand for {data}.
  return list
    .split(/"name"\s*:\s*(?=")/)
    .slice(1)
    .flatMap((check) => {
      const name = /^"((?:[^"\\{}]|\{data\})+)"/.exec(check)?.[1]
      if (name === undefined) return []
      const data = /"data"\s*:\s*(?:\[([^\]]*)|("[^"]*"))/.exec(check)
      const names = [...(data?.[1] ?? data?.[2] ?? '').matchAll(/"([^"\\{}]+)"/g)]
      return name.includes('{data}')
        ? names.map(([, each]) => name.replaceAll('{data}', each!))
        : [name]
    })
}

export function profileNames(): readonly string[] {
  const block = /"profiles"\s*:\s*\{([\s\S]*)/.exec(configText())?.[1] ?? ''
  const names: string[] = []
  let depth = 0
  for (const [part, name] of block.matchAll(/"([^"\\]*)"\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (part === '{') depth++
    else if (part === '}' && --depth < 0) break
    else if (depth === 0 && name !== undefined) names.push(name)
  }
  return names
}

function configText(): string {
  for (let at = resolve('.'); ; at = dirname(at)) {
    const path = join(at, NAME)
    if (existsSync(path))
      return statSync(path).isFile() && statSync(path).size <= MAX_BYTES
        ? readFileSync(path, 'utf8')
        : ''
    const isProject = existsSync(join(at, 'package.json')) || existsSync(join(at, '.git'))
    if (isProject || dirname(at) === at) return ''
  }
}
