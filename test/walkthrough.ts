import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Block, ROOT } from './documents.ts'

/** A command of a document, with what it says it prints. */
export type Step = { readonly command: string; readonly printed: string }

/** `$ command` and the lines up to the next one. */
export function stepsOf(text: string): readonly Step[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { command: part.slice(0, end), printed: part.slice(end + 1) }
    })
}

/** The file that a block is, where its first line is a comment with its path. */
export function fileOf({
  text,
}: Block): { readonly path: string; readonly text: string } | undefined {
  const [first = ''] = text.split('\n')
  const path = /^(?:\/\/|#) ([\w./-]+\.\w+)$/.exec(first)?.[1]
  return path === undefined ? undefined : { path, text: text.slice(first.length + 1) }
}

/**
 * A folder in which `npm install qrun` has been done: the package as it is built, which depends on
 * nothing. `npx qrun` is its command.
 */
export function preparedFolder(folder: string): NodeJS.ProcessEnv {
  const modules = join(folder, 'node_modules')
  for (const part of ['dist', 'docs', 'package.json'])
    cpSync(join(ROOT, part), join(modules, 'qrun', part), { recursive: true })
  const bin = join(modules, '.bin')
  mkdirSync(bin)
  const shim = (name: string, line: string): void =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
  shim('npx', `shift; exec "${process.execPath}" "${join(modules, 'qrun/dist/cli/main.js')}" "$@"`)
  shim('npm', 'exit 0')
  shim('node', `exec "${process.execPath}" "$@"`)
  const { CI: _, FORCE_COLOR: _color, NODE_OPTIONS: _options, ...env } = process.env
  return { ...env, PATH: `${bin}:${env.PATH}`, LC_ALL: 'C', npm_lifecycle_event: 'npx' }
}

/** Runs a command as a shell would; both streams in order. */
export function runStep(
  command: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): { printed: string; status: number | null } {
  const { stdout, status } = spawnSync('/bin/sh', ['-c', `{ ${command}\n} 2>&1`], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  return { printed: stdout, status }
}

/** Writes a block's file; one that is there already has to be what the document shows. */
export function placeFile(folder: string, block: Block): string | undefined {
  const file = fileOf(block)
  if (file === undefined) return undefined
  const path = join(folder, file.path)
  if (block.info === 'yaml' && existsSync(path)) return readFileSync(path, 'utf8')
  mkdirSync(dirname(path), { recursive: true })
  // What holds data has no comment.
  writeFileSync(path, /^(yaml|csv)$/.test(block.info) ? file.text : block.text)
  return undefined
}
